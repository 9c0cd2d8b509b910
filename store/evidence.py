"""What a public page tells of some openings: pages by fate, answers by who settled them."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from store.record import Record


@dataclass(frozen=True, slots=True)
class FateCount:
    """Pages that met the same fate: outcome, the machine's reason, and what people settled."""

    outcome: str
    reason: str
    fate: str
    pages: int


@dataclass(frozen=True, slots=True)
class SettledCount:
    """Who settled the answers of valid sheets.

    Attributes:
        machine: the machine was certain, and nobody corrected it.
        asked: the machine asked, and people have settled it.
        corrected: the machine was certain, and people corrected it.
        waiting: the machine asked, and people have not settled it.
    """

    machine: int
    asked: int
    corrected: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RecheckOutcome:
    """What a re-check came to, the last time that it was asked; ``risk`` is a decimal."""

    sheets: int
    risk: str
    verdict: str


def list_page_fates(record: Record, openings: Collection[str]) -> tuple[FateCount, ...]:
    """Every page of these openings, counted with those like it, the most frequent first."""
    rows = record.rows(
        "SELECT outcome, reason, fate, count(*) FROM page"
        " WHERE opening IN (SELECT value FROM json_each(?))"
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3",
        (json.dumps(list(openings)),),
    )
    return tuple(FateCount(*row) for row in rows)


def count_settled(record: Record, openings: Collection[str]) -> SettledCount:
    """The answers on the valid sheets of these openings, by who settled them."""
    rows = record.rows(
        "SELECT machine_status = 'flagged', decided_by = 'machine', count(*)"
        " FROM sheet CROSS JOIN answer ON answer.sheet = sheet.id"
        " WHERE sheet.verdict <> 'invalid' AND sheet.opening IN (SELECT value FROM json_each(?))"
        " GROUP BY 1, 2",
        (json.dumps(list(openings)),),
    )
    counted = {(bool(asked), bool(machine)): count for asked, machine, count in rows}
    return SettledCount(
        machine=counted.get((False, True), 0),
        asked=counted.get((True, False), 0),
        corrected=counted.get((False, False), 0),
        waiting=counted.get((True, True), 0),
    )


def count_deciders(record: Record, openings: Collection[str]) -> int:
    """Different people who decided something on sheets of these openings."""
    ((people,),) = record.rows(
        "SELECT count(DISTINCT key) FROM decision JOIN sheet ON sheet.id = decision.sheet"
        " WHERE sheet.opening IN (SELECT value FROM json_each(?))",
        (json.dumps(list(openings)),),
    )
    return int(people)


def find_recheck_outcome(record: Record, recheck: str) -> RecheckOutcome | None:
    """What this re-check came to last; None while nobody has asked."""
    rows = record.rows(
        "SELECT sheets, risk, verdict FROM recheck_result WHERE recheck = ?"
        " ORDER BY seq DESC LIMIT 1",
        (recheck,),
    )
    return next((RecheckOutcome(*row) for row in rows), None)
