"""Figures of settled dossiers from a table: period, field or procedure, number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from channels.table import Table, TableRow
from survey.catalogue import national_code
from survey.errors import HomPhieuError, Mistake, MistakesError, RequestError
from survey.language import _
from survey.names import name_key
from survey.period import Period
from survey.plan import Plan

HEADINGS = {
    "period": ("period", "kỳ", "kỳ lấy phiếu", "thời gian"),
    "field": ("field", "lĩnh vực"),
    "procedure": ("procedure", "mã thủ tục", "thủ tục", "mã tthc"),
    "dossiers": ("dossiers", "số hồ sơ", "tổng số hồ sơ", "số hồ sơ giải quyết"),
}
"""What a column is called, in English or in Vietnamese."""

NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3})+")
"""A count, at times with the Vietnamese dots between thousands."""


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """One figure of the table: for the unit (empty key), a field or a procedure."""

    period: str
    scope: str
    key: str
    dossiers: int


class _CellError(HomPhieuError):
    """A cell that cannot be taken; ``column`` names it."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_figures(table: Table, plan: Plan, period: str = "") -> tuple[GivenFigure, ...]:
    """The figures of a table; ``period`` is that of all rows when the table has no such column.

    Raises:
        MistakesError: with every bad row, by row and column; nothing of the table is to be taken.
        RequestError: the column with the numbers, or any period, is missing.
    """
    columns = _find_columns(table)
    if "dossiers" not in columns or not ("period" in columns or period):
        raise RequestError(
            _(
                "{file} needs a column «Số hồ sơ» and, unless --period is given, a column «Kỳ»; it "
                "has: {known}",
                file=table.source,
                known=", ".join(table.headings),
            )
        )
    figures: dict[tuple[str, str, str], GivenFigure] = {}
    mistakes: list[Mistake] = []
    for row in table.rows:
        try:
            figure = _figure_of(_Cells(row, columns, table), plan, period)
            place = (figure.period, figure.scope, figure.key)
            if place in figures:
                raise _CellError("dossiers", _("stands here twice"))
            figures[place] = figure
        except _CellError as error:
            heading = table.headings[columns[error.column]] if error.column in columns else ""
            mistakes.append(Mistake(row.number, heading, str(error)))
    if mistakes:
        raise MistakesError(table.source, tuple(mistakes))
    return tuple(figures.values())


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row's cells by what they mean."""

    row: TableRow
    columns: dict[str, int]
    table: Table

    def text(self, column: str) -> str:
        """The cell, empty when there is no such column."""
        return self.row.cells[self.columns[column]] if column in self.columns else ""


def _find_columns(table: Table) -> dict[str, int]:
    """Meaning → position, for the columns that are known."""
    positions = {name_key(heading): i for i, heading in enumerate(table.headings)}
    return dict(_known_columns(positions))


def _known_columns(positions: dict[str, int]) -> Iterator[tuple[str, int]]:
    for column, names in HEADINGS.items():
        for name in names:
            if name in positions:
                yield column, positions[name]
                break


def _figure_of(cells: _Cells, plan: Plan, period: str) -> GivenFigure:
    number = cells.text("dossiers")
    if not NUMBER.fullmatch(number):
        raise _CellError("dossiers", _("must be a whole number, not «{text}»", text=number))
    try:
        asked = str(Period.parse(cells.text("period") or period))
    except RequestError as error:
        raise _CellError("period", str(error)) from error
    scope, key = _place_of(cells, plan)
    return GivenFigure(asked, scope, key, int(number.replace(".", "")))


def _place_of(cells: _Cells, plan: Plan) -> tuple[str, str]:
    """Scope and key: the procedure where one is named, else the field, else the whole unit."""
    procedure, field = cells.text("procedure"), cells.text("field")
    if procedure:
        code = national_code(procedure)
        if code is None or code not in {known.code for known in plan.procedures}:
            raise _CellError("procedure", _("procedure {code} is not in the plan", code=procedure))
        return "procedure", code
    if field:
        names = {
            name_key(name): known.id for known in plan.fields for name in (known.id, known.name)
        }
        if name_key(field) not in names:
            raise _CellError("field", _("field «{field}» is not in the plan", field=field))
        return "field", names[name_key(field)]
    return "unit", ""
