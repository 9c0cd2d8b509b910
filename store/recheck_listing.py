"""What can be asked of the record about re-checks (phúc tra)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from store.record import Record
from survey.decision import Decision
from survey.json_text import read_json


@dataclass(frozen=True, slots=True)
class RecheckEntry:
    """A re-check: ``units`` are the sheets drawn so far, in order; ``body`` as it was asked."""

    id: str
    period: str
    body: dict[str, Any]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PileAnswer:
    """One question of one sheet: what counts, and what the machine read.

    ``verdict`` is what people ruled of the whole sheet, empty when they did not.
    """

    sheet: str
    opening: str
    verdict: str
    question: str
    status: str
    choice: str | None
    machine_status: str
    machine_choice: str | None


def list_rechecks(record: Record) -> tuple[RecheckEntry, ...]:
    """Every re-check, in order."""
    rows = list(record.rows("SELECT id, period, body FROM recheck ORDER BY seq"))
    return tuple(
        RecheckEntry(recheck, period, read_json(body), _drawn(record, recheck))
        for recheck, period, body in rows
    )


def _drawn(record: Record, recheck: str) -> tuple[str, ...]:
    rows = record.rows(
        "SELECT unit FROM recheck_sheet WHERE recheck = ? ORDER BY place", (recheck,)
    )
    return tuple(unit for (unit,) in rows)


def list_paper_readings(record: Record, recheck: str) -> Iterator[Decision]:
    """What every reader saw, oldest first; the sheet of a decision is the unit that was drawn."""
    rows = record.rows(
        "SELECT seq, unit, question, value, person, '' FROM recheck_reading"
        " WHERE recheck = ? ORDER BY seq, unit, question",
        (recheck,),
    )
    return (Decision(*row) for row in rows)


def first_read_at(record: Record, recheck: str) -> datetime | None:
    """When the first reading of a re-check was recorded; None while there is none."""
    rows = record.rows(
        "SELECT at FROM journal"
        " WHERE seq = (SELECT min(seq) FROM recheck_reading WHERE recheck = ?)",
        (recheck,),
    )
    return next((datetime.fromisoformat(at) for (at,) in rows), None)


def list_pile_answers(record: Record) -> Iterator[PileAnswer]:
    """Every question of every sheet, by sheet and as the questions are printed."""
    rows = record.rows(
        "SELECT sheet.id, sheet.opening, verdict, question, status, choice, machine_status,"
        " machine_choice FROM sheet CROSS JOIN answer ON answer.sheet = sheet.id"
        " ORDER BY sheet.id, page, position"
    )
    return (PileAnswer(*row) for row in rows)
