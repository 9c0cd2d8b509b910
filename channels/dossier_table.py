"""Figures of settled dossiers from a table: period, field or procedure, number."""

from dataclasses import dataclass

from channels.named_columns import CellError, NamedCells, find_columns, read_named_rows
from channels.table import Table
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from survey.period import Period
from survey.plan import Plan
from survey.procedure_code import national_code

HEADINGS = {
    "period": ("period", "kỳ", "kỳ lấy phiếu", "thời gian"),
    "field": ("field", "lĩnh vực"),
    "procedure": ("procedure", "mã thủ tục", "thủ tục", "mã tthc"),
    "dossiers": ("dossiers", "số hồ sơ", "tổng số hồ sơ", "số hồ sơ giải quyết"),
}
"""What a column is called, in English or in Vietnamese."""


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """One figure of the table: for the unit (empty key), a field or a procedure."""

    period: str
    scope: str
    key: str
    dossiers: int


def read_figures(table: Table, plan: Plan, period: str = "") -> tuple[GivenFigure, ...]:
    """The figures of a table; ``period`` is that of all rows when the table has no such column.

    Raises:
        MistakesError: with every bad row, by row and column; nothing of the table is to be taken.
        RequestError: the column with the numbers, or any period, is missing.
    """
    columns = find_columns(table, HEADINGS)
    if "dossiers" not in columns or not ("period" in columns or period):
        raise RequestError(
            _(
                "{file} needs a column «Số hồ sơ» and, unless --period is given, a column «Kỳ»; it "
                "has: {known}",
                file=table.source,
                known=", ".join(table.headings),
            )
        )

    def read(cells: NamedCells) -> tuple[tuple[str, str, str], GivenFigure]:
        figure = _figure_of(cells, plan, period)
        return (figure.period, figure.scope, figure.key), figure

    return read_named_rows(table, columns, read, "dossiers")


def _figure_of(cells: NamedCells, plan: Plan, period: str) -> GivenFigure:
    dossiers = cells.count("dossiers")
    try:
        asked = str(Period.parse(cells.text("period") or period))
    except RequestError as error:
        raise CellError("period", str(error)) from error
    scope, key = _place_of(cells, plan)
    return GivenFigure(asked, scope, key, dossiers)


def _place_of(cells: NamedCells, plan: Plan) -> tuple[str, str]:
    """Scope and key: the procedure where one is named, else the field, else the whole unit."""
    procedure, field = cells.text("procedure"), cells.text("field")
    if procedure:
        code = national_code(procedure)
        if code is None or code not in {known.code for known in plan.procedures}:
            raise CellError("procedure", _("procedure {code} is not in the plan", code=procedure))
        return "procedure", code
    if field:
        if name_key(field) not in plan.fields_by_name:
            raise CellError("field", _("field «{field}» is not in the plan", field=field))
        return "field", plan.fields_by_name[name_key(field)]
    return "unit", ""
