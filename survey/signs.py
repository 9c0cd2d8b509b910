"""Signs in tables: in place of a figure, and before what could be taken for a formula."""

from collections.abc import Iterable

HIDDEN = "*"
"""For one so small that people could be recognised, or one that would give it away."""
TEXT = "'"
"""In CSV before a text that a spreadsheet program would take for a formula, as people type it."""
_BEGINS_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def guard_cells(cells: Iterable[object]) -> tuple[object, ...]:
    """A row for CSV that no spreadsheet program runs: texts are marked as such, numbers stay."""
    return tuple(
        TEXT + cell if isinstance(cell, str) and cell.startswith(_BEGINS_FORMULAS) else cell
        for cell in cells
    )


def bare_cell(cell: str) -> str:
    """The text as it was before it was guarded."""
    is_guarded = cell.startswith(TEXT) and cell[1:].startswith(_BEGINS_FORMULAS)
    return cell.removeprefix(TEXT) if is_guarded else cell
