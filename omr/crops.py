"""Parts of a page as people look at them: upright, enlarged, and with what stands around.

Unlike the strips that are measured, nothing is cleaned or evened out here: people see the paper as
the scanner saw it.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from omr.picture import Grey, warp_rect
from omr.registration import Registration
from omr.strip_px import bounding_rect
from survey.tick_list import printed_question
from templates.layout import PageLayout, Rect, TextArea

_LEAST_PX_PER_MM, _MOST_PX_PER_MM = 8.0, 14.0
_ALONE_MM = 7.0
"""Paper shown above or below a question that has no neighbour there."""
_NEIGHBOUR_MM = 4.0
"""Paper shown beyond the boxes of the neighbours."""
_LINE_MARGIN_MM = 5.0
_FADED = 0.55
"""How much of the neighbours' darkness is left."""
_BAR_MM = 1.4
_BAR_COLOUR = (150, 84, 20)
_LONGEST_SIDE_PX = 3000
_JPEG_QUALITY = 85


def cut_question(grey: Grey, registration: Registration, page: PageLayout, question: str) -> bytes:
    """The boxes of a question between those of its neighbours, as JPEG; the neighbours are pale.

    All rows of a tick list are shown together.
    """
    rows = _question_rows(page)
    asked = printed_question(question)
    own = [at for at, row in enumerate(page.questions) if printed_question(row) == asked]
    around = rows[max(0, own[0] - 1) : own[-1] + 2]
    top_mm, bottom_mm = _band_mm(rows, own[0], own[-1])
    shown = _across(page, bounding_rect(around), (top_mm, bottom_mm))
    px_per_mm = _px_per_mm(registration)
    picture = warp_rect(grey, registration.matrix, shown, px_per_mm)
    return _jpeg(_point_at(picture, (top_mm - shown.y_mm, bottom_mm - shown.y_mm), px_per_mm))


def cut_line(grey: Grey, registration: Registration, area: TextArea) -> bytes:
    """A place where people write by hand, as JPEG."""
    shown = area.rect.grown(_LINE_MARGIN_MM)
    return _jpeg(warp_rect(grey, registration.matrix, shown, _px_per_mm(registration)))


def lay_upright(
    grey: Grey, registration: Registration | None, paper_mm: tuple[float, float]
) -> bytes:
    """The whole page as JPEG: upright where its place is known, otherwise as it came."""
    if registration is not None:
        paper = Rect(0.0, 0.0, *paper_mm)
        finest = _LONGEST_SIDE_PX / max(paper_mm)
        grey = warp_rect(grey, registration.matrix, paper, min(registration.px_per_mm, finest))
    scale = min(1.0, _LONGEST_SIDE_PX / max(grey.shape))
    return _jpeg(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _question_rows(page: PageLayout) -> list[Rect]:
    """The rectangle around the boxes of each question, or of each row of a tick list."""
    return [
        bounding_rect([box.rect for box in page.boxes if box.question == question])
        for question in page.questions
    ]


def _band_mm(rows: Sequence[Rect], first: int, last: int) -> tuple[float, float]:
    """Where the part of the paper of these rows begins and ends: half way to the neighbours."""
    middles = [row.center_mm[1] for row in rows]
    edges = [(above + below) / 2 for above, below in pairwise(middles)]
    lowest = rows[last]
    top_mm = edges[first - 1] if first else rows[0].y_mm - _ALONE_MM
    bottom_mm = edges[last] if last < len(edges) else lowest.y_mm + lowest.height_mm + _ALONE_MM
    return top_mm, bottom_mm


def _across(page: PageLayout, boxes: Rect, band_mm: tuple[float, float]) -> Rect:
    """From mark to mark across the paper: all these boxes, and the whole band."""
    marks = bounding_rect([mark.rect for mark in page.marks])
    top_mm = min(boxes.y_mm - _NEIGHBOUR_MM, band_mm[0])
    bottom_mm = max(boxes.y_mm + boxes.height_mm + _NEIGHBOUR_MM, band_mm[1])
    return Rect(marks.x_mm, top_mm, marks.width_mm, bottom_mm - top_mm)


def _px_per_mm(registration: Registration) -> float:
    """As fine as the scan, within what a screen can show."""
    return min(max(registration.px_per_mm, _LEAST_PX_PER_MM), _MOST_PX_PER_MM)


def _point_at(
    picture: Grey, band_mm: tuple[float, float], px_per_mm: float
) -> npt.NDArray[np.uint8]:
    """Everything outside the band pale, and a bar on both sides of it."""
    top, bottom = (round(edge_mm * px_per_mm) for edge_mm in band_mm)
    shown = 255 - (255 - picture.astype(np.float32)) * _FADED
    shown[top:bottom] = picture[top:bottom]
    colours = np.repeat(shown.astype(np.uint8)[:, :, None], 3, axis=2)
    bar = round(_BAR_MM * px_per_mm)
    colours[top:bottom, :bar] = _BAR_COLOUR
    colours[top:bottom, -bar:] = _BAR_COLOUR
    return colours


def _jpeg(picture: npt.ArrayLike) -> bytes:
    _is_done, encoded = cv2.imencode(
        ".jpg", np.asarray(picture), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    )
    return encoded.tobytes()
