"""The progress bar."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

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
from rich.text import Text

from survey.language import _
from terminal.screen import decimal


class _SpeedColumn(ProgressColumn):
    """How many of them are done in a second."""

    def render(self, task: Task) -> Text:
        """One decimal, and nothing before there is something to tell."""
        speed = task.finished_speed or task.speed
        return Text(_("{count}/s", count=decimal(Fraction(speed), 1)) if speed else "")


@contextmanager
def draw_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _SpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
