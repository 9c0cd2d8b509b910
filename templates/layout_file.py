"""A layout as JSON: what ``hom-phieu layout`` prints, and what is kept beside every printed file.

The kept file says the words and lines too. It lets a later version of the form still read sheets
printed with an earlier one; its fingerprint is computed anew when it is read, so a changed file is
noticed.
"""

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from survey.errors import FormError
from survey.json_text import read_json
from survey.language import _
from templates.geometry import fingerprint_of
from templates.layout import (
    Box,
    Layout,
    PageLayout,
    PrintedLine,
    PrintedText,
    Rect,
    RegistrationMark,
    TextArea,
)


def layout_json(layout: Layout) -> str:
    """The layout as JSON text in the format of the specification (chapter 3)."""
    return _json_text(layout, [_tell_places(page) for page in layout.pages])


def kept_layout_json(layout: Layout) -> str:
    """The same with every printed word and line, from which ``read_layout`` has it all back."""
    return _json_text(layout, [_tell_places(page) | _tell_print(page) for page in layout.pages])


@lru_cache(maxsize=16)
def read_layout(text: str, source: str) -> Layout:
    """The layout back from ``kept_layout_json``; one report asks for the same ones many times.

    Raises:
        FormError: it is no layout, or was changed after it was written.
    """
    try:
        told = read_json(text)
        pages = tuple(_read_page(page) for page in told["pages"])
        width_mm, height_mm = map(float, told["page_size_mm"])
        layout = Layout(told["form"], told["fingerprint"], (width_mm, height_mm), pages)
        is_whole = fingerprint_of(layout) == layout.fingerprint
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise FormError(_("{source} is not a layout file", source=source)) from error
    if not is_whole:
        raise FormError(
            _(
                "{source} was changed after it was printed; put back the file from your last copy",
                source=source,
            )
        )
    return layout


def _json_text(layout: Layout, pages: list[dict[str, Any]]) -> str:
    told = {
        "form": layout.form,
        "fingerprint": layout.fingerprint,
        "page_size_mm": layout.page_size_mm,
        "pages": pages,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _tell_places(page: PageLayout) -> dict[str, Any]:
    return {
        "page": page.page,
        "boxes": [_flat(box) for box in page.boxes],
        "marks": [_flat(mark) for mark in page.marks],
        "code": asdict(page.code),
        "text_areas": [_flat(area) for area in page.text_areas],
    }


def _tell_print(page: PageLayout) -> dict[str, Any]:
    return {
        "texts": [asdict(text) for text in page.texts],
        "lines": [_flat(line) for line in page.lines],
    }


def _flat(item: Box | RegistrationMark | TextArea | PrintedLine) -> dict[str, Any]:
    """One thing on the page with its rectangle's sides beside its own facts."""
    told = asdict(item)
    sides: dict[str, Any] = told.pop("rect")
    return told | sides


def _read_page(told: dict[str, Any]) -> PageLayout:
    return PageLayout(
        page=int(told["page"]),
        boxes=tuple(Box(b["question"], b["choice"], _rect(b)) for b in told["boxes"]),
        marks=tuple(RegistrationMark(int(m["code"]), _rect(m)) for m in told["marks"]),
        code=_rect(told["code"]),
        text_areas=tuple(TextArea(a["name"], _rect(a)) for a in told["text_areas"]),
        texts=tuple(PrintedText(**text) for text in told["texts"]),
        lines=tuple(PrintedLine(_rect(line), line["grey"]) for line in told["lines"]),
    )


def _rect(told: dict[str, Any]) -> Rect:
    return Rect(
        float(told["x_mm"]),
        float(told["y_mm"]),
        float(told["width_mm"]),
        float(told["height_mm"]),
    )
