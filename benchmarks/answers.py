"""What a person does at a question, and what a perfect reader would say of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.random import Generator

from survey.reading import Status
from templates.layout import Box, PageLayout

_LEVELS = np.array([0.4, 0.3, 0.14, 0.09, 0.07])


class Kind(StrEnum):
    """How a question was dealt with on the paper.

    The first nine are one deliberate mark, and so are the six that hardly touch the box, or not at
    all; ``SECOND`` is one of these beside a plain mark. ``TOUCH`` is a mark while the pen also
    rested in another box. Of what is taken back, ``ERASED`` leaves nothing standing, the others
    another answer.
    """

    PLAIN = "plain mark"
    FILL = "fill"
    SCRIBBLE = "scribble"
    DOT = "dot"
    SMALL = "small mark"
    RING = "ring round the box"
    NUMBER = "ring round the number"
    LEAVING = "leaves the box"
    TOUCHING = "reaches a neighbour"
    TINY = "tiny dash"
    GRAZING = "mostly outside the box"
    BESIDE = "beside the box"
    ALONG = "along the outline"
    STROKE = "stroke on the number"
    UNDERLINED = "number underlined"
    BLANK = "blank"
    TOUCH = "pen rested elsewhere"
    BLACKED_OUT = "blacked out, another chosen"
    CROSSED_OUT = "crossed out, another chosen"
    WHITED_OUT = "correction fluid, another chosen"
    RUBBED_OUT = "rubbed out, another chosen"
    ERASED = "rubbed out, none chosen"
    DOUBLE = "two marks"
    SECOND = "two marks, one hardly in its box"


TAKEN_BACK = frozenset({Kind.BLACKED_OUT, Kind.CROSSED_OUT, Kind.WHITED_OUT, Kind.RUBBED_OUT})
MISSING = frozenset(
    {Kind.TINY, Kind.GRAZING, Kind.BESIDE, Kind.ALONG, Kind.STROKE, Kind.UNDERLINED}
)
ON_NUMBER = frozenset({Kind.NUMBER, Kind.STROKE, Kind.UNDERLINED})
DUE = frozenset(
    {*TAKEN_BACK, *MISSING, Kind.ERASED, Kind.DOUBLE, Kind.SECOND}
    | {Kind.NUMBER, Kind.TOUCHING, Kind.TOUCH}
)
"""Kinds a person should see: a flag on them is right, a certain right answer just as much."""

HABITS = {
    Kind.PLAIN: 0.9,
    Kind.FILL: 0.045,
    Kind.SCRIBBLE: 0.025,
    Kind.DOT: 0.015,
    Kind.RING: 0.015,
}
"""How people mark, whole sheets long; shares are our guess, domain chapter and peers give none."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of questions that are dealt with otherwise than by the person's habit."""

    shares: dict[Kind, float]


OFFICE_MIX = Mix({
    Kind.BLANK: 0.02, Kind.LEAVING: 0.01, Kind.SMALL: 0.005, Kind.DOUBLE: 0.0008,
    Kind.BLACKED_OUT: 0.0006, Kind.CROSSED_OUT: 0.0003, Kind.WHITED_OUT: 0.0002,
    Kind.NUMBER: 0.0003, Kind.RUBBED_OUT: 0.0002, Kind.TOUCH: 0.0005, Kind.TOUCHING: 0.0002,
})  # fmt: skip
HARD_MIX = Mix({
    Kind.BLANK: 0.03, Kind.LEAVING: 0.05, Kind.SMALL: 0.03, Kind.DOUBLE: 0.003,
    Kind.BLACKED_OUT: 0.003, Kind.CROSSED_OUT: 0.0015, Kind.WHITED_OUT: 0.001,
    Kind.NUMBER: 0.0015, Kind.RUBBED_OUT: 0.0015, Kind.ERASED: 0.001, Kind.TOUCH: 0.0015,
    Kind.TOUCHING: 0.001,
})  # fmt: skip
MARKS_MIX = Mix({
    Kind.BLANK: 0.05, Kind.LEAVING: 0.08, Kind.SMALL: 0.05, Kind.DOUBLE: 0.05,
    Kind.BLACKED_OUT: 0.05, Kind.CROSSED_OUT: 0.05, Kind.WHITED_OUT: 0.03, Kind.NUMBER: 0.04,
    Kind.RUBBED_OUT: 0.05, Kind.ERASED: 0.04, Kind.TOUCH: 0.03, Kind.TOUCHING: 0.03,
})  # fmt: skip
"""Every second question is something a hurried reader gets wrong."""
BESIDE_MIX = Mix({Kind.BLANK: 0.1, Kind.SECOND: 0.12, **dict.fromkeys(sorted(MISSING), 0.05)})
"""Two questions in five have a mark that hardly touches its box, or that the print nearly hides;
beside some of them another box is clearly marked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What happened at one question.

    Attributes:
        question: question id.
        kind: how it was dealt with.
        marked: boxes whose marks stand.
        spoilt: box whose mark was taken back, or that was touched by accident.
    """

    question: str
    kind: Kind
    marked: tuple[Box, ...] = ()
    spoilt: Box | None = None

    @property
    def status(self) -> Status:
        """The truth: answered, blank or multiple."""
        return (Status.BLANK, Status.ANSWERED, Status.MULTIPLE)[len(self.marked)]

    @property
    def choice(self) -> str | None:
        """The choice that was meant, None unless there is exactly one."""
        return self.marked[0].choice if len(self.marked) == 1 else None


def choose_habit(rng: Generator) -> Kind:
    """How one person marks a whole sheet."""
    return _draw(HABITS, rng)


def choose_answers(page: PageLayout, habit: Kind, mix: Mix, rng: Generator) -> tuple[Answer, ...]:
    """Deal with every question of a page, in printed order."""
    shares = {habit: 1 - sum(mix.shares.values()), **mix.shares}
    return tuple(_choose(page, question, _draw(shares, rng), rng) for question in page.questions)


def _choose(page: PageLayout, question: str, kind: Kind, rng: Generator) -> Answer:
    boxes = [box for box in page.boxes if box.question == question]
    if kind is Kind.BLANK:
        return Answer(question, kind)
    likely = np.resize(_LEVELS, len(boxes))
    first, second = rng.choice(len(boxes), 2, replace=False, p=likely / likely.sum())
    if kind in (Kind.DOUBLE, Kind.SECOND):
        return Answer(question, kind, (boxes[first], boxes[second]))
    if kind is Kind.ERASED:
        return Answer(question, kind, (), boxes[second])
    spoilt = boxes[second] if kind in TAKEN_BACK or kind is Kind.TOUCH else None
    return Answer(question, kind, (boxes[first],), spoilt)


def _draw(shares: dict[Kind, float], rng: Generator) -> Kind:
    kinds = tuple(shares)
    weights = np.array([shares[kind] for kind in kinds])
    return kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]
