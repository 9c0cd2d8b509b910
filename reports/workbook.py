"""A table of results as a workbook: real numbers, frozen headings, and no cell that could run.

Texts are written as texts whatever they begin with, so a name such as ``=1+1`` stays a name.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import xlsxwriter

Cell = str | int | Fraction | None
"""A text, a count, a share (shown as a percentage), or nothing."""

_NAME_WIDTH = 60
_NUMBER_WIDTH = 13


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, headings, rows, and notes below them."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as .xlsx."""
    content = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, settings) as workbook:
        for sheet in sheets:
            _write_sheet(workbook, sheet)
    return content.getvalue()


def _write_sheet(workbook: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = workbook.add_worksheet(sheet.name)
    heading = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "center"}
    )
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    share = workbook.add_format({"num_format": "0.00%", "valign": "top"})
    count = workbook.add_format({"num_format": "#,##0", "valign": "top"})
    page.set_column(0, 0, _NAME_WIDTH, wrapped)
    page.set_column(1, len(sheet.headings) - 1, _NUMBER_WIDTH)
    page.write_row(0, 0, sheet.headings, heading)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Fraction):
                page.write_number(number, column, float(cell), share)
            elif isinstance(cell, int):
                page.write_number(number, column, cell, count)
            elif cell is not None:
                page.write_string(number, column, cell, wrapped)
    for number, note in enumerate(sheet.notes, len(sheet.rows) + 2):
        page.write_string(number, 0, note, wrapped)
    last = len(sheet.rows)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.headings) - 1)
    page.print_area(0, 0, last + 1 + len(sheet.notes), len(sheet.headings) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
