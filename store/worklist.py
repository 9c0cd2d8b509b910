"""What the review asks of the record: whose turn is which question, and who has come how far."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Literal

from store.listing import PAGE_IS_OPEN
from store.open_questions import turn_of
from store.record import Record


class Queue(StrEnum):
    """Flagged questions or hand-written lines; of one's own opinion, or where two people differ."""

    MARKS = "marks"
    LINES = "lines"
    MARKS_DIFFER = "marks-differ"
    LINES_DIFFER = "lines-differ"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that one person may be asked; empty fields leave nothing out.

    Attributes:
        queue: which queue.
        key: the person's name key; what somebody has answered is not asked again.
        reason: only what the machine asks for this reason.
        box: only sheets out of this ballot box.
        question: only this question.
    """

    queue: Queue
    key: str
    reason: str = ""
    box: str = ""
    question: str = ""


Place = tuple[str, str]
"""A sheet, and one of its questions."""


@dataclass(frozen=True, slots=True)
class ReasonProgress:
    """How many questions the machine asked for one reason, and how many of them still wait."""

    reason: str
    asked: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which of all questions the machine asked to list; empty fields leave nothing out."""

    reason: str = ""
    box: str = ""
    question: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """A question the machine asked, and what became of it; ``opinions`` is None once settled."""

    sheet: str
    question: str
    reason: str
    status: str
    choice: str | None
    decided_by: str
    opinions: int | None


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """How many questions one person has decided."""

    person: str
    key: str
    decided: int


_QUEUES = {
    Queue.MARKS: "o.question <> 'procedure' AND o.opinions < 2",
    Queue.LINES: "o.question = 'procedure' AND o.opinions < 2",
    Queue.MARKS_DIFFER: "o.question <> 'procedure' AND o.opinions = 2",
    Queue.LINES_DIFFER: "o.question = 'procedure' AND o.opinions = 2",
}
_IN_QUEUE = """
{queue}
AND (o.given_by = '' OR instr(o.given_by, char(10) || :key || char(10)) = 0)
AND (:reason = '' OR o.reason = :reason)
AND (:question = '' OR o.question = :question)
AND (:box = '' OR o.opening IN (SELECT id FROM opening WHERE box = :box))
"""


def find_next(record: Record, asked: Asked, after: Place | None = None) -> Place | None:
    """The first question of a person's queue, or the first behind another one."""
    behind = "AND (o.turn, o.sheet, o.question) > (:turn, :sheet, :at)" if after else ""
    order = "ORDER BY o.turn, o.sheet, o.question"
    return _find(record, asked, f"{behind} {order}", after)


def find_previous(record: Record, asked: Asked, before: Place) -> Place | None:
    """The last question of a person's queue that stands before another one."""
    ahead = "AND (o.turn, o.sheet, o.question) < (:turn, :sheet, :at)"
    order = "ORDER BY o.turn DESC, o.sheet DESC, o.question DESC"
    return _find(record, asked, f"{ahead} {order}", before)


def _find(record: Record, asked: Asked, tail: str, place: Place | None) -> Place | None:
    sheet, question = place or ("", "")
    values = asdict(asked) | {"turn": turn_of(sheet), "sheet": sheet, "at": question}
    open_ones = f"FROM open_question AS o WHERE {_in_queue(asked)}"
    rows = record.rows(f"SELECT o.sheet, o.question {open_ones} {tail} LIMIT 1", values)
    return next(((found, at) for found, at in rows), None)


def count_asked(record: Record, asked: Asked) -> int:
    """How many questions a person's queue holds: all of it without what they have answered."""
    open_ones = f"FROM open_count AS o WHERE {_in_queue(asked)}"
    rows = record.rows(f"SELECT coalesce(sum(o.questions), 0) {open_ones}", asdict(asked))
    ((questions,),) = rows
    return int(questions)


def _in_queue(asked: Asked) -> str:
    return _IN_QUEUE.format(queue=_QUEUES[asked.queue])


def list_reasons(record: Record) -> tuple[ReasonProgress, ...]:
    """Progress reason by reason, the most frequent first."""
    rows = record.rows(
        "SELECT reason, sum(answers), sum(iif(status = 'flagged', answers, 0)) FROM asked_count"
        " GROUP BY reason ORDER BY 2 DESC, 1"
    )
    return tuple(ReasonProgress(*row) for row in rows)


def list_people(record: Record) -> tuple[PersonProgress, ...]:
    """Everybody who has decided something, under the name written last."""
    rows = record.rows(
        "SELECT (SELECT person FROM decision WHERE seq ="
        " (SELECT max(seq) FROM decision WHERE key = one.key)), key, (SELECT count(*) FROM"
        " (SELECT DISTINCT sheet, question FROM decision WHERE key = one.key))"
        " FROM (SELECT DISTINCT key FROM decision) AS one ORDER BY key"
    )
    return tuple(PersonProgress(*row) for row in rows)


def find_own_decision(record: Record, place: Place, key: str) -> tuple[int, str]:
    """Number and value of this person's last decision on a question; 0 and empty for none."""
    rows = record.rows(
        "SELECT seq, value FROM decision WHERE sheet = ? AND question = ? AND key = ?"
        " ORDER BY seq DESC LIMIT 1",
        (*place, key),
    )
    return next(((int(seq), str(value)) for seq, value in rows), (0, ""))


def find_last_decided(record: Record, key: str) -> Place | None:
    """What this person decided last."""
    # the plus keeps SQLite from sorting all they decided: it is among the newest
    rows = record.rows(
        "SELECT sheet, question FROM decision WHERE +key = ? ORDER BY seq DESC LIMIT 1", (key,)
    )
    return next(((sheet, question) for sheet, question in rows), None)


def count_opinions(record: Record, place: Place) -> int | None:
    """How many people have given their opinion on an open question; None when it is not open."""
    rows = record.rows("SELECT opinions FROM open_question WHERE sheet = ? AND question = ?", place)
    return next((int(opinions) for (opinions,) in rows), None)


_LIST = """
SELECT a.sheet, a.question, a.machine_reason, a.status, a.choice, a.decided_by, o.opinions
FROM answer AS a LEFT JOIN open_question AS o ON o.sheet = a.sheet AND o.question = a.question
WHERE a.machine_status = 'flagged' AND (a.sheet, a.question) > (:after_sheet, :after_question)
AND (:reason = '' OR a.machine_reason = :reason)
AND (:question = '' OR a.question = :question)
AND (:person = '' OR EXISTS (SELECT 1 FROM decision AS d WHERE d.sheet = a.sheet
                             AND d.question = a.question AND d.key = :person))
AND (:box = '' OR EXISTS (SELECT 1 FROM sheet JOIN opening ON opening.id = sheet.opening
                          WHERE sheet.id = a.sheet AND opening.box = :box))
ORDER BY a.sheet, a.question LIMIT :most
"""


def list_asked(
    record: Record, wanted: ListFilter, after: Place, most: int
) -> tuple[AskedAnswer, ...]:
    """What the machine asked behind this place, settled or not."""
    place = {"after_sheet": after[0], "after_question": after[1]}
    return tuple(
        AskedAnswer(*row) for row in record.rows(_LIST, asdict(wanted) | place | {"most": most})
    )


def count_open_pages(record: Record, by: Literal["opening", "reason"]) -> dict[str, int]:
    """Opening or reason → pages of which people must still say what they are."""
    # the plus keeps SQLite from going through all pages in the order of an index
    return dict(record.rows(f"SELECT {by}, count(*) FROM page WHERE {PAGE_IS_OPEN} GROUP BY +{by}"))


def count_comments(record: Record) -> int:
    """Sheets whose comment deserves an answer."""
    ((comments,),) = record.rows("SELECT count(*) FROM comment")
    return int(comments)
