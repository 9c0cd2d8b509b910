"""The test deck: sheets marked by the program, with what a good reading of each question is.

A ward prints the deck on its own printer and scans it on its own scanner. Together its sheets hold
every choice of every question, every way of marking that the reader promises to read, every kind of
pen, and every case where it must ask people. The same form always gives the same deck.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

import numpy as np
from numpy.random import Generator

from scans.pen import FAMILIES, Mark, Pen, Writer
from survey.reading import Status
from survey.tick_list import is_one_box, judged_as
from templates.layout import Box, Layout, PageLayout, Rect

SEED = 20210801
NUMBER_MM = 5.0
"""Side of the square in which the number printed beside a box stands, with some air."""
NUMBER_GAP_MM = 4.0
"""A number belongs to the box it follows when it begins no further from it than this."""


class Part(StrEnum):
    """What a sheet of the deck tries."""

    CHOICES = "choices"
    MARKS = "marks"
    PENS = "pens"
    LIGHT = "light"
    DOUBTS = "doubts"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Ink:
    """A pen as the printer draws it: red, green, blue from 0 to 1."""

    pen: Pen
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class DeckMark:
    """One mark, on this page of the sheet, in this colour; strokes in millimetres."""

    page: int
    mark: Mark
    ink: Ink


@dataclass(frozen=True, slots=True)
class Meant:
    """One question of a sheet.

    Attributes:
        question: its id.
        status: what a perfect reading says; flagged where people must be asked.
        choice: the choice that was meant, empty for none.
        certain: what may be said with certainty, as (status, choice); anything else is a misread.
        may_ask: whether asking people is right here.
    """

    question: str
    status: Status
    choice: str
    certain: frozenset[tuple[str, str]]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class DeckSheet:
    """One sheet of the deck; ``number`` from 1, ``name`` says what is tried."""

    number: int
    part: Part
    name: str
    marks: tuple[DeckMark, ...]
    meant: tuple[Meant, ...]


def _ink(name: str, width_mm: float, colour: tuple[float, float, float]) -> Ink:
    return Ink(Pen(name, width_mm, 1.0, 0.0, 0.0), colour)


BLUE = _ink("blue", 0.45, (0.10, 0.20, 0.65))
BLACK = _ink("black", 0.45, (0.08, 0.08, 0.08))
FAINT = _ink("faint", 0.35, (0.86, 0.86, 0.86))
PENS = (
    BLACK,
    _ink("red", 0.45, (0.80, 0.10, 0.12)),
    _ink("green", 0.45, (0.05, 0.45, 0.20)),
    _ink("pencil", 0.55, (0.42, 0.42, 0.42)),
    _ink("felt", 0.8, (0.10, 0.12, 0.35)),
)
LIGHT_PENS = (_ink("light-pencil", 0.5, (0.62, 0.62, 0.62)),)
WAYS = ("cross", "tick", "slash", "backslash", "dot", "fill", "scribble", "circle", "dash")
NUMBER, LEAVING = "number", "leaving"
"""Ways of their own: a circle round the printed number, and a tick that leaves its box."""
SIZES = {"dot": 0.5, "fill": 0.95, "circle": 1.5, "scribble": 0.95}
USUAL_SIZE = 1.0
LEAVING_SIZE = 1.6

Answering = Callable[[str, tuple[Box, ...], int], tuple[tuple[DeckMark, ...], Meant]]
"""Answers one question: its id, its boxes and its number from 0 give the marks and what is meant.
"""


def plan_deck(layout: Layout) -> tuple[DeckSheet, ...]:
    """Every sheet of the deck for this form, in order."""
    rng = np.random.default_rng(SEED)
    hand = _Hand(layout, rng)
    return tuple(
        DeckSheet(number, part, name, *hand.fill_in(answer))
        for number, (part, name, answer) in enumerate(_sheets(hand), start=1)
    )


def _sheets(hand: "_Hand") -> Iterator[tuple[Part, str, Answering]]:
    for shift in range(hand.most_choices):
        yield (
            Part.CHOICES,
            f"{shift + 1}",
            hand.plain("cross" if shift % 2 else "tick", BLUE, shift),
        )
    for turn, way in enumerate((*WAYS, NUMBER, LEAVING)):
        yield Part.MARKS, way, hand.plain(way, BLACK if turn % 2 else BLUE, turn)
    for turn, ink in enumerate(PENS):
        yield Part.PENS, ink.pen.name, hand.plain("tick" if turn % 2 else "cross", ink, turn)
    for turn, ink in enumerate(LIGHT_PENS):
        yield Part.LIGHT, ink.pen.name, hand.plain("cross", ink, turn, may_ask=True)
    for shift in range(len(_DOUBTS)):
        yield Part.DOUBTS, f"{shift + 1}", hand.doubtful(shift)
    yield Part.BLANK, "", hand.blank


class _Hand:
    """Fills in sheets of one form."""

    def __init__(self, layout: Layout, rng: Generator) -> None:
        self.pages = layout.pages
        self.rng = rng
        self.most_choices = max(len(boxes) for _page, _name, boxes in self._questions())

    def _questions(self) -> Iterator[tuple[PageLayout, str, tuple[Box, ...]]]:
        """Page, name and boxes of everything that is judged by itself."""
        for page in self.pages:
            for name, boxes in groupby(page.boxes, lambda box: judged_as(box.question, box.choice)):
                yield page, name, tuple(boxes)

    def fill_in(self, answer: Answering) -> tuple[tuple[DeckMark, ...], tuple[Meant, ...]]:
        marks: list[DeckMark] = []
        meant: list[Meant] = []
        for number, (page, name, boxes) in enumerate(self._questions()):
            made, one = answer(name, boxes, number)
            marks += (replace(mark, page=page.page) for mark in made)
            meant.append(one)
        return tuple(marks), tuple(meant)

    def draw(self, way: str, box: Box, ink: Ink) -> DeckMark:
        """One mark at a box, as a steady hand makes it."""
        family = {NUMBER: "circle", LEAVING: "tick"}.get(way, way)
        size = LEAVING_SIZE if way == LEAVING else SIZES.get(way, USUAL_SIZE)
        place = self._number_beside(box) if way == NUMBER else box.rect
        writer = Writer(ink.pen.name, family, ink.pen, FAMILIES[family].shape, size, 0.0, (0, 0))
        return DeckMark(0, writer.mark(place, self.rng), ink)

    def black_out(self, box: Box, ink: Ink) -> DeckMark:
        """A box scribbled over, to take an answer back."""
        writer = Writer(ink.pen.name, "fill", ink.pen, FAMILIES["fill"].shape, 1.1, 0.0, (0, 0))
        return DeckMark(0, writer.black_out(box.rect, self.rng), ink)

    def beside(self, box: Box, ink: Ink) -> DeckMark:
        """A mark under its box, where nobody can be sure what it belongs to."""
        rect = replace(box.rect, y_mm=box.rect.y_mm + 1.6 * box.rect.height_mm)
        return self.draw("cross", replace(box, rect=rect), ink)

    def _number_beside(self, box: Box) -> Rect:
        """Where the choice is printed beside its box; the box itself where it is not."""
        right_mm, middle_mm = box.rect.x_mm + box.rect.width_mm, box.rect.center_mm[1]
        for text in (text for page in self.pages for text in page.texts):
            is_near = 0 <= text.x_mm - right_mm <= NUMBER_GAP_MM
            if text.text == box.choice and is_near and abs(text.baseline_mm - middle_mm) < 3:
                x_mm, y_mm = text.x_mm + 1 - NUMBER_MM / 2, middle_mm - NUMBER_MM / 2
                return Rect(x_mm, y_mm, NUMBER_MM, NUMBER_MM)
        return box.rect

    # how a sheet is answered

    def plain(self, way: str, ink: Ink, shift: int, *, may_ask: bool = False) -> Answering:
        """One mark for each question, of one kind, the choice moving on from row to row."""

        def answer(
            question: str, boxes: tuple[Box, ...], number: int
        ) -> tuple[tuple[DeckMark, ...], Meant]:
            box = boxes[(number + shift) % len(boxes)]
            # a full box of a list may have been taken back, so people may be asked
            is_open = may_ask or is_one_box(question)
            return (self.draw(way, box, ink),), _answered(question, box, may_ask=is_open)

        return answer

    def doubtful(self, shift: int) -> Answering:
        """Every second question answered plainly, the others in a way that people must look at."""

        def answer(
            question: str, boxes: tuple[Box, ...], number: int
        ) -> tuple[tuple[DeckMark, ...], Meant]:
            if number % 2 or len(boxes) < 2:
                # a mark beside the box above may raise a question here too
                return self.plain("cross", BLUE, shift, may_ask=True)(question, boxes, number)
            doubt = _DOUBTS[(number // 2 + shift) % len(_DOUBTS)]
            return doubt(self, question, boxes)

        return answer

    def blank(
        self, question: str, _boxes: tuple[Box, ...], _number: int
    ) -> tuple[tuple[DeckMark, ...], Meant]:
        """Nothing marked at all."""
        certain = frozenset({(str(Status.BLANK), "")})
        return (), Meant(question, Status.BLANK, "", certain, may_ask=True)


def _answered(question: str, box: Box, *, may_ask: bool) -> Meant:
    certain = frozenset({(str(Status.ANSWERED), box.choice)})
    return Meant(question, Status.ANSWERED, box.choice, certain, may_ask)


def _flagged(question: str, *certain: tuple[str, str]) -> Meant:
    return Meant(question, Status.FLAGGED, "", frozenset(certain), may_ask=True)


Doubt = Callable[[_Hand, str, tuple[Box, ...]], tuple[tuple[DeckMark, ...], Meant]]


def _two_marks(
    hand: _Hand, question: str, boxes: tuple[Box, ...]
) -> tuple[tuple[DeckMark, ...], Meant]:
    marks = tuple(hand.draw("cross", box, BLUE) for box in boxes[:2])
    return marks, _flagged(question, (str(Status.MULTIPLE), ""))


def _cancelled(
    hand: _Hand, question: str, boxes: tuple[Box, ...]
) -> tuple[tuple[DeckMark, ...], Meant]:
    first, second = boxes[0], boxes[-1]
    marks = hand.draw("cross", first, BLUE), hand.black_out(first, BLUE)
    said = str(Status.ANSWERED), second.choice
    return (*marks, hand.draw("cross", second, BLUE)), _flagged(question, said)


def _faint(
    hand: _Hand, question: str, boxes: tuple[Box, ...]
) -> tuple[tuple[DeckMark, ...], Meant]:
    box = boxes[1]
    return (hand.draw("cross", box, FAINT),), _flagged(question, (str(Status.ANSWERED), box.choice))


def _beside(
    hand: _Hand, question: str, boxes: tuple[Box, ...]
) -> tuple[tuple[DeckMark, ...], Meant]:
    box = boxes[len(boxes) // 2]
    return (hand.beside(box, BLUE),), _flagged(question, (str(Status.ANSWERED), box.choice))


_DOUBTS: tuple[Doubt, ...] = (_two_marks, _cancelled, _faint, _beside)
