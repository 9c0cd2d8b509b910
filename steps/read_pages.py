"""Pages read by several processes, results in the order of the pages."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import cv2
import numpy as np

from omr.reader import KnownForms, read_page
from scans.pages import UnreadablePage, read_pages
from steps.processes import start_method
from survey.errors import PageError
from survey.language import _, choose_language, chosen_language
from survey.reading import Outcome, PageReading, Reason
from survey.tick_list import fold_rows

_PAGES_PER_TASK = 12
_TASKS_AHEAD = 3
"""Tasks waiting per process: enough to keep it busy, few enough to keep memory flat."""
_FEW_PAGES = 8
"""Starting processes takes longer than reading so few pages."""
_KEPT_BYTES = 30_000_000
"""Enough for a page in grey and colour; glibc learns from arrays of up to 32 MB."""


@dataclass(frozen=True, slots=True)
class PageTask:
    """Pages of one kept original, numbers ascending from 1."""

    path: Path
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page read; ``detail`` says in words why a file or page could not be opened."""

    number: int
    reading: PageReading
    detail: str = ""


_Batch = tuple[tuple[int, PageTask], ...]


def read_tasks(
    tasks: Sequence[PageTask], forms: KnownForms, workers: int
) -> Iterator[tuple[int, PageResult]]:
    """Every page of every task with the task's index, in order."""
    if workers == 1 or sum(len(task.pages) for task in tasks) <= _FEW_PAGES:
        _prepare(forms)
        return chain.from_iterable(map(_read_batch, _batches(tasks)))
    return _read_in_processes(tasks, forms, workers)


def _read_in_processes(
    tasks: Sequence[PageTask], forms: KnownForms, workers: int
) -> Iterator[tuple[int, PageResult]]:
    begun_with = (forms, chosen_language())
    pool = ProcessPoolExecutor(workers, start_method(), _begin_work, begun_with)
    running: deque[Future[list[tuple[int, PageResult]]]] = deque()
    try:
        for batch in _batches(tasks):
            running.append(pool.submit(_read_batch, batch))
            if len(running) >= workers * _TASKS_AHEAD:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()
    except BrokenProcessPool as error:
        raise PageError(
            _(
                "the system ended a process that was reading, perhaps for want of memory; run "
                "the command again with --workers 1, what was read before is kept"
            )
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _batches(tasks: Sequence[PageTask]) -> Iterator[_Batch]:
    """A few pages at a time: parts of a long file, or several short files together."""
    batch: list[tuple[int, PageTask]] = []
    for index, task in enumerate(tasks):
        for start in range(0, len(task.pages), _PAGES_PER_TASK):
            part = PageTask(task.path, task.pages[start : start + _PAGES_PER_TASK])
            batch.append((index, part))
            if sum(len(part.pages) for _, part in batch) >= _PAGES_PER_TASK:
                yield tuple(batch)
                batch = []
    if batch:
        yield tuple(batch)


_forms: list[KnownForms] = []
"""What this process reads with; set once, since it is large."""


def _begin_work(forms: KnownForms, language: str) -> None:
    """Make a process ready to read; it leaves interruptions to its parent, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    choose_language(language)
    _prepare(forms)


def _end_with_parent() -> None:
    """Without this a process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _prepare(forms: KnownForms) -> None:
    cv2.setNumThreads(1)  # pages are read side by side; threads within a page would only queue
    _keep_memory()
    _forms[:] = [forms]


def _keep_memory() -> None:
    """Have glibc keep the memory of one page for the next.

    Left alone it hands every page's pixels back to the system, which then clears them anew for the
    next page: a third of the decoding time. Once an array as large as this was freed, it keeps up
    to twice as much. Elsewhere this does nothing.
    """
    np.empty(_KEPT_BYTES, np.uint8)


def _read_batch(batch: _Batch) -> list[tuple[int, PageResult]]:
    return [(index, result) for index, task in batch for result in _read_task(task)]


def _read_task(task: PageTask) -> Iterator[PageResult]:
    others = frozenset(range(1, task.pages[-1])).difference(task.pages)
    for page in islice(read_pages(task.path, skip=others), len(task.pages)):
        if isinstance(page, UnreadablePage):
            reading = PageReading(Outcome.REJECTED, Reason.UNREADABLE_FILE)
            yield PageResult(page.number, reading, page.detail)
        else:
            reading = read_page(page.grey, _forms[0], is_bilevel=page.is_bilevel)
            whole = replace(reading, questions=fold_rows(reading.questions))
            yield PageResult(page.number, whole)
