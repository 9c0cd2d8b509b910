"""Lines that are no pen marks: streaks of a dirty scanner glass, and folds.

What runs straight through the strips of several neighbouring questions, or through a whole strip
from end to end, was not written by somebody who ticked a box. Such lines are found among the ink
outside the boxes and taken out everywhere; a mark that they cross keeps the rest of its ink.

Trial lines of many slopes and places are laid over the strips. A line is there when ink lies on
most of the steps along it where bare paper should show (where print hides the line, nothing is
asked of it).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import PageMasks
from omr.strip_px import LIGHT_PX, PX_PER_MM

Bits = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.intp]

_WIDTH_PX = 2
"""Of one trial line; a quarter of a step of slope moves a line's end by less."""
_STEP_PX = 3
"""Length of the steps along a line: half a millimetre."""
_SLOPES = np.linspace(-0.1, 0.1, 41)
"""Against the paper's own axes: up to 6 degrees."""
_EVERY_SLOPE = np.arange(len(_SLOPES))
_LEAST_SHARE = 0.65
_LEAST_STEPS = round(30.0 * PX_PER_MM / _STEP_PX)
"""With ink: 30 millimetres; no tick is half as long."""
_REACH_PX = 4
"""How far from its middle a line's pixels are taken out: 0.6 millimetres."""
_MOST_LINES = 4
_FEW_PIXELS = 10_000
"""Of so many the slopes are looked at together; more would take too much memory."""
_QUICK_SHARE = 0.3
_FEWEST_STRIPS = 2


class Lines(NamedTuple):
    """Long straight lines; all of the shape of the strips.

    Attributes:
        through: down the page, past all of its questions.
        part: past some of them only: somebody may have drawn that one, for all of these.
        along: along a row.
    """

    through: Bits
    part: Bits
    along: Bits


@dataclass(frozen=True, slots=True)
class _Place:
    """Where pixels of the strips lie for one family of trial lines (upright, or along one strip).

    Attributes:
        across: distance across the lines, pixels of the paper.
        along: distance along them from the middle.
        step: number of the step along the line, from 0.
        steps: how many steps a whole line has.
        stretches: into how many equal stretches, one for each strip, these steps fall.
        places: how many trial lines of one slope lie side by side.
    """

    across: npt.NDArray[np.float32]
    along: npt.NDArray[np.float32]
    step: Counts
    steps: int
    stretches: int
    places: int


def find_lines(faint: Bits, masks: PageMasks) -> Lines:
    """Where the page's long straight lines run, as wide as they are.

    Args:
        faint: everything that may be darker than paper, shape as the strips.
        masks: of the page.
    """
    lines = Lines(*np.zeros((3, *faint.shape), dtype=np.bool_))
    rest = faint & masks.is_beside
    if not _may_hold_line(rest):
        return lines
    for _ in range(_MOST_LINES):
        if (line := _find_upright(rest, masks)) is not None:
            is_through = bool(line.any(axis=(1, 2)).all())
            (lines.through if is_through else lines.part)[line] = True
        elif (line := _find_level(rest, masks)) is not None:
            lines.along[line] = True
        else:
            break
        rest &= ~line
    return lines


def _may_hold_line(ink: Bits) -> bool:
    """A quick look at cells of a millimetre: is there ink most of the way along any of them?"""
    count, height, width = ink.shape
    shades = 255 * np.bitwise_or.reduce(ink.view(np.uint8).reshape(-1, LIGHT_PX, width), axis=1)
    size = (width // LIGHT_PX, len(shades))
    cells = cv2.resize(shades, size, interpolation=cv2.INTER_AREA) > 0
    cells = cells.reshape(count, height // LIGHT_PX, -1)
    columns = (cells[:, :, 1:] | cells[:, :, :-1]).sum(axis=1)
    rows = (cells[:, 1:] | cells[:, :-1]).sum(axis=2)
    is_upright = (columns > _QUICK_SHARE * cells.shape[1]).any(axis=1).sum() >= _FEWEST_STRIPS
    return bool(is_upright or (rows > _QUICK_SHARE * cells.shape[2]).any())


def _find_upright(ink: Bits, masks: PageMasks) -> Bits | None:
    """The clearest line down the page, None when there is none."""
    strip, at = np.divmod(np.flatnonzero(ink), ink[0].size)
    if len(at) < _LEAST_STEPS:
        return None
    y, x = np.divmod(at, ink.shape[2])
    line = _clearest(_place_upright(masks, strip, y, x), partial(_visible_upright, masks))
    return None if line is None else _draw(masks, line, None)


def _find_level(ink: Bits, masks: PageMasks) -> Bits | None:
    """The clearest line along the first strip that has one, None when none has."""
    for index in np.flatnonzero(np.count_nonzero(ink, axis=(1, 2)) >= _LEAST_STEPS):
        y, x = np.nonzero(ink[index])
        line = _clearest(_place_level(masks, y, x), partial(_visible_level, masks, int(index)))
        if line is not None:
            return _draw(masks, line, int(index))
    return None


def _place_upright(masks: PageMasks, strip: Counts, y: Counts, x: Counts) -> _Place:
    """Lines down the page: they pass through the strips one after the other."""
    height = masks.regions.shape[1]
    lefts = np.array([rect.x_mm for rect in masks.strips]) * PX_PER_MM
    tops = np.array([rect.y_mm for rect in masks.strips]) * PX_PER_MM
    middle = (tops[0] + tops[-1] + height) / 2
    return _Place(
        across=(x + lefts[strip] - lefts.min()).astype(np.float32),
        along=(y + tops[strip] - middle).astype(np.float32),
        step=(strip * height + y) // _STEP_PX,
        steps=len(tops) * height // _STEP_PX,
        stretches=len(tops),
        places=2 * masks.regions.shape[2] // _WIDTH_PX,
    )


def _place_level(masks: PageMasks, y: Counts, x: Counts) -> _Place:
    """Lines along one strip."""
    width = masks.regions.shape[2]
    return _Place(
        across=y.astype(np.float32),
        along=(x - width / 2).astype(np.float32),
        step=x // _STEP_PX,
        steps=width // _STEP_PX,
        stretches=1,
        places=2 * masks.regions.shape[1] // _WIDTH_PX,
    )


def _count_steps(place: _Place, slopes: Counts) -> Counts:
    """On how many steps something lies, per slope, trial line and stretch; shape as these.

    Only of these slopes, by number; the others are left at 0.
    """
    counts = np.zeros((len(_SLOPES), place.places, place.stretches), dtype=np.intp)
    grid = np.empty((place.places, place.steps), dtype=np.uint8)
    for at in slopes.tolist():
        number = _number(place, _SLOPES[at])
        inside = (number >= 0) & (number < place.places)
        grid[:] = 0
        grid[number[inside], place.step[inside]] = 1
        # a line between two places, or one wider than a place, shows in both
        grid[1:] |= grid[:-1].copy()
        stretches = grid.reshape(place.places * place.stretches, -1)
        sums = cv2.reduce(stretches, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
        counts[at] = sums.reshape(place.places, place.stretches)
    return counts


def _number(place: _Place, slopes: npt.NDArray[np.float64] | np.float64) -> Counts:
    """On which trial line of these slopes every pixel lies."""
    across = place.across - np.float32(slopes) * place.along
    return np.rint(across / _WIDTH_PX).astype(np.intp) + place.places // 4


def _slopes_with_steps(place: _Place) -> Counts:
    """Of which slopes a line may have enough steps, by number; quickly said of a few pixels.

    No line has more of them than the place it lies in and the one before have together.
    """
    if len(place.step) > _FEW_PIXELS:
        return _EVERY_SLOPE
    number = np.clip(_number(place, _SLOPES[:, None]), 0, place.places - 1)
    cells = ((_EVERY_SLOPE[:, None] * place.places + number) * place.steps + place.step).ravel()
    cells.sort()
    is_first = np.append(True, cells[1:] > cells[:-1])
    steps = np.bincount(cells[is_first] // place.steps, minlength=number.shape[0] * place.places)
    steps = steps.reshape(-1, place.places)
    return np.flatnonzero((steps[:, 1:] + steps[:, :-1]).max(axis=1) >= _LEAST_STEPS)


@lru_cache(maxsize=32)
def _visible_upright(masks: PageMasks) -> Counts:
    """Per slope and trial line, on how many steps bare paper should show."""
    strip, y, x = np.nonzero(masks.is_beside[:, :, ::2])
    return _count_steps(_place_upright(masks, strip, y, x * 2), _EVERY_SLOPE)


@lru_cache(maxsize=256)
def _visible_level(masks: PageMasks, index: int) -> Counts:
    """The same along one strip."""
    y, x = np.nonzero(masks.is_beside[index][:, ::2])
    return _count_steps(_place_level(masks, y, x * 2), _EVERY_SLOPE)


@dataclass(frozen=True, slots=True)
class _Line:
    """Slope, place across at the middle in pixels, and the run of stretches that carry it."""

    slope: float
    middle: float
    run: slice

    def distances(self, place: _Place) -> npt.NDArray[np.float32]:
        """Of every pixel from the line."""
        return np.abs(place.across - self.slope * place.along - self.middle)


def _clearest(place: _Place, visible: Callable[[], Counts]) -> _Line | None:
    """The trial line with ink on the most steps, if these are most of those that should be bare.

    A line may begin and end anywhere; only the run of stretches between is asked.
    """
    if np.count_nonzero(np.bincount(place.step)) < _LEAST_STEPS:
        return None
    votes = _count_steps(place, _slopes_with_steps(place))
    may_be = np.nonzero(votes.sum(axis=2) >= _LEAST_STEPS)
    if not len(may_be[0]):
        return None
    inked, bare = votes[may_be], visible()[may_be]
    most, best, run = 0, 0, slice(0)
    for here in _runs(place.stretches):
        counts, asked = inked[:, here].sum(axis=1), bare[:, here].sum(axis=1)
        counts[counts < np.maximum(_LEAST_STEPS, _LEAST_SHARE * asked)] = 0
        if counts.max() > most:
            most, best, run = int(counts.max()), int(counts.argmax()), here
    if not most:
        return None
    slope, number = (int(axis[best]) for axis in may_be)
    middle = (number - place.places // 4 - 0.5) * _WIDTH_PX
    return _straighten(place, _Line(float(_SLOPES[slope]), middle, run))


def _runs(stretches: int) -> Iterator[slice]:
    """Every run of neighbouring stretches."""
    for first in range(stretches):
        for end in range(first + 1, stretches + 1):
            yield slice(first, end)


def _straighten(place: _Place, line: _Line) -> _Line:
    """The line through the middle of the ink near a trial line, of which many fit equally well."""
    length = place.steps // place.stretches
    is_in_run = (place.step >= line.run.start * length) & (place.step < line.run.stop * length)
    for _ in range(2):
        near = is_in_run & (line.distances(place) <= 1.5 * _REACH_PX)
        slope, middle = np.polyfit(place.along[near], place.across[near], 1)
        line = replace(line, slope=float(slope), middle=float(middle))
    return line


def _draw(masks: PageMasks, line: _Line, strip: int | None) -> Bits:
    """The pixels of a line, and where it may begin and end in the strips before and after."""
    count, height, width = masks.regions.shape
    drawn = np.zeros(masks.regions.shape, dtype=np.bool_)
    y, x = (axis.ravel() for axis in np.mgrid[:height, :width])
    run = range(max(0, line.run.start - 1), min(count, line.run.stop + 1))
    for index in run if strip is None else (strip,):
        at = np.full(x.shape, index)
        place = _place_upright(masks, at, y, x) if strip is None else _place_level(masks, y, x)
        drawn[index] = (line.distances(place) <= _REACH_PX).reshape(height, width)
    return drawn
