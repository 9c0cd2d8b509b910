"""Merged cells of a workbook: which they are, and where they leave a row without a value.

A merged value stands in the first cell only. What it says of the other rows only people know: a
field holds for each of them, a number of dossiers for all of them together.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import XMLParser

from openpyxl.utils.cell import range_boundaries

MERGED_TAG = "}mergeCell"
PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class MergedCells:
    """One range of merged cells; ``name`` is as a workbook writes it, such as B2:B5.

    Rows and columns count from 1, as people see them.
    """

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def hides_value(self, columns: Collection[int], heading_row: int) -> bool:
        """Has a cell below the headings, in one of these columns, no value for being merged?"""
        below = range(max(self.first_row, heading_row + 1), self.last_row + 1)
        across = [n for n in range(self.first_column, self.last_column + 1) if n in columns]
        has_first = self.first_row in below and self.first_column in across
        return len(below) * len(across) > has_first


def read_merged(sheet: BinaryIO, most: int) -> tuple[MergedCells, ...] | None:
    """The merged ranges of a sheet's XML, which is never held as a whole; None beyond ``most``.

    Raises:
        SyntaxError, ValueError: it is damaged.
    """
    found: list[MergedCells] = []
    for name in _ranges(sheet):
        if len(found) == most:
            return None
        left, top, right, bottom = range_boundaries(name)
        if left is None or top is None or right is None or bottom is None:
            raise ValueError(name)
        found.append(MergedCells(name, top, bottom, left, right))
    return tuple(found)


def _ranges(sheet: BinaryIO) -> Iterator[str]:
    noticed = _Noticed()
    parser = XMLParser(target=noticed)
    while piece := sheet.read(PIECE_BYTES):
        parser.feed(piece)
        yield from noticed.hand_over()
    parser.close()


class _Noticed:
    """What an XML parser tells, of which only the merged ranges are kept."""

    def __init__(self) -> None:
        self._ranges: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        if tag.endswith(MERGED_TAG):
            self._ranges.append(attributes["ref"])

    def close(self) -> None:
        """The file is at its end."""

    def hand_over(self) -> list[str]:
        """The ranges noticed since the last time."""
        noticed, self._ranges = self._ranges, []
        return noticed
