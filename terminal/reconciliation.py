"""The reconciliation told to a committee: a small table, what differs, what still waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from survey.language import _, later
from survey.spoken_number import number
from terminal.placeholders import spoken_command
from terminal.screen import say, say_more
from terminal.table import say_table

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from collections.abc import Iterable

    from steps.closing import Matter
    from steps.reconcile import Reconciliation
    from steps.status import SurveyStatus
    from tally.reconcile import Balance

_NAMES = {
    "printed": later("printed, when the unused sheets were counted"),
    "more-issued-than-printed": later("printed"),
    "issued": later("issued by the register, {key}"),
    "more-collected-than-issued": later("issued, {key}"),
    "hand-count": later("counted by hand, {key}"),
    "no-opening": later("pages without an opening"),
    "more-than-printed": later("printed"),
    "page-missing": later("page of a sheet, {key}"),
    "pages-apart": later("openings of the sheet {key}"),
    "validity": later("sheets read, {key}"),
    "answers": later("valid sheets with this question, {key}"),
    "fields": later("valid sheets, {key}"),
    "periods": later("valid sheets of the year {key}"),
}
_PARTS = {
    "issued": later("issued"),
    "spoilt": later("spoilt"),
    "left": later("left"),
    "minutes": later("by the minutes"),
    "collected": later("in the box"),
    "read": later("read"),
    "rejected": later("rejected"),
    "waiting": later("waiting for people"),
    "pages": later("pages"),
    "openings": later("openings"),
    "valid": later("valid"),
    "invalid": later("invalid"),
    "answers": later("answers"),
    "unknown": later("not identified"),
    "": later("not keyed in"),
}
_ONLY_WHEN_WRONG = frozenset(
    {"no-opening", "more-than-printed", "more-collected-than-issued", "answers"}
)


def say_reconciliation(reconciliation: Reconciliation) -> None:
    """Every identity on a line, then every difference with its explanation."""
    shown = [balance for balance in reconciliation.balances if _is_shown(balance, reconciliation)]
    explained = {
        (one.difference.slug, one.difference.key): one.explanation is not None
        for one in reconciliation.differences
    }
    from steps.closing import difference_matter  # noqa: PLC0415 - so that help stays quick

    rows = [
        (
            _name(balance),
            number(balance.whole),
            _parts(balance),
            _result(balance, is_explained=explained.get((balance.slug, balance.key), False)),
        )
        for balance in shown
    ]
    if rows:
        say_table(_("Paper and record"), ("", _("number"), _("made up of"), ""), rows, "left")
    for one in reconciliation.differences:
        if one.explanation is None:
            say_matters((difference_matter(one.difference),))
        else:
            told = {"reason": one.explanation.reason, "people": one.explanation.people}
            say(f"· {one.difference.message}")
            say("    " + _("explained: {reason} ({people})", **told))


def say_paper_unknown(status: SurveyStatus) -> None:
    """What nobody has written down of the paper, so that nothing is pretended."""
    paper = status.reconciliation.figures.paper
    if status.issued_unknown:
        openings = ", ".join(status.issued_unknown)
        say(_("Nobody wrote down what was issued before: {openings}", openings=openings))
    if paper.counted is None and paper.now.printed:
        say(_("The unused sheets were never counted: hom-phieu paper left N"))


def say_matters(matters: Iterable[Matter], more: int = 0) -> None:
    """What is open, each with the command that comes next; ``more`` are not shown."""
    for matter in matters:
        say(f"! {matter.sentence}")
        say(f"    {spoken_command(matter.command)}")
    say_more(more)


def _is_shown(balance: Balance, reconciliation: Reconciliation) -> bool:
    if balance.slug in _ONLY_WHEN_WRONG:
        return not balance.agrees
    if balance.slug == "more-issued-than-printed":
        is_counted = reconciliation.figures.paper.counted is not None
        return not (balance.agrees and is_counted) and bool(balance.whole or balance.found)
    return balance.slug != "periods" or len(balance.parts) > 1


def _name(balance: Balance) -> str:
    return _(_NAMES[balance.slug], key=balance.key or _("no period"))


def _parts(balance: Balance) -> str:
    """The parts that are not nothing."""
    parts = _summed_fields(balance.parts) if balance.slug == "fields" else balance.parts
    told = {name: figure for name, figure in parts.items() if figure} or dict([*parts.items()][:1])
    return " + ".join(f"{_part(name)} {number(figure)}" for name, figure in told.items())


def _part(name: str) -> str:
    return _(_PARTS[name]) if name in _PARTS else name


def _summed_fields(fields: Mapping[str, int]) -> dict[str, int]:
    """The fields in one figure, and what belongs to none."""
    apart = {name: fields[name] for name in ("unknown", "") if fields.get(name)}
    return {_("in the fields"): sum(fields.values()) - sum(apart.values())} | apart


def _result(balance: Balance, *, is_explained: bool) -> str:
    if balance.agrees:
        rest = balance.whole - balance.found
        return _("{rest} not accounted for", rest=number(rest)) if rest else _("agrees")
    gap = balance.found - balance.whole
    said = _("{gap} too many", gap=number(gap)) if gap > 0 else _("{gap} missing", gap=number(-gap))
    return _("{said}, explained", said=said) if is_explained else said
