"""What this machine has and lacks, told to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.language import _
from terminal.screen import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steps.doctor import Check


def say_checks(checks: Sequence[Check]) -> None:
    """A line for each check, and below it how to mend it."""
    for check in checks:
        mark = "✓" if check.is_well else "!" if check.is_needed else "–"
        say(f"{mark} {check.subject}: {check.found}")
        if check.mend:
            say(f"    {check.mend}")
    needed = [check for check in checks if check.is_needed and not check.is_well]
    if needed:
        say(_("This machine is not ready: mend what is marked «!», then run doctor again."))
    else:
        say(_("This machine is ready; what is marked «–» is only needed for what it names."))
