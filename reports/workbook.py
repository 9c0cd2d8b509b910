"""Tables of results as a workbook: real numbers, frozen headings, and no cell that could run.

Texts are written as texts whatever they begin with, so a name such as ``=1+1`` stays a name.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Fraction | Decimal | None
"""A text, a count, a share (shown as a percentage), a number with two decimals, or nothing."""

_NAME_WIDTH = 44
_NUMBER_WIDTH = 9
_LINE_HEIGHT_PT = 15
_A4 = 9
_INK = "#262626"
_LOOKS: tuple[dict[str, object], ...] = (
    {"fill": {"color": "#4d4d4d"}},
    {"fill": {"color": "#a6a6a6"}},
    {"pattern": {"pattern": "percent_10", "fg_color": _INK, "bg_color": "#ffffff"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": _INK, "bg_color": "#ffffff"}},
    {"pattern": {"pattern": "outlined_diamond", "fg_color": _INK, "bg_color": "#ffffff"}},
)
"""What tells the series of a chart apart, on a printer without colours too."""
_ROW_PIXELS = 34


class ChartKind(StrEnum):
    """The charts a workbook can draw."""

    PARTS = "parts"  # each row a bar of 100 %, divided among the columns
    LENGTHS = "lengths"  # each row a bar as long as its share


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A native chart of some columns of a sheet (numbered from 0), one bar for each row."""

    kind: ChartKind
    title: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: on its tab.
        headings: of the columns; the first ``names`` columns hold names, the others figures.
        above: lines over the headings: what the table is, and what must be said with it.
        charts: drawn below the rows.
        name_width: of the columns with names, in characters.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()
    charts: tuple[SheetChart, ...] = ()
    names: int = 1
    name_width: int = _NAME_WIDTH


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; ``title`` and ``author`` stand in the properties of the file."""

    title: str
    author: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class _Formats:
    """How cells look."""

    title: Format
    line: Format
    heading: Format
    name: Format
    by_kind: dict[type, Format]


def write_workbook(book: Book, trace: str) -> bytes:
    """The workbook as .xlsx, its trace among the keywords."""
    content = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, settings) as workbook:
        workbook.set_properties({"title": book.title, "author": book.author, "keywords": trace})
        formats = _formats(workbook)
        for sheet in book.sheets:
            page = workbook.add_worksheet(sheet.name)
            top = _write_above(page, sheet, formats)
            _write_rows(page, sheet, top, formats)
            last = top + len(sheet.rows)
            _set_up_page(page, sheet, top, last)
            for place, chart in enumerate(sheet.charts):
                _draw_chart(workbook, page, sheet, chart, (top, last, place))
    return content.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> _Formats:
    top = {"valign": "top"}
    wrapped = {"text_wrap": True} | top
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 13}),
        line=workbook.add_format({"italic": True}),
        heading=workbook.add_format({"bold": True, "bottom": 1, "align": "center"} | wrapped),
        name=workbook.add_format(wrapped),
        by_kind={
            int: workbook.add_format({"num_format": "#,##0"} | top),
            Fraction: workbook.add_format({"num_format": "0.00%"} | top),
            Decimal: workbook.add_format({"num_format": "0.00"} | top),
            str: workbook.add_format({"align": "right"} | top),
        },
    )


def _write_above(page: Worksheet, sheet: Sheet, formats: _Formats) -> int:
    """The lines over the table; the row in which its headings stand."""
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, line, formats.line if number else formats.title)
    return len(sheet.above) + 1 if sheet.above else 0


def _write_rows(page: Worksheet, sheet: Sheet, top: int, formats: _Formats) -> None:
    for column, heading in enumerate(sheet.headings):
        width = sheet.name_width if column < sheet.names else _NUMBER_WIDTH
        page.set_column(column, column, width)
        page.write_string(top, column, heading, formats.heading)
    page.set_row(top, _height_pt(sheet.headings[sheet.names :], _NUMBER_WIDTH))
    for number, row in enumerate(sheet.rows, top + 1):
        page.set_row(number, _height_pt(row[: sheet.names], sheet.name_width))
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                style = formats.name if column < sheet.names else formats.by_kind[str]
                page.write_string(number, column, cell, style)
            elif cell is not None:
                page.write_number(number, column, float(cell), formats.by_kind[type(cell)])


def _height_pt(cells: Sequence[Cell], width: int) -> int:
    """High enough for texts that are broken at words; not every program finds it by itself."""
    lines = [len(wrap(cell, width)) for cell in cells if isinstance(cell, str)]
    return _LINE_HEIGHT_PT * max([1, *lines])


def _set_up_page(page: Worksheet, sheet: Sheet, top: int, last: int) -> None:
    width = len(sheet.headings) - 1
    page.freeze_panes(top + 1, sheet.names)
    page.autofilter(top, 0, last, width)
    page.print_area(0, 0, last + _chart_rows(sheet) * len(sheet.charts), width)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P/&N")


def _chart_rows(sheet: Sheet) -> int:
    """How many rows of the sheet a chart covers, with some space."""
    return (len(sheet.rows) + 5) * _ROW_PIXELS // 20 + 2


def _draw_chart(
    workbook: xlsxwriter.Workbook,
    page: Worksheet,
    sheet: Sheet,
    chart: SheetChart,
    place: tuple[int, int, int],
) -> None:
    """Draw a chart; ``place``: row of the headings, last row of the table, its number."""
    top, last, number = place
    is_parts = chart.kind is ChartKind.PARTS
    kind = {"type": "bar", "subtype": "percent_stacked"} if is_parts else {"type": "bar"}
    drawing = workbook.add_chart(kind)
    for at, column in enumerate(chart.columns):
        drawing.add_series(
            {
                **_LOOKS[at % len(_LOOKS)],
                "name": [sheet.name, top, column],
                "categories": [sheet.name, top + 1, 0, last, sheet.names - 1],
                "values": [sheet.name, top + 1, column, last, column],
                "border": {"color": _INK},
                "gap": 40,
            }
        )
    drawing.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    drawing.set_y_axis({"reverse": True})
    scale = {"min": 0, "max": 1, "label_position": "high", "num_format": "0%"}
    drawing.set_x_axis({key: scale[key] for key in scale if key != "max" or not is_parts})
    drawing.set_legend({"position": "bottom"} if is_parts else {"none": True})
    drawing.set_size({"width": 1100, "height": _ROW_PIXELS * (len(sheet.rows) + 5)})
    options = {"description": chart.title, "object_position": 2}
    page.insert_chart(last + 2 + number * _chart_rows(sheet), 0, drawing, options)
