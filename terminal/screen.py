"""Sentences and progress on the terminal; figures in the chosen language."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import click

from survey.spoken_number import half_up, number, written


def say(sentence: str = "") -> None:
    """Print a sentence to standard output."""
    click.echo(sentence)


def say_more(count: int) -> None:
    """Say how many more there are than were just told; nothing when that was all."""
    if count > 0:
        say(f"  … (+{number(count)})")


def say_json(told: object) -> None:
    """Print JSON for a machine to read."""
    click.echo(json_text(told))


def json_text(told: object) -> str:
    """JSON as the commands write it."""
    return json.dumps(told, ensure_ascii=False, indent=1)


def percent(share: Fraction | None, places: int = 2) -> str:
    """A share from 0 to 1 in per cent, rounded half up; «–» where there is none."""
    return "–" if share is None else f"{decimal(share * 100, places)} %"


def decimal(exact: Fraction, places: int = 2) -> str:
    """A number with so many decimals, rounded half up: 4,21 or 4.21."""
    return written(half_up(exact, places), f"#,##0.{'0' * places}")


@contextmanager
def progress_bar(label: str, is_needed: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; nothing is drawn when that is no terminal."""
    if not (is_needed and sys.stderr.isatty()):
        yield lambda _done, _total: None
        return
    from terminal.bar import draw_bar  # noqa: PLC0415 - slow to load

    with draw_bar(label) as bar:
        yield bar
