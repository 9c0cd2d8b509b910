"""Where to look on a page, in pixels of its strips: computed once per form, used for every page.

A strip is an upright picture of one question's boxes, ``PX_PER_MM`` fine. All strips of a page have
the same size, so that a page is one array and no step runs pixel by pixel in Python.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from omr.alike import boxes_alike, boxes_in_line, numbers_alike, rows_alike
from omr.box_px import box_pixels
from omr.strip_px import (
    INSET_MM,
    LIGHT_PX,
    OUTSET_MM,
    PX_PER_MM,
    Indices,
    bounding_rect,
    slices_of,
    text_rect,
    to_strip_px,
)
from templates.layout import OUTLINE_MM, Box, PageLayout, Rect

MARGIN_MM = 4.4
"""Around the boxes of a question: room for a circle around the outer ones."""
AT_AN_END = 4
"""So many pixels of a column are looked at for ink that runs out of the strip: two at each end."""
_NUMBER_MM = 4.4
"""More room on the right, where the last box's number stands."""
_NEAR_MM = 2.0
"""Who marks a box or its words meets them, or misses them by less than this."""

IGNORED = 0
"""Region of pixels where the form itself prints numbers, words and lines."""
INSIDE, EDGE, AROUND = 1, 2, 3
KINDS = 3
"""The region of box i of one of these kinds is ``KINDS * i + kind``."""


@dataclass(frozen=True, slots=True, eq=False)
class PageMasks:
    """Everything the reader needs to know of a page's print.

    Attributes:
        layout: the page.
        strips: the part of the paper shown by each question's strip, in printed order.
        members: per strip, which boxes stand in it.
        centres_mm: of the boxes; shape (n, 2).
        corners_mm: where every box's outline begins, top left; shape (n, 2).
        bends: constant, linear and quadratic terms of their centres, on which the shift of a box on
            bent paper depends; shape (n, 6).
        levers: how the affine map of each strip follows from the shifts of all boxes; shape
            (questions, 3, n), for x, y and constant.
        regions: per strip pixel, what lies there; shape (questions, height, width).
        is_free: per strip pixel, True where the form itself prints no number, word or line.
        bare: flat index of some of these, all over the strips.
        is_open: per strip pixel, True inside boxes and around them, where bare paper is expected.
        is_inside: per strip pixel, True inside boxes.
        is_beside: per strip pixel, True where bare paper is expected outside the boxes.
        print_mm: where print begins on the left and ends on the right.
        is_near: per strip pixel, True where a mark could still belong to a box or to words.
        ends: flat indices of the first and last pixels of every column of the strips that no print
            covers; shape (n, ``AT_AN_END``).
        corners: flat index into the strips where every box's outline begins; shape (n,).
        side_px: length of an outline's side.
        insides: flat indices into the strips of every box's inside; shape (n, pixels).
        edges: the same of both sides of every printed outline; shape (n, pixels).
        rims: the same of what is next to it, on both sides; shape (n, pixels).
        flanks: the same along each side, one line of pixels beside the other, from outside inwards
            (the two in the middle are next to the outline), no corners; shape
            (n, 4, lines, length).
        rings: the same of a ring around it, at some distance; shape (n, pixels).
        sides: the same of the four outlines, three lines of pixels each; shape (n, 4, 3, length).
        across: the same with two more lines on both sides, every second step; shape
            (n, 4, 7, steps).
        alike: groups of boxes whose outlines fall between the pixels alike: those above each
            other, those beside each other, all of them; by size, each of shape (boxes, groups).
        rows_alike: groups of boxes of questions whose boxes stand alike in their strips.
        in_line: lines of boxes above each other (axis 0) or beside each other (1), shape
            (boxes, lines), with the axis: a printer or scanner draws the sides they have along that
            axis alike.
        numbers: print beside boxes that is the same beside several: which boxes, shape (k,), and
            the flat indices of the pixels around it, shape (k, height, width).
    """

    layout: PageLayout
    strips: tuple[Rect, ...]
    members: tuple[Indices, ...]
    centres_mm: npt.NDArray[np.float64]
    corners_mm: npt.NDArray[np.float64]
    bends: npt.NDArray[np.float64]
    levers: npt.NDArray[np.float64]
    regions: npt.NDArray[np.int16]
    is_free: npt.NDArray[np.bool_]
    bare: Indices
    is_open: npt.NDArray[np.bool_]
    is_inside: npt.NDArray[np.bool_]
    is_beside: npt.NDArray[np.bool_]
    print_mm: tuple[float, float]
    is_near: npt.NDArray[np.bool_]
    ends: Indices
    corners: Indices
    side_px: int
    insides: Indices
    edges: Indices
    rims: Indices
    flanks: Indices
    rings: Indices
    sides: Indices
    across: Indices
    alike: tuple[Indices, ...]
    rows_alike: tuple[Indices, ...]
    in_line: tuple[tuple[Indices, int], ...]
    numbers: tuple[tuple[Indices, Indices], ...]


def plan_masks(page: PageLayout) -> PageMasks:
    """The masks of one page of a form."""
    questions = page.questions
    groups = [[box for box in page.boxes if box.question == question] for question in questions]
    width_mm, height_mm = np.max([_extent(group) for group in groups], axis=0)
    strips = tuple(_strip_rect(group, float(width_mm), float(height_mm)) for group in groups)
    strip_of = np.array([questions.index(box.question) for box in page.boxes], dtype=np.intp)
    members = tuple(np.flatnonzero(strip_of == i) for i in range(len(strips)))
    printed = (*map(text_rect, page.texts), *(line.rect for line in page.lines))
    regions = np.stack(
        [_regions(page, *place, printed) for place in zip(strips, members, strict=True)]
    )
    _leave_out_leaks(regions)
    corners = np.array(
        [
            _corner(box.rect, strips[at], regions.shape[2]) + at * regions[0].size
            for box, at in zip(page.boxes, strip_of, strict=True)
        ]
    )
    side_px = round((page.boxes[0].rect.width_mm + OUTLINE_MM) * PX_PER_MM)
    one = box_pixels(side_px, regions.shape[2])
    centres_mm = np.array([box.rect.center_mm for box in page.boxes])
    return PageMasks(
        layout=page,
        strips=strips,
        members=members,
        centres_mm=centres_mm,
        corners_mm=np.array([(box.rect.x_mm, box.rect.y_mm) for box in page.boxes])
        - OUTLINE_MM / 2,
        bends=_bends(centres_mm),
        levers=_levers(centres_mm, members),
        regions=regions,
        is_free=regions != IGNORED,
        bare=_some_bare(regions),
        is_open=(regions != IGNORED) & (regions % KINDS != EDGE),
        is_inside=(regions != IGNORED) & (regions % KINDS == INSIDE),
        is_beside=(regions != IGNORED) & (regions % KINDS == AROUND % KINDS),
        print_mm=_print_mm((*printed, *(box.rect for box in page.boxes))),
        is_near=_near_boxes_or_words(page, strips, regions.shape),
        ends=_ends(regions != IGNORED),
        corners=corners,
        side_px=side_px,
        insides=corners[:, None] + one.inside,
        edges=corners[:, None] + one.edge,
        rims=corners[:, None] + one.rim,
        flanks=corners[:, None, None, None] + one.flanks,
        rings=corners[:, None] + one.ring,
        sides=corners[:, None, None, None] + one.sides,
        across=corners[:, None, None, None] + one.across,
        alike=boxes_alike(page.boxes),
        rows_alike=rows_alike(corners % regions[0].size, members),
        in_line=boxes_in_line(page.boxes),
        numbers=numbers_alike(page, strips, strip_of, regions.shape),
    )


def _print_mm(printed: Sequence[Rect]) -> tuple[float, float]:
    return min(rect.x_mm for rect in printed), max(rect.x_mm + rect.width_mm for rect in printed)


def _near_boxes_or_words(
    page: PageLayout, strips: Sequence[Rect], shape: tuple[int, ...]
) -> npt.NDArray[np.bool_]:
    """Where ink is no further from a box or a printed word than a mark meant for it may be."""
    is_near = np.zeros(shape, dtype=np.bool_)
    for rect in (*(box.rect for box in page.boxes), *map(text_rect, page.texts)):
        for strip, near in zip(strips, is_near, strict=True):
            near[slices_of(rect, strip, _NEAR_MM)] = True
    return is_near


def _ends(is_free: npt.NDArray[np.bool_]) -> Indices:
    """Where a stroke that comes from another row, or goes there, is last seen in each column.

    A form with lines between its rows prints them on the very ends of the strips.
    """
    strips, height, width = is_free.shape
    first = is_free.argmax(axis=1)
    last = height - 1 - is_free[:, ::-1].argmax(axis=1)
    rows = np.clip(np.stack([first, first + 1, last - 1, last], axis=-1), 0, height - 1)
    strip, column = np.mgrid[:strips, :width]
    flat = (strip[..., None] * height + rows) * width + column[..., None]
    return np.asarray(flat.reshape(-1, AT_AN_END), dtype=np.intp)


def _some_bare(regions: npt.NDArray[np.int16]) -> Indices:
    """Every fourth pixel of every fourth row that nothing is printed on."""
    is_bare = np.zeros(regions.shape, dtype=np.bool_)
    is_bare[:, ::4, ::4] = regions[:, ::4, ::4] != IGNORED
    return np.flatnonzero(is_bare)


def _bends(centres_mm: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """In decimetres from the middle of all boxes, so that the terms are of like size."""
    x, y = ((centres_mm - centres_mm.mean(axis=0)) / 100.0).T
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)


def _levers(
    centres_mm: npt.NDArray[np.float64], members: tuple[Indices, ...]
) -> npt.NDArray[np.float64]:
    """A strip goes where its boxes go on average, and turns and stretches along their row."""
    levers = np.zeros((len(members), 3, len(centres_mm)))
    for lever, here in zip(levers, members, strict=True):
        middle = centres_mm[here].mean(axis=0)
        apart = centres_mm[here] - middle
        axis = int(np.argmax(np.abs(apart).max(axis=0)))
        along = apart[:, axis]
        lever[axis, here] = along / max(float(along @ along), 1.0)
        lever[2, here] = 1 / len(here) - middle[axis] * lever[axis, here]
    return levers


def _extent(boxes: list[Box]) -> tuple[float, float]:
    """Width and height in millimetres that a question's boxes need with their margins.

    Rounded up to whole blocks of light, so that light is averaged over whole pixels.
    """
    rect = bounding_rect([box.rect for box in boxes])
    width_mm = rect.width_mm + 2 * MARGIN_MM + _NUMBER_MM
    block_mm = LIGHT_PX / PX_PER_MM
    return (
        math.ceil(width_mm / block_mm) * block_mm,
        math.ceil((rect.height_mm + 2 * MARGIN_MM) / block_mm) * block_mm,
    )


def _strip_rect(boxes: list[Box], width_mm: float, height_mm: float) -> Rect:
    rect = bounding_rect([box.rect for box in boxes])
    return Rect(rect.x_mm - MARGIN_MM, rect.y_mm - MARGIN_MM, width_mm, height_mm)


def _corner(box: Rect, strip: Rect, width_px: int) -> int:
    """Flat index of the pixel where a box's printed outline begins, top left."""
    half = OUTLINE_MM / 2
    x, y = to_strip_px((box.x_mm - half, box.y_mm - half), strip)
    return int(y) * width_px + int(x)


def _regions(
    page: PageLayout, strip: Rect, here: Indices, printed: Sequence[Rect]
) -> npt.NDArray[np.int16]:
    """The region of every pixel of one strip, which shows these boxes and may show such print."""
    shape = (round(strip.height_mm * PX_PER_MM), round(strip.width_mm * PX_PER_MM))
    centres = [to_strip_px(page.boxes[i].rect.center_mm, strip) for i in here]
    regions = KINDS * here[_nearest(shape, centres)] + AROUND
    for i in here:
        regions[slices_of(page.boxes[i].rect, strip, OUTLINE_MM + OUTSET_MM)] = KINDS * i + EDGE
    for rect in printed:
        if abs(rect.center_mm[1] - strip.center_mm[1]) < rect.height_mm + strip.height_mm:
            regions[slices_of(rect, strip, OUTSET_MM)] = IGNORED
    for i in here:
        regions[slices_of(page.boxes[i].rect, strip, -INSET_MM)] = KINDS * i + INSIDE
    return np.asarray(regions, dtype=np.int16)


def _leave_out_leaks(regions: npt.NDArray[np.int16]) -> None:
    """Strips lie below each other when they are smoothed: print at an end reaches the next one."""
    lowest, highest = regions[:-1, -1].copy(), regions[1:, 0].copy()
    regions[:-1, -1][highest == IGNORED] = IGNORED
    regions[1:, 0][lowest == IGNORED] = IGNORED


def _nearest(shape: tuple[int, int], centres: Sequence[tuple[float, float]]) -> Indices:
    """For every pixel of a strip, which of these places in it is nearest; the first, if several."""
    y, x = np.arange(shape[0])[:, None] + 0.5, np.arange(shape[1]) + 0.5
    nearest = np.zeros(shape, dtype=np.intp)
    least = np.full(shape, np.inf)
    for i, (centre_x, centre_y) in enumerate(centres):
        distance = (x - centre_x) ** 2 + (y - centre_y) ** 2
        nearest[distance < least] = i
        np.minimum(least, distance, out=least)
    return nearest
