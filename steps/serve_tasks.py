"""One of the processes that read: it answers tasks until nobody asks any more."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from steps.page_task import Answer, CountTask, CutTask, PageTask
from survey.errors import HomPhieuError
from survey.intake_limits import IntakeLimits
from survey.language import _, choose_language
from survey.wording import say_too_much_memory
from templates.layout import Layout

if TYPE_CHECKING:
    from steps.read_pages import PageReader

READY = "ready"
"""What a process says first."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What every process that reads must know.

    Attributes:
        key: the survey's secret key.
        layout: the one in force.
        earlier: those of sheets printed before.
        limits: what a file may ask for.
        language: in which it speaks.
    """

    key: bytes
    layout: Layout
    earlier: tuple[Layout, ...]
    limits: IntakeLimits
    language: str


def serve_tasks(connection: Connection, beginning: Beginning) -> None:
    """Answer tasks; interruptions are left to the parent, and with it this process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    reader = begin(beginning)
    with suppress(EOFError, OSError):  # the parent asks no more
        connection.send(READY)
        while True:
            for answer in answer_safely(reader, connection.recv()):
                connection.send(answer)


def begin(beginning: Beginning) -> "PageReader":
    """Make this process ready to read; what opens files is loaded only here."""
    from omr.reader import know_forms  # noqa: PLC0415
    from steps.read_pages import PageReader  # noqa: PLC0415

    choose_language(beginning.language)
    forms = know_forms(beginning.key, beginning.layout, beginning.earlier)
    return PageReader(forms, beginning.limits)


def answer_safely(
    reader: "PageReader", task: PageTask | CountTask | CutTask
) -> Iterator[Answer | HomPhieuError]:
    """Every answer of a task; where the program fails at a page, that is the page's outcome."""
    while task.answers:
        try:
            for answer in reader.answer(task):
                yield answer
                task = task.rest
        except HomPhieuError as error:  # nothing that the page is to blame for
            yield error
            return
        except MemoryError:
            yield task.give_up(say_too_much_memory())
            task = task.rest
        except Exception as bug:  # noqa: BLE001 - a page must not stop the batch
            yield task.give_up(_("The program failed at this page ({bug}).", bug=repr(bug)))
            task = task.rest


def _end_with_parent() -> None:
    """Without this a process whose parent was killed would finish a page that nobody awaits."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
