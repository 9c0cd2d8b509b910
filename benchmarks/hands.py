"""People: a hand, recorded or invented, a pen, and what they put on paper with it."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks import shapes
from benchmarks.answers import ON_NUMBER, Answer, Kind, choose_habit
from benchmarks.ink import Pen, choose_pen, draw_strokes
from benchmarks.paper import PX_PER_MM
from benchmarks.parts import Part, writers_of
from scans.pen import Image, Shape, Strokes
from scans.pen import choose_writer as choose_invented
from scans.strokes import StrokeBook, load_strokes
from templates.layout import PageLayout, Rect

_NUMBER_MM = 3.4
"""Height of a printed number beside its box, with some air."""
_FAMILY_SHARES = {
    "cross": 0.34, "cross_closed": 0.1, "tick": 0.2, "tick_v": 0.15, "v_letter": 0.03,
    "slash": 0.05, "backslash": 0.03, "asterisk": 0.02, "circle": 0.03, "circled_slash": 0.02,
    "dash": 0.02, "vbar": 0.01,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hand:
    """One person at one sheet.

    Attributes:
        name: the recorded writer, or that it is invented.
        family: what the plain marks are called.
        shape: makes a plain mark in the unit box.
        pen: used for the whole sheet.
        habit: the kind of mark this person makes everywhere.
        size: longest side of a mark over the side of the box.
        bias: where marks land from the middle of the box, in box sides.
    """

    name: str
    family: str
    shape: Shape
    pen: Pen
    habit: Kind
    size: float
    bias: tuple[float, float]


@dataclass(frozen=True, slots=True)
class People:
    """Everyone who may come to the counter in one part; without a book they are invented."""

    book: StrokeBook | None
    part: Part

    def choose(self, rng: Generator, pencil_share: float, *, in_colour: bool) -> Hand:
        """The person of one sheet."""
        pen = choose_pen(rng, pencil_share, in_colour=in_colour)
        name, family, shape = self._recorded(rng) if self.book else self._invented(rng)
        size = float(np.clip(rng.lognormal(np.log(0.95), 0.25), 0.5, 1.7))
        bias = (rng.normal(0, 0.07), rng.normal(0, 0.07))
        return Hand(name, family, shape, pen, choose_habit(rng), size, bias)

    def _recorded(self, rng: Generator) -> tuple[str, str, Shape]:
        assert self.book is not None
        writers = writers_of(self.book, self.part)
        name = writers[int(rng.integers(len(writers)))]
        marks = self.book.marks_of(name)
        families = sorted({mark.family for mark in marks} & _FAMILY_SHARES.keys())
        shares = np.array([_FAMILY_SHARES[family] for family in families])
        family = families[int(rng.choice(len(families), p=shares / shares.sum()))]
        recordings = [mark.strokes for mark in marks if mark.family == family]
        return name, family, lambda rng: recordings[int(rng.integers(len(recordings)))]

    def _invented(self, rng: Generator) -> tuple[str, str, Shape]:
        writer = choose_invented(rng, 0)
        return "invented", writer.family, writer.shape


def gather_people(strokes: Path | None, part: Part) -> People:
    """The people of one part, from a file of recorded strokes where there is one."""
    book = load_strokes(strokes) if strokes and strokes.exists() else None
    return People(book, part)


def write_answer(
    page: Image, layout: PageLayout, answer: Answer, hand: Hand, rng: Generator
) -> None:
    """Put one answer on a page of ``PAPER_DPI``, in place."""
    if answer.spoilt:
        _spoil(page, answer.spoilt.rect, answer.kind, hand, rng)
    kinds = [answer.kind] * len(answer.marked)
    if answer.kind is Kind.SECOND:
        kinds = [Kind.PLAIN, tuple(_MISSING)[int(rng.integers(len(_MISSING)))]]
    for box, kind in zip(answer.marked, kinds, strict=True):
        place = box.rect
        if kind in ON_NUMBER:
            place = _number_beside(layout, box.rect, box.choice)
        draw_strokes(page, _mark(kind, place, hand, rng), hand.pen, rng)


def _mark(kind: Kind, box: Rect, hand: Hand, rng: Generator) -> Strokes:
    """The strokes of one standing mark."""
    size, bias = hand.size * rng.lognormal(0, 0.08), np.array(hand.bias)
    shape = hand.shape
    if kind in _MISSING:
        return _place(_MISSING[kind](rng), box, 1.0, np.zeros(2), rng)
    if kind in _SYNTHETIC:
        shape, (low, high) = _SYNTHETIC[kind]
        size, bias = rng.uniform(low, high), bias * 0.5
    elif kind is Kind.SMALL:
        size = rng.uniform(0.28, 0.45)
    elif kind is Kind.LEAVING:
        angle = rng.uniform(0, 2 * np.pi)
        bias = bias + rng.uniform(0.3, 0.5) * np.array([np.cos(angle), np.sin(angle)])
        size = max(size, 0.8)
    elif kind is Kind.TOUCHING:
        reach = rng.uniform(2.85, 3.1)  # the neighbour begins 2.9 box sides from the middle
        return _place(shapes.long_tick(rng, reach), box, 1.0, np.zeros(2), rng)
    return _place(shape(rng), box, size, bias, rng)


_SYNTHETIC: dict[Kind, tuple[Shape, tuple[float, float]]] = {
    Kind.FILL: (shapes.fill, (0.85, 1.1)),
    Kind.SCRIBBLE: (shapes.scribble, (0.8, 1.2)),
    Kind.DOT: (shapes.dot, (0.9, 1.1)),
    Kind.RING: (shapes.ring, (1.3, 1.8)),
    Kind.NUMBER: (shapes.ring, (1.0, 1.5)),
}
_MISSING: dict[Kind, Shape] = {
    Kind.TINY: shapes.tiny_dash,
    Kind.GRAZING: shapes.graze,
    Kind.BESIDE: shapes.beside,
    Kind.ALONG: shapes.along_outline,
    Kind.STROKE: shapes.stroke,
    Kind.UNDERLINED: shapes.underline,
}


def _place(strokes: Strokes, box: Rect, size: float, bias: np.ndarray, rng: Generator) -> Strokes:
    """Strokes of the unit box on the paper, in millimetres."""
    side_mm = max(box.width_mm, box.height_mm)
    angle = np.deg2rad(rng.normal(0, 4))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.add(box.center_mm, (bias + rng.normal(0, 0.04, 2)) * side_mm)
    return tuple(points @ turn * size * side_mm + middle for points in strokes)


def _spoil(page: Image, box: Rect, kind: Kind, hand: Hand, rng: Generator) -> None:
    """A mark made and taken back, or the pen resting in a box."""
    if kind is Kind.TOUCH:
        draw_strokes(page, _place(shapes.touch(rng), box, 1.0, np.zeros(2), rng), hand.pen, rng)
        return
    rubbed = kind in (Kind.RUBBED_OUT, Kind.ERASED)
    pen = replace(hand.pen, name="pencil", darkness=rng.uniform(0.3, 0.6)) if rubbed else hand.pen
    before = page.copy() if rubbed else page
    draw_strokes(page, _mark(Kind.PLAIN, box, hand, rng), pen, rng)
    if rubbed:
        _rub_out(page, before, box, rng)
    elif kind is Kind.WHITED_OUT:
        _white_out(page, box, rng)
    else:
        shape = shapes.black_out if kind is Kind.BLACKED_OUT else shapes.strike
        draw_strokes(page, _place(shape(rng), box, 1.0, np.zeros(2), rng), pen, rng)


def _rub_out(page: Image, before: Image, box: Rect, rng: Generator) -> None:
    """Take most of the pencil away and leave a grey smear."""
    window = _window(page, box, 8.0)
    residue = rng.uniform(0.06, 0.3)
    page[window] = cv2.addWeighted(page[window], residue, before[window], 1 - residue, 0)
    smear = Pen("eraser", 1.6, rng.uniform(0.01, 0.06), 1.5, 0.0, 0.5, 0.2)
    draw_strokes(page, _place(shapes.rub(rng), box, 1.0, np.zeros(2), rng), smear, rng)


def _white_out(page: Image, box: Rect, rng: Generator) -> None:
    """Correction fluid over the box, its outline and all."""
    window = _window(page, box, 2.0)
    patch = page[window]
    y, x = np.indices(patch.shape)
    middle = np.array(patch.shape) / 2
    reach = box.width_mm * rng.uniform(0.55, 0.85) * PX_PER_MM
    inside = np.abs(y - middle[0]) ** 3 + np.abs(x - middle[1]) ** 3 < reach**3
    patch[inside] = rng.integers(236, 253)


def _window(page: Image, box: Rect, margin_mm: float) -> tuple[slice, slice]:
    top, left = box.y_mm - margin_mm, box.x_mm - margin_mm
    bottom, right = box.y_mm + box.height_mm + margin_mm, box.x_mm + box.width_mm + margin_mm
    edges = [round(edge * PX_PER_MM) for edge in (top, bottom, left, right)]
    edges = [max(0, edge) for edge in edges]
    return slice(edges[0], edges[1]), slice(edges[2], edges[3])


def _number_beside(layout: PageLayout, box: Rect, choice: str) -> Rect:
    """Where the number of a box is printed: the nearest text that reads like its choice."""
    numbers = [text for text in layout.texts if text.text == choice]
    middle = box.center_mm
    nearest = min(numbers, key=lambda t: np.hypot(t.x_mm - middle[0], t.baseline_mm - middle[1]))
    return Rect(nearest.x_mm - 0.7, nearest.baseline_mm - 3.1, _NUMBER_MM, _NUMBER_MM)
