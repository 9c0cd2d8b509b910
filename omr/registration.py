"""Where the paper lies in the picture: corner marks found, a plane fitted through them.

The result maps millimetres on the paper to pixels. Any one mark may be missing; with three the map
is affine, unless perspective shows. How well it fits is measured and travels with every reading.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from templates.layout import Rect

Grey = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

_WORKING_LONG_SIDE_PX = 1240
"""About 105 dpi of an A4 page: a mark is 33 px wide, enough to read and quick to search."""
_LEAST = 0.05
"""The least way around a mark, in longer sides of the picture searched."""
_GOOD_FIT_MM = 0.35
_MARK_CORNERS = 4
_AFFINE_ERROR_PX = 0.3
"""A small crop is cut by an affine map, twice as fast, where perspective moves nothing further."""
_TO_CENTRES = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])


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


@dataclass(frozen=True, slots=True)
class Registration:
    """The place of a page in its picture.

    Attributes:
        matrix: 3×3 homography from paper millimetres to pixels.
        mark_codes: which corner marks were found and used.
        fit_mm: root mean square distance between marks as found and as fitted.
    """

    matrix: npt.NDArray[np.float64]
    mark_codes: tuple[int, ...]
    fit_mm: float

    @property
    def px_per_mm(self) -> float:
        """Resolution in the middle of an A4 page."""
        near, far = self.to_px(np.array([[105.0, 148.0], [115.0, 148.0]]))
        return float(np.hypot(*(far - near))) / 10

    def to_px(self, points_mm: Points) -> Points:
        """Pixel positions of points on the paper, both of shape (n, 2)."""
        return _map_points(self.matrix, points_mm)


def register_page(grey: Grey, marks: Mapping[int, Rect]) -> Registration | None:
    """Find the corner marks and fit the page; None when fewer than two are found.

    Args:
        grey: the picture, any orientation.
        marks: where each mark code stands on the paper.
    """
    found: dict[int, Points] = {}
    for search in _SEARCHES:
        found = {**search(grey), **found}
        ours = {code: corners for code, corners in found.items() if code in marks}
        registration = _fit_marks(ours, marks)
        if registration is not None and len(registration.mark_codes) >= _MARK_CORNERS:
            return registration
    return registration


def _search_corners(windows: _Windows, grey: Grey) -> dict[int, Points]:
    """The usual case: one mark in each corner of the picture."""
    height, width = grey.shape
    dx, dy = int(width * windows.width), int(height * windows.height)
    factor = _shrink_factor(grey, _WORKING_LONG_SIDE_PX)
    found: dict[int, Points] = {}
    for x in (0, width - dx):
        for y in (0, height - dy):
            window = shrink(grey[y : y + dy, x : x + dx], factor)
            for code, corners in _detect(window, windows.least).items():
                found[code] = corners * factor + (x, y)
    return found


def _search_whole(grey: Grey) -> dict[int, Points]:
    """The page fills only a part of the picture, or lies askew in it."""
    factor = _shrink_factor(grey, _WORKING_LONG_SIDE_PX)
    return {code: corners * factor for code, corners in _detect(shrink(grey, factor)).items()}


def _search_closely(grey: Grey) -> dict[int, Points]:
    """Small or blurred marks: twice the resolution, contrast evened out."""
    factor = _shrink_factor(grey, 2 * _WORKING_LONG_SIDE_PX)
    evened = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(12, 12)).apply(shrink(grey, factor))
    picture = evened.astype(np.uint8, copy=False)
    return {code: corners * factor for code, corners in _detect(picture).items()}


_SEARCHES: tuple[Callable[[Grey], dict[int, Points]], ...] = (
    functools.partial(_search_corners, _NEAR),
    functools.partial(_search_corners, _WIDE),
    _search_whole,
    _search_closely,
)


def _shrink_factor(grey: Grey, long_side_px: int) -> int:
    """How many times smaller the picture may be made; whole numbers shrink forty times faster."""
    return max(1, round(float(max(grey.shape)) / long_side_px))


def shrink(picture: Grey, factor: int) -> Grey:
    """Means of ``factor`` × ``factor`` pixels; what is left over at the far edges is cut off."""
    if factor == 1:
        return picture
    height, width = (length // factor for length in picture.shape)
    whole = picture[: height * factor, : width * factor]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


@functools.cache
def _detector(least: float) -> cv2.aruco.ArucoDetector:
    settings = cv2.aruco.DetectorParameters()
    settings.adaptiveThreshWinSizeMin = 17
    settings.adaptiveThreshWinSizeMax = 17
    settings.minMarkerPerimeterRate = least
    settings.minDistanceToBorder = 1  # a feeder may cut the paper off close to a mark
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.cornerRefinementWinSize = 4
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    return cv2.aruco.ArucoDetector(dictionary, settings)


def _detect(picture: Grey, least: float = _LEAST) -> dict[int, Points]:
    """Mark code → its four corners, clockwise from top left; a code seen twice is dropped."""
    corners, codes, _ = _detector(least).detectMarkers(np.ascontiguousarray(picture))
    if codes is None:
        return {}
    seen = [int(code) for code in codes.ravel()]
    # Pixel centres lie half a pixel inside the picture's own coordinates.
    return {
        code: quad.reshape(4, 2).astype(np.float64) + 0.5
        for code, quad in zip(seen, corners, strict=True)
        if seen.count(code) == 1
    }


def _fit_marks(found: Mapping[int, Points], marks: Mapping[int, Rect]) -> Registration | None:
    """The best fit through all marks of a page, or through all but one that is out of place."""
    page = _most_seen_page(found)
    codes = tuple(sorted(code for code in found if code // _MARK_CORNERS == page))
    whole = _fit(codes, found, marks)
    if whole is None or whole.fit_mm <= _GOOD_FIT_MM or len(codes) <= 3:
        return whole
    without_one = (_fit(tuple(c for c in codes if c != out), found, marks) for out in codes)
    return min((*filter(None, without_one), whole), key=lambda fit: fit.fit_mm)


def _most_seen_page(found: Mapping[int, Points]) -> int:
    pages = [code // _MARK_CORNERS for code in found]
    return max(sorted(set(pages)), key=pages.count, default=0)


def _fit(
    codes: tuple[int, ...], found: Mapping[int, Points], marks: Mapping[int, Rect]
) -> Registration | None:
    """A plane through the corners of these marks; None for fewer than two marks."""
    if len(codes) < 2:
        return None
    paper = np.concatenate([corners_of(marks[code]) for code in codes])
    picture = np.concatenate([found[code] for code in codes])
    matrix = None if len(codes) == _MARK_CORNERS else _affine(paper, picture)
    if _error_mm(matrix, paper, picture) > _GOOD_FIT_MM:
        matrix = _homography(paper, picture)
    if matrix is None or not _is_plausible(matrix):
        return None
    return Registration(matrix, codes, _error_mm(matrix, paper, picture))


def corners_of(rect: Rect) -> Points:
    """The four corners, clockwise from top left, shape (4, 2)."""
    left, top = rect.x_mm, rect.y_mm
    right, bottom = left + rect.width_mm, top + rect.height_mm
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def slices_around(points_px: Points) -> tuple[slice, slice]:
    """Rows and columns of a picture that hold these points, as far as they lie in it."""
    (left, top), (right, bottom) = points_px.min(axis=0), points_px.max(axis=0)
    rows = slice(max(0, int(top)), max(0, int(bottom)))
    return rows, slice(max(0, int(left)), max(0, int(right)))


def _affine(paper: Points, picture: Points) -> npt.NDArray[np.float64]:
    design = np.hstack([paper, np.ones((len(paper), 1))])
    solution = np.linalg.lstsq(design, picture, rcond=None)[0]
    return np.vstack([solution.T, [0.0, 0.0, 1.0]])


def _homography(paper: Points, picture: Points) -> npt.NDArray[np.float64] | None:
    matrix, _ = cv2.findHomography(paper, picture, 0)
    return None if matrix is None else np.asarray(matrix, dtype=np.float64)


def _error_mm(matrix: npt.NDArray[np.float64] | None, paper: Points, picture: Points) -> float:
    """Root mean square distance in the picture, told in millimetres of paper."""
    if matrix is None:
        return float("inf")
    fitted = _map_points(matrix, paper)
    px_per_mm = math.sqrt(abs(_growth(matrix))) or 1.0
    return float(np.sqrt(((fitted - picture) ** 2).sum(axis=1).mean()) / px_per_mm)


def _map_points(matrix: npt.NDArray[np.float64], points: Points) -> Points:
    mapped = cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix)
    return np.asarray(mapped, dtype=np.float64).reshape(-1, 2)


def _is_plausible(matrix: npt.NDArray[np.float64]) -> bool:
    """Not mirrored, and between about 50 and 1,300 dpi."""
    return 2.0**2 < _growth(matrix) < 52.0**2


def _growth(matrix: npt.NDArray[np.float64]) -> float:
    """Square pixels for a square millimetre, near the corner of the paper; negative if mirrored."""
    (a, b, _), (c, d, _) = matrix[:2].tolist()
    return float(a * d - b * c)


def warp_rect(grey: Grey, matrix: npt.NDArray[np.float64], rect: Rect, px_per_mm: float) -> Grey:
    """An upright picture of a rectangle on the paper, ``px_per_mm`` fine."""
    width, height = _size_px(rect, px_per_mm)
    mappings = map_crops(grey, matrix, (rect,), px_per_mm)
    return cut_crops(grey, mappings, (1, height, width)).reshape(height, width)


def cut_crops(
    grey: Grey, mappings: npt.NDArray[np.float64], shape: tuple[int, ...]
) -> npt.NDArray[np.uint8]:
    """Upright pictures of this shape, (n, height, width); ``mappings`` are of ``map_crops``."""
    crops = np.empty(shape, dtype=np.uint8)
    flags, border = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
    for crop, mapping in zip(crops, mappings, strict=True):
        if mapping[2, 0] or mapping[2, 1]:
            cv2.warpPerspective(grey, mapping, crop.shape[::-1], crop, flags, border)
        else:
            cv2.warpAffine(grey, mapping[:2], crop.shape[::-1], crop, flags, border)
    return crops


def map_crops(
    grey: Grey, matrix: npt.NDArray[np.float64], rects: Sequence[Rect], px_per_mm: float
) -> npt.NDArray[np.float64]:
    """From pixels of upright pictures of rectangles to those of the page; affine where they can be.

    By one matrix or one for each; shape (n, 3, 3). Pixel centres: coordinates on paper count from
    the corner, OpenCV's from the first centre.
    """
    from_crop = np.tile(np.diag((1 / px_per_mm, 1 / px_per_mm, 1.0)), (len(rects), 1, 1))
    from_crop[:, :2, 2] = [(rect.x_mm, rect.y_mm) for rect in rects]
    from_crop[:, :2, 2] += 0.5 / px_per_mm
    mappings = _TO_CENTRES @ matrix @ from_crop
    mappings /= mappings[:, 2:, 2:]
    sizes = np.array([_size_px(rect, px_per_mm) for rect in rects])
    bend = np.abs((mappings[:, 2, :2] * sizes).sum(axis=1)) * max(grey.shape)
    mappings[bend < _AFFINE_ERROR_PX, 2, :2] = 0
    return np.asarray(mappings)


def _size_px(rect: Rect, px_per_mm: float) -> tuple[int, int]:
    return round(rect.width_mm * px_per_mm), round(rect.height_mm * px_per_mm)


def cut_patches(
    grey: Grey, mapping: npt.NDArray[np.float64], corners: Points, span: int
) -> npt.NDArray[np.uint8]:
    """Square pieces of an upright picture that is never made as a whole; shape (n, span, span).

    Args:
        grey: the page.
        mapping: of ``map_crops``, for the upright picture.
        corners: of the pieces, pixels of the upright picture; shape (n, 2).
        span: pixels of a piece's side.
    """
    from_patch = np.tile(np.eye(3), (len(corners), 1, 1))
    from_patch[:, :2, 2] = corners
    return cut_crops(grey, mapping @ from_patch, (len(corners), span, span))
