"""What is said of bundles: written, added, refused, verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.errors import TOLD_AT_ONCE
from survey.head import in_groups, short_head
from survey.language import _
from survey.spoken_day import spoken_moment
from survey.spoken_number import number
from terminal.screen import say, say_more

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from steps.add_bundle import Added
    from steps.export_bundle import Exported
    from steps.verify_bundle import VerifiedBundle


def say_exported(exported: Exported) -> None:
    """Where the bundle is, and by what the office above knows it."""
    say(_("Signed results for the office above: {file}", file=exported.file))
    say(_("Signed with the key {key}…; the office above must have it (hom-phieu bundle key).",
          key=short_head(exported.key)))  # fmt: skip


def say_key(unit: str, name: str, key: str) -> None:
    """The public key, as it stands in the letter to the office above."""
    say(_("Unit: {name}, code {unit}", name=name, unit=unit))
    say(_("Public key: {key}", key=in_groups(key)))
    say(_("Send it to the office above in a signed letter; whoever knows it can check your "
          "results, and nobody can sign with it."))  # fmt: skip


def say_added(added: Added) -> None:
    """How many were taken in, and each one that was not, with the reason."""
    sheets = sum(one.sheets for one in added.added)
    say(
        _(
            "Bundles added: {count}; sheets in them: {sheets}.",
            count=number(len(added.added)),
            sheets=number(sheets),
        )
    )
    replaced = sum(bool(one.replaces) for one in added.added)
    if replaced:
        say(_("{count} of them replace earlier ones.", count=number(replaced)))
    if added.refused:
        say(
            _(
                "{count} bundles refused:",
                "{count} bundle refused:",
                count=number(len(added.refused)),
            )
        )
    for one in added.refused[:TOLD_AT_ONCE]:
        say(f"! {one.reason}")
    say_more(len(added.refused) - TOLD_AT_ONCE)


def say_verified_bundle(verified: VerifiedBundle) -> None:
    """Whose results these are, by which key, and what cannot be known from the file alone."""
    for finding in verified.findings:
        say(f"! {finding}")
    if verified.bundle is None:
        return
    head = verified.bundle.head
    say(_("The bundle is as it was signed: {unit} ({code}), {period}; sheets: {sheets}.",
          unit=head.unit_name, code=head.unit, period=head.period,
          sheets=number(verified.sheets)))  # fmt: skip
    say(_("Head of the unit's journal: {head}, event {events}, {at}.",
          head=short_head(head.head), events=head.events,
          at=spoken_moment(head.made_at)))  # fmt: skip
    say(_("Public key: {key}", key=in_groups(verified.bundle.archive.key)))
    say(_("Compare it with the key that the unit gave in a signed letter; only then is it theirs."))
