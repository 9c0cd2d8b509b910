"""What counts as right, flagged and silently misread."""

import pytest

from benchmarks.answers import Answer, Kind
from benchmarks.verdict import Verdict, compare
from survey.reading import QuestionReading, Reason, Status
from templates.layout import Box, Rect

FIVE, FOUR = (Box("q1", choice, Rect(0, 0, 5, 5)) for choice in "54")
PLAIN = Answer("q1", Kind.PLAIN, (FIVE,))
BLANK = Answer("q1", Kind.BLANK)
DOUBLE = Answer("q1", Kind.DOUBLE, (FIVE, FOUR))
CANCELLED = Answer("q1", Kind.BLACKED_OUT, (FIVE,), FOUR)
ERASED = Answer("q1", Kind.ERASED, (), FOUR)


@pytest.mark.parametrize(
    ("answer", "status", "choice", "verdict"),
    [
        (PLAIN, Status.ANSWERED, "5", Verdict.RIGHT),
        (PLAIN, Status.ANSWERED, "4", Verdict.MISREAD),
        (PLAIN, Status.BLANK, None, Verdict.MISREAD),
        (PLAIN, Status.FLAGGED, None, Verdict.FLAGGED),
        (BLANK, Status.BLANK, None, Verdict.RIGHT),
        (BLANK, Status.ANSWERED, "5", Verdict.MISREAD),
        (DOUBLE, Status.MULTIPLE, None, Verdict.RIGHT),
        (DOUBLE, Status.ANSWERED, "5", Verdict.MISREAD),
        (DOUBLE, Status.BLANK, None, Verdict.MISREAD),
        (CANCELLED, Status.ANSWERED, "5", Verdict.RIGHT),
        (CANCELLED, Status.ANSWERED, "4", Verdict.MISREAD),
        (CANCELLED, Status.MULTIPLE, None, Verdict.MISREAD),
        (ERASED, Status.BLANK, None, Verdict.RIGHT),
        (ERASED, Status.ANSWERED, "4", Verdict.MISREAD),
    ],
)
def test_compare(answer: Answer, status: Status, choice: str | None, verdict: Verdict) -> None:
    reason = Reason.TWO_MARKS if status is Status.FLAGGED else None
    assert compare(answer, QuestionReading("q1", status, choice, reason)) is verdict
