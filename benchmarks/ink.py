"""Ink on paper, drawn otherwise than the product's own rehearsal draws it.

A stroke is the set of points near its centre line. How dark each is follows from its distance to
that line (the cross-section of the pen), from the pressure at the nearest point of the line, and
from the tooth of the paper. Ink only darkens.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.paper import PX_PER_MM
from scans.defects import Range
from scans.pen import Image, Points, Strokes

_FINE = 2  # ink is drawn this many times finer than the paper
_TOOTH_MM = (0.07, 0.2)
_SIXTEENTHS = 16  # cv2 takes sixteenths of a pixel with shift=4

Cover = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pen:
    """A pen as a grey scan sees it.

    Attributes:
        name: kind and colour.
        width_mm: width of a firm stroke.
        darkness: light swallowed by full ink, 0 to 1.
        softness: share of the half width over which the edge fades.
        hollow: how much lighter the middle of the stroke is (ballpoints rail).
        grain: how much the tooth of the paper shows.
        sway: share by which pressure varies.
    """

    name: str
    width_mm: float
    darkness: float
    softness: float
    hollow: float
    grain: float
    sway: float


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of pen: how many people use it, its ink in red, green and blue, how wide it writes."""

    share: float
    rgb: tuple[float, float, float]
    width_mm: Range
    nib: tuple[float, float, float, float]


_BALLPOINT = (0.5, 0.25, 0.15, 0.15)  # softness, hollow, grain, sway
_GEL = (0.25, 0.0, 0.03, 0.05)
_ROLLER = (0.4, 0.15, 0.1, 0.12)
_MARKER = (0.15, 0.0, 0.0, 0.03)
_PENS = {
    "blue ballpoint": _Kind(40, (0.20, 0.25, 0.62), (0.30, 0.55), _BALLPOINT),
    "black ballpoint": _Kind(14, (0.14, 0.14, 0.15), (0.30, 0.55), _BALLPOINT),
    "blue gel": _Kind(14, (0.12, 0.18, 0.58), (0.45, 0.75), _GEL),
    "black gel": _Kind(8, (0.07, 0.07, 0.07), (0.45, 0.75), _GEL),
    "red pen": _Kind(8, (0.80, 0.18, 0.20), (0.35, 0.65), _ROLLER),
    "green pen": _Kind(4, (0.15, 0.52, 0.30), (0.35, 0.65), _ROLLER),
    "violet pen": _Kind(4, (0.40, 0.20, 0.60), (0.35, 0.65), _ROLLER),
    "marker": _Kind(4, (0.10, 0.12, 0.35), (0.75, 1.0), _MARKER),
}
_LUMINANCE = np.array([0.299, 0.587, 0.114])


def choose_pen(rng: Generator, pencil_share: float, *, in_colour: bool) -> Pen:
    """The pen of one person, as a grey scan sees it, or the darkest channel of a colour scan."""
    if rng.random() < pencil_share:
        width_mm, darkness = rng.uniform(0.3, 0.9), rng.uniform(0.25, 0.6)
        return Pen("pencil", width_mm, darkness, 0.9, 0.0, rng.uniform(0.3, 0.7), 0.3)
    names = tuple(_PENS)
    shares = np.array([_PENS[name].share for name in names])
    name = names[int(rng.choice(len(names), p=shares / shares.sum()))]
    kind = _PENS[name]
    grey = min(kind.rgb) if in_colour else float(_LUMINANCE @ kind.rgb)
    darkness = (1 - grey) * rng.uniform(0.75, 1)
    width_mm = rng.uniform(*kind.width_mm)
    return Pen(name, width_mm, darkness, *kind.nib)


def draw_strokes(page: Image, strokes: Strokes, pen: Pen, rng: Generator) -> None:
    """Draw strokes (millimetres on the paper) on a page of ``PAPER_DPI``, in place."""
    for points_mm in strokes:
        _draw(page, points_mm, pen, rng)


def _draw(page: Image, points_mm: Points, pen: Pen, rng: Generator) -> None:
    reach = pen.width_mm + 0.3
    low = np.floor((points_mm.min(axis=0) - reach) * PX_PER_MM).astype(int)
    high = np.ceil((points_mm.max(axis=0) + reach) * PX_PER_MM).astype(int)
    low, high = np.maximum(low, 0), np.minimum(high, page.shape[::-1])
    if (low >= high).any():
        return
    shape = tuple((high - low)[::-1] * _FINE)
    cover = _cover((points_mm * PX_PER_MM - low) * _FINE, shape, pen, rng)
    light = cv2.resize(1 - pen.darkness * cover, tuple(high - low), interpolation=cv2.INTER_AREA)
    patch = page[low[1] : high[1], low[0] : high[0]]
    patch[:] = np.rint(patch * light).astype(np.uint8)


def _cover(points: Points, shape: tuple[int, ...], pen: Pen, rng: Generator) -> Cover:
    """How fully each fine pixel is covered, 0 to 1."""
    away, pressure = _nearest(points, shape, pen, rng)
    half = pen.width_mm / 2 * PX_PER_MM * _FINE * (0.65 + 0.35 * pressure)
    cover = np.clip((half - away) / (pen.softness * half) + 0.5, 0, 1) * pressure
    cover *= 1 - pen.hollow * np.exp(-((away / (0.4 * half)) ** 2))
    tooth = _tooth(shape, rng)
    return np.asarray(cover * np.clip(1 - pen.grain * (0.4 + 0.6 * tooth), 0, 1), np.float32)


def _nearest(
    points: Points, shape: tuple[int, ...], pen: Pen, rng: Generator
) -> tuple[Cover, Cover]:
    """Per pixel the distance to the centre line, and the pressure at the nearest point of it."""
    pressures = _pressures(len(points), pen, rng)
    line = np.full(shape, 255, np.uint8)
    along = np.zeros(shape, np.float32)
    spots = np.rint(points * _SIXTEENTHS).astype(int)
    if len(spots) == 1:
        spots, pressures = np.vstack([spots, spots]), np.repeat(pressures, 2)
    for start, end, pressure in zip(spots[:-1], spots[1:], pressures.tolist(), strict=False):
        cv2.line(line, start, end, 0, 1, cv2.LINE_8, 4)
        cv2.line(along, start, end, pressure, 1, cv2.LINE_8, 4)
    if line.all():  # a point on the very edge of the window
        line[0, 0] = 0
    away, labels = cv2.distanceTransformWithLabels(
        line, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    on_line = line == 0
    pressure_of = np.zeros(labels.max() + 1, np.float32)
    pressure_of[labels[on_line]] = along[on_line]
    return away.astype(np.float32), pressure_of[labels]


def _pressures(count: int, pen: Pen, rng: Generator) -> Points:
    """Pressure at each point: a slow wave, lighter where the pen leaves the paper."""
    knots = 1 - pen.sway * np.abs(rng.normal(0, 1, 6))
    knots[-1] *= rng.uniform(0.5, 1)
    wave = np.interp(np.linspace(0, 5, count), np.arange(6), knots)
    return np.clip(wave, 0.25, 1)


def _tooth(shape: tuple[int, ...], rng: Generator) -> Cover:
    """The unevenness of paper: mean 0, spread about 1."""
    cell = max(1.0, rng.uniform(*_TOOTH_MM) * PX_PER_MM * _FINE)
    coarse = rng.standard_normal([int(length / cell) + 2 for length in shape], dtype=np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
