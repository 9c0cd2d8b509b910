"""Sentences, tables and progress on the terminal; figures in the chosen language."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from survey.language import _, chosen_language

LEAST_NAME_CELLS = 12
"""A narrow terminal may cut the names of rows so short, and no shorter."""
_GAP_CELLS = 2
_LEAST_GROUPED = 1000
"""Smaller counts are written alike in every language."""


def say(sentence: str = "") -> None:
    """Print a sentence to standard output."""
    click.echo(sentence)


def say_more(count: int) -> None:
    """Say how many more there are than were just told; nothing when that was all."""
    if count > 0:
        say(f"  … (+{number(count)})")


def say_json(told: object) -> None:
    """Print JSON for a machine to read."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def number(count: int) -> str:
    """A count as the chosen language writes it: 36.525 or 36,525."""
    return str(count) if abs(count) < _LEAST_GROUPED else _write(count)


def percent(share: Fraction | None, places: int = 2) -> str:
    """A share from 0 to 1 in per cent, rounded half up; «–» where there is none."""
    return "–" if share is None else f"{decimal(share * 100, places)} %"


def decimal(exact: Fraction, places: int = 2) -> str:
    """A number with so many decimals, rounded half up: 4,21 or 4.21."""
    unit = Decimal(1).scaleb(-places)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(unit, ROUND_HALF_UP)
    return _write(rounded, f"#,##0.{'0' * places}")


def _write(value: int | Decimal, style: str | None = None) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - a locale is slow to load

    return str(format_decimal(value, format=style, locale=chosen_language()))


def say_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    justify: Literal["left", "right"] = "right",
) -> None:
    """A small table: in each row a name and what there is to say of it, mostly figures.

    All but the name is always whole; names are cut with «…» to what the terminal leaves them.
    """
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
    console.print(table)


def _cells(i: int, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width of a column: its longest cell, or the longest word of its heading."""
    return max(map(cell_len, [*columns[i].split(), *(row[i] for row in rows)]), default=1)


def _cut(name: str, cells: int) -> str:
    if cell_len(name) <= cells:
        return name
    return set_cell_size(name, cells - 1).rstrip() + "…"


class _SpeedColumn(ProgressColumn):
    """How many of them are done in a second."""

    def render(self, task: Task) -> Text:
        """One decimal, and nothing before there is something to tell."""
        speed = task.finished_speed or task.speed
        return Text(_("{count}/s", count=decimal(Fraction(speed), 1)) if speed else "")


@contextmanager
def progress_bar(label: str, is_needed: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; nothing is drawn when that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _SpeedColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, disable=not (is_needed and console.is_terminal)
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
