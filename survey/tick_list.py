"""Questions whose boxes stand in several rows: a tick list, such as the fields of a one-stop shop.

The reader looks at one row of boxes at a time, so each row of a tick list is a question of its own
to it: ``linh-vuc.1``, ``linh-vuc.2``. Here they become one question again.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from survey.reading import QuestionReading, Reason, Status

ROW_MARK = "."
"""Stands between a question's id, which never holds it, and the number of the row."""


def row_id(question: str, row: int) -> str:
    """The reader's name for a row, from 1, of a question's boxes."""
    return f"{question}{ROW_MARK}{row}"


def question_of(row: str) -> str:
    """The question of which a row is part; a question of one row is its own."""
    return row.partition(ROW_MARK)[0]


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
