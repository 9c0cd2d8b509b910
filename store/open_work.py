"""How much people still have to settle, opening by opening."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from store.record import Record


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open questions that are alike, counted.

    Attributes:
        opening: of their sheets, empty while none is recorded.
        is_line: which procedure a sheet is about; otherwise questions of the form.
        is_doubt: the machine was certain, and somebody doubts it.
        is_blank: nothing on the sheet is marked, and nobody found it valid.
        opinions: people who have given theirs; 2 when they differ.
        questions: how many.
    """

    opening: str
    is_line: bool
    is_doubt: bool
    is_blank: bool
    opinions: int
    questions: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for a first opinion, for a second, and for a third person."""

    first: int
    second: int
    third: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.first + self.second + self.third


def wait_for(counts: Iterable[OpenCount]) -> Waiting:
    """How far people are with these questions."""
    by_opinions: Counter[int] = Counter()
    for one in counts:
        by_opinions[one.opinions] += one.questions
    return Waiting(*(by_opinions[opinions] for opinions in range(3)))


_OPEN = """
SELECT opening, question = 'procedure', reason = 'doubt', is_blank, opinions, sum(questions)
FROM open_count GROUP BY 1, 2, 3, 4, 5
"""


def list_open_counts(record: Record) -> tuple[OpenCount, ...]:
    """Everything that is open, counted with what is like it."""
    return tuple(
        OpenCount(opening, bool(is_line), bool(is_doubt), bool(is_blank), opinions, questions)
        for opening, is_line, is_doubt, is_blank, opinions, questions in record.rows(_OPEN)
    )


def count_waiting(record: Record) -> int:
    """Questions that wait for people, doubts among them; not the hand-written lines to key in."""
    counts = list_open_counts(record)
    return sum(one.questions for one in counts if one.is_doubt or not one.is_line)


def count_doubts(record: Record) -> int:
    """Certain readings and printed procedures that somebody doubts."""
    return sum(one.questions for one in list_open_counts(record) if one.is_doubt)


def count_ticked_lines(record: Record, question: str, choices: Collection[str]) -> dict[str, int]:
    """Opening → sheets without a procedure on which this question has one of these answers."""
    rows = record.rows(
        "SELECT open_question.opening, count(*) FROM open_question"
        " CROSS JOIN answer ON answer.sheet = open_question.sheet AND answer.question = ?"
        " WHERE open_question.question = 'procedure' AND open_question.reason = ''"
        " AND answer.status = 'answered' AND answer.choice IN (SELECT value FROM json_each(?))"
        " GROUP BY open_question.opening",
        (question, json.dumps(list(choices))),
    )
    return dict(rows)
