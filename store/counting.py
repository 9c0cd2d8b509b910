"""How many of what: the figures that status and reconciliation compare."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.entries import AnswerCount, CountedSheet
from store.record import Record
from survey.fate import Ground

OPINIONS = ("decision", "spot-check", "comment")
"""Events that say nothing of how many sheets there are."""


def count_flags(record: Record) -> int:
    """Questions that wait for people."""
    ((waiting,),) = record.rows(
        "SELECT count(*) FROM answer JOIN sheet ON sheet.id = answer.sheet"
        " WHERE status = 'flagged' AND verdict <> 'invalid'"
    )
    return int(waiting)


def count_answers(record: Record) -> dict[tuple[str, str], int]:
    """(Period, question) → answers in any state; the period is empty while no opening is known."""
    sheets = Counter(record.rows(QUESTIONS_BY_SHEET))
    counted: Counter[tuple[str, str]] = Counter()
    for (period, questions), count in sheets.items():
        for question in (questions or "").split():
            counted[period, question] += count
    return dict(counted)


# sheet by sheet, few of which differ, since sorting every answer would take four times as long
QUESTIONS_BY_SHEET = """
SELECT coalesce(opening.period, ''),
       (SELECT group_concat(question, ' ') FROM answer WHERE answer.sheet = sheet.id)
FROM sheet LEFT JOIN opening ON opening.id = sheet.opening
"""


def list_questions_of(record: Record, sheet: str) -> tuple[str, ...]:
    """The questions of this sheet that have been read."""
    rows = record.rows("SELECT question FROM answer WHERE sheet = ?", (sheet,))
    return tuple(question for (question,) in rows)


def list_counted_sheets(record: Record) -> Iterator[CountedSheet]:
    """Every sheet that was read, valid or not, and where it is counted."""
    rows = record.rows(
        "SELECT sheet.id, coalesce(opening.period, ''), sheet.procedure, sheet.fingerprint"
        " FROM sheet LEFT JOIN opening ON opening.id = sheet.opening"
    )
    return (CountedSheet(*row) for row in rows)


def list_pages_by_sheet(
    record: Record, fingerprints: Iterable[str]
) -> Iterator[tuple[str, str, str, frozenset[int], int]]:
    """The sheets of these forms: sheet, period, fingerprint, pages read, number of openings."""
    rows = record.rows(PAGES_BY_SHEET, (json.dumps(list(fingerprints)),))
    for sheet, period, fingerprint, pages, openings in rows:
        yield sheet, period, fingerprint, frozenset(map(int, pages.split(","))), openings


PAGES_BY_SHEET = """
SELECT sheet.id, coalesce(opening.period, ''), sheet.fingerprint,
       group_concat(DISTINCT page.sheet_page), count(DISTINCT page.opening)
FROM sheet
CROSS JOIN page ON page.sheet = sheet.id AND page.outcome = 'read'
LEFT JOIN opening ON opening.id = sheet.opening
WHERE sheet.fingerprint IN (SELECT value FROM json_each(?))
GROUP BY sheet.id ORDER BY sheet.id
"""


def count_unread_papers(record: Record) -> dict[str, Counter[str]]:
    """Opening id (empty for none) → papers that stand for a rejected or waiting page.

    Pages whose code names the same sheet are one paper; a page of a sheet of which only other pages
    were read is no paper of its own; what people found to be no sheet of ours is none.
    """
    counted: dict[str, Counter[str]] = {}
    for opening, outcome, papers in record.rows(UNREAD_PAPERS):
        counted.setdefault(opening, Counter())[outcome] = papers
    return counted


UNREAD_PAPERS = """
SELECT opening, outcome, count(DISTINCT iif(sheet = '', seq, sheet)) FROM page AS one
WHERE outcome IN ('rejected', 'waiting') AND fate <> 'foreign' AND NOT (
    EXISTS (SELECT 1 FROM page WHERE sheet = one.sheet AND sheet <> '' AND outcome = 'read')
    AND NOT EXISTS (SELECT 1 FROM page WHERE sheet = one.sheet AND sheet_page = one.sheet_page
                    AND outcome = 'read'))
GROUP BY opening, outcome
"""


def list_paper_moments(record: Record) -> Iterator[tuple[str, int | None, str, str]]:
    """What happened to paper, oldest first: act, sheets, box, opening (``tally.paper``)."""
    return record.rows(
        "SELECT act, count, box, opening FROM ("
        " SELECT seq, 'printed' AS act, copies AS count, '' AS box, '' AS opening FROM printed_run"
        " UNION ALL SELECT seq, act, count, box, '' FROM paper"
        " UNION ALL SELECT seq, 'opened', issued, box, id FROM opening WHERE NOT refused"
        ") ORDER BY seq"
    )


def count_outcomes_by_opening(record: Record) -> dict[str, Counter[str]]:
    """Opening id (empty for none) → pages by outcome."""
    counted: dict[str, Counter[str]] = {}
    rows = record.rows("SELECT opening, outcome, count(*) FROM page GROUP BY opening, outcome")
    for opening, outcome, pages in rows:
        counted.setdefault(opening, Counter())[outcome] = pages
    return counted


def count_sheets_by_opening(record: Record) -> dict[str, int]:
    """Opening id (empty for none) → different sheets read."""
    return dict(record.rows("SELECT opening, count(*) FROM sheet GROUP BY opening"))


def list_invalid_sheets(record: Record, *, blank_is_invalid: bool) -> dict[str, Ground]:
    """Sheet → why it does not count (domain, part 4.3).

    People's word goes before the rule that a sheet with nothing but blanks is invalid (S3).
    """
    ruled = record.rows("SELECT id, ground FROM sheet WHERE verdict = 'invalid' ORDER BY id")
    invalid = {sheet: Ground(ground) for sheet, ground in ruled}
    if blank_is_invalid:
        invalid |= {sheet: Ground.ALL_BLANK for (sheet,) in record.rows(ALL_BLANK)}
    return invalid


ALL_BLANK = """
SELECT id FROM sheet WHERE verdict = ''
AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.sheet = sheet.id AND status <> 'blank')
AND EXISTS (SELECT 1 FROM answer WHERE answer.sheet = sheet.id)
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class NewPages:
    """What came in since the last ``batch`` event, by this run of ``scan`` or one that was cut off.

    Attributes:
        files: files by content and name.
        pages: pages of them.
        outcomes: pages by outcome, as the machine left them.
        flags: questions on them that wait for people.
    """

    files: int
    pages: int
    outcomes: dict[str, int]
    flags: int


def count_new_pages(record: Record) -> NewPages:
    """The pages that no ``batch`` event speaks of yet."""
    ((last,),) = record.rows("SELECT coalesce(max(seq), 0) FROM batch")
    ((files,),) = record.rows(
        "SELECT count(*) FROM (SELECT DISTINCT sha256, source_file FROM page WHERE seq > ?)",
        (last,),
    )
    outcomes = dict(
        record.rows(
            "SELECT machine_outcome, count(*) FROM page WHERE seq > ? GROUP BY machine_outcome",
            (last,),
        )
    )
    ((flags,),) = record.rows(
        "SELECT count(*) FROM answer WHERE status = 'flagged' AND page > ?", (last,)
    )
    return NewPages(files, sum(outcomes.values()), outcomes, flags)


def find_last_plan(record: Record) -> str:
    """SHA-256 of the plan as it was last noted, empty when it never was."""
    rows = record.rows(
        "SELECT body FROM journal WHERE kind = 'plan-read' ORDER BY seq DESC LIMIT 1"
    )
    return next((str(json.loads(body)["sha256"]) for (body,) in rows), "")


def count_answers_alike(
    record: Record, invalid: Iterable[str], tick_list: str = ""
) -> Iterator[AnswerCount]:
    """Every answer, counted with those like it; the sheets named invalid are left out.

    ``tick_list`` is the question whose choice tells sheets apart too, empty where there is none.
    """
    rows = record.rows(ALIKE, (tick_list, json.dumps(list(invalid))))
    return (AnswerCount(*row) for row in rows)


ALIKE = """
SELECT sheet.opening, sheet.procedure, sheet.fingerprint, answer.question, answer.status,
       coalesce(answer.choice, ''), coalesce(ticked.choice, ''), count(*)
FROM answer CROSS JOIN sheet ON sheet.id = answer.sheet
LEFT JOIN answer AS ticked ON ticked.sheet = answer.sheet AND ticked.question = ?
WHERE answer.sheet NOT IN (SELECT value FROM json_each(?))
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def list_published_periods(record: Record) -> tuple[str, ...]:
    """The periods whose results were published in a document, in the order of the first one."""
    rows = record.rows(
        "SELECT period FROM report WHERE kind IN ('period', 'annual', 'sipas')"
        " GROUP BY period ORDER BY min(seq)"
    )
    return tuple(period for (period,) in rows)


def find_last_change(record: Record) -> int:
    """Number of the last event that may change what paper and record say of each other."""
    rows = record.rows(
        f"SELECT seq FROM journal WHERE kind NOT IN ({', '.join('?' * len(OPINIONS))})"
        " ORDER BY seq DESC LIMIT 1",
        OPINIONS,
    )
    return next(int(seq) for (seq,) in rows)
