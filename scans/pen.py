"""Marks as people make them with a pen: strokes in millimetres, drawn as ink on a grey page.

Used by the rehearsal only; the reader never sees how a mark was made. A shape lives in the unit
box, the square from -0.5 to 0.5 with y downwards; a writer places it over a printed box;
``draw_mark`` puts it on the paper. Ink only darkens: the print below stays visible through it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from templates.layout import Rect

MM_PER_INCH = 25.4
FINENESS = 3  # ink is drawn this many times finer than the page, then averaged down
TOOTH_MM = 0.09  # the grain of office paper, which shows in pencil

Image = NDArray[np.uint8]
Points = NDArray[np.float64]
Strokes = tuple[Points, ...]
Shape = Callable[[Generator], Strokes]


@dataclass(frozen=True, slots=True)
class Pen:
    """What the person writes with.

    Attributes:
        name: goes into the truth beside the marks, e.g. ``blue-ballpoint``.
        width_mm: width of a firm stroke.
        darkness: how much light full ink swallows in a grey scan, 0 (none) to 1 (all).
        grain: how unevenly it covers the paper, 0 (wet ink) to 1 (dry pencil).
        unsteadiness: share by which pressure varies along a stroke.
    """

    name: str
    width_mm: float
    darkness: float
    grain: float
    unsteadiness: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What was drawn at one box; each stroke is (n, 2) millimetres on the page, x then y."""

    family: str
    strokes: Strokes


@dataclass(frozen=True, slots=True)
class Writer:
    """One person at one sheet: one pen, one kind of mark, one size and slant.

    Attributes:
        name: goes into the truth.
        family: what the marks are called, e.g. ``tick``.
        pen: used for the whole sheet.
        shape: makes one mark in the unit box.
        size: longest side of a mark over the side of the box.
        turn_deg: how far this person's marks are turned, clockwise.
        bias: where the marks land from the middle of the box, in box sides.
    """

    name: str
    family: str
    pen: Pen
    shape: Shape
    size: float
    turn_deg: float
    bias: tuple[float, float]

    def mark(self, box: Rect, rng: Generator) -> Mark:
        """Mark a box, a little differently every time."""
        side_mm = max(box.width_mm, box.height_mm)
        scale_mm = side_mm * self.size * rng.lognormal(0, 0.08)
        angle = np.deg2rad(self.turn_deg + rng.normal(0, 3))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        middle = np.add(box.center_mm, np.add(self.bias, rng.normal(0, 0.05, 2)) * side_mm)
        strokes = tuple(points @ turn * scale_mm + middle for points in self.shape(rng))
        return Mark(self.family, strokes)

    def black_out(self, box: Rect, rng: Generator) -> Mark:
        """Scribble a box over, to take an answer back."""
        spoiler = replace(self, family="fill", shape=_black_out, size=rng.uniform(1.0, 1.25))
        return spoiler.mark(box, rng)


def choose_writer(rng: Generator, pencil_share: float) -> Writer:
    """Choose a person who marks with the shapes of this module."""
    families = tuple(FAMILIES)
    shares = [FAMILIES[family].share for family in families]
    family = families[int(rng.choice(len(families), p=shares))]
    pen = choose_pen(rng, pencil_share)
    return Writer(
        name=f"model-{pen.name}",
        family=family,
        pen=pen,
        shape=FAMILIES[family].shape,
        size=rng.uniform(*FAMILIES[family].sizes),
        turn_deg=rng.normal(0, 7),
        bias=(rng.normal(0, 0.06), rng.normal(0, 0.06)),
    )


def choose_pen(rng: Generator, pencil_share: float) -> Pen:
    """Choose a pen as they lie on a counter; ``pencil_share`` of the people bring a pencil."""
    if rng.random() < pencil_share:
        darkness, grain = rng.uniform(0.3, 0.75), rng.uniform(0.55, 0.9)
        return Pen("pencil", rng.uniform(0.4, 0.8), darkness, grain, unsteadiness=0.25)
    name, widths, darknesses, grain = _PENS[int(rng.choice(len(_PENS), p=_PEN_SHARES))]
    return Pen(name, rng.uniform(*widths), rng.uniform(*darknesses), grain, rng.uniform(0.08, 0.18))


_PENS = (
    ("blue-ballpoint", (0.32, 0.5), (0.62, 0.82), 0.14),
    ("black-ballpoint", (0.32, 0.5), (0.75, 0.92), 0.12),
    ("blue-gel", (0.45, 0.7), (0.7, 0.85), 0.04),
    ("black-gel", (0.45, 0.7), (0.88, 0.97), 0.03),
    ("red-pen", (0.4, 0.6), (0.45, 0.65), 0.1),
    ("green-pen", (0.4, 0.6), (0.5, 0.7), 0.1),
    ("felt-pen", (0.7, 0.9), (0.85, 0.95), 0.0),
)
_PEN_SHARES = (0.52, 0.16, 0.14, 0.08, 0.05, 0.02, 0.03)


def draw_mark(image: Image, mark: Mark, pen: Pen, dpi: int, rng: Generator) -> None:
    """Draw a mark on a grey page, in place; what falls off the paper is lost."""
    top, bottom, left, right = _window(image, mark, pen, dpi)
    if top >= bottom or left >= right:
        return
    light = np.ones(((bottom - top) * FINENESS, (right - left) * FINENESS), np.float32)
    tooth = _paper_tooth(light.shape, dpi, rng)
    for points in mark.strokes:
        trace = _trace(points * dpi / MM_PER_INCH - (left, top), light.shape, pen, dpi, rng)
        cover = trace * np.clip(1 - pen.grain * (0.55 + 0.65 * tooth), 0, 1)
        light *= 1 - pen.darkness * cover
    passed = cv2.resize(light, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    patch = image[top:bottom, left:right]
    patch[:] = np.rint(patch * passed).astype(np.uint8)


def _window(image: Image, mark: Mark, pen: Pen, dpi: int) -> tuple[int, int, int, int]:
    """Rows top to bottom and columns left to right that the ink can reach, inside the page."""
    points = np.concatenate(mark.strokes)
    low = np.floor((points.min(axis=0) - pen.width_mm) * dpi / MM_PER_INCH).astype(int)
    high = np.ceil((points.max(axis=0) + pen.width_mm) * dpi / MM_PER_INCH).astype(int) + 1
    height, width = image.shape
    return max(0, low[1]), min(height, high[1]), max(0, low[0]), min(width, high[0])


def _paper_tooth(shape: tuple[int, ...], dpi: int, rng: Generator) -> NDArray[np.float32]:
    """The unevenness of the paper over a window: mean 0, spread about 1."""
    cell = TOOTH_MM * dpi / MM_PER_INCH * FINENESS
    rows, columns = (int(np.ceil(length / cell)) + 1 for length in shape)
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    size = (int(np.ceil(columns * cell)), int(np.ceil(rows * cell)))
    fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)[: shape[0], : shape[1]]
    return np.asarray(fine, np.float32)


def _trace(
    points_px: Points, shape: tuple[int, ...], pen: Pen, dpi: int, rng: Generator
) -> NDArray[np.float32]:
    """How firmly the pen pressed at every fine pixel during one stroke, 0 to 1."""
    width = pen.width_mm * dpi / MM_PER_INCH * FINENESS
    path = _evenly(points_px * FINENESS, step=width * 0.6)
    pressure = _pressure(len(path), pen, rng)
    shades = np.rint(255 * pressure ** (pen.grain + 0.15)).astype(int)  # wet ink stays dark
    trace = np.zeros(shape, np.uint8)
    spots = np.rint(path * 16).astype(int)  # cv2 takes sixteenths of a pixel with shift=4
    widths = np.maximum(1, np.rint(width * (0.6 + 0.4 * pressure))).astype(int)
    for step, (shade, thickness) in enumerate(zip(shades.tolist(), widths.tolist(), strict=True)):
        cv2.line(trace, spots[step], spots[step + 1], shade, thickness, cv2.LINE_AA, 4)
    return np.asarray(trace / 255, np.float32)


def _evenly(points: Points, step: float) -> Points:
    """The same path as at least two points, ``step`` apart."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    walked = np.concatenate(([0.0], np.cumsum(lengths)))
    places = np.linspace(0, walked[-1], max(2, int(walked[-1] / step) + 1))
    return np.column_stack([np.interp(places, walked, points[:, axis]) for axis in (0, 1)])


def _pressure(count: int, pen: Pen, rng: Generator) -> Points:
    """Pressure for each of ``count - 1`` steps: sets down softly, sways, lifts at the end."""
    along = np.linspace(0, 1, count - 1)
    landing = np.interp(along, (0, 0.08), (0.75, 1))
    lifting = np.interp(along, (0.75, 1), (1, rng.uniform(0.35, 0.9)))
    sway = 1 - pen.unsteadiness * np.abs(_sway(count - 1, rng))
    return np.asarray(np.clip(landing * lifting * sway, 0.1, 1))


def _sway(count: int, rng: Generator) -> Points:
    """A slow random wave of spread about 1 over ``count`` points."""
    return np.interp(np.linspace(0, 6, count), np.arange(7), rng.normal(0, 1, 7))


def _stroke(corners: Points, rng: Generator, bow: float = 0.0) -> Points:
    """A hand-drawn line through corners: corners rounded, sides bowed, the whole a little shaky."""
    path = _evenly(np.asarray(corners, float), step=0.03)
    padded = np.pad(path, ((2, 2), (0, 0)), "edge")
    smooth = np.mean([padded[start : start + len(path)] for start in range(5)], axis=0)
    along = path[-1] - path[0]
    across = np.array([-along[1], along[0]]) * bow
    arch = np.sin(np.linspace(0, np.pi, len(path)))[:, None] * across
    shake = np.column_stack([_sway(len(path), rng), _sway(len(path), rng)]) * 0.012
    return np.asarray(smooth + arch + shake)


def _near(rng: Generator, *corners: tuple[float, float]) -> Points:
    """Corners as a hand hits them."""
    return np.asarray(corners + rng.normal(0, 0.05, (len(corners), 2)))


def _slash(rng: Generator) -> Strokes:
    return (_stroke(_near(rng, (0.42, -0.5), (-0.42, 0.5)), rng, rng.normal(0, 0.06)),)


def _backslash(rng: Generator) -> Strokes:
    return (_stroke(_near(rng, (-0.42, -0.5), (0.42, 0.5)), rng, rng.normal(0, 0.06)),)


def _cross(rng: Generator) -> Strokes:
    return _backslash(rng) + _slash(rng)


def _tick(rng: Generator) -> Strokes:
    elbow = rng.uniform(-0.3, -0.05)
    corners = _near(rng, (-0.48, rng.uniform(-0.1, 0.15)), (elbow, 0.42), (0.52, -0.5))
    return (_stroke(corners, rng, rng.uniform(-0.02, 0.1)),)


def _dash(rng: Generator) -> Strokes:
    return (_stroke(_near(rng, (-0.5, 0.05), (0.5, -0.05)), rng, rng.normal(0, 0.05)),)


def _dot(rng: Generator) -> Strokes:
    turns = np.linspace(0, rng.uniform(2.5, 4.5) * 2 * np.pi, 60)
    radius = np.linspace(0.03, 0.42, 60)
    spiral = np.column_stack([np.cos(turns), np.sin(turns) * rng.uniform(0.7, 1)]) * radius[:, None]
    return (_stroke(spiral, rng),)


def _fill(rng: Generator) -> Strokes:
    return (_zigzag(int(rng.integers(11, 17)), 0.48, rng),)


def _black_out(rng: Generator) -> Strokes:
    once = _zigzag(int(rng.integers(9, 14)), 0.5, rng)
    again = _zigzag(int(rng.integers(7, 12)), 0.5, rng)
    return once, again[:, ::-1] * (-1, 1)


def _scribble(rng: Generator) -> Strokes:
    return (_zigzag(int(rng.integers(4, 8)), 0.5, rng),)


def _zigzag(passes: int, reach: float, rng: Generator) -> Points:
    """Back and forth across the box, slanting, from the top to the bottom."""
    rows = np.linspace(-reach, reach, passes * 2)
    sides = np.where(np.arange(passes * 2) % 2 == 0, -reach, reach)
    slanted = np.column_stack([sides, rows - sides * 0.35])
    return _stroke(np.clip(slanted, -0.55, 0.55) + rng.normal(0, 0.04, slanted.shape), rng)


def _circle(rng: Generator) -> Strokes:
    start = rng.uniform(-2.4, -0.8)
    angles = start - np.linspace(0, 2 * np.pi * rng.uniform(0.93, 1.12), 50)
    radii = np.linspace(0.5, 0.5 * rng.uniform(0.85, 1.1), 50) + 0.02 * _sway(50, rng)
    ring = np.column_stack([np.cos(angles) * rng.uniform(0.85, 1.15), np.sin(angles)])
    return (_stroke(ring * radii[:, None], rng),)


@dataclass(frozen=True, slots=True)
class Family:
    """How a kind of mark is drawn, how large people draw it, and how many of them choose it."""

    shape: Shape
    sizes: tuple[float, float]
    share: float


# People are told to put an x in the box (seed 003); the other shares are our guess.
FAMILIES = {
    "cross": Family(_cross, (0.6, 1.35), 0.46),
    "tick": Family(_tick, (0.7, 1.6), 0.33),
    "slash": Family(_slash, (0.6, 1.35), 0.04),
    "backslash": Family(_backslash, (0.6, 1.35), 0.02),
    "dot": Family(_dot, (0.5, 0.8), 0.03),
    "fill": Family(_fill, (0.8, 1.05), 0.04),
    "scribble": Family(_scribble, (0.7, 1.2), 0.04),
    "circle": Family(_circle, (1.35, 1.6), 0.03),
    "dash": Family(_dash, (0.6, 1.1), 0.01),
}
