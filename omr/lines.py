"""Lines that are no pen marks: streaks of a dirty scanner glass, folds, edges of stains.

What runs straight through the strips of several questions, or through a whole strip from end to end,
was not written by somebody who ticked a box. Such lines are found among the ink outside the boxes
and taken out everywhere; a mark that they cross keeps the rest of its ink.
"""

import numpy as np
import numpy.typing as npt

from omr.masks import INSIDE, KINDS, PX_PER_MM, PageMasks

Bits = npt.NDArray[np.bool_]

_STEP_PX = 2
"""Width of one trial line: a quarter of a millimetre."""
_SLOPES = np.linspace(-0.1, 0.1, 41)
"""Trial slopes against the paper's own axes: up to 6 degrees."""
_LEAST_SHARE = 0.55
"""A line must show on this share of its way, printed parts included."""
_LEAST_STRIPS = 3
_LEAST_POINTS = 60
_REACH_PX = 4
"""How far from its middle a line's pixels are taken out at least: half a millimetre."""
_MOST_LINES = 4


def find_lines(ink: Bits, masks: PageMasks) -> Bits | None:
    """Where the page's long straight lines run, as wide as they are; None when there are none."""
    found = None
    rest = ink & masks.is_open & (masks.regions % KINDS != INSIDE)
    for _ in range(_MOST_LINES):
        line = _find_one(rest, masks)
        if line is None:
            return found
        rest &= ~line
        found = line if found is None else found | line
    return found


def _find_one(ink: Bits, masks: PageMasks) -> Bits | None:
    """The clearest line among the ink outside the boxes, None when there is none."""
    strip, y, x = np.nonzero(ink)
    if len(x) < _LEAST_POINTS:
        return None
    tops = np.array([rect.y_mm for rect in masks.strips]) * PX_PER_MM
    lefts = np.array([rect.x_mm for rect in masks.strips]) * PX_PER_MM
    paper_x, paper_y = x + lefts[strip], y + tops[strip]
    height, width = ink.shape[1:]
    upright = _clearest(paper_x, paper_y, strip * height + y, height * len(tops))
    if upright is not None and _strips_crossed(upright, paper_x, paper_y, strip) >= _LEAST_STRIPS:
        return _draw(ink, upright, tops, lefts, is_upright=True)
    for index in range(len(tops)):
        here = strip == index
        if here.sum() >= _LEAST_POINTS:
            level = _clearest(paper_y[here], paper_x[here], x[here], width)
            if level is not None:
                return _draw(ink, level, tops, lefts, is_upright=False)
    return None


Line = tuple[float, float]
"""Slope, and place at coordinate 0, pixels."""


def _clearest(
    across: npt.NDArray[np.float64],
    along: npt.NDArray[np.float64],
    step: npt.NDArray[np.intp],
    length: int,
) -> Line | None:
    """The line on which the most different steps along it carry ink, if it is most of them."""
    bins = length // 4
    best: tuple[int, Line] = (0, (0.0, 0.0))
    for slope in _SLOPES:
        place = np.round((across - slope * along) / _STEP_PX).astype(np.int64)
        cells = np.unique((place - place.min()) * (bins + 1) + step // 4)
        votes = np.bincount(cells // (bins + 1))
        top = int(votes.argmax())
        if votes[top] > best[0]:
            best = (int(votes[top]), (float(slope), float((top + place.min()) * _STEP_PX)))
    return best[1] if best[0] >= _LEAST_SHARE * bins else None


def _strips_crossed(
    line: Line,
    across: npt.NDArray[np.float64],
    along: npt.NDArray[np.float64],
    strip: npt.NDArray[np.intp],
) -> int:
    """In how many strips the line has ink."""
    on = np.abs(across - line[0] * along - line[1]) <= _REACH_PX
    return len(np.unique(strip[on]))


def _draw(
    ink: Bits,
    line: Line,
    tops: npt.NDArray[np.float64],
    lefts: npt.NDArray[np.float64],
    *,
    is_upright: bool,
) -> Bits:
    """The pixels of a line in all strips."""
    y, x = np.mgrid[: ink.shape[1], : ink.shape[2]]
    drawn = np.empty_like(ink)
    for index, (top, left) in enumerate(zip(tops, lefts, strict=True)):
        across, along = (x + left, y + top) if is_upright else (y + top, x + left)
        drawn[index] = np.abs(across - line[0] * along - line[1]) <= _REACH_PX
    return drawn
