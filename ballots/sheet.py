"""One survey sheet on paper: the form drawn once, then code and procedure for each sheet.

Everything that is the same on all sheets is a form XObject of the PDF, so that a thousand distinct
sheets stay small.
"""

import functools

import segno
from reportlab.lib.colors import black
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ballots.aruco import mark_cells
from templates.geometry import PROCEDURE_AREA
from templates.layout import OUTLINE_MM, Layout, PageLayout, Rect
from templates.typeface import (
    BOLD,
    FAMILY,
    ITALIC,
    MEDIUM,
    MM_PER_POINT,
    REGULAR,
    SQUARE,
    SQUARE_EM,
    font_path,
    shorten_text,
    text_width_mm,
    wrap_text,
)

_PT = 1 / MM_PER_POINT
_QUIET_MODULES = 2
"""White border kept inside the code's rectangle; the paper around it is white as well."""


FONT_NAMES = {weight: f"{FAMILY}-{weight}" for weight in (REGULAR, MEDIUM, BOLD, ITALIC)}
"""How ReportLab calls each weight of the typeface."""


@functools.cache
def register_fonts() -> None:
    """Make Be Vietnam Pro known to ReportLab, which embeds the letters that are used."""
    for weight, name in FONT_NAMES.items():
        pdfmetrics.registerFont(TTFont(name, str(font_path(weight))))


class SheetPen:
    """Draws in millimetres from the top left corner on a ReportLab canvas."""

    def __init__(self, canvas: Canvas, layout: Layout) -> None:
        self.canvas = canvas
        self.height_mm = layout.page_size_mm[1]

    def fill(self, rect: Rect) -> None:
        """A filled rectangle in the current colour."""
        bottom_mm = self.height_mm - rect.y_mm - rect.height_mm
        self.canvas.rect(
            rect.x_mm * _PT,
            bottom_mm * _PT,
            rect.width_mm * _PT,
            rect.height_mm * _PT,
            stroke=0,
            fill=1,
        )

    def outline(self, inside: Rect) -> None:
        """A box whose printed outline lies wholly outside ``inside``."""
        half = OUTLINE_MM / 2
        self.canvas.setLineWidth(OUTLINE_MM * _PT)
        bottom_mm = self.height_mm - inside.y_mm - inside.height_mm - half
        side_mm = inside.width_mm + OUTLINE_MM
        self.canvas.rect(
            (inside.x_mm - half) * _PT,
            bottom_mm * _PT,
            side_mm * _PT,
            side_mm * _PT,
            stroke=1,
            fill=0,
        )

    def write(self, text: str, weight: str, size_pt: float, at_mm: tuple[float, float]) -> None:
        """Text whose baseline starts at ``at_mm``."""
        x_mm, baseline_mm = at_mm
        before, square, after = text.partition(SQUARE)
        self.canvas.setFont(FONT_NAMES[weight], size_pt)
        self.canvas.drawString(x_mm * _PT, (self.height_mm - baseline_mm) * _PT, before)
        if square:
            x_mm += text_width_mm(before, weight, size_pt)
            em_mm = size_pt * MM_PER_POINT
            self.outline(
                Rect(x_mm + 0.1 * em_mm, baseline_mm - 0.66 * em_mm, 0.62 * em_mm, 0.62 * em_mm)
            )
            self.write(after, weight, size_pt, (x_mm + SQUARE_EM * em_mm, baseline_mm))

    def cells(self, rows: tuple[tuple[bool, ...], ...], rect: Rect) -> None:
        """A square pattern of dark cells, drawn as horizontal runs."""
        cell_mm = rect.width_mm / len(rows)
        for row, cells in enumerate(rows):
            for start, length in dark_runs(cells):
                run = Rect(
                    rect.x_mm + start * cell_mm,
                    rect.y_mm + row * cell_mm,
                    length * cell_mm,
                    cell_mm,
                )
                self.fill(run)


def dark_runs(cells: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark cells."""
    runs: list[tuple[int, int]] = []
    for i, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == i:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((i, 1))
    return runs


def draw_form(pen: SheetPen, page: PageLayout) -> None:
    """All that every sheet has in common on this page."""
    for line in page.lines:
        pen.canvas.setFillGray(line.grey)
        pen.fill(line.rect)
    pen.canvas.setFillColor(black)
    for mark in page.marks:
        pen.cells(mark_cells(mark.code), mark.rect)
    for box in page.boxes:
        pen.outline(box.rect)
    for text in page.texts:
        pen.write(text.text, text.font, text.size_pt, (text.x_mm, text.baseline_mm))


def draw_code(pen: SheetPen, page: PageLayout, text: str) -> None:
    """The machine code as a QR code, error correction Q (a quarter may be damaged).

    The mask is fixed: choosing the best of eight takes six times as long as all the rest of a
    sheet, and the random token makes every pattern even enough.
    """
    code = segno.make(text, error="q", micro=False, boost_error=False, mask=3)
    rows = tuple(
        tuple(bool(cell) for cell in row) for row in code.matrix_iter(border=_QUIET_MODULES)
    )
    pen.canvas.setFillColor(black)
    pen.cells(rows, page.code)


def draw_procedure(pen: SheetPen, page: PageLayout, title: str) -> None:
    """The procedure's title on the two dotted lines, where a sheet is printed for one procedure."""
    area = next((area for area in page.text_areas if area.name == PROCEDURE_AREA), None)
    if area is None or not title:
        return
    lines = wrap_text(title, MEDIUM, 10, area.rect.width_mm)
    if len(lines) > 2:
        lines = (lines[0], shorten_text(" ".join(lines[1:]), MEDIUM, 10, area.rect.width_mm))
    pen.canvas.setFillColor(black)
    for i, line in enumerate(lines):
        pen.write(line, MEDIUM, 10, (area.rect.x_mm, area.rect.y_mm + 5.4 + 7.2 * i))
