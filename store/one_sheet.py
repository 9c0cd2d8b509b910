"""One sheet and all that the record knows of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from store.entries import PageEntry
from store.journal import Event
from store.record import Record
from survey.reading import Outcome


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One question of a sheet: the page it stands on, what the machine read and what counts now.

    Attributes:
        page: number of the event that took the page in.
        machine_choice: None unless the machine read an answer.
        machine_reason: why the machine asked, None when it was certain.
        choice: None unless answered.
        decided_by: ``machine`` or the people.
    """

    sheet: str
    question: str
    page: int
    machine_status: str
    machine_choice: str | None
    machine_reason: str | None
    status: str
    choice: str | None
    decided_by: str


_ANSWER = (
    "SELECT sheet, question, page, machine_status, machine_choice, machine_reason, status, choice,"
    " decided_by FROM answer"
)
_EVENTS = """
SELECT * FROM journal WHERE seq IN (
    SELECT seq FROM page WHERE sheet = :sheet
    UNION SELECT seq FROM decision WHERE sheet = :sheet
    UNION SELECT seq FROM sheet_decision WHERE sheet = :sheet
    UNION SELECT page_decision.seq FROM page_decision JOIN page ON page.seq = page_decision.page
          WHERE page.sheet = :sheet
    UNION SELECT seq FROM comment WHERE sheet = :sheet
) ORDER BY seq
"""


def find_answer(record: Record, sheet: str, question: str) -> SheetAnswer | None:
    """One question of one sheet, None when it has not been read."""
    rows = record.rows(f"{_ANSWER} WHERE sheet = ? AND question = ?", (sheet, question))
    return next((SheetAnswer(*row) for row in rows), None)


def list_sheet_answers(record: Record, sheet: str) -> tuple[SheetAnswer, ...]:
    """Every question of a sheet, as they are printed."""
    rows = record.rows(f"{_ANSWER} WHERE sheet = ? ORDER BY page, position", (sheet,))
    return tuple(SheetAnswer(*row) for row in rows)


def find_page(record: Record, seq: int) -> PageEntry | None:
    """The page that this event took in."""
    # as text, so that a number beyond those of SQLite is one that is not there
    rows = record.rows("SELECT * FROM page WHERE seq = ?", (str(seq),))
    return next((PageEntry(*row) for row in rows), None)


def list_sheet_pages(record: Record, sheet: str) -> tuple[PageEntry, ...]:
    """The pages of a sheet that were read, in the order of the sheet."""
    rows = record.rows(
        "SELECT * FROM page WHERE sheet = ? AND outcome = ? ORDER BY sheet_page",
        (sheet, Outcome.READ),
    )
    return tuple(PageEntry(*row) for row in rows)


def list_sheet_events(record: Record, sheet: str) -> Iterator[Event]:
    """Every event that speaks of this sheet, oldest first."""
    return (Event(*row) for row in record.rows(_EVENTS, {"sheet": sheet}))


def find_comment(record: Record, sheet: str) -> str | None:
    """Who found that the comment on this sheet deserves an answer; None when nobody did."""
    rows = record.rows("SELECT person FROM comment WHERE sheet = ?", (sheet,))
    return next((str(person) for (person,) in rows), None)
