"""Tables on the terminal. What draws them takes long to load, and is loaded when one is drawn."""

from collections.abc import Sequence
from typing import Literal

import click
from rich.cells import cell_len, set_cell_size

LEAST_NAME_CELLS = 12
"""A narrow terminal may cut the names of rows so short, and no shorter."""
_GAP_CELLS = 2


def say_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    justify: Literal["left", "right"] = "right",
) -> None:
    """A small table: in each row a name and what there is to say of it, mostly figures.

    All but the name is always whole; names are cut with «…» to what the terminal leaves them.
    """
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - see above
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    widths = [_cells(i, columns, rows) for i in range(1, len(columns))]
    taken = sum(widths) + _GAP_CELLS * len(widths) + 1
    names = [_cut(row[0], max(LEAST_NAME_CELLS, console.width - taken)) for row in rows]
    name_width = max(map(cell_len, [columns[0], *names]))
    console.width = max(console.width, name_width + taken)
    table = Table(
        title=title,
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        padding=(0, _GAP_CELLS - 1, 0, 0),  # the box draws one more
    )
    table.add_column(columns[0], no_wrap=True, min_width=name_width)
    for column, width in zip(columns[1:], widths, strict=True):
        table.add_column(column, justify=justify, min_width=width, max_width=width)
    for name, row in zip(names, rows, strict=True):
        table.add_row(Text(name), *map(Text, row[1:]))
    with console.capture() as drawn:  # rich would leave with 1 when nobody reads on
        console.print(table)
    click.echo(drawn.get(), nl=False)


def _cells(i: int, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width of a column: its longest cell, or the longest word of its heading."""
    return max(map(cell_len, [*columns[i].split(), *(row[i] for row in rows)]), default=1)


def _cut(name: str, cells: int) -> str:
    if cell_len(name) <= cells:
        return name
    return set_cell_size(name, cells - 1).rstrip() + "…"
