"""The processes that read, and what becomes of the page at which one of them ends.

Files come from anybody, and libraries written in C open them: one page may end the process that
reads it, or never come to an end. So this process opens no file. It hands tasks to others, gets one
answer at a time, and knows at which page each of them is. A process that ends, or says nothing for
too long, is replaced by another, which begins that page again; where that fails too, the page gets
an outcome in words, and the rest goes on.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Self

from steps.page_task import (
    Answer,
    CountTask,
    CutTask,
    DevelopTask,
    PageCount,
    PageFile,
    PagePicture,
    PageResult,
    PageTask,
    Task,
)
from steps.processes import start_method, without_main
from steps.serve_tasks import READY, Beginning, serve_tasks
from steps.session import Session
from survey.errors import HomPhieuError, PageError
from survey.language import _, chosen_language

PAGES_PER_TASK = 12
_ANSWERS_AHEAD = 36
"""Asked for and not given back yet, per process: enough to keep it busy, few enough to keep memory
flat."""
_START_SECONDS = 120
"""Until a process has loaded everything; on a slow disk the first one takes a while."""
_TRIES = 2
"""The system may end a process that does no wrong."""


def start_readers(session: Session, workers: int) -> "Readers":
    """Start so many processes that read sheets of this survey."""
    return Readers(workers, beginning_of(session))


def beginning_of(session: Session) -> Beginning:
    """What whoever reads sheets of this survey must know."""
    record, limits = session.record, session.plan.limits.intake
    layouts = session.layout, session.earlier_layouts()
    return Beginning(record.secret_key(), *layouts, limits, chosen_language())


class Readers:
    """Processes that read; a context manager that ends them."""

    def __init__(self, workers: int, beginning: Beginning) -> None:
        self._readers = [_Reader(beginning) for _worker in range(workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for reader in self._readers:
            reader.end()

    def count(self, paths: Iterable[Path]) -> Iterator[PageCount]:
        """How many pages each of these files has."""
        counted = self._ask(enumerate(CountTask(path) for path in paths))
        return (answer for _number, answer in counted if isinstance(answer, PageCount))

    def cut(self, path: Path, page: int) -> bytes:
        """A page as the bytes of a file of its own; empty where it must stay in its file."""
        task = CutTask(path, page)
        return next(one.content for _, one in self._ask([(0, task)]) if isinstance(one, PageFile))

    def develop(self, path: Path, pages: tuple[int, ...] = ()) -> Iterator[PagePicture]:
        """These pages as pixels, or all of the file; a file that cannot be opened is one page."""
        if not pages:
            (count,) = self.count([path])
            pages = tuple(range(1, max(1, count.pages) + 1))
        for _number, answer in self._ask([(0, DevelopTask(path, pages))]):
            if isinstance(answer, PagePicture):
                yield answer

    def read(self, tasks: Iterable[PageTask]) -> Iterator[tuple[int, PageResult]]:
        """Every page of every task with the task's index, in order."""
        for index, answer in self._ask(split_tasks(tasks)):
            if isinstance(answer, PageResult):
                yield index, answer

    def _ask(self, tasks: Iterable[tuple[int, Task]]) -> Iterator[tuple[int, Answer]]:
        """Every answer with the number that came with its task, in the order of the tasks."""
        order: deque[_Asked] = deque()
        ahead = 0
        for number, task in tasks:
            order.append(_Asked(number, task))
            ahead += task.answers
            min(self._readers, key=lambda reader: reader.waiting).give(order[-1])
            while ahead >= _ANSWERS_AHEAD * len(self._readers):
                self._listen()
                for answer in _take(order):
                    ahead -= 1
                    yield answer
        while order:
            self._listen()
            yield from _take(order)

    def _listen(self) -> None:
        """Wait until something happens: answers, a process that ends, or one that is overdue."""
        busy = {reader.connection: reader for reader in self._readers if reader.waiting}
        patience_s = min((reader.patience_s() for reader in busy.values()), default=0.0)
        heard = wait(list(busy), max(0.0, patience_s))
        for connection, reader in busy.items():
            if connection in heard:
                reader.hear()
            else:
                reader.check_time()


class _Asked:
    """A task that a process works on: what is left of it, and answers nobody has taken yet."""

    def __init__(self, number: int, task: Task) -> None:
        self.number = number
        self.left = task
        self.answers: deque[Answer] = deque()

    def add(self, answer: Answer) -> None:
        self.answers.append(answer)
        self.left = self.left.rest


class _Reader:
    """One process, replaced by another whenever it fails.

    Attributes:
        waiting: how many answers are still to come.
        connection: on which they come.
    """

    def __init__(self, beginning: Beginning) -> None:
        self.waiting = 0
        self._beginning = beginning
        self._asked: deque[_Asked] = deque()
        self._failures = 0
        self._start()

    def give(self, asked: _Asked) -> None:
        """Ask for the answers of a task, after those of all earlier ones."""
        if not self._asked:
            self._since = time.monotonic()
        self._asked.append(asked)
        self.waiting += asked.left.answers
        self._send(asked)

    def patience_s(self) -> float:
        """How long the next answer may still take."""
        limit_s = self._beginning.limits.page_seconds if self._is_ready else _START_SECONDS
        return self._since + limit_s - time.monotonic()

    def hear(self) -> None:
        """Take what the process says, or notice that it has ended.

        Raises:
            PageError: it ended before it could do anything.
            HomPhieuError: what went wrong has nothing to do with the page.
        """
        try:
            said = self.connection.recv()
        except (EOFError, OSError):
            self._fail(_("The program that reads broke off at this page."))
            return
        if isinstance(said, HomPhieuError):
            raise said
        if said == READY:
            self._is_ready = True
            self._since = time.monotonic()
        else:
            self._add(said)

    def check_time(self) -> None:
        """Give up a page that takes too long."""
        if self.waiting and self.patience_s() <= 0:
            seconds = self._beginning.limits.page_seconds
            self._fail(_("Reading this page took longer than {seconds} seconds.", seconds=seconds))

    def end(self) -> None:
        """End the process at once."""
        self.connection.close()
        self._process.kill()
        self._process.join()

    def _start(self) -> None:
        context = start_method()
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve_tasks, args=(theirs, self._beginning), daemon=True
        )
        with without_main():
            self._process.start()
        theirs.close()
        self._is_ready = False
        self._since = time.monotonic()

    def _send(self, asked: _Asked) -> None:
        with suppress(OSError):  # it has ended; that will be heard
            self.connection.send(asked.left)

    def _add(self, answer: Answer) -> None:
        asked = self._asked[0]
        asked.add(answer)
        self.waiting -= 1
        if not asked.left.answers:
            self._asked.popleft()
        self._failures = 0
        self._since = time.monotonic()

    def _fail(self, detail: str) -> None:
        self.end()
        if not self._is_ready:
            raise PageError(
                _(
                    "the system ended a process that was about to read, perhaps for want of "
                    "memory; close other programs and run the command again, what was read "
                    "before is kept"
                )
            )
        self._failures += 1
        if self._failures >= _TRIES:
            advice = _("Copy the file from the scanner again, or scan this sheet again.")
            self._add(self._asked[0].left.give_up(f"{detail} {advice}"))
        self._start()
        for asked in self._asked:
            self._send(asked)


def split_tasks(tasks: Iterable[PageTask]) -> Iterator[tuple[int, PageTask]]:
    """The same with their index; a long file goes to several processes, a few pages at a time."""
    for index, task in enumerate(tasks):
        for start in range(0, len(task.pages), PAGES_PER_TASK):
            yield index, PageTask(task.path, task.pages[start : start + PAGES_PER_TASK])


def _take(order: deque[_Asked]) -> Iterator[tuple[int, Answer]]:
    """The answers that have come, as far as none before them is missing."""
    while order:
        asked = order[0]
        while asked.answers:
            yield asked.number, asked.answers.popleft()
        if asked.left.answers:
            return
        order.popleft()
