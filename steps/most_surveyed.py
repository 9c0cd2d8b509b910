"""Row 6 of the annual report: fields and procedures with the most sheets, and nothing hidden by it.

Sheets of all channels and forms are added up; only shares of different ones may not be mixed (spec,
chapter 8). Who has the most is a figure, too: beside tables that hide some numbers it may tell one
of them. So what is hidden is compared only where one sheet more or less, which is what keeps it
hidden (decision 0013), would make no difference; otherwise the row speaks of the others and says
so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reports.annual import MostSurveyed
from steps.count import Tally
from store.sheet_settlement import UNKNOWN_PROCEDURE

LEAD = 3
"""Sheets by which one leads another so that one less here and one more there changes nothing."""


@dataclass(frozen=True, slots=True)
class SheetsOf:
    """A field or a procedure: ``told`` are its sheets as published, None where that is hidden."""

    key: str
    label: str
    sheets: int
    told: int | None


def sheets_of_all(tally: Tally) -> tuple[SheetsOf, ...]:
    """The rows of every series together; a sum with a hidden part is hidden."""
    found: dict[str, SheetsOf] = {}
    for table in tally.tables:
        for row in table.rows:
            so_far = found.get(row.key, SheetsOf(row.key, row.label, 0, 0))
            is_told = so_far.told is not None and row.sheets is not None
            sheets = so_far.sheets + row.most_asked
            found[row.key] = SheetsOf(row.key, row.label, sheets, sheets if is_told else None)
    return tuple(found.values())


def most_surveyed(rows: Iterable[SheetsOf], minimum: int) -> MostSurveyed | None:
    """Those with the most sheets by name, all of a tie; what nobody knows does not count.

    None where no sheet names any.
    """
    known = [row for row in rows if row.key != UNKNOWN_PROCEDURE and row.told != 0]
    if not known:
        return None
    most = max(row.sheets for row in known)
    first = [row for row in known if row.sheets == most]
    is_hidden = first[0].told is None
    compared = [row for row in known if row is not first[0] and (is_hidden or row.told is None)]
    is_large = most >= minimum or not is_hidden
    if is_large and all(row.sheets + LEAD <= most for row in compared):
        return MostSurveyed(_names(first), first[0].told)
    told = [row for row in known if row.told is not None]
    most = max((row.sheets for row in told), default=0)
    first = [row for row in told if row.sheets == most]
    return MostSurveyed(_names(first), most if first else None, is_of_told=True)


def most_surveyed_procedures(
    procedures: Sequence[SheetsOf],
    fields: Iterable[SheetsOf],
    field_of: Mapping[str, str],
    minimum: int,
) -> MostSurveyed | None:
    """The procedures with the most sheets, beside the published numbers of their fields.

    The number of a field less those of its named procedures tells how many sheets speak of its
    others; those are not few.
    """
    whole = {field.key: field.told for field in fields}
    told = []
    for row in procedures:
        if row.sheets:
            field = whole.get(field_of.get(row.key, ""))
            is_told = row.sheets >= minimum and _is_rest_told(field, row.sheets, minimum)
            told.append(replace(row, told=row.sheets if is_told else None))
    most = most_surveyed(told, minimum)
    if most is None or most.sheets is None:
        return most
    named: Counter[str] = Counter()
    for row in told:
        if row.sheets == most.sheets and row.told is not None:
            named[field_of[row.key]] += row.sheets
    is_safe = all(_is_rest_told(whole[key], sheets, minimum) for key, sheets in named.items())
    return most if is_safe else MostSurveyed((), None, is_of_told=True)


def _is_rest_told(whole: int | None, part: int, minimum: int) -> bool:
    """Whether a part may stand beside the whole: the rest is nobody, or not few."""
    return whole is not None and (whole == part or part + minimum <= whole)


def _names(rows: Iterable[SheetsOf]) -> tuple[str, ...]:
    return tuple(row.label for row in rows)
