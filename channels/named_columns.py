"""Tables whose columns are known by their headings; the mistakes of all rows are named at once."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from channels.table import Table, TableRow
from survey.errors import HomPhieuError, Mistake, MistakesError
from survey.language import _
from survey.names import name_key
from survey.spoken_number import number

RowType = TypeVar("RowType")
ValueType = TypeVar("ValueType")
Headings = Mapping[str, Sequence[str]]
"""Meaning → what such a column is called, in English or in Vietnamese, in small letters."""
NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}")
"""A count, at times with the Vietnamese dots between thousands."""
MOST = 999_999_999


class CellError(HomPhieuError):
    """A cell that cannot be taken; ``column`` is its heading, or what the column means."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class NamedCells:
    """A row's cells by what they mean; ``faults`` are those found so far."""

    row: TableRow
    columns: Mapping[str, int]
    faults: list[CellError] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The cell, empty when there is no such column."""
        return self.row.cells[self.columns[column]] if column in self.columns else ""

    def said(self, read: Callable[[], ValueType], otherwise: ValueType) -> ValueType:
        """What a part of the row says; a fault of it is kept, and the other parts are read too."""
        try:
            return read()
        except CellError as error:
            self.faults.append(error)
            return otherwise

    def count(self, column: str) -> int:
        """The count in a column.

        Raises:
            CellError: it is none.
        """
        text = self.text(column)
        if not NUMBER.fullmatch(text):
            raise CellError(
                column,
                _("must be a whole number from 0 to {most}, not «{text}»",
                  most=number(MOST), text=text),
            )  # fmt: skip
        return int(text.replace(".", ""))


def find_columns(table: Table, headings: Headings) -> dict[str, int]:
    """Meaning → position, for the columns that are known.

    Raises:
        TableError: cells of these columns are merged.
    """
    positions = {name_key(heading): i for i, heading in enumerate(table.headings)}
    columns = dict(_known_columns(positions, headings))
    table.refuse_merged(columns.values())
    return columns


def dropped_headings(table: Table, headings: Headings) -> tuple[str, ...]:
    """Headings that mean nothing here: a remark, or a column whose name was mistyped."""
    positions = {name_key(heading): i for i, heading in enumerate(table.headings)}
    known = {at for _column, at in _known_columns(positions, headings)}
    return tuple(h for i, h in enumerate(table.headings) if h and i not in known)


def _known_columns(positions: Mapping[str, int], headings: Headings) -> Iterator[tuple[str, int]]:
    for column, names in headings.items():
        for key in map(name_key, names):
            if key in positions:
                yield column, positions[key]
                break


def read_named_rows(
    table: Table,
    columns: Mapping[str, int],
    read: Callable[[NamedCells], tuple[Hashable, RowType]],
    once: str,
) -> tuple[RowType, ...]:
    """What every row says, in order.

    Args:
        table: the table.
        columns: as ``find_columns`` found them.
        read: place and content of a row; raises CellError, or keeps faults in its cells.
        once: the column that is to blame when two rows speak of the same place.

    Raises:
        MistakesError: with every bad cell, by row and column; nothing of the table is to be taken.
    """
    found: dict[Hashable, RowType] = {}
    mistakes: list[Mistake] = []
    for row in table.rows:
        cells = NamedCells(row, columns)
        whole = cells.said(partial(read, cells), None)
        if whole and not cells.faults:
            place, said = whole
            if place in found:
                cells.faults.append(CellError(once, _("stands here twice")))
            found.setdefault(place, said)
        for fault in cells.faults:
            heading = table.headings[columns[fault.column]] if fault.column in columns else ""
            mistakes.append(Mistake(row.number, heading, str(fault)))
    if mistakes:
        raise MistakesError(table.source, tuple(mistakes))
    return tuple(found.values())
