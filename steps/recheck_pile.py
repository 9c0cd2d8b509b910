"""The pile that phúc tra draws from: the sheets of paper of a period, and the record of each."""

from collections import Counter
from collections.abc import Iterable, Iterator

from audit.recheck import PileSheet
from steps.session import Session
from store.entries import OpeningEntry, PageEntry
from store.listing import list_openings, list_pages
from store.recheck_listing import PileAnswer, list_pile_answers
from survey.errors import RequestError
from survey.fate import Verdict
from survey.language import _
from survey.period import Period
from survey.reading import Outcome, Status

HAND, PAGE = "hand-", "page-"
"""Begin the names of what is no sheet that was read: a sheet only counted, a page not read."""


def list_pile(session: Session, period: str) -> tuple[PileSheet, ...]:
    """Every sheet of paper that the openings of a period gave, in the order of their ids.

    A page that was not read stands for a sheet (``page-SEQ``), and so does each sheet that was
    counted by hand and never came into the record (``hand-OPENING-NUMBER``).

    Raises:
        RequestError: nothing was opened in this period, or answers or pages still wait for people.
    """
    asked = Period.parse(period)
    openings = [
        opening
        for opening in list_openings(session.record)
        if not opening.refused and asked.contains(Period.parse(opening.period))
    ]
    if not openings:
        raise RequestError(_("no opening is recorded for this period"))
    named = {opening.id for opening in openings}
    answers = [row for row in list_pile_answers(session.record) if row.opening in named]
    pages = [page for page in list_pages(session.record) if page.opening in named]
    _refuse_waiting(answers, pages)
    return tuple(sorted(_pile_sheets(openings, answers, pages), key=lambda unit: unit.id))


def _refuse_waiting(answers: Iterable[PileAnswer], pages: Iterable[PageEntry]) -> None:
    """A result that may still change cannot be re-checked."""
    flags = sum(row.status == Status.FLAGGED and row.verdict != Verdict.INVALID for row in answers)
    waiting = sum(page.outcome == Outcome.WAITING for page in pages)
    if flags or waiting:
        raise RequestError(
            _(
                "people must still settle something of this period (questions: {flags}, pages: "
                "{pages}); do that first, so that what is re-checked is what counts",
                flags=flags,
                pages=waiting,
            )
        )


def _pile_sheets(
    openings: Iterable[OpeningEntry], answers: Iterable[PileAnswer], pages: Iterable[PageEntry]
) -> Iterator[PileSheet]:
    sheets: dict[str, list[PileAnswer]] = {}
    seen: Counter[str] = Counter()
    for row in answers:
        sheets.setdefault(row.sheet, []).append(row)
    for sheet, rows in sheets.items():
        seen[rows[0].opening] += 1
        yield PileSheet(sheet, _counted(rows), _machine(rows))
    for page in pages:
        if page.outcome == Outcome.REJECTED and page.sheet not in sheets:
            seen[page.opening] += 1
            yield PileSheet(f"{PAGE}{page.seq}", {}, {})
    for opening in openings:
        for number in range(seen[opening.id], opening.second_count or 0):
            yield PileSheet(f"{HAND}{opening.id}-{number + 1}", {}, {}, is_unknown=True)


def _counted(rows: Iterable[PileAnswer]) -> dict[str, str]:
    """What counts: nothing of a sheet that people ruled invalid."""
    counting = (row for row in rows if row.verdict != Verdict.INVALID)
    return {row.question: row.choice or row.status for row in counting}


def _machine(rows: Iterable[PileAnswer]) -> dict[str, str]:
    return {
        row.question: row.machine_choice or row.machine_status
        for row in rows
        if row.machine_status != Status.FLAGGED
    }
