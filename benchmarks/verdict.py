"""A reading against the truth: right, flagged, or a silent misread.

A misread is a certain reading that differs from the truth: another choice, blank where something
was marked, a choice where nothing stands, one choice where two do. What was rubbed out counts as
gone: a rubbed-out mark read as blank, or passed over for the mark that stands, is right. A flag is
never a misread. In a black and white scan the reader may not take a blank for certain, nor a mark
of which hardly anything is left; such flags are told apart. A page that is rejected with a reason
has no questions; a page that is neither read nor rejected with a reason is lost.
"""

from dataclasses import dataclass
from enum import StrEnum

from benchmarks.answers import DUE, Answer, Kind
from benchmarks.factory import Scanned
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status

_ENOUGH_KEPT = 0.5


class Verdict(StrEnum):
    """What a reading of a question is worth."""

    RIGHT = "right"
    FLAGGED = "flagged"
    MISREAD = "misread"


@dataclass(frozen=True, slots=True)
class Judged:
    """One question of one page.

    Attributes:
        page: number of the page in the run.
        question: question id.
        kind: what was on the paper.
        truth: status and choice, e.g. ``answered 4``.
        read: the same of the reading.
        reason: of a flag.
        verdict: the comparison.
        pen: what it was written with.
        family: what the plain marks of the sheet are called.
        writer: whose hand it is.
        defects: what happened to the page.
        is_swallowed: in a black and white scan, a blank, or a mark of which less than half is left.
    """

    page: int
    question: str
    kind: Kind
    truth: str
    read: str
    reason: Reason | None
    verdict: Verdict
    pen: str
    family: str
    writer: str
    defects: tuple[str, ...]
    is_swallowed: bool = False

    @property
    def is_needless(self) -> bool:
        """A flag on what needed no person: a plain mark or a true blank that the scan shows."""
        is_plain = self.kind not in DUE and not self.is_swallowed
        return self.verdict is Verdict.FLAGGED and is_plain


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """One page of the run.

    Attributes:
        page: its number.
        outcome: the reader's.
        reason: the reader's, None when it was read.
        is_lost: neither read as the sheet it is nor rejected with a reason.
        off_mm: largest distance between a box as found and as it is; None when not read.
        defects: what happened to it.
        questions: empty unless it was read.
    """

    page: int
    outcome: Outcome
    reason: Reason | None
    is_lost: bool
    off_mm: float | None
    defects: tuple[str, ...]
    questions: tuple[Judged, ...]


def judge_page(
    number: int, scanned: Scanned, reading: PageReading, off_mm: float | None
) -> JudgedPage:
    """Compare one page."""
    is_read = reading.outcome is Outcome.READ
    is_rejected = reading.outcome is Outcome.REJECTED and reading.reason is not None
    read = {question.question: question for question in reading.questions}
    is_whole = is_read and read.keys() == {answer.question for answer in scanned.answers}
    questions = tuple(
        _judge(number, scanned, a, read[a.question]) for a in scanned.answers if is_whole
    )
    return JudgedPage(
        number,
        reading.outcome,
        reading.reason,
        not (is_whole or is_rejected),
        off_mm,
        scanned.defects,
        questions,
    )


def _judge(number: int, scanned: Scanned, answer: Answer, read: QuestionReading) -> Judged:
    return Judged(
        number,
        answer.question,
        answer.kind,
        truth=f"{answer.status} {answer.choice or ''}".strip(),
        read=f"{read.status} {read.choice or ''}".strip(),
        reason=read.reason,
        verdict=compare(answer, read),
        pen=scanned.hand.pen.name,
        family=scanned.hand.family,
        writer=scanned.hand.name,
        defects=scanned.defects,
        is_swallowed=scanned.is_bilevel and scanned.kept.get(answer.question, 0) < _ENOUGH_KEPT,
    )


def compare(answer: Answer, read: QuestionReading) -> Verdict:
    """What a reading of one question is worth."""
    if read.status is Status.FLAGGED:
        return Verdict.FLAGGED
    is_same = (read.status, read.choice) == (answer.status, answer.choice)
    return Verdict.RIGHT if is_same else Verdict.MISREAD
