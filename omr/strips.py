"""Strips: for each question an upright picture of its boxes, brought into line with the printed outlines.

The corner marks say where a flat page lies; a folded, curled or stretched one is off by a millimetre or
two in between. So each box outline is looked for near its place, the finds of one question are fitted
together (a mark across one outline cannot mislead five), and the strip is cut along the fit.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import PX_PER_MM, PageMasks
from omr.registration import Grey, Registration, warp_rect
from templates.geometry import OUTLINE_MM
from templates.layout import Box, PageLayout, Rect

_SEARCH_MM = 2.2
_SEARCH_PX_PER_MM = 5.0
_REACH_MM = 0.6
"""A single outline may differ from the fit of its question by this much before it is distrusted."""
_CLEAR = 12.0
"""Least height of an outline's two peaks above their neighbourhood to count as found."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strips:
    """All questions of a page in line with the paper.

    Attributes:
        darkness: (questions, height, width), 0 paper … 255 as black as the registration marks.
        shifts_mm: per box, how far its outline was from where the corner marks put it; shape (n, 2).
        outlines: per box, how dark its printed outline is, 0 to 1; near 0 when it is not there.
        paper: grey level of the paper in each strip, 0 to 255.
        black: grey level of the print.
    """

    darkness: npt.NDArray[np.uint8]
    shifts_mm: Floats
    outlines: Floats
    paper: tuple[float, ...]
    black: float


def cut_strips(grey: Grey, registration: Registration, masks: PageMasks) -> Strips:
    """The strips of one page."""
    black = _black_level(grey, registration, masks.layout)
    darkness = np.empty(masks.regions.shape, dtype=np.uint8)
    shifts = np.zeros((len(masks.layout.boxes), 2))
    paper = []
    for i, rect in enumerate(masks.strips):
        here = np.flatnonzero(masks.strip_of == i)
        boxes = [masks.layout.boxes[j] for j in here]
        shifts[here] = _find_shifts(grey, registration, rect, boxes)
        matrix = registration.matrix @ _nudge(boxes, shifts[here])
        level = _darken(warp_rect(grey, matrix, rect, PX_PER_MM), black, darkness[i])
        paper.append(level)
    return Strips(darkness, shifts, _outline_darkness(darkness, masks), tuple(paper), black)


def _black_level(grey: Grey, registration: Registration, page: PageLayout) -> float:
    """How dark print is in this picture: the median of the black of the marks found."""
    levels = [
        float(np.percentile(warp_rect(grey, registration.matrix, mark.rect, 4.0), 20))
        for mark in page.marks
        if mark.code in registration.mark_codes
    ]
    return float(np.median(levels))


def _paper_level(crop: Grey) -> float:
    """Grey level of bare paper: most of any strip is paper, so an upper percentile of a sample."""
    return float(np.percentile(crop[::5, ::5], 70))


def _darken(crop: Grey, black: float, into: npt.NDArray[np.uint8]) -> float:
    """Write the darkness of a crop ``into`` a strip; returns the paper level used."""
    paper = _paper_level(crop)
    scale = 255.0 / max(paper - black, 20.0)
    levels = np.clip((paper - np.arange(256)) * scale, 0, 255).astype(np.uint8)
    cv2.LUT(crop, levels, dst=into)
    return paper


def _find_shifts(grey: Grey, registration: Registration, strip: Rect, boxes: list[Box]) -> Floats:
    """How far each box of a question stands from its place, millimetres, shape (n, 2)."""
    wide = Rect(
        strip.x_mm - _SEARCH_MM,
        strip.y_mm - _SEARCH_MM,
        strip.width_mm + 2 * _SEARCH_MM,
        strip.height_mm + 2 * _SEARCH_MM,
    )
    crop = warp_rect(grey, registration.matrix, wide, _SEARCH_PX_PER_MM)
    lightness = np.minimum(crop, np.uint8(_paper_level(crop))).astype(np.float32)
    reach = round(_SEARCH_MM * _SEARCH_PX_PER_MM)
    side = round((boxes[0].rect.width_mm + OUTLINE_MM) * _SEARCH_PX_PER_MM)
    half = OUTLINE_MM / 2
    corners = np.array([(b.rect.x_mm - half, b.rect.y_mm - half) for b in boxes])
    places = (corners - (wide.x_mm, wide.y_mm)) * _SEARCH_PX_PER_MM - 0.5
    whole = np.round(places).astype(int)
    span = side + 2 * reach + 1
    patches = -np.stack(
        [lightness[y - reach : y - reach + span, x - reach : x - reach + span] for x, y in whole]
    )
    inner = slice(reach + side // 6, reach + side - side // 6)
    dx, clear_x = _find_pairs(patches[:, inner].mean(axis=1), side, reach)
    dy, clear_y = _find_pairs(patches[:, :, inner].mean(axis=2), side, reach)
    finds = np.stack([dx, dy], axis=1) + whole - places
    return _agree(finds / _SEARCH_PX_PER_MM, np.minimum(clear_x, clear_y))


def _find_pairs(profiles: npt.NDArray[np.float32], side: int, reach: int) -> tuple[Floats, Floats]:
    """Where two peaks ``side`` apart fit each profile best: shift in pixels, and height in grey levels.

    An outline's two lines are narrow peaks in the sums along them; what is written inside spreads
    over many sums and goes with the neighbourhood.
    """
    around = cv2.blur(profiles, (9, 1), borderType=cv2.BORDER_REPLICATE)
    peaks = np.clip(profiles - around, 0, 90)
    steps = 2 * reach + 1
    left, right = peaks[:, :steps], peaks[:, side : side + steps]
    scores = 2 * np.minimum(left, right) + left + right
    scores = scores - np.abs(np.arange(steps) - reach) * 0.2
    best = np.clip(scores.argmax(axis=1), 1, steps - 2)
    row = np.arange(len(scores))
    before, at, after = scores[row, best - 1], scores[row, best], scores[row, best + 1]
    bend = np.minimum(before - 2 * at + after, -1e-6)
    between = np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    return (best + between - reach).astype(np.float64), at.astype(np.float64)


def _agree(finds: Floats, clear: Floats) -> Floats:
    """One shift per box that the finds of a question support together, shape (n, 2).

    The median decides; finds near it keep their own value, the others take the median's.
    """
    found = clear > max(_CLEAR, 0.3 * float(clear.max()))
    if not found.any():
        return np.zeros_like(finds)
    middle = np.median(finds[found], axis=0)
    near = (np.abs(finds - middle).max(axis=1) <= _REACH_MM) & found
    return np.where(near[:, None], finds, middle)


def _nudge(boxes: list[Box], shifts: Floats) -> Floats:
    """The affine map on paper that moves the boxes of a question to where their outlines were found."""
    centres = np.array([box.rect.center_mm for box in boxes])
    middle = centres.mean(axis=0)
    axis = int(np.argmax(np.ptp(centres, axis=0)))
    along = centres[:, axis] - middle[axis]
    slope = (along[:, None] * shifts).sum(axis=0) / max(float((along**2).sum()), 1.0)
    matrix = np.eye(3)
    matrix[:2, axis] += slope
    matrix[:2, 2] = shifts.mean(axis=0) - slope * middle[axis]
    return matrix


def _outline_darkness(darkness: npt.NDArray[np.uint8], masks: PageMasks) -> Floats:
    """Mean darkness along each printed outline, second weakest side (one may be torn or written over)."""
    sides = darkness.ravel()[masks.sides].max(axis=2).mean(axis=2)
    return np.sort(sides, axis=1)[:, 1] / 255
