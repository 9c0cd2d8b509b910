"""Files opened and pages read: the work of the processes that read, and of them alone."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat

import cv2
import numpy as np

from omr.reader import KnownForms, read_page
from scans.listing import show_name
from scans.pages import PageImage, UnreadablePage, count_pages, cut_page, develop_pages
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
    unreadable,
)
from survey.errors import PageError
from survey.intake_limits import IntakeLimits
from survey.language import _
from survey.tick_list import fold_rows

_KEPT_BYTES = 30_000_000
"""Enough for a page in grey and colour; glibc learns from arrays of up to 32 MB."""


class PageReader:
    """Answers tasks in the process it is made in."""

    def __init__(self, forms: KnownForms, limits: IntakeLimits) -> None:
        self._forms = forms
        self._limits = limits
        cv2.setNumThreads(1)  # pages are read side by side; threads within a page would only queue
        _keep_memory()
        limit_memory(limits.memory_bytes)

    def answer(self, task: PageTask | CountTask | CutTask) -> Iterator[Answer]:
        """The answers of a task, one by one."""
        if isinstance(task, CountTask):
            yield self._count(task)
        elif isinstance(task, CutTask):
            yield self._cut(task)
        elif task.pages:
            pages = chain(self._open(task), repeat(None))
            look = self._develop if isinstance(task, DevelopTask) else self._read
            for number, page in zip(task.pages, pages, strict=False):
                yield look(number, page)

    def _count(self, task: CountTask) -> PageCount:
        try:
            return PageCount(count_pages(task.path, self._limits))
        except PageError as error:
            return PageCount(0, str(error).removeprefix(f"{show_name(task.path)}: "))

    def _cut(self, task: CutTask) -> PageFile:
        try:
            return PageFile(cut_page(task.path, task.page, self._limits))
        except PageError:
            return PageFile(b"")

    def _open(self, task: PageTask) -> Iterator[PageImage | UnreadablePage]:
        return develop_pages(task.path, self._limits, only=task.pages)

    def _develop(self, number: int, page: PageImage | UnreadablePage | None) -> PagePicture:
        if isinstance(page, PageImage):
            return PagePicture(number, page)
        return PagePicture(number, None, _say_why_not(page))

    def _read(self, number: int, page: PageImage | UnreadablePage | None) -> PageResult:
        if not isinstance(page, PageImage):
            return PageResult(number, unreadable(), _say_why_not(page))
        reading = read_page(page.grey, self._forms, is_bilevel=page.is_bilevel)
        return PageResult(number, replace(reading, questions=fold_rows(reading.questions)))


def _say_why_not(page: UnreadablePage | None) -> str:
    return page.detail if page else _("This page is no longer in the file.")


def _keep_memory() -> None:
    """Have glibc keep the memory of one page for the next.

    Left alone it hands every page's pixels back to the system, which then clears them anew for the
    next page: a third of the decoding time. Once an array as large as this was freed, it keeps up
    to twice as much. Elsewhere this does nothing.
    """
    np.empty(_KEPT_BYTES, np.uint8)


def limit_memory(more_bytes: int) -> None:
    """Let this process ask for so much more memory and not for all there is; on Linux only."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not on Windows

    with open("/proc/self/statm", encoding="ascii") as sizes:  # noqa: PTH123 - no file of ours
        now_bytes = int(sizes.read().split()[0]) * resource.getpagesize()
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now_bytes + more_bytes, hard))
