"""What an invented person does at each question of a page, and the pen that does it.

It is known beforehand what a perfect reading says of it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.random import Generator

from scans.pen import Image, Writer, draw_mark
from survey.errors import RequestError
from survey.language import _
from survey.reading import Status
from survey.tick_list import is_one_box, judged_as, question_of
from templates.layout import Box, PageLayout

LEVEL_SHARES = {
    "5": 0.46,
    "4": 0.36,
    "3": 0.11,
    "2": 0.05,
    "1": 0.02,
}  # our guess; most are content
OTHER_SHARE = 0.2  # of any choice that is not one of the five levels
TICKED_SHARE = 0.35  # of the boxes of a list of which several may be ticked


class Kind(StrEnum):
    """How a question was dealt with on the paper."""

    ANSWERED = "answered"
    BLANK = "blank"
    DOUBLE = "double"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class AnswerMix:
    """Shares of the questions left blank, marked twice, and answered anew after blacking out."""

    blank: float = 0.02
    double: float = 0.003
    corrected: float = 0.003

    def __post_init__(self) -> None:
        shares = (self.blank, self.double, self.corrected)
        if not (all(share >= 0 for share in shares) and sum(shares) <= 1):
            raise RequestError(
                _("the shares blank {blank}, double {double} and corrected {corrected} must each "
                  "be 0 or more and at most 1 together",
                  blank=self.blank, double=self.double, corrected=self.corrected)
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person did at one question.

    Attributes:
        question: question id.
        kind: how it was dealt with.
        marked: the boxes that count as marked: none, one, or two.
        cancelled: the box marked first and blacked out, if any.
    """

    question: str
    kind: Kind
    marked: tuple[Box, ...]
    cancelled: Box | None = None

    @property
    def status(self) -> Status:
        """What a perfect reading says of the question."""
        return (Status.BLANK, Status.ANSWERED, Status.MULTIPLE)[len(self.marked)]

    @property
    def choice(self) -> str:
        """The printed choice that was meant, empty unless there is exactly one."""
        return self.marked[0].choice if len(self.marked) == 1 else ""


def choose_answers(layout: PageLayout, mix: AnswerMix, rng: Generator) -> tuple[Answer, ...]:
    """Answer every question of a page, in printed order."""
    boxes: dict[str, list[Box]] = {}
    for box in layout.boxes:
        boxes.setdefault(question_of(judged_as(box.question, box.choice)), []).append(box)
    return tuple(
        _choose_tick(name, box[0], rng)
        if is_one_box(name)
        else _choose_answer(tuple(box), mix, rng)
        for name, box in boxes.items()
    )


def _choose_tick(question: str, box: Box, rng: Generator) -> Answer:
    """Tick a box of a list of which several may be ticked, or leave it."""
    is_ticked = rng.random() < TICKED_SHARE
    kind = Kind.ANSWERED if is_ticked else Kind.BLANK
    return Answer(question, kind, (box,) if is_ticked else ())


def _choose_answer(boxes: tuple[Box, ...], mix: AnswerMix, rng: Generator) -> Answer:
    """Answer one question; with a single box there is nothing to double or correct."""
    plain = 1 - mix.blank - mix.double - mix.corrected
    kind = Kind(rng.choice(list(Kind), p=[plain, mix.blank, mix.double, mix.corrected]))
    if len(boxes) == 1 and kind is not Kind.BLANK:
        kind = Kind.ANSWERED
    likely = np.array([LEVEL_SHARES.get(box.choice, OTHER_SHARE) for box in boxes])
    wanted = boxes[int(rng.choice(len(boxes), p=likely / likely.sum()))]
    other = boxes[(boxes.index(wanted) + int(rng.integers(1, max(2, len(boxes))))) % len(boxes)]
    marked = {Kind.BLANK: (), Kind.DOUBLE: (wanted, other)}.get(kind, (wanted,))
    return Answer(
        question_of(wanted.question), kind, marked, other if kind is Kind.CORRECTED else None
    )


def draw_answer(image: Image, answer: Answer, writer: Writer, dpi: int, rng: Generator) -> None:
    """Draw what the person did at one question on the page, in place."""
    if answer.cancelled:
        rect = answer.cancelled.rect
        draw_mark(image, writer.mark(rect, rng), writer.pen, dpi, rng)
        draw_mark(image, writer.black_out(rect, rng), writer.pen, dpi, rng)
    for box in answer.marked:
        draw_mark(image, writer.mark(box.rect, rng), writer.pen, dpi, rng)
