"""The units below an office from a table: code, name, days, successor, public key."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from itertools import combinations

from channels.named_columns import CellError, NamedCells, find_columns, read_named_rows
from channels.table import Table
from survey.edited_model import not_empty, one_line
from survey.errors import Mistake, MistakesError, RequestError
from survey.language import _
from survey.spoken_day import spoken_day
from survey.unit import Unit, unit_code

HEADINGS = {
    "code": ("code", "mã", "mã đơn vị", "mã đvhc"),
    "name": ("name", "tên", "tên đơn vị", "đơn vị"),
    "starts": ("from", "từ ngày", "ngày bắt đầu"),
    "ends": ("until", "đến ngày", "ngày kết thúc"),
    "successor": ("successor", "đơn vị kế thừa", "mã đơn vị kế thừa"),
    "key": ("key", "khóa", "khóa công khai"),
}
"""What a column is called, in English or in Vietnamese."""
KEY = re.compile(r"[0-9a-f]{64}")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def read_units(table: Table) -> tuple[Unit, ...]:
    """The units of a table.

    Raises:
        MistakesError: with every bad row; nothing of the table is to be taken.
        RequestError: the column of codes or of names is missing.
    """
    columns = find_columns(table, HEADINGS)
    if not {"code", "name"} <= columns.keys():
        raise RequestError(
            _(
                "{file} needs the columns «Mã đơn vị» and «Tên đơn vị»; it has: {known}",
                file=table.source,
                known=", ".join(table.headings),
            )
        )

    def read(cells: NamedCells) -> tuple[str, Unit]:
        unit = _unit_of(cells)
        return unit.id, unit

    return read_named_rows(table, columns, read, "code")


def _unit_of(cells: NamedCells) -> Unit:
    starts = cells.said(lambda: _day(cells, "starts"), None)
    return Unit(
        code=cells.said(lambda: _own_code(cells), ""),
        name=cells.said(lambda: _name(cells), ""),
        starts=starts,
        ends=cells.said(lambda: _last_day(cells, starts), None),
        successor=cells.said(lambda: _code(cells, "successor"), ""),
        key=cells.said(lambda: _key(cells), ""),
    )


def _last_day(cells: NamedCells, starts: date | None) -> date | None:
    ends = _day(cells, "ends")
    if starts and ends and ends < starts:
        first = spoken_day(starts)
        raise CellError("ends", _("must not be before the first day, {day}", day=first))
    return ends


def _own_code(cells: NamedCells) -> str:
    code = _code(cells, "code")
    if not code:
        raise CellError("code", _("must not be empty"))
    return code


def _key(cells: NamedCells) -> str:
    key = "".join(cells.text("key").lower().split())
    if key and not KEY.fullmatch(key):
        raise CellError("key", _("must be the unit's public key, 64 digits 0-9 and a-f"))
    return key


def _name(cells: NamedCells) -> str:
    try:
        return not_empty(one_line(cells.text("name")))
    except ValueError as error:
        raise CellError("name", str(error)) from error


def _code(cells: NamedCells, column: str) -> str:
    try:
        return unit_code(cells.text(column).strip())
    except ValueError as error:
        raise CellError(column, str(error)) from error


def _day(cells: NamedCells, column: str) -> date | None:
    text = cells.text(column).strip()
    if not text:
        return None
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CellError(column, _("must be a day such as 30/06/2025"))


def refuse_overlaps(source: str, units: Iterable[Unit]) -> None:
    """A code stands for one unit on any day.

    Raises:
        MistakesError: with every code that stands for two; ``source`` names the table in messages.
    """
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    twice = [code for code, same in by_code.items() for pair in combinations(same, 2)
             if pair[0].overlaps(pair[1])]  # fmt: skip
    if twice:
        said = _("two units of this code exist on the same day; give their days")
        raise MistakesError(source, tuple(Mistake(0, code, said) for code in dict.fromkeys(twice)))
