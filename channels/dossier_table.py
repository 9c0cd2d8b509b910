"""Figures of settled dossiers from a table: period, field or procedure, number."""

from dataclasses import dataclass

from channels.named_columns import CellError, NamedCells, find_columns, read_named_rows
from channels.table import Table
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from survey.period import Period
from survey.plan import Plan, Timetable
from survey.procedure_code import national_code
from survey.spoken_day import spoken_day

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
    """The figures of a table; ``period`` is that of all rows, when the table has no such column.

    Raises:
        MistakesError: with every bad row, by row and column; nothing of the table is to be taken.
        RequestError: the column with the numbers, or any period, is missing; or the period is none
            of the survey's, or named although every row has its own.
    """
    columns = find_columns(table, HEADINGS)
    if period:
        period = _checked_period(period, plan.survey)
    if period and "period" in columns:
        raise RequestError(
            _(
                "{file} has a column «{column}» that says the period of every row; leave --period "
                "out, or take the column out of the table",
                file=table.source,
                column=table.headings[columns["period"]],
            )
        )
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
    asked = period or cells.said(lambda: _period_of(cells, plan.survey), "")
    scope, key = cells.said(lambda: _place_of(cells, plan), ("", ""))
    dossiers = cells.said(lambda: cells.count("dossiers"), 0)
    return GivenFigure(asked, scope, key, dossiers)


def _period_of(cells: NamedCells, survey: Timetable) -> str:
    try:
        return _checked_period(cells.text("period"), survey)
    except RequestError as error:
        raise CellError("period", str(error)) from error


def _checked_period(text: str, survey: Timetable) -> str:
    """A period of the survey's years: quotas are shares of a whole year, open or not.

    Raises:
        RequestError: it is none.
    """
    period = Period.parse(text)
    if not survey.starts.year <= period.year <= survey.ends.year:
        said = {"starts": spoken_day(survey.starts), "ends": spoken_day(survey.ends)}
        raise RequestError(
            _("{day} is not within the survey, {starts} to {ends}", day=text, **said)
        )
    return text


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
