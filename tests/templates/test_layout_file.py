"""A layout as JSON: the format of the specification, the kept file, and one that was tampered."""

import json
import re

import pytest

from survey.errors import FormError
from templates.geometry import lay_out
from templates.layout_file import kept_layout_json, layout_json, read_layout
from tests.templates.invented_forms import invent_form

LAYOUT = lay_out(invent_form(questions=30, choices=3), "(Kèm theo Kế hoạch)")
RECT = {"x_mm", "y_mm", "width_mm", "height_mm"}


def test_the_format_is_that_of_the_specification() -> None:
    told = json.loads(layout_json(LAYOUT))
    assert set(told) == {"form", "fingerprint", "page_size_mm", "pages"}
    assert told["page_size_mm"] == [210.0, 297.0]
    for number, page in enumerate(told["pages"], 1):
        assert set(page) == {"page", "boxes", "marks", "code", "text_areas"}
        assert page["page"] == number
        assert set(page["code"]) == RECT
        assert all(set(box) == {"question", "choice"} | RECT for box in page["boxes"])
        assert all(set(mark) == {"code"} | RECT for mark in page["marks"])
        assert all(set(area) == {"name"} | RECT for area in page["text_areas"])


def test_a_kept_layout_comes_back_equal() -> None:
    assert read_layout(kept_layout_json(LAYOUT), "layout.json") == LAYOUT


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r'"x_mm": 12\.0', '"x_mm": 12.1'),
        (r'"question": "q7"', '"question": "q8"'),
        (r'"code": 2,', '"code": 3,'),
        (r'"choice": "3"', '"choice": "1"'),
        (r"CẢM ƠN", "CÁM ƠN"),
        (r'"fingerprint": "."', '"fingerprint": "'),
        (r'"grey": 0\.0', '"grey": 0.5'),
        (r'"page": 2', '"page": 1'),
    ],
)
def test_a_changed_layout_is_refused(pattern: str, instead: str) -> None:
    text = kept_layout_json(LAYOUT)
    changed = re.sub(pattern, instead, text, count=1)
    if '"fingerprint"' in pattern:
        changed = text.replace(LAYOUT.fingerprint, "00000000")
    assert changed != text
    with pytest.raises(FormError, match=r"layout-1\.json"):
        read_layout(changed, "layout-1.json")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"pages": [{}]}', "[" * 100_000, kept_layout_json(LAYOUT)[:-9]],
)
def test_what_is_no_layout_is_refused(text: str) -> None:
    with pytest.raises(FormError, match=r"layout-1\.json"):
        read_layout(text, "layout-1.json")
