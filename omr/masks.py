"""Where to look on a page, in pixels of its strips: computed once per form, used for every page.

A strip is an upright picture of one question's boxes, ``PX_PER_MM`` fine. All strips of a page have the
same size, so that a page is one array and no step runs pixel by pixel in Python.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from templates.geometry import OUTLINE_MM
from templates.layout import Box, PageLayout, PrintedText, Rect
from templates.typeface import MM_PER_POINT, text_width_mm

PX_PER_MM = 8.0
MARGIN_MM = 4.4
"""Around the boxes of a question: room for a circle around the outer ones."""
_NUMBER_MM = 4.4
"""More room on the right, where the last box's number stands."""
_INSET_MM = 0.45
"""Kept clear of the outline inside a box: half a line of blur and half a pixel of misfit."""
_OUTSET_MM = 0.55
"""The same outside a box and around every printed character."""

IGNORED = 0
"""Region of pixels where the form itself prints something."""


@dataclass(frozen=True, slots=True)
class PageMasks:
    """Everything the reader needs to know of a page's print.

    Attributes:
        layout: the page.
        strips: the part of the paper shown by each question's strip, in printed order.
        strip_of: per box, which strip it stands in; shape (n,).
        regions: per strip pixel, 0 where the form prints, 2i+1 inside box i, 2i+2 nearest to box i
            but outside it; shape (questions, height, width).
        areas: pixels in each region, shape (2n+1,).
        sides: flat indices into the strips of the four outline sides of each box, three lines of
            pixels each; shape (n, 4, 3, length).
    """

    layout: PageLayout
    strips: tuple[Rect, ...]
    strip_of: npt.NDArray[np.intp]
    regions: npt.NDArray[np.int16]
    areas: npt.NDArray[np.intp]
    sides: npt.NDArray[np.intp]


def plan_masks(page: PageLayout) -> PageMasks:
    """The masks of one page of a form."""
    questions = page.questions
    groups = [[box for box in page.boxes if box.question == question] for question in questions]
    width_mm, height_mm = np.max([_extent(group) for group in groups], axis=0)
    strips = tuple(_strip_rect(group, float(width_mm), float(height_mm)) for group in groups)
    strip_of = np.array([questions.index(box.question) for box in page.boxes], dtype=np.intp)
    regions = np.stack([_regions(page, strip, strip_of, i) for i, strip in enumerate(strips)])
    sides = np.stack(
        [
            _sides(box.rect, strips[at], regions.shape[1:]) + at * regions[0].size
            for box, at in zip(page.boxes, strip_of, strict=True)
        ]
    )
    areas = np.bincount(regions.ravel(), minlength=2 * len(page.boxes) + 1)
    return PageMasks(page, strips, strip_of, regions, areas, sides)


def to_strip_px(point_mm: tuple[float, float], strip: Rect) -> tuple[float, float]:
    """A point on the paper as a place in a strip, counted from the strip's corner."""
    return (point_mm[0] - strip.x_mm) * PX_PER_MM, (point_mm[1] - strip.y_mm) * PX_PER_MM


def _extent(boxes: list[Box]) -> tuple[float, float]:
    """Width and height in millimetres that a question's boxes need with their margins."""
    right = max(box.rect.x_mm + box.rect.width_mm for box in boxes)
    bottom = max(box.rect.y_mm + box.rect.height_mm for box in boxes)
    left = min(box.rect.x_mm for box in boxes)
    top = min(box.rect.y_mm for box in boxes)
    return right - left + 2 * MARGIN_MM + _NUMBER_MM, bottom - top + 2 * MARGIN_MM


def _strip_rect(boxes: list[Box], width_mm: float, height_mm: float) -> Rect:
    left = min(box.rect.x_mm for box in boxes) - MARGIN_MM
    top = min(box.rect.y_mm for box in boxes) - MARGIN_MM
    return Rect(left, top, width_mm, height_mm)


def _regions(
    page: PageLayout, strip: Rect, strip_of: npt.NDArray[np.intp], index: int
) -> npt.NDArray[np.int16]:
    """The region of every pixel of one strip."""
    shape = (round(strip.height_mm * PX_PER_MM), round(strip.width_mm * PX_PER_MM))
    here = [i for i, at in enumerate(strip_of) if at == index]
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    centres = [to_strip_px(page.boxes[i].rect.center_mm, strip) for i in here]
    nearest = np.stack([np.hypot(x - cx, y - cy) for cx, cy in centres]).argmin(axis=0)
    regions = 2 * np.array(here)[nearest] + 2
    for rect in (*map(_text_rect, page.texts), *(line.rect for line in page.lines)):
        regions[_slices(rect, strip, _OUTSET_MM)] = IGNORED
    for i, box in enumerate(page.boxes):
        regions[_slices(box.rect, strip, OUTLINE_MM + _OUTSET_MM)] = IGNORED
        if i in here:
            regions[_slices(box.rect, strip, -_INSET_MM)] = 2 * i + 1
    return regions.astype(np.int16)


def _text_rect(text: PrintedText) -> Rect:
    height_mm = text.size_pt * MM_PER_POINT
    width_mm = text_width_mm(text.text, text.font, text.size_pt)
    return Rect(text.x_mm, text.baseline_mm - 0.8 * height_mm, width_mm, 1.05 * height_mm)


def _slices(rect: Rect, strip: Rect, grow_mm: float) -> tuple[slice, slice]:
    """Rows and columns of a rectangle grown on all sides (or shrunk, when negative)."""
    left, top = to_strip_px((rect.x_mm - grow_mm, rect.y_mm - grow_mm), strip)
    far = (rect.x_mm + rect.width_mm + grow_mm, rect.y_mm + rect.height_mm + grow_mm)
    right, bottom = to_strip_px(far, strip)
    rows = slice(max(0, round(top)), max(0, round(bottom)))
    return rows, slice(max(0, round(left)), max(0, round(right)))


def _sides(box: Rect, strip: Rect, shape: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Flat indices of the left, right, upper and lower outline, three pixel lines wide each."""
    half = OUTLINE_MM / 2
    x0, y0 = (int(v) for v in to_strip_px((box.x_mm - half, box.y_mm - half), strip))
    length = round((box.width_mm + OUTLINE_MM) * PX_PER_MM)
    along = np.arange(length)
    across = np.array([-1, 0, 1])[:, None]
    vertical = [(y0 + along[None]) * shape[1] + x0 + across + at for at in (0, length)]
    horizontal = [(y0 + across + at) * shape[1] + x0 + along[None] for at in (0, length)]
    return np.stack([*vertical, *horizontal]).astype(np.intp)
