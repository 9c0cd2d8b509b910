"""The test deck on paper: the form as it is printed for the survey, with ink drawn over it."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from ballots.printing import begin_canvas, begin_forms
from ballots.sheet import SheetPen, draw_code
from templates.layout import Layout
from templates.machine_code import SheetCode, deck_tag, deck_token, encode_code
from templates.typeface import MEDIUM, MM_PER_POINT, text_width_mm

NOTICE_PT = 8
NOTICE_BASELINE_MM = 11.2
ROUND = 1
"""ReportLab's line ends and corners that are round, as a pen's are."""


@dataclass(frozen=True, slots=True)
class InkStroke:
    """One stroke on a page of the sheet: points in millimetres, colour as red, green, blue."""

    page: int
    points: tuple[tuple[float, float], ...]
    width_mm: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class InkedSheet:
    """A sheet of the deck: its number from 1, and all ink on it."""

    number: int
    strokes: tuple[InkStroke, ...]


def write_deck(
    layout: Layout, sheets: Sequence[InkedSheet], key: bytes, *, is_two_sided: bool = False
) -> bytes:
    """The deck as a PDF; its codes carry the deck's own tag, so that no reader counts a sheet.

    ``is_two_sided`` is as for the sheets of the survey: no two sheets share a piece of paper.
    """
    buffer = io.BytesIO()
    pen = begin_canvas(buffer, layout)
    begin_forms(pen, layout)
    for sheet in sheets:
        for page in layout.pages:
            pen.canvas.doForm(f"page{page.page}")
            token = deck_token(sheet.number)
            code = SheetCode(deck_tag(key), layout.fingerprint, page.page, token)
            draw_code(pen, page, encode_code(code, key))
            _write_notice(pen, layout, f"PHIẾU THỬ MÁY SỐ {sheet.number} – KHÔNG TÍNH VÀO KẾT QUẢ")
            _draw_ink(pen, (stroke for stroke in sheet.strokes if stroke.page == page.page))
            pen.canvas.showPage()
        if is_two_sided and len(layout.pages) % 2:
            pen.canvas.showPage()
    pen.canvas.save()
    return buffer.getvalue()


def _write_notice(pen: SheetPen, layout: Layout, words: str) -> None:
    """What the sheet is, for people, above the form."""
    x_mm = (layout.page_size_mm[0] - text_width_mm(words, MEDIUM, NOTICE_PT)) / 2
    pen.write(words, MEDIUM, NOTICE_PT, (x_mm, NOTICE_BASELINE_MM))


def _draw_ink(pen: SheetPen, strokes: Iterable[InkStroke]) -> None:
    for stroke in strokes:
        pen.canvas.setStrokeColorRGB(*stroke.colour)
        pen.canvas.setLineWidth(stroke.width_mm / MM_PER_POINT)
        pen.canvas.setLineCap(ROUND)
        pen.canvas.setLineJoin(ROUND)
        pen.canvas.drawPath(_path(pen, pen.canvas, stroke))


def _path(pen: SheetPen, canvas: Canvas, stroke: InkStroke) -> object:
    path = canvas.beginPath()
    places = [(x / MM_PER_POINT, (pen.height_mm - y) / MM_PER_POINT) for x, y in stroke.points]
    path.moveTo(*places[0])
    for place in places[1:]:
        path.lineTo(*place)
    return path
