"""Corner marks: found in a picture, wherever they lie in it.

They are looked for where they mostly are, then further afield, each way dearer than the one before.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from omr.picture import Grey, Points, shrink

_WORKING_LONG_SIDE_PX = 1240
"""About 105 dpi of an A4 page: a mark is 33 px wide, enough to read and quick to search."""
_LEAST = 0.05
"""The least way around a mark, in longer sides of the picture searched."""

_REFINED_PX = 4
_CUT_PX = _REFINED_PX + 2
"""Around a corner so much is looked at. A mark so near to where a window ends is not trusted: it
may go on beyond, and its corners are not where they seem."""


class Mark(NamedTuple):
    """A corner mark in the picture: its code and its corners, clockwise from top left, (4, 2)."""

    code: int
    corners: Points

    def is_at(self, other: "Mark") -> bool:
        """Is this the same mark, found once more?"""
        apart = self.corners.mean(axis=0) - other.corners.mean(axis=0)
        return self.code == other.code and bool(np.abs(apart).max() < side_px(self.corners) / 2)


def side_px(corners: Points) -> float:
    """How long a mark's sides are, on average; corners of shape (4, 2)."""
    return float(sides_of(corners).mean())


def sides_of(corners: Points) -> Points:
    """How long a mark is, across and down."""
    lengths = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return np.asarray((lengths[:2] + lengths[2:]) / 2)


class _Windows(NamedTuple):
    """Corners of a picture in which marks are looked for.

    Attributes:
        width: of each, as a share of the picture.
        height: the same.
        least: the least way around a mark, in longer sides of a window; two fifths of what it is on
            a page that fills its picture, so that letters are not looked at.
    """

    width: float
    height: float
    least: float


_NEAR, _WIDE = _Windows(0.145, 0.105, 0.43), _Windows(0.20, 0.15, 0.3)
"""A mark's place on a page that lies straight and half as much again; then as much again."""


def _search_corners(windows: _Windows, grey: Grey) -> Iterator[Mark]:
    """The usual case: one mark in each corner of the picture."""
    height, width = grey.shape
    dx, dy = int(width * windows.width), int(height * windows.height)
    factor = _shrink_factor(grey, _WORKING_LONG_SIDE_PX)
    for x in (0, width - dx):
        for y in (0, height - dy):
            window = shrink(grey[y : y + dy, x : x + dx], factor)
            cut_at = (0 if x else window.shape[1], 0 if y else window.shape[0])
            for code, corners in _detect(window, windows.least):
                if np.abs(corners - cut_at).min() > _CUT_PX:
                    yield Mark(code, corners * factor + (x, y))


def _search_whole(grey: Grey) -> Iterator[Mark]:
    """The page fills only a part of the picture, or lies askew in it."""
    factor = _shrink_factor(grey, _WORKING_LONG_SIDE_PX)
    return (Mark(code, corners * factor) for code, corners in _detect(shrink(grey, factor)))


def _search_closely(grey: Grey) -> Iterator[Mark]:
    """Small or blurred marks: twice the resolution, contrast evened out."""
    factor = _shrink_factor(grey, 2 * _WORKING_LONG_SIDE_PX)
    evened = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(12, 12)).apply(shrink(grey, factor))
    picture = evened.astype(np.uint8, copy=False)
    return (Mark(code, corners * factor) for code, corners in _detect(picture))


SEARCHES: tuple[Callable[[Grey], Iterable[Mark]], ...] = (
    functools.partial(_search_corners, _NEAR),
    functools.partial(_search_corners, _WIDE),
    _search_whole,
    _search_closely,
)


def _shrink_factor(grey: Grey, long_side_px: int) -> int:
    """How many times smaller the picture may be made; whole numbers shrink forty times faster."""
    return max(1, round(float(max(grey.shape)) / long_side_px))


@functools.cache
def _detector(least: float) -> cv2.aruco.ArucoDetector:
    settings = cv2.aruco.DetectorParameters()
    settings.adaptiveThreshWinSizeMin = 17
    settings.adaptiveThreshWinSizeMax = 17
    settings.minMarkerPerimeterRate = least
    settings.minDistanceToBorder = 1  # a feeder may cut the paper off close to a mark
    settings.perspectiveRemovePixelPerCell = 8
    settings.perspectiveRemoveIgnoredMarginPerCell = 0.3  # where a dark copy has no more white
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.cornerRefinementWinSize = _REFINED_PX
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.ArucoDetector(dictionary, settings)


def _detect(picture: Grey, least: float = _LEAST) -> list[Mark]:
    """All marks of any code."""
    corners, codes, _ = _detector(least).detectMarkers(np.ascontiguousarray(picture))
    if codes is None:
        return []
    # Pixel centres lie half a pixel inside the picture's own coordinates.
    return [
        Mark(int(code), quad.reshape(4, 2).astype(np.float64) + 0.5)
        for code, quad in zip(codes.ravel(), corners, strict=True)
    ]
