"""Tables as other offices send them, CSV or XLSX, read as text: headings and numbered rows.

Nothing in them is executed: of a formula only the value that was saved with it is seen. Sizes are
limited, since a small file may unpack into an endless one.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from channels.merged_cells import MergedCells, read_merged
from survey.errors import TableError
from survey.fault import say_fault
from survey.language import _
from survey.signs import bare_cell
from survey.spoken_number import number
from survey.zip_damage import ZIP_DAMAGES

MOST_ROWS = 300_000
MOST_COLUMNS = 300
MOST_UNPACKED_BYTES = 400_000_000
MOST_CELL_CHARACTERS = 2_000
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``number`` is the one people see at its left, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``source`` is how messages name it, and every row has a cell for each heading.

    Attributes:
        heading_row: number of the row with the headings.
        merged: cells that were merged into one with a value, which the first of them keeps.
    """

    source: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    heading_row: int = 1
    merged: tuple[MergedCells, ...] = ()

    def refuse_merged(self, positions: Iterable[int]) -> None:
        """Nothing in these columns may lack its value for being merged with another cell.

        Raises:
            TableError: it does. Whether the value holds for each row (a field) or for all together
                (a number of dossiers) only people know.
        """
        columns = {position + 1 for position in positions}
        hiding = [cells for cells in self.merged if cells.hides_value(columns, self.heading_row)]
        if hiding:
            told = ", ".join(cells.name for cells in hiding[:MOST_TOLD])
            raise TableError(
                _(
                    "{file} has merged cells, which leave others without a value: {ranges}. "
                    "Unmerge them, write into every row what holds for it, and save the file",
                    file=self.source,
                    ranges=told + (" …" if len(hiding) > MOST_TOLD else ""),
                )
            )


def read_table(path: Path, sheet: str = "", heading_row: int = 1) -> Table:
    """Read a table.

    Args:
        path: a .xlsx or .xlsm file, or anything else as CSV in UTF-8 or UTF-16.
        sheet: name of the workbook's sheet; the first one when empty.
        heading_row: number of the row with the headings; what stands above it is left out.

    Raises:
        TableError: the file cannot be read, is damaged or too large, or has no headings there.
    """
    try:
        if path.suffix.lower() in {".xlsx", ".xlsm"}:
            numbered, merged = _read_workbook(path, sheet)
        else:
            numbered, merged = list(_limited(_csv_rows(path, heading_row), path.name)), ()
    except OSError as error:
        raise TableError(
            _("cannot read {file}: {reason}", file=path, reason=say_fault(error))
        ) from error
    whole = _with_headings(path.name, numbered, heading_row)
    return replace(whole, merged=tuple(cells for cells in merged if _has_value(cells, numbered)))


def _has_value(cells: MergedCells, rows: list[TableRow]) -> bool:
    """Does its first cell say anything? A workbook's rows are numbered without a gap."""
    row = rows[cells.first_row - 1].cells if cells.first_row <= len(rows) else ()
    return cells.first_column <= len(row) and bool(row[cells.first_column - 1])


def _with_headings(source: str, rows: list[TableRow], heading_row: int) -> Table:
    """The rows below the headings; empty ones are left out, short ones filled up."""
    headings = next((row.cells for row in rows if row.number == heading_row), ())
    if not any(headings):
        raise TableError(
            _("{file}: row {row} has no headings of columns", file=source, row=heading_row)
        )
    width = len(headings)
    below = (row for row in rows if row.number > heading_row and any(row.cells))
    whole = tuple(
        TableRow(row.number, (*row.cells[:width], *("",) * (width - len(row.cells))))
        for row in below
    )
    return Table(source, headings, whole, heading_row)


def _limited(rows: Iterable[TableRow], source: str) -> Iterator[TableRow]:
    """The same rows, as long as they are no more and no longer than a table's."""
    for count, row in enumerate(rows, 1):
        is_long = len(row.cells) > MOST_COLUMNS
        is_wide = any(len(cell) > MOST_CELL_CHARACTERS for cell in row.cells)
        if count > MOST_ROWS or is_long or is_wide:
            raise TableError(
                _(
                    "{file}, row {row}: the table is larger than {rows} rows, {columns} columns or "
                    "{characters} characters in a cell; split it",
                    file=source,
                    row=row.number,
                    rows=number(MOST_ROWS),
                    columns=number(MOST_COLUMNS),
                    characters=number(MOST_CELL_CHARACTERS),
                )
            )
        yield row


def _csv_rows(path: Path, heading_row: int) -> Iterator[TableRow]:
    text = _decoded(path)
    # What stands above the headings is a title, whose commas separate nothing.
    headings = next(islice(io.StringIO(text, newline=None), heading_row - 1, None), "")
    delimiter = max(",;\t", key=headings.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in lines:
            yield TableRow(lines.line_num, tuple(bare_cell(_composed(cell)) for cell in cells))
    except csv.Error as error:
        raise TableError(
            _(
                "{file}, row {row}: this is no table of text; save it as CSV in UTF-8, or as XLSX",
                file=path.name,
                row=lines.line_num,
            )
        ) from error


def _decoded(path: Path) -> str:
    """The file's text; Excel writes UTF-16 with a mark at its start, or UTF-8 with one."""
    if path.stat().st_size > MOST_UNPACKED_BYTES:
        raise TableError(_("{file} is too large for a table; split it", file=path.name))
    content = path.read_bytes()
    coding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(coding)
    except UnicodeDecodeError as error:
        raise TableError(
            _("{file} is not text in UTF-8; save it as CSV in UTF-8, or as XLSX", file=path.name)
        ) from error


def _read_workbook(path: Path, sheet: str) -> tuple[list[TableRow], tuple[MergedCells, ...]]:
    """The rows of a sheet, and its merged cells, which openpyxl does not tell beside them."""
    try:
        with path.open("rb") as file:
            _refuse_bomb(file, path.name)
            workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            if sheet and sheet not in workbook.sheetnames:
                raise TableError(
                    _(
                        "{file} has no sheet {sheet}; it has: {known}",
                        file=path.name,
                        sheet=sheet,
                        known=", ".join(workbook.sheetnames),
                    )
                )
            page = workbook[sheet or workbook.sheetnames[0]]
            cells = enumerate(page.iter_rows(values_only=True), 1)
            rows = (TableRow(n, _without_tail(tuple(map(_cell_text, row)))) for n, row in cells)
            return list(_limited(rows, path.name)), _merged_cells(page, path.name)
    except (*ZIP_DAMAGES, InvalidFileException) as error:
        raise TableError(
            _("{file} cannot be opened as a workbook; save it anew as XLSX", file=path.name)
        ) from error


def _merged_cells(page: ReadOnlyWorksheet, name: str) -> tuple[MergedCells, ...]:
    with cast(Any, page)._get_source() as source:  # untold in its types
        merged = read_merged(source, MOST_ROWS)
    if merged is None:
        raise TableError(_("{file} is too large for a table; split it", file=name))
    return merged


def _refuse_bomb(file: BinaryIO, name: str) -> None:
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
            raise TableError(_("{file} is too large for a table; split it", file=name))


def _without_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end, of which a workbook may hold thousands."""
    width = max((i for i, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:width]


def _cell_text(value: object) -> str:
    """A cell as text: whole numbers without decimals, days in ISO form."""
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(" ") if value.time() != datetime.min.time() else _day(value)
        case date():
            return value.isoformat()
        case _:
            return _composed(str(value))


def _composed(text: str) -> str:
    """Text as others write it, so that one row saved on two systems stays one."""
    return unicodedata.normalize("NFC", text.strip())


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
