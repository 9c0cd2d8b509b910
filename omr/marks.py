"""What was added to the print: ink in every box, on its outline and around it.

Everything printed is known exactly. Numbers and lines are masked out; how a printed outline looks
in this very scan is learned from the page's own boxes, most of which are empty. What is left is
ink, or dirt.
"""

import cv2
import numpy as np
import numpy.typing as npt

from omr.lines import find_lines
from omr.masks import AROUND, EDGE, IGNORED, INSIDE, KINDS, PX_PER_MM, PageMasks, to_strip_px
from omr.strips import Floats, Strips
from survey.reading import BoxMeasure

_SPECK_MM2 = 0.10
"""Less ink than this by itself is dust; the shortest pencil dash promised is 1 mm × 0.3 mm."""
_BESIDE_MM = 1.0
"""Outside the boxes a piece of ink shorter than this is grit: no mark beside a box is so small."""
_BROAD_MM = 2.2
"""What is wider than this in all directions was not drawn with a pen: a stain or a shadow."""
_NEAR_MM = 0.7
"""How far around a pixel its neighbourhood reaches."""
_SECTORS = 24
"""Parts of a full turn in which a circle must show ink."""
_LEAST_CIRCLE = 0.04
"""Ink around a box, in box insides, from which a circle is looked for …"""
_MOST_INSIDE = 0.05
"""… unless the inside is marked as well: then the mark decides."""
_FAINT = 0.7
"""Lines are traced down to this part of the noise level: their length makes up for it."""
_ENDS = (0, 1, -2, -1)
"""Rows at the upper and lower end of a strip."""
_NUMBER_MM = 5.8
"""From the middle of a box to the middle of its number."""

Bits = npt.NDArray[np.bool_]


def measure_marks(strips: Strips, masks: PageMasks) -> tuple[BoxMeasure, ...]:
    """All measurements of a page, in printed order."""
    darkness = strips.darkness
    ink = _find_ink(strips, masks)
    lines = find_lines(darkness > np.uint8(min(_FAINT * strips.noise, 250)), masks)
    if lines is not None:
        ink &= ~lines
        darkness = np.where(lines, np.uint8(0), darkness)
    regions = KINDS * len(masks.layout.boxes) + KINDS + 1
    strokes = np.flatnonzero(ink)
    where = masks.regions.ravel()[strokes]
    counts = np.bincount(where, minlength=regions)
    sums = np.bincount(where, darkness.ravel()[strokes], minlength=regions)
    area, edge_area = masks.insides.shape[1], masks.edges.shape[1]
    kinds = KINDS * np.arange(len(masks.layout.boxes))
    inside, edge, around = kinds + INSIDE, kinds + EDGE, kinds + AROUND
    pen = counts[inside] + counts[edge] + counts[around]
    ends = np.bincount(masks.regions[:, _ENDS][ink[:, _ENDS]], minlength=regions)
    outside = (counts[edge] + counts[around]) / area
    may_be_circle = (outside > _LEAST_CIRCLE) & (counts[inside] < _MOST_INSIDE * area)
    columns = (
        counts[inside] / area,
        counts[edge] / edge_area,
        counts[around] / area,
        [_turn(ink, masks, i) if may else 0.0 for i, may in enumerate(may_be_circle)],
        _shades(darkness, masks),
        (sums[inside] + sums[edge] + sums[around]) / np.maximum(pen, 1) / 255,
        ends[around] / len(_ENDS) / PX_PER_MM,
        strips.outlines,
        np.hypot(*strips.shifts_mm.T),
    )
    rows = np.round(np.stack(columns, axis=1), 4).tolist()
    return tuple(
        BoxMeasure(box.question, box.choice, *row)
        for box, row in zip(masks.layout.boxes, rows, strict=True)
    )


def _find_ink(strips: Strips, masks: PageMasks) -> Bits:
    """Where something darker than noise was added, without dust."""
    ink = strips.darkness > np.uint8(min(strips.noise, 250))
    ink &= masks.is_open
    edges = masks.edges[_added_edges(strips, masks)]
    ink.reshape(-1)[edges] = True
    ink &= masks.regions != IGNORED
    ink = _drop_specks(ink)
    is_outside = ink & ~masks.is_inside
    if is_outside.any():
        ink &= masks.is_inside | _is_stroke(strips, ink, masks)
    return ink


def _is_stroke(strips: Strips, ink: Bits, masks: PageMasks) -> Bits:
    """Ink as narrow as a pen's line and long enough for a mark; grit and stains are neither.

    Where no box of a question is marked even a stain must be explained: it may be the answer.
    """
    sheet = strips.darkness.reshape(-1, ink.shape[2])
    broad = 2 * round(_BROAD_MM * PX_PER_MM / 2) + 1
    ground = cv2.morphologyEx(sheet, cv2.MORPH_OPEN, np.ones((broad, broad), np.uint8))
    above = np.uint8(min(strips.noise, 250))
    is_narrow = (cv2.subtract(sheet, ground) > above).reshape(ink.shape)
    is_narrow |= ~_has_mark(ink, masks)[:, None, None]
    pieces = (ink & is_narrow).reshape(sheet.shape).astype(np.uint8)
    joined = cv2.dilate(pieces, np.ones((3, 3), np.uint8))
    _, piece_of, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    sides = stats[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)] - 2
    is_long = sides.max(axis=1) >= _BESIDE_MM * PX_PER_MM
    is_long[0] = False
    return np.asarray(is_long[piece_of].reshape(ink.shape) & is_narrow)


def _has_mark(ink: Bits, masks: PageMasks) -> Bits:
    """Per question: is any of its boxes marked inside?"""
    inside = np.count_nonzero(ink.ravel()[masks.insides], axis=1)
    is_marked = inside > _MOST_INSIDE * masks.insides.shape[1]
    return np.array([is_marked[here].any() for here in masks.members])


def _added_edges(strips: Strips, masks: PageMasks) -> Bits:
    """Beside the outlines: what the page's other outlines do not show there; shape as ``edges``.

    The median of boxes alike is the printed outline as this printer and scanner show it; the step
    to the upper quartile says how much it varies by itself.
    """
    edges = strips.darkness.ravel()[masks.edges]
    expected = np.zeros(edges.shape, dtype=np.int16)
    for group in masks.alike:
        half, most = len(group) // 2, 3 * len(group) // 4
        ordered = np.partition(edges[group], (half, most), axis=0).astype(np.int16)
        spread = np.minimum(ordered[most] - ordered[half], int(strips.noise))
        expected[group] = np.maximum(expected[group], ordered[half] + 2 * spread)
    return np.asarray(edges > expected + int(strips.noise))


def _shades(darkness: npt.NDArray[np.uint8], masks: PageMasks) -> Floats:
    """Mean darkness inside each box beyond the median of all boxes, 0 to 1."""
    means = darkness.ravel()[masks.insides].mean(axis=1) / 255
    return np.asarray(means - np.median(means))


def _turn(ink: Bits, masks: PageMasks, index: int) -> float:
    """The share of a full turn around a box, or around its number, that carries ink."""
    at = next(i for i, here in enumerate(masks.members) if index in here)
    strip, box = masks.strips[at], masks.layout.boxes[index]
    kind = masks.regions[at]
    own = ink[at] & (kind > KINDS * index) & (kind <= KINDS * index + KINDS)
    outside = own & (kind != KINDS * index + INSIDE)
    cx, cy = to_strip_px(box.rect.center_mm, strip)
    return max(_sectors(outside, (cx, cy)), _sectors(own, (cx + _NUMBER_MM * PX_PER_MM, cy)))


def _sectors(ink: Bits, middle: tuple[float, float]) -> float:
    """The share of sectors around a point that hold ink clearly away from it."""
    rows, columns = np.nonzero(ink)
    x, y = columns - middle[0], rows - middle[1]
    far = np.hypot(x, y) > 1.2 * PX_PER_MM
    turns = np.floor((np.arctan2(y[far], x[far]) / (2 * np.pi) + 0.5) * _SECTORS)
    return len(np.unique(turns.astype(int) % _SECTORS)) / _SECTORS


def _drop_specks(ink: Bits) -> Bits:
    """The ink without dust: of what is alone in its neighbourhood, only enough of it counts."""
    sheet = ink.reshape(-1, ink.shape[2]).view(np.uint8)
    side = 2 * round(_NEAR_MM * PX_PER_MM) + 1
    near = cv2.boxFilter(sheet, cv2.CV_8U, (side, side), normalize=False)
    is_stroke = near >= np.uint8(np.ceil(_SPECK_MM2 * PX_PER_MM**2))
    return np.asarray(ink & is_stroke.reshape(ink.shape))
