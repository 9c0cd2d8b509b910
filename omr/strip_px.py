"""Places on the paper as pixels of the strips, upright pictures of one question's boxes each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from templates.layout import PrintedText, Rect
from templates.typeface import MM_PER_POINT, text_width_mm

PX_PER_MM = 6.0
LIGHT_PX = 6
"""Light is told apart from ink by blocks of one millimetre."""
INSET_MM = 0.7
"""The part of a box's inside next to the outline, where blur and misfit of a coarse scan reach."""
OUTSET_MM = 0.55
"""The same outside a box and around every printed character."""

Indices = npt.NDArray[np.intp]


def to_strip_px(point_mm: tuple[float, float], strip: Rect) -> tuple[float, float]:
    """A point on the paper as a place in a strip, counted from the strip's corner."""
    return (point_mm[0] - strip.x_mm) * PX_PER_MM, (point_mm[1] - strip.y_mm) * PX_PER_MM


def slices_of(rect: Rect, strip: Rect, grow_mm: float) -> tuple[slice, slice]:
    """Rows and columns of a rectangle grown on all sides (or shrunk, when negative)."""
    left, top = to_strip_px((rect.x_mm - grow_mm, rect.y_mm - grow_mm), strip)
    far = (rect.x_mm + rect.width_mm + grow_mm, rect.y_mm + rect.height_mm + grow_mm)
    right, bottom = to_strip_px(far, strip)
    rows = slice(max(0, round(top)), max(0, round(bottom)))
    return rows, slice(max(0, round(left)), max(0, round(right)))


def bounding_rect(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around some rectangles."""
    left, top = min(r.x_mm for r in rects), min(r.y_mm for r in rects)
    right = max(r.x_mm + r.width_mm for r in rects)
    bottom = max(r.y_mm + r.height_mm for r in rects)
    return Rect(left, top, right - left, bottom - top)


def text_rect(text: PrintedText) -> Rect:
    """The paper that a line of text covers."""
    height_mm = text.size_pt * MM_PER_POINT
    width_mm = text_width_mm(text.text, text.font, text.size_pt)
    return Rect(text.x_mm, text.baseline_mm - 0.8 * height_mm, width_mm, 1.05 * height_mm)
