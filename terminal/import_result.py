"""What came of an import, told to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from survey.errors import TOLD_AT_ONCE
from survey.language import _
from survey.spoken_number import number
from terminal.screen import say, say_more

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from steps.import_answers import Imported


def say_imported(imported: Imported) -> None:
    """Rows taken, known, set aside and bad; and what was dropped at the door."""
    if imported.is_dry:
        say(_("Nothing was written; this is what would be taken:"))
    counted = {"new": number(imported.new), "known": number(imported.known)}
    say(
        _(
            "{new} new answers, {known} taken in before.",
            "{new} new answer, {known} taken in before.",
            **counted,
        )
    )
    for period, rows in imported.by_period.items():
        say(f"  {period}: {number(rows)}")
    if imported.set_aside:
        say(
            _(
                "{rows} rows set aside by the mapping.",
                "{rows} row set aside by the mapping.",
                rows=number(imported.set_aside),
            )
        )
    say_dropped(imported.dropped)
    if imported.bad:
        say(
            _(
                "{rows} rows cannot be taken:",
                "{rows} row cannot be taken:",
                rows=number(len(imported.bad)),
            )
        )
    for mistake in imported.bad[:TOLD_AT_ONCE]:
        say(f"  {mistake}")
    say_more(len(imported.bad) - TOLD_AT_ONCE)


def say_dropped(columns: Sequence[str]) -> None:
    """The columns of a table that nobody looked at; a heading may have been mistyped."""
    if columns:
        say(_("Columns dropped: {columns}", columns=", ".join(columns)))
