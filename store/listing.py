"""What can be asked of the record. Long lists come one entry at a time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from store.custody import as_written
from store.entries import (
    AnswerEntry,
    FlagEntry,
    KnownPage,
    MeasuredPage,
    OpeningEntry,
    PageEntry,
    PrintedRun,
    ReportEntry,
    SheetEntry,
)
from store.journal import read_body
from store.page_body import read_boxes
from store.page_fate import read_page_decisions
from store.record import Record
from store.sheet_settlement import read_decisions, read_sheet_decisions
from store.sqlite_error import translate_errors
from survey.decision import Decision, PageDecision, SheetDecision
from survey.reading import Outcome, QuestionReading, Reason, Status

# after every text that begins with a prefix, and before any other
LAST_CHARACTER = "\U0010ffff"


def list_printed_runs(record: Record) -> tuple[PrintedRun, ...]:
    """Every file of sheets that was made, in order."""
    rows = record.rows(
        "SELECT form, fingerprint, procedure, copies, file, sha256 FROM printed_run ORDER BY seq"
    )
    return tuple(PrintedRun(*row) for row in rows)


def list_openings(record: Record) -> tuple[OpeningEntry, ...]:
    """Every opening and every refusal to open, in order."""
    rows = record.rows(
        "SELECT id, period, box, refused, first_count, second_count, issued, body, version, follows"
        " FROM opening ORDER BY seq"
    )
    return tuple(_opening_entry(row) for row in rows)


def list_waiting_openings(record: Record) -> tuple[OpeningEntry, ...]:
    """The openings whose hand count is larger than the number of sheets seen so far."""
    seen = dict(record.rows(SHEETS_SEEN))
    return tuple(
        opening
        for opening in list_openings(record)
        if (opening.second_count or 0) > seen.get(opening.id, 0)
    )


# A sheet of several pages counts once; a page that names no sheet counts as one, and one that shows
# no sheet of ours as none.
SHEETS_SEEN = """
SELECT opening, count(DISTINCT iif(sheet = '', seq, sheet)) FROM page
WHERE outcome NOT IN ('blank-back', 'duplicate') AND fate <> 'foreign' GROUP BY opening
"""


def list_reports(record: Record) -> tuple[ReportEntry, ...]:
    """Every document that was written, in order."""
    rows = record.rows(
        "SELECT report.kind, period, file, journal.at, superseded"
        " FROM report JOIN journal USING (seq)"
        " ORDER BY seq"
    )
    return tuple(
        ReportEntry(kind, period, file, datetime.fromisoformat(at), bool(superseded))
        for kind, period, file, at, superseded in rows
    )


def is_as_written(record: Record, file: str, sha256: str) -> bool:
    """Was a document of this name ever written with this content?"""
    found = record.rows(
        "SELECT 1 FROM report WHERE file = ? AND sha256 = ? LIMIT 1", (file, sha256)
    )
    return any(found)


def is_last_said(record: Record, kind: str) -> bool:
    """Was such a document written, and nothing happened since but that other results went out?"""
    found = record.rows(
        "SELECT 1 FROM report WHERE kind = ? AND superseded = 0 AND NOT EXISTS"
        " (SELECT 1 FROM journal WHERE journal.seq > report.seq"
        "  AND journal.kind NOT IN ('report', 'bundle-exported')) LIMIT 1",
        (kind,),
    )
    return any(found)


def list_published_periods(record: Record) -> tuple[str, ...]:
    """The periods whose results were published in a document, in the order of the first one."""
    rows = record.rows(
        "SELECT period FROM report WHERE kind IN ('period', 'annual', 'sipas')"
        " GROUP BY period ORDER BY min(seq)"
    )
    return tuple(period for (period,) in rows)


def find_last_plan(record: Record) -> str:
    """SHA-256 of the plan as it was last noted, empty when it never was."""
    rows = record.rows(
        "SELECT seq, body FROM journal WHERE kind = 'plan-read' ORDER BY seq DESC LIMIT 1"
    )
    return next((str(read_body(*row)["sha256"]) for row in rows), "")


def list_pages(record: Record) -> Iterator[PageEntry]:
    """Every page that ever entered, in the order of coming."""
    return (PageEntry(*row) for row in record.rows("SELECT * FROM page ORDER BY seq"))


def list_open_pages(record: Record, most: int = -1, reason: str = "") -> Iterator[PageEntry]:
    """Pages that still need people: not settled, or to be scanned again.

    Args:
        record: the record.
        most: only the first so many; all when negative.
        reason: only those not read for this reason; empty for all.
    """
    return (PageEntry(*row) for row in record.rows(OPEN_PAGES, (reason, most)))


def list_settled_pages(record: Record, most: int) -> Iterator[PageEntry]:
    """Pages of which people have said what they are, the newest first and only so many."""
    rows = record.rows(
        "SELECT * FROM page WHERE seq IN (SELECT page FROM page_decision) AND fate <> '' "
        "ORDER BY seq DESC LIMIT ?",
        (most,),
    )
    return (PageEntry(*row) for row in rows)


PAGE_IS_OPEN = "outcome IN ('rejected', 'waiting') AND fate IN ('', 'rescan')"
OPEN_PAGES = f"""
SELECT * FROM page WHERE {PAGE_IS_OPEN} AND ?1 IN ('', reason) ORDER BY seq LIMIT ?2
"""


def find_pages(record: Record, source_file: str, source_page: int) -> tuple[PageEntry, ...]:
    """The pages of this number in files of this name, or whose content has this SHA-256."""
    rows = record.rows(
        "SELECT * FROM page WHERE source_page = ?2 AND (source_file = ?1 OR sha256 = ?1)"
        " ORDER BY seq",
        (source_file, str(source_page)),  # as text: SQLite has no numbers as large as people type
    )
    return tuple(PageEntry(*row) for row in rows)


def list_page_decisions(record: Record, page: int) -> tuple[PageDecision, ...]:
    """All opinions on the fate of the page with this ``seq``, oldest first."""
    with translate_errors(record.folder.database_path):
        return read_page_decisions(record.connection, page)


def list_pages_of(record: Record, sha256: str, source_file: str) -> frozenset[int]:
    """Which pages of this file, by content and name, are in the record already."""
    rows = record.rows(
        "SELECT source_page FROM page WHERE sha256 = ? AND source_file = ?", (sha256, source_file)
    )
    return frozenset(page for (page,) in rows)


def is_without_opening(record: Record, sha256: str, source_file: str) -> bool:
    """Whether any page of this file belongs to no opening of a box."""
    ((found,),) = record.rows(
        "SELECT EXISTS (SELECT 1 FROM page WHERE sha256 = ? AND source_file = ? AND opening = '')",
        (sha256, source_file),
    )
    return bool(found)


def list_openings_of(record: Record, sha256: str) -> tuple[str, ...]:
    """The openings that pages with this content belong to; an empty one for pages with none."""
    rows = record.rows("SELECT DISTINCT opening FROM page WHERE sha256 = ?", (sha256,))
    return tuple(opening for (opening,) in rows)


def is_anything_scanned(record: Record) -> bool:
    """Whether any page ever entered."""
    ((found,),) = record.rows("SELECT EXISTS (SELECT 1 FROM page)")
    return bool(found)


def count_outcomes(record: Record) -> dict[str, int]:
    """How many pages met each fate; every outcome is named."""
    counted = dict(record.rows(OUTCOMES))
    return {outcome: int(counted.get(outcome, 0)) for outcome in Outcome}


# grouped as an index has them, and so without sorting
OUTCOMES = """
SELECT outcome, sum(pages)
FROM (SELECT outcome, count(*) AS pages FROM page GROUP BY opening, outcome) GROUP BY outcome
"""


def list_measured_pages(record: Record) -> Iterator[MeasuredPage]:
    """Every page the machine read, with its measurements, in the order of coming."""
    rows = record.rows(
        "SELECT journal.body, page.* FROM page JOIN journal USING (seq)"
        " WHERE machine_outcome = ? ORDER BY seq",
        (Outcome.READ,),
    )
    for body, *page in rows:
        entry = PageEntry(*page)
        yield MeasuredPage(entry, read_boxes(read_body(entry.seq, body)["boxes"]))


def find_sheets(record: Record, prefix: str) -> tuple[SheetEntry, ...]:
    """The sheets whose id begins so: none, the one that was meant, or several to choose from."""
    rows = record.rows(
        "SELECT * FROM sheet WHERE id >= ? AND id < ? ORDER BY id",
        (prefix, prefix + LAST_CHARACTER),
    )
    return tuple(SheetEntry(*row) for row in rows)


def find_sheet_page(record: Record, sheet: str, sheet_page: int) -> KnownPage | None:
    """The page of this sheet as it was first read, None when it has not been."""
    rows = record.rows(
        "SELECT * FROM page WHERE sheet = ? AND sheet_page = ? AND outcome = ?",
        (sheet, sheet_page, Outcome.READ),
    )
    page = next((PageEntry(*row) for row in rows), None)
    return KnownPage(page, _machine_readings(record, page)) if page else None


def list_answers(record: Record, tick_list: str = "") -> Iterator[AnswerEntry]:
    """Every question of every sheet, as the pages came and as the questions are printed.

    ``tick_list`` is the question whose choice on the same sheet is told too.
    """
    return (AnswerEntry(*row) for row in record.rows(ANSWERS, (tick_list,)))


# CROSS JOIN keeps this order of tables, so nothing but the few answers of one page is ever sorted
ANSWERS = """
SELECT page.source_file, page.source_page, page.sheet, sheet.opening,
       coalesce(opening.period, ''),
       sheet.procedure, answer.question, answer.status, answer.choice, answer.decided_by,
       coalesce(ticked.choice, '')
FROM page
CROSS JOIN sheet ON sheet.id = page.sheet
LEFT JOIN opening ON opening.id = sheet.opening
LEFT JOIN answer AS ticked ON ticked.sheet = page.sheet AND ticked.question = ?
CROSS JOIN answer ON answer.sheet = page.sheet AND answer.page = page.seq
WHERE page.outcome = 'read'
ORDER BY page.seq, answer.position
"""


def list_invalid_sheets(record: Record, *, blank_is_invalid: bool) -> dict[str, str]:
    """Sheet → the ``survey.fate.Ground`` on which it does not count."""
    return dict(record.rows(INVALID_SHEETS, (blank_is_invalid,)))


INVALID_SHEETS = """
SELECT id, iif(is_blank AND ?1, 'S3', ground) FROM sheet WHERE ground <> '' OR (is_blank AND ?1)
"""


def list_flags(record: Record) -> Iterator[FlagEntry]:
    """Every question that waits for people, as the pages came."""
    return (FlagEntry(*row) for row in record.rows(FLAGS))


FLAGS = """
SELECT answer.sheet, answer.question, answer.machine_reason, page.sha256, page.source_file,
       page.source_page, page.sheet_page, page.fingerprint, sheet.opening
FROM answer
CROSS JOIN page ON page.seq = answer.page
CROSS JOIN sheet ON sheet.id = answer.sheet
WHERE answer.status = 'flagged' AND sheet.verdict <> 'invalid'
ORDER BY answer.page, answer.position
"""


def list_decisions(record: Record, sheet: str, question: str) -> tuple[Decision, ...]:
    """All opinions on one question of one sheet, oldest first."""
    with translate_errors(record.folder.database_path):
        return read_decisions(record.connection, sheet, question)


def list_sheet_decisions(record: Record, sheet: str) -> tuple[SheetDecision, ...]:
    """All opinions on whether a sheet is valid, oldest first."""
    with translate_errors(record.folder.database_path):
        return read_sheet_decisions(record.connection, sheet)


def _opening_entry(row: tuple[Any, ...]) -> OpeningEntry:
    opening, period, box, refused, first_count, second_count, issued, body, *place = row
    counts = first_count, second_count, issued
    return OpeningEntry(opening, period, box, bool(refused), *counts, as_written(body), *place)


def _machine_readings(record: Record, page: PageEntry) -> tuple[QuestionReading, ...]:
    rows = record.rows(
        "SELECT question, machine_status, machine_choice, machine_reason FROM answer"
        " WHERE sheet = ? AND page = ? ORDER BY position",
        (page.sheet, page.seq),
    )
    return tuple(
        QuestionReading(question, Status(status), choice, Reason(reason) if reason else None)
        for question, status, choice, reason in rows
    )
