"""The frame of a sample from a table: how many dossiers each unit settled in each field."""

from collections.abc import Iterable

from channels.named_columns import CellError, NamedCells, find_columns, read_named_rows
from channels.table import Table
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from survey.plan import Plan

HEADINGS = {
    "unit": ("unit", "mã", "mã đơn vị"),
    "field": ("field", "lĩnh vực"),
    "dossiers": ("dossiers", "số hồ sơ", "số giao dịch", "tổng số hồ sơ"),
}
"""What a column is called, in English or in Vietnamese."""

FrameRow = tuple[str, str, int]
"""Code of the unit (empty for the office itself), id of the field (empty for all), dossiers."""


def read_frame(table: Table, plan: Plan, units: Iterable[str]) -> tuple[FrameRow, ...]:
    """The frame; ``units`` are those that were chosen, none when the office has no others.

    Raises:
        MistakesError: with every bad row; nothing of the table is to be taken.
        RequestError: the column with the numbers is missing, or that of the units.
    """
    columns, chosen = find_columns(table, HEADINGS), frozenset(units)
    if "dossiers" not in columns or ("unit" in columns) != bool(chosen):
        raise RequestError(
            _(
                "{file} needs a column «Số hồ sơ», and «Mã đơn vị» just where units were chosen; "
                "it has: {known}",
                file=table.source,
                known=", ".join(table.headings),
            )
        )
    fields = plan.fields_by_name

    def read(cells: NamedCells) -> tuple[tuple[str, str], FrameRow]:
        unit, field = cells.text("unit").strip(), cells.text("field").strip()
        if chosen and unit not in chosen:
            said = _("«{unit}» is not one of the chosen units", unit=unit)
            cells.faults.append(CellError("unit", said))
        if field and name_key(field) not in fields:
            said = _("field «{field}» is not in the plan", field=field)
            cells.faults.append(CellError("field", said))
        dossiers = cells.said(lambda: cells.count("dossiers"), 0)
        row = (unit, fields.get(name_key(field), ""), dossiers)
        return row[:2], row

    rows = read_named_rows(table, columns, read, "dossiers")
    if silent := sorted(chosen - {unit for unit, _field, _count in rows}):
        raise RequestError(
            _("{file} says nothing of: {units}", file=table.source, units=", ".join(silent))
        )
    return rows
