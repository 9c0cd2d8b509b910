"""What was added to the print: ink in every box, on its outline and around it.

Each region of a strip belongs to one box; counting the ink in them says what stands there.
"""

import cv2
import numpy as np
import numpy.typing as npt

from omr.grit import mark_lengths
from omr.ink import find_ink
from omr.masks import AROUND, AT_AN_END, EDGE, INSIDE, KINDS, PageMasks
from omr.ranks import median, medians
from omr.strip_px import PX_PER_MM, Indices, to_strip_px
from omr.strips import Floats, Strips
from survey.reading import BoxMeasure

_SECTORS = 24
"""Parts of a full turn in which a circle must show ink."""
_LEAST_CIRCLE = 0.04
"""Ink around a box, in box insides, from which a circle is looked for …"""
_MOST_INSIDE = 0.05
"""… unless the inside is marked as well: then the mark decides."""
_EDGE_MM = 0.8
"""Twice the way over which a pen's edge falls to the paper; a stain's takes longer."""
_MOST_INK = 0.9
"""Of a box's ink this share may be less dark, or fall less, than where its edge is measured."""
_SPOT_PX = 5
"""What is looked at of a number at once: as wide as a pen's stroke with its blur."""
_NUMBER_MM = 5.8
"""From the middle of a box to the middle of its number."""
_OVER_NUMBER = 0.1
"""A line that hides less of a number passes it by."""
_BEYOND_LINE = 0.02
"""The boxes alike may show an outline darker than its own line does, but no more than this: where a
coarse scan draws that line thin, they say nothing of it."""

Bits = npt.NDArray[np.bool_]


def measure_marks(strips: Strips, masks: PageMasks) -> tuple[BoxMeasure, ...]:
    """All measurements of a page, in printed order."""
    found = find_ink(strips, masks)
    ink, darkness = found.is_ink, found.darkness
    regions = KINDS * len(masks.layout.boxes) + KINDS + 1
    strokes = np.flatnonzero(ink)
    where = masks.regions.ravel()[strokes]
    counts = np.bincount(where, minlength=regions)
    sums = np.bincount(where, darkness.ravel()[strokes], minlength=regions)
    area, edge_area = masks.insides.shape[1], masks.edges.shape[1]
    kinds = KINDS * np.arange(len(masks.layout.boxes))
    inside, edge, around = kinds + INSIDE, kinds + EDGE, kinds + AROUND
    pen = counts[inside] + counts[edge] + counts[around]
    ends = np.bincount(masks.regions.ravel()[_running_out(ink, masks)], minlength=regions)
    outside = (counts[edge] + counts[around]) / area
    may_be_circle = (outside > _LEAST_CIRCLE) & (counts[inside] < _MOST_INSIDE * area)
    on_number, number_spot, number_crossed = _on_numbers(strips.darkness, found.is_wiped, masks)
    wiped, struck = (
        np.count_nonzero(lines.ravel()[masks.insides], axis=1) / area
        for lines in (found.is_wiped, found.is_struck)
    )
    columns = (
        counts[inside] / area,
        counts[edge] / edge_area,
        _along_outlines(strips.darkness, masks),
        on_number,
        number_spot,
        counts[around] / area,
        [_turn(ink, masks, i) if may else 0.0 for i, may in enumerate(may_be_circle)],
        _shades(darkness, masks),
        (sums[inside] + sums[edge] + sums[around]) / np.maximum(pen, 1) / 255,
        _sharpness(darkness, strokes, where, masks),
        wiped,
        ends[around] / AT_AN_END / PX_PER_MM,
        _outline_darkness(strips.sides),
        _lost_sides(strips.sides, masks),
        np.hypot(*strips.shifts_mm.T),
        found.broad / 255,
        mark_lengths(ink, darkness, masks, is_dirty=found.is_dirty),
        number_crossed,
        struck,
    )
    rows = np.round(np.stack(columns, axis=1), 4).tolist()
    return tuple(
        BoxMeasure(box.question, box.choice, *row)
        for box, row in zip(masks.layout.boxes, rows, strict=True)
    )


def _running_out(ink: Bits, masks: PageMasks) -> Indices:
    """Flat indices of the ink at the ends of the strips that comes from a box, not past it."""
    at_ends = masks.ends[ink.ravel()[masks.ends]]
    strip, at = np.divmod(at_ends, ink[0].size)
    comes = np.zeros(len(at_ends), dtype=np.bool_)
    for index in set(strip.tolist()):
        joined = cv2.dilate(ink[index].view(np.uint8), np.ones((3, 3), np.uint8))
        count, pieces = cv2.connectedComponents(joined)
        at_boxes = masks.is_free[index] & ~masks.is_beside[index] & joined.view(np.bool_)
        of_a_box = np.zeros(count, dtype=np.bool_)
        of_a_box[pieces[at_boxes]] = True
        here = strip == index
        comes[here] = of_a_box[pieces.ravel()[at[here]]]
    return at_ends[comes]


def _outline_darkness(sides: npt.NDArray[np.uint8]) -> Floats:
    """How dark each printed outline is: its second weakest side, as one may be torn."""
    return np.asarray(np.sort(sides.mean(axis=2), axis=1)[:, 1] / 255)


def _along_outlines(darkness: npt.NDArray[np.uint8], masks: PageMasks) -> Floats:
    """How much darker a third of a side is than the same places of the boxes alike are usually.

    All that lies across the outline is summed up. The print itself is black already; a stroke along
    it shows beside it, by however little.
    """
    across = darkness.ravel()[masks.across].sum(axis=2, dtype=np.float32)
    across /= 255 * masks.across.shape[2]
    alike, in_line = _usual_sides(across, masks)
    beyond = across - np.clip(alike, in_line, in_line + _BEYOND_LINE)
    third = beyond.shape[2] // 3
    sums = np.cumsum(beyond, axis=2)
    most = (sums[:, :, third:] - sums[:, :, :-third]).max(axis=(1, 2)) / third
    return np.asarray(np.maximum(most, 0.0))


def _lost_sides(sides: npt.NDArray[np.uint8], masks: PageMasks) -> Floats:
    """How much of each box's weakest side is missing: it may stand elsewhere, and look like ink."""
    means = sides.mean(axis=2)
    usual = np.maximum(np.minimum(*_usual_sides(means, masks)), 1.0)
    return np.asarray(np.maximum(1 - (means / usual).min(axis=1), 0.0))


def _usual_sides(values: Floats, masks: PageMasks) -> tuple[Floats, Floats]:
    """What a value is usually, for each side of each box: among the boxes alike, and in its line.

    Medians, both of the shape of the values, which is (n, 4) or (n, 4, steps); where there are no
    such boxes, the value itself. A scanner may show all sides along one line thicker or thinner
    than those along another.
    """
    alike = values.copy()
    for here in masks.rows_alike:
        alike[here] = medians(values[here])
    in_line = alike.copy()
    for here, axis in masks.in_line:
        along = slice(2 * axis, 2 * axis + 2)
        in_line[here, along] = medians(values[here, along])
    return alike, in_line


def _on_numbers(
    darkness: npt.NDArray[np.uint8], is_wiped: Bits, masks: PageMasks
) -> tuple[Floats, Floats, Floats]:
    """How much darker each box's number is than others like it, and how much its darkest spot is.

    The lower quartile of those is bare print, even where somebody marked most of them. A spot is
    compared with the median of its place: print falls between the pixels a little otherwise each
    time, and the quartile of every pixel would be paler than any. What lies under a long straight
    line says nothing; the third value is that share of a number that such a line runs over.
    """
    beyond, spots, crossed = np.zeros((3, len(masks.layout.boxes)))
    for boxes, pixels in masks.numbers:
        numbers, over = _without_lines(darkness.ravel()[pixels], is_wiped.ravel()[pixels])
        crossed[boxes] = np.maximum(crossed[boxes], over)
        means = numbers.reshape(len(numbers), -1).mean(axis=1) / 255
        bare = np.sort(means)[len(means) // 4]
        beyond[boxes] = np.maximum(beyond[boxes], means - bare)
        below_each_other = numbers.reshape(-1, numbers.shape[2])
        blurred = cv2.blur(below_each_other, (_SPOT_PX, _SPOT_PX)).reshape(numbers.shape)
        soft = np.asarray(blurred[:, ::2, ::2], dtype=np.float32)
        spots[boxes] = np.maximum(spots[boxes], (soft - medians(soft)).max(axis=(1, 2)) / 255)
    return beyond, spots, crossed


def _without_lines(
    numbers: npt.NDArray[np.uint8], is_wiped: Bits
) -> tuple[npt.NDArray[np.uint8], Floats | float]:
    """Numbers alike, (k, height, width), as usual where a line runs over them, and by how much."""
    if not is_wiped.any():
        return numbers, 0.0
    over = is_wiped.mean(axis=(1, 2))
    over[over < _OVER_NUMBER] = 0
    is_hidden = is_wiped & (over > 0)[:, None, None]
    usual = np.median(numbers, axis=0).astype(np.uint8)
    return np.where(is_hidden, usual, numbers), over


def _shades(darkness: npt.NDArray[np.uint8], masks: PageMasks) -> Floats:
    """Mean darkness inside each box beyond the median of all boxes, 0 to 1."""
    means = darkness.ravel()[masks.insides].mean(axis=1) / 255
    return np.asarray(means - medians(means))


def _sharpness(
    darkness: npt.NDArray[np.uint8],
    strokes: Indices,
    where: npt.NDArray[np.int16],
    masks: PageMasks,
) -> Floats:
    """How steeply the ink of each box falls to the paper, against the page's printed outlines.

    Args:
        darkness: of the strips.
        strokes: flat index of every inked pixel.
        where: region of each of them.
        masks: of the page.
    """
    sheet = darkness.reshape(-1, darkness.shape[2])
    side = round(_EDGE_MM * PX_PER_MM)
    lightest = np.asarray(cv2.erode(sheet, np.ones((side, side), np.uint8)), dtype=np.uint8)
    box_of = (where + KINDS - 1) // KINDS
    printed, drawn = [], []
    for values in ((sheet - lightest).ravel(), sheet.ravel()):
        printed.append(max(median(values[masks.sides].max(axis=2)), 1.0))
        drawn.append(_strongest(values[strokes], box_of, len(masks.layout.boxes)))
    return (drawn[0] / printed[0]) / np.maximum(drawn[1] / printed[1], 1 / 255)


def _strongest(values: npt.NDArray[np.uint8], box_of: npt.NDArray[np.int16], boxes: int) -> Floats:
    """A high percentile of the values of each box, without a loop over them; 0 … for none.

    Args:
        values: of every inked pixel.
        box_of: number of the box each of them belongs to, from 1; 0 for none.
        boxes: how many there are.
    """
    counts = np.bincount(box_of, minlength=boxes + 1)
    first = np.cumsum(counts) - counts
    at = first + (_MOST_INK * (counts - 1)).astype(np.intp)
    by_box = np.sort(box_of.astype(np.int32) << 8 | values)
    ordered = np.append(by_box & 255, 0)
    return np.where(counts > 0, ordered[at], 0)[1:].astype(np.float64)


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
    return np.count_nonzero(np.bincount(turns.astype(int) % _SECTORS)) / _SECTORS
