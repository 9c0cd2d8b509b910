"""Folds through a row: lines that go on to both edges of the paper, where nobody writes.

Whoever strikes out a question, or answers several boxes with one stroke, ends on the print. A fold
does not: it also shows on the bare paper left and right of all print. So where something lies in
more than one box of a row, the paper beside the row is looked at, and a line that shows on both
sides, and on most of the way between them, is a fold or a streak and no pen's, unless it is as dark
as the page's marks.
"""

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from omr.margins import CLEAR_MM, MARGIN_MM, SLOPE_MM, Profile
from omr.masks import PageMasks
from omr.ranks import median, percentiles
from omr.strip_px import PX_PER_MM
from omr.strips import Strips

_SHOWS = 0.35
"""What a fold adds to a margin, as a part of the noise level: over a whole margin it makes up for
it …"""
_EVERYWHERE = 0.5
"""… and in each third of the margin at least this part of that."""
_APART_PX, _MOST_LINES = 7, 3
"""Two lines of a margin are at least so far apart; so many of them are tried."""
_ASIDE_PX = 8
"""Bent paper may move the row against its margins by so much …"""
_BESIDE_PX = np.arange(-2 * _ASIDE_PX, 2 * _ASIDE_PX + 1)
_NEAR_ROWS = slice(_ASIDE_PX, -_ASIDE_PX)
"""… and so far from there a fold's own width is looked for."""
_NEAR_PX = 2
_LEAST_SHARE = 0.5
"""On so much of the way through the strip a fold shows, within so many pixels of its middle."""
_AT_ITS_SIDES = 0.1
_HALF_PX = 7
"""It ends, upwards and downwards, where less of the way is darker than paper, or so far away."""
_DARKER = 2.0
"""What lies upon it and is so much darker is not the fold …"""
_LIGHTER, _MOST = 0.6, 80
"""… and a fold is so much lighter than all but a fifth of a mark is: what is darker may have been
drawn with the same pen, from edge to edge."""
_SEVERAL = 2

Bits = npt.NDArray[np.bool_]
Darkness = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def find_folds(ink: Bits, faint: Bits, strips: Strips, masks: PageMasks) -> Bits:
    """Where folds run through rows of which several boxes hold something; shape as the strips.

    Args:
        ink: what lies on the page, lines included.
        faint: everything that may be darker than paper.
        strips: of the page.
        masks: of the page.
    """
    folds = np.zeros(faint.shape, dtype=np.bool_)
    is_inked = ink.ravel()[masks.insides]
    holds = np.asarray(is_inked.any(axis=1))
    rows = [
        row for row, here in enumerate(masks.members) if np.count_nonzero(holds[here]) >= _SEVERAL
    ]
    most = (
        _LIGHTER * _usual_mark(strips.narrow.ravel()[masks.insides], is_inked, masks) if rows else 0
    )
    for row in rows:
        for line in _lines_between(strips, masks, row):
            folds[row] |= _follow(line, faint[row], masks.is_open[row], strips.narrow[row], most)
    return folds


def _follow(line: Floats, faint: Bits, is_open: Bits, narrow: Darkness, most: float) -> Bits:
    """What a fold covers of a strip, as wide and as dark as it is; nothing where it does not show.

    Args:
        line: the row where it should lie, for every column.
        faint: everything in the strip that may be darker than paper.
        is_open: where no print hides it.
        narrow: darkness of what is as narrow as a pen's line.
        most: a fold is no darker.
    """
    rows, columns = np.rint(line).astype(np.intp) + _BESIDE_PX[:, None], np.arange(len(line))
    is_in = (rows >= 0) & (rows < len(faint))
    way = np.clip(rows, 0, len(faint) - 1), columns
    is_asked = is_open[way] & is_in
    is_dark = faint[way] & is_asked
    near, of = (_thick(bits).sum(axis=1)[_NEAR_ROWS] for bits in (is_dark, is_asked))
    is_fold = (near >= _LEAST_SHARE * of) & (of >= _LEAST_SHARE * len(line))
    covered = np.zeros_like(faint)
    if is_fold.any():
        share = is_dark.sum(axis=1) / np.maximum(is_asked.sum(axis=1), 1)
        middle = _ASIDE_PX + int(np.where(is_fold, share[_NEAR_ROWS], -1).argmax())
        band = _width(share < _AT_ITS_SIDES, middle)
        upon = narrow[way][band]
        darkest = np.where(is_dark[band], upon, 0).max(axis=0)
        usual = median(darkest[darkest > 0])
        if usual <= most:
            is_its = is_in[band] & (upon <= _DARKER * usual)
            covered[rows[band][is_its], np.broadcast_to(columns, is_its.shape)[is_its]] = True
    return covered


def _usual_mark(narrow: Darkness, is_inked: Bits, masks: PageMasks) -> float:
    """How dark most of the ink is in the fullest box of a question; the median of all questions."""
    fullest = [here[is_inked[here].sum(axis=1).argmax()] for here in masks.members]
    return median(np.array([_most(narrow[box][is_inked[box]]) for box in fullest], dtype=np.uint8))


def _most(inked: Darkness) -> float:
    return percentiles(inked, _MOST)[0] if inked.size else 0.0


def _width(is_side: Bits, middle: int) -> slice:
    """The rows around the middle of a fold up to where it ends, or to where it must."""
    is_end = is_side | (np.abs(np.arange(len(is_side)) - middle) >= _HALF_PX)
    above = middle - int(is_end[middle::-1].argmax())
    return slice(above, middle + int(is_end[middle:].argmax()) + 1)


def _thick(bits: Bits) -> Bits:
    """With what lies above and below, by the width of a fold."""
    column = np.ones((2 * _NEAR_PX + 1, 1), np.uint8)
    return np.asarray(cv2.dilate(bits.view(np.uint8), column), dtype=np.bool_)


def _lines_between(strips: Strips, masks: PageMasks, index: int) -> Iterator[Floats]:
    """Straight lines through a strip from whatever shows in one margin to the other's.

    As the row of the strip in each of its columns.
    """
    strip = masks.strips[index]
    far_mm = CLEAR_MM + MARGIN_MM / 2
    ends_mm = masks.print_mm[0] - far_mm, masks.print_mm[1] + far_mm
    ends_px = [(end_mm - strip.x_mm) * PX_PER_MM for end_mm in ends_mm]
    columns = np.arange(masks.regions.shape[2])
    profiles = strips.margins.profiles(masks, index)
    for rows in product(*(_peaks(profile, strips.noise) for profile in profiles)):
        yield np.interp(columns, ends_px, rows) - SLOPE_MM * PX_PER_MM


def _peaks(profile: Profile, noise: float) -> list[int]:
    """The rows of a margin's clearest level lines."""
    whole = profile.mean(axis=0)
    weakest = cv2.dilate(profile, np.ones((1, 3), np.uint8)).min(axis=0)
    is_line = (whole >= _SHOWS * noise) & (weakest >= _EVERYWHERE * _SHOWS * noise)
    is_line &= whole == cv2.dilate(whole[None], np.ones((1, _APART_PX), np.uint8))[0]
    rows = np.flatnonzero(is_line)
    clearest: list[int] = rows[np.argsort(-whole[rows])][:_MOST_LINES].tolist()
    return clearest
