"""What a black and white scan has swallowed: marks of which it shows too little to be read.

Paper is scanned a second time without its marks, by the same scanner with the same dust; what
differs between the two scans is what is left of the marks. No reader can find the rest.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.lie import Lie
from scans.pen import Image
from templates.layout import Box

_MARGIN_MM = 4.0
"""Around a box: as far as a ring around it or a mark that leaves it reaches."""
_STROKE = 0.5
"""A stroke's middle is what is at least this dark against the darkest spot of its mark."""


def measure_kept(
    drawn: Image, kept: Image, lie: Lie, boxes: Mapping[str, Sequence[Box]]
) -> dict[str, float]:
    """Per question, the share of its marks' strokes that are still to be seen.

    Args:
        drawn: how much darker the marks make the paper, as it lies in the scan.
        kept: how much darker the scan is than that of the same paper without marks.
        lie: of the paper in the scan.
        boxes: that are marked, by question.
    """
    return {
        question: min(_share(drawn, kept, _window(lie, box)) for box in marked)
        for question, marked in boxes.items()
    }


def _share(drawn: Image, kept: Image, window: tuple[slice, slice]) -> float:
    strokes = drawn[window] >= max(_STROKE * float(drawn[window].max(initial=0)), 1)
    return float((kept[window][strokes] > 0).mean()) if strokes.any() else 0.0


def _window(lie: Lie, box: Box) -> tuple[slice, slice]:
    """Rows and columns of the scan around a box."""
    rect = box.rect.grown(_MARGIN_MM)
    far = (rect.x_mm + rect.width_mm, rect.y_mm + rect.height_mm)
    corners = [(x, y) for x in (rect.x_mm, far[0]) for y in (rect.y_mm, far[1])]
    places = lie.to_px(np.array(corners))
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return slice(max(0, int(top)), int(bottom)), slice(max(0, int(left)), int(right))
