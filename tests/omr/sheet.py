"""A printed sheet as a picture, marked and bent as a test needs it."""

from collections.abc import Mapping
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from pdf2image import convert_from_bytes

from ballots.printing import Stack, write_sheets
from omr.reader import KnownForms, know_forms
from scans.pen import Writer, choose_writer, draw_mark
from survey.plan import parse_plan
from templates.form import parse_form, plan_line
from templates.geometry import lay_out
from templates.layout import Box, Layout
from templates.shelf import read_form_text, read_plan_text

Grey = npt.NDArray[np.uint8]

KEY = b"a key for tests, thirty-two byte"
DPI = 200
PX_PER_MM = DPI / 25.4


@cache
def layout(name: str = "phu-luc-1") -> Layout:
    form = parse_form(read_form_text(name), name)
    return lay_out(form, plan_line(form, parse_plan(read_plan_text("van-phuc-2021"), "plan")))


@cache
def forms(name: str = "phu-luc-1") -> KnownForms:
    return know_forms(KEY, layout(name))


@cache
def _blank(name: str = "phu-luc-1") -> Grey:
    pdf = write_sheets(layout(name), [Stack("2.000815", "Chứng thực bản sao", 1)], KEY)
    page, *_ = convert_from_bytes(pdf, dpi=DPI, grayscale=True)
    return np.asarray(page)


def blank_sheet(name: str = "phu-luc-1") -> Grey:
    """A fresh picture of the first page of one printed sheet, 200 dpi."""
    return _blank(name).copy()


def box(question: str, choice: str, name: str = "phu-luc-1") -> Box:
    boxes = layout(name).pages[0].boxes
    return next(box for box in boxes if (box.question, box.choice) == (question, choice))


def writer(seed: int, pencil_share: float = 0.0) -> Writer:
    """Somebody with a pen and habits of their own."""
    return choose_writer(np.random.default_rng(seed), pencil_share)


def mark(
    picture: Grey,
    answers: Mapping[str, str],
    seed: int = 0,
    hand: Writer | None = None,
    name: str = "phu-luc-1",
) -> None:
    """Mark these choices, in place; several choices of one question as «54»."""
    rng = np.random.default_rng(seed)
    hand = hand or writer(seed)
    for question, choices in answers.items():
        for choice in choices:
            draw_mark(picture, hand.mark(box(question, choice, name).rect, rng), hand.pen, DPI, rng)


def line(picture: Grey, start_mm: tuple[float, float], end_mm: tuple[float, float], grey: int,
         width_mm: float = 0.4) -> None:  # fmt: skip
    """A straight line on the paper, in place."""
    ends = [tuple(round(v * PX_PER_MM) for v in point) for point in (start_mm, end_mm)]
    cv2.line(picture, ends[0], ends[1], grey, max(1, round(width_mm * PX_PER_MM)), cv2.LINE_AA)


def scan(picture: Grey, matrix: npt.NDArray[np.float64] | None = None, seed: int = 0) -> Grey:
    """The picture through an ordinary scanner, moved by a 3×3 matrix about its middle."""
    height, width = picture.shape
    if matrix is not None:
        picture = cv2.warpPerspective(
            picture, about_middle(matrix), (width, height), borderValue=(245.0,)
        ).astype(np.uint8)
    toned = 35 + picture.astype(np.float32) * (238 - 35) / 255
    blurred = cv2.GaussianBlur(toned, (0, 0), 0.7)
    noise = np.random.default_rng(seed).normal(0, 3, blurred.shape)
    return np.asarray(np.clip(blurred + noise, 0, 255), dtype=np.uint8)


def about_middle(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same movement, about the middle of an A4 picture; it maps pixel centres."""
    height, width = _blank().shape
    there = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    return np.asarray(np.linalg.inv(there) @ matrix @ there)
