"""Where the paper lies in the picture: corner marks found, a plane fitted through them.

The result maps millimetres on the paper to pixels. Any one mark may be missing; with three the map
is affine, unless perspective shows. How well it fits is measured and travels with every reading.

A second sheet may lie in the picture: one that looks out from under the first in a photo, two that
a feeder drew in together. Marks of both may be found, and a plane through some of each would read
the boxes of one row as those of another. So every mark of a code is kept, the marks that fit
together are taken, and what is left of them tells whether one sheet can be read for certain.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, product

import cv2
import numpy as np
import numpy.typing as npt

from omr.corner_marks import SEARCHES, Mark, side_px, sides_of
from omr.picture import Grey, Points, corners_of
from templates.layout import Rect

_GOOD_FIT_MM = 0.35
_SURE_FIT_MM = 0.3
"""Marks of one sheet fit better, even on a bent one; marks of two may fit worse by little."""
_ANOTHER_MM = 10.0
"""A mark so far from where the sheet has it is another sheet's; a fold moves one by less …"""
_ALIKE = 0.25
"""… and it is no larger or smaller than this, which what only looks like a mark mostly is."""
_MOST_MARKS, _MOST_CHOICES = 64, 256
"""Marks of a picture, and ways to choose those that belong together: enough for three sheets."""
_MARK_CORNERS = 4


@dataclass(frozen=True, slots=True)
class Registration:
    """The place of a page in its picture.

    Attributes:
        matrix: 3×3 homography from paper millimetres to pixels.
        mark_codes: which corner marks were found and used.
        fit_mm: root mean square distance between marks as found and as fitted.
        stretch: where they do not fit well, how much smaller or larger the marks are, across or
            down, than the distances between them say.
        two_sheets: marks of another sheet show, and it is not certain what belongs to which.
    """

    matrix: npt.NDArray[np.float64]
    mark_codes: tuple[int, ...]
    fit_mm: float
    stretch: float = 0.0
    two_sheets: bool = False

    @property
    def is_whole(self) -> bool:
        """Were all marks of the page found?"""
        return len(self.mark_codes) == _MARK_CORNERS

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
    found: list[Mark] = []
    for search in SEARCHES:
        ours = (mark for mark in search(grey) if mark.code in marks)
        new = (mark for mark in ours if not any(map(mark.is_at, found)))
        found = [*found, *islice(new, _MOST_MARKS - len(found))]
        registration = _fit_best(found, marks)
        if registration is not None and _is_sure(registration):
            return registration
    return registration


def _is_sure(registration: Registration) -> bool:
    """Need nobody look further?"""
    is_good = registration.fit_mm <= _SURE_FIT_MM
    return registration.is_whole and is_good and not registration.two_sheets


def _fit_best(found: Sequence[Mark], marks: Mapping[int, Rect]) -> Registration | None:
    """The best fit through marks of one page, whichever of each code belong together."""
    page = _most_seen_page(found)
    of_page = sorted((m for m in found if m.code // _MARK_CORNERS == page), key=lambda m: m.code)
    by_code = [tuple(group) for _code, group in groupby(of_page, key=lambda m: m.code)]
    choices = (dict(chosen) for chosen in islice(product(*by_code), _MOST_CHOICES))
    fits = [(fit, chosen) for chosen in choices if (fit := _fit_marks(chosen, marks)) is not None]
    if not fits:
        return None
    best, chosen = min(fits, key=lambda one: _rank(one[0]))
    used = {code: chosen[code] for code in best.mark_codes}
    others = [mark for mark in found if used.get(mark.code) is not mark.corners]
    stretch = _stretch(best, used, marks) if best.fit_mm > _SURE_FIT_MM else 0.0
    return replace(best, stretch=stretch, two_sheets=_shows_another(best, others, marks))


def _rank(fit: Registration) -> tuple[bool, int, float]:
    """Good fits first, those of most marks first among them."""
    is_good = fit.fit_mm <= _GOOD_FIT_MM
    return not is_good, -len(fit.mark_codes) if is_good else 0, fit.fit_mm


def _most_seen_page(found: Sequence[Mark]) -> int:
    pages = [code // _MARK_CORNERS for code in {mark.code for mark in found}]
    return max(sorted(set(pages)), key=pages.count, default=0)


def _fit_marks(found: Mapping[int, Points], marks: Mapping[int, Rect]) -> Registration | None:
    """The best fit through all of these marks, or through all but one that is out of place."""
    codes = tuple(found)
    whole = _fit(codes, found, marks)
    if whole is None or whole.fit_mm <= _GOOD_FIT_MM or len(codes) <= 3:
        return whole
    without_one = (_fit(tuple(c for c in codes if c != out), found, marks) for out in codes)
    return min((*filter(None, without_one), whole), key=lambda fit: fit.fit_mm)


def _stretch(fit: Registration, used: Mapping[int, Points], marks: Mapping[int, Rect]) -> float:
    """How much smaller or larger the marks are, across or down, than their distances say."""
    found = np.array([sides_of(corners) for corners in used.values()])
    fitted = np.array([sides_of(fit.to_px(corners_of(marks[code]))) for code in used])
    return float(np.abs(np.log(found / fitted).mean(axis=0)).max())


def _shows_another(fit: Registration, others: Sequence[Mark], marks: Mapping[int, Rect]) -> bool:
    """Is there so much of another sheet that it might be the one to read, or be lost?

    One or two marks look out from under a whole sheet; so do three, if the fourth lies under it.
    """
    elsewhere = [mark for mark in others if _is_anothers(mark, fit, marks)]
    if not fit.is_whole:
        return bool(elsewhere)
    other = _fit_best(elsewhere, marks)
    if other is None or len(other.mark_codes) < _MARK_CORNERS - 1:
        return False
    return not any(_is_covered(code, other, fit, marks) for code in marks)


def _is_covered(
    code: int, below: Registration, above: Registration, marks: Mapping[int, Rect]
) -> bool:
    """Does the sheet above lie where the one below has this mark, which does not show?"""
    if code in below.mark_codes or code // _MARK_CORNERS != below.mark_codes[0] // _MARK_CORNERS:
        return False
    there_px = below.to_px(corners_of(marks[code]).mean(axis=0, keepdims=True))
    ((x_mm, y_mm),) = _map_points(np.asarray(cv2.invert(above.matrix)[1], np.float64), there_px)
    corners = np.concatenate([corners_of(marks[one]) for one in above.mark_codes])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return bool(left < x_mm < right and top < y_mm < bottom)


def _is_anothers(mark: Mark, fit: Registration, marks: Mapping[int, Rect]) -> bool:
    """Is this a mark of the same size, but not where this sheet has it?"""
    fitted = fit.to_px(corners_of(marks[mark.code]))
    is_alike = abs(side_px(mark.corners) / side_px(fitted) - 1) < _ALIKE
    apart_px = np.hypot(*(mark.corners - fitted).mean(axis=0))
    return is_alike and bool(apart_px > _ANOTHER_MM * fit.px_per_mm)


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
