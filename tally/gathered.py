"""Which of the results that units handed up are added together, and what must stay hidden of them.

A unit may hand up its months, its quarters and its year: the same sheets three times. So of one
unit and survey the longest periods are taken first, and nothing that overlaps with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from survey.period import Period
from tally.count import UNCOUNTED, TallyRow


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
    """The rows of units, those of few sheets without their answers; sheets are no secret.

    Everything about fewer than ``minimum`` sheets is hidden. Since the sum of all units is known,
    what is hidden must be of two units and of ``minimum`` sheets at least, so the next smallest
    unit is hidden with it where it is not.
    """
    filled = sorted((row for row in rows if row.total), key=lambda row: row.sheets or 0)
    hidden: list[TallyRow] = []
    for row in filled:
        is_small = (row.sheets or 0) < minimum
        together = sum(one.sheets or 0 for one in hidden)
        is_needed = bool(hidden) and (len(hidden) < 2 or together < minimum)
        if not is_small and not is_needed:
            break
        hidden.append(row)
    keys = {row.keys for row in hidden}
    return tuple(replace(row, hidden=_all_of(row)) if row.keys in keys else row for row in rows)


def _all_of(row: TallyRow) -> frozenset[str]:
    return frozenset({*row.counts, "answered", "satisfied", *map(str, UNCOUNTED)})
