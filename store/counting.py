"""How many of what: the figures that status and reconciliation compare."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from store.entries import AnswerCount, CountRules, SheetCount
from store.projection import APPLY
from store.record import Record

OPINIONS = {"decision", "spot-check", "comment"}
"""Events that say nothing of how many sheets there are."""


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


# the index keeps SQLite from walking through every page in the order of the groups
UNREAD_PAPERS = """
SELECT opening, outcome, count(DISTINCT iif(sheet = '', seq, sheet))
FROM page AS one INDEXED BY page_open
WHERE outcome IN ('rejected', 'waiting') AND fate <> 'foreign' AND NOT (one.sheet <> ''
    AND EXISTS (SELECT 1 FROM page WHERE sheet = one.sheet AND outcome = 'read')
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


def count_pages_without_opening(record: Record) -> int:
    """Pages that belong to no opening of a box."""
    ((pages,),) = record.rows("SELECT count(*) FROM page WHERE opening = ''")
    return int(pages)


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


def count_sheets_alike(record: Record, rules: CountRules) -> tuple[SheetCount, ...]:
    """Every sheet that was read, valid or not, counted with those like it."""
    source = _TICKED_SHEETS if rules.tick_list else _SHEETS
    rows = record.rows(_SHEETS_ALIKE.format(source=source), asdict(rules))
    return tuple(SheetCount(*row) for row in rows)


def count_answers_alike(record: Record, rules: CountRules) -> Iterator[AnswerCount]:
    """Every answer of a valid sheet, counted with those like it."""
    source = _TICKED_ANSWERS if rules.tick_list else _ANSWERS
    rows = record.rows(_ANSWERS_ALIKE.format(source=source), asdict(rules))
    return (AnswerCount(*row) for row in rows)


# kept counts where nothing else tells sheets apart, every sheet where a tick list does
_SHEETS = "SELECT *, '' AS ticked FROM sheet_count"
_TICKED_SHEETS = """
SELECT opening, procedure, fingerprint, ground, is_blank, count(*) AS sheets,
       coalesce(ticked.choice, '') AS ticked
FROM sheet LEFT JOIN answer AS ticked ON ticked.sheet = sheet.id AND ticked.question = :tick_list
GROUP BY 1, 2, 3, 4, 5, 7
"""
_ANSWERS = "SELECT *, '' AS ticked FROM answer_count"
_TICKED_ANSWERS = """
SELECT opening, procedure, fingerprint, ground, is_blank, answer.question, answer.status,
       coalesce(answer.choice, '') AS choice, count(*) AS answers,
       coalesce(ticked.choice, '') AS ticked
FROM answer CROSS JOIN sheet ON sheet.id = answer.sheet
LEFT JOIN answer AS ticked ON ticked.sheet = answer.sheet AND ticked.question = :tick_list
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 10
"""
_SHEETS_ALIKE = """
SELECT one.opening, coalesce(opening.period, ''), procedure, fingerprint,
       iif(is_blank AND :blank_is_invalid, 'S3', ground), ticked, sum(sheets)
FROM ({source}) AS one LEFT JOIN opening ON opening.id = one.opening
GROUP BY 1, 2, 3, 4, 5, 6
"""
_ANSWERS_ALIKE = """
SELECT one.opening, coalesce(opening.period, ''), procedure, fingerprint, question, status, choice,
       ticked, sum(answers)
FROM ({source}) AS one LEFT JOIN opening ON opening.id = one.opening
WHERE ground = '' AND NOT (is_blank AND :blank_is_invalid)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def find_last_change(record: Record) -> int:
    """Number of the last event that may change what paper and record say of each other."""
    telling = json.dumps(sorted(APPLY.keys() - OPINIONS))
    ((last,),) = record.rows(
        "SELECT max((SELECT max(seq) FROM journal WHERE kind = known.value))"
        " FROM json_each(?) AS known",
        (telling,),
    )
    return int(last)
