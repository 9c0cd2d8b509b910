"""Tables whose columns are known by their headings; the mistakes of all rows are named at once."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from channels.table import Table, TableRow
from survey.errors import HomPhieuError, Mistake, MistakesError
from survey.language import _
from survey.names import name_key
from survey.spoken_number import number

RowType = TypeVar("RowType")
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
    """A row's cells by what they mean."""

    row: TableRow
    columns: Mapping[str, int]

    def text(self, column: str) -> str:
        """The cell, empty when there is no such column."""
        return self.row.cells[self.columns[column]] if column in self.columns else ""

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
        read: place and content of a row; raises CellError.
        once: the column that is to blame when two rows speak of the same place.

    Raises:
        MistakesError: with every bad row, by row and column; nothing of the table is to be taken.
    """
    found: dict[Hashable, RowType] = {}
    mistakes: list[Mistake] = []
    for row in table.rows:
        try:
            place, said = read(NamedCells(row, columns))
            if place in found:
                raise CellError(once, _("stands here twice"))
            found[place] = said
        except CellError as error:
            heading = table.headings[columns[error.column]] if error.column in columns else ""
            mistakes.append(Mistake(row.number, heading, str(error)))
    if mistakes:
        raise MistakesError(table.source, tuple(mistakes))
    return tuple(found.values())
