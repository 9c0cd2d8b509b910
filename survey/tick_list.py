"""Questions whose boxes stand in several rows: a tick list, such as the fields of a one-stop shop.

The reader looks at one row of boxes at a time, so each row of a tick list is a question of its own
to it: ``linh-vuc.1``, ``linh-vuc.2``. Here they become one question again.

Where several boxes may be ticked, each box is a question of its own: is it ticked or not? The rows
of such a list are named ``kenh+1``, ``kenh+2``, and its boxes ``kenh:1`` to ``kenh:9`` after their
choices.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from survey.reading import QuestionReading, Reason, Status

ROW_MARK = "."
"""Stands between a question's id, which never holds it, and the number of the row."""
SEVERAL_MARK = "+"
"""The same in a list of which several boxes may be ticked."""
BOX_MARK = ":"
"""Stands between such a question's id and the choice of one of its boxes."""


def row_id(question: str, row: int, *, may_tick_several: bool = False) -> str:
    """The reader's name for a row, from 1, of a question's boxes."""
    return f"{question}{SEVERAL_MARK if may_tick_several else ROW_MARK}{row}"


def box_id(question: str, choice: str) -> str:
    """The name of one box of which it is asked whether it is ticked."""
    return f"{question}{BOX_MARK}{choice}"


def is_one_box(question: str) -> bool:
    """Is this a question about one box?"""
    return BOX_MARK in question


def judged_as(row: str, choice: str) -> str:
    """What a box of a row is judged with: the row, or itself where several may be ticked."""
    question, several, _number = row.partition(SEVERAL_MARK)
    return box_id(question, choice) if several else row


def question_of(row: str) -> str:
    """The question of which a row is part; a question of one row is its own."""
    return row.partition(ROW_MARK)[0]


def printed_question(name: str) -> str:
    """The question of the form to which a row, or one of its boxes, belongs."""
    return re.split(r"[.+:]", name, maxsplit=1)[0]


def fold_rows(readings: Iterable[QuestionReading]) -> tuple[QuestionReading, ...]:
    """One reading for each question, in printed order, rows of a list put together.

    A list is certain only when each of its rows is: one box in all of them is the answer, none is a
    blank, more than one are two marks.
    """
    groups = groupby(readings, key=lambda reading: question_of(reading.question))
    return tuple(_fold(question, tuple(rows)) for question, rows in groups)


def _fold(question: str, rows: Sequence[QuestionReading]) -> QuestionReading:
    if len(rows) == 1 and rows[0].question == question:
        return rows[0]
    answered = [row for row in rows if row.status == Status.ANSWERED]
    flagged = [row for row in rows if row.status == Status.FLAGGED]
    if len(answered) > 1:
        return QuestionReading(question, Status.FLAGGED, reason=Reason.TWO_MARKS)
    if flagged:
        return QuestionReading(question, Status.FLAGGED, reason=flagged[0].reason)
    if answered:
        return QuestionReading(question, Status.ANSWERED, choice=answered[0].choice)
    return QuestionReading(question, Status.BLANK)
