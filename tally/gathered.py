"""Which of the results that units handed up are added together, and what must stay hidden of them.

A unit may hand up its months, its quarters and its year: the same sheets three times. So of one
unit and survey the longest periods are taken first, and nothing that overlaps with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from survey.period import Period
from tally.count import UNCOUNTED, TallyRow
from tally.disclosure import FEW


@dataclass(frozen=True, slots=True)
class HandedUp:
    """The results of a unit's survey for a period; ``seq`` is the event that took them in."""

    seq: int
    unit: str
    survey: str
    period: Period


def choose_handed_up(results: Iterable[HandedUp], asked: Period | None) -> tuple[HandedUp, ...]:
    """Those that together count every sheet of the asked period at most once; None asks for all."""
    within = [one for one in results if asked is None or asked.contains(one.period)]
    taken: dict[tuple[str, str], list[HandedUp]] = {}
    for one in sorted(within, key=lambda one: (-one.period.months, one.period, one.seq)):
        mine = taken.setdefault((one.unit, one.survey), [])
        if not any(one.period.overlaps(other.period) for other in mine):
            mine.append(one)
    return tuple(sorted((one for mine in taken.values() for one in mine), key=lambda one: one.seq))


def hide_small_units(rows: Sequence[TallyRow], minimum: int) -> tuple[TallyRow, ...]:
    """The rows of units as they are published: of each its sheets and its share, if not of few.

    How many chose a level is never told: in a large unit these may be few, too, and the tables that
    the unit published itself hide them. Since the sum of all units is known, shares that are hidden
    must be of two units and of ``minimum`` sheets at least, so the next smallest unit is hidden
    with them where they are not.
    """
    filled = sorted((row for row in rows if row.total), key=lambda row: row.most_asked)
    hidden = [row for row in filled if _is_of_few(row, minimum)]
    for row in [row for row in filled if row not in hidden] if hidden else ():
        if len(hidden) < 2 or sum(one.most_asked for one in hidden) < minimum:
            hidden.append(row)
    keys = {row.keys for row in hidden}
    shares = {"answered", "satisfied"}
    return tuple(
        replace(row, hidden=_levels(row) | (shares if row.keys in keys else set())) for row in rows
    )


def tells_of_few(rows: Sequence[TallyRow], minimum: int) -> bool:
    """Whether the sum of these units, as they are published, would tell what they hide."""
    filled = [row for row in rows if row.total]
    hidden = [row for row in filled if row.is_hidden("satisfied")]
    is_alone = len(hidden) < 2 or sum(row.most_asked for row in hidden) < minimum
    return bool(hidden) and is_alone


def _is_of_few(row: TallyRow, minimum: int) -> bool:
    """Whether a unit's share tells of few people, as for the tables of one office."""
    unsatisfied = row.answered - (row.satisfied_answers or 0)
    is_told_of_few = 0 < unsatisfied < minimum and row.most_asked < FEW * minimum
    return row.most_asked < minimum or is_told_of_few


def _levels(row: TallyRow) -> frozenset[str]:
    return frozenset({*row.counts, *map(str, UNCOUNTED)}) if row.total else frozenset()
