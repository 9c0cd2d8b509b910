"""Every shipped form, coarse and fine, as poppler draws it: lines snapped to whole pixels.

A form with three boxes says little of how its print looks; one with nineteen questions has its rows
so close that the strips of neighbours overlap; and snapped lines make the same side of two boxes
once thick and once thin. None of it is ink.
"""

import cv2
import numpy as np
import pytest
from pdf2image import convert_from_bytes

from ballots.printing import Stack, write_sheets
from omr.reader import know_forms, read_page
from scans.pen import choose_writer, draw_mark
from survey.reading import QuestionReading, Reason, Status
from templates.form import parse_form
from templates.geometry import lay_out
from templates.layout import Layout, PageLayout
from templates.shelf import list_forms, read_form_text
from tests.omr.sheet import KEY, Grey

_SEEDS = range(4)
_NOT_PRINT = (None, Reason.CANCELLED)
"""Certain, or a filled box of which a person is asked whether it was meant to be."""


def _layout(form: str) -> Layout:
    return lay_out(parse_form(read_form_text(form), form), "(Kèm theo Kế hoạch số 1)")


def _marked(page: PageLayout, blank: Grey, dpi: int, seed: int) -> tuple[Grey, dict[str, str]]:
    """The page scanned after one box of each row was marked, and which."""
    rng = np.random.default_rng(seed)
    writer, picture, chosen = choose_writer(rng, pencil_share=0.0), blank.copy(), {}
    for question in page.questions:
        boxes = [box for box in page.boxes if box.question == question]
        box = boxes[int(rng.integers(len(boxes)))]
        draw_mark(picture, writer.mark(box.rect, rng), writer.pen, dpi, rng)
        chosen[question] = box.choice
    blurred = cv2.GaussianBlur(35 + picture.astype(np.float32) * 0.8, (0, 0), 0.06 * dpi / 25.4)
    noisy = blurred + rng.normal(0, 3, blurred.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8), chosen


@pytest.mark.parametrize("dpi", [100, 150, 200])
@pytest.mark.parametrize("form", list_forms())
def test_print_is_never_taken_for_ink(form: str, dpi: int) -> None:
    layout = _layout(form)
    blanks = convert_from_bytes(write_sheets(layout, [Stack("", "", 1)], KEY), dpi, grayscale=True)
    known = know_forms(KEY, layout)
    flagged: list[QuestionReading] = []
    for page, blank in zip(layout.pages, blanks, strict=True):
        for seed in _SEEDS:
            picture, chosen = _marked(page, np.asarray(blank), dpi, seed)
            readings = read_page(picture, known, is_bilevel=False).questions
            certain = {r.question: r.choice for r in readings if r.status is not Status.FLAGGED}
            assert {q: c for q, c in certain.items() if c != chosen[q]} == {}
            flagged += [r for r in readings if r.reason not in _NOT_PRINT]
    asked = len(_SEEDS) * sum(len(page.questions) for page in layout.pages)
    assert len(flagged) <= asked // 40, flagged
