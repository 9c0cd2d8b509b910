"""What a machine of a cluster does: it reads pages as one machine alone would.

Each thread of a worker hands its pages to a process that may end, so that a page which crashes what
opens it, never comes to an end or wants all memory costs only itself here too, and is told in the
same words. Results are the same bit for bit, so machines of another edition are sent away.
"""

import functools
import hashlib
import multiprocessing
import pickle
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from omr.rules import RULES
from steps.page_task import PageResult, PageTask
from steps.readers import Readers
from steps.serve_tasks import Beginning
from survey.language import choose_language
from survey.version import VERSION

_DECODERS = ("numpy", "opencv-python", "Pillow", "pikepdf", "zxing-cpp")
"""Packages that turn bytes into pixels and codes."""
_FILES_KNOWN = 1000

Results = tuple[tuple[int, PageResult], ...]
"""What was read, each page with the index of its task."""

Edition = dict[str, str]
"""What decides how a page is read: of the program, its rules and its decoders, the versions."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Pages for one worker to read.

    Attributes:
        beginning: what it must know of the survey.
        tasks: the pages, by their files in the survey folder.
        files: each page as the bytes of a file of its own; none when the folder is shared.
    """

    beginning: Beginning
    tasks: tuple[PageTask, ...]
    files: tuple[bytes, ...] = ()


@functools.cache
def own_edition() -> Edition:
    """The edition of this machine."""
    decoders = {name: _version_of(name) for name in _DECODERS}
    return {"hom-phieu": VERSION, "reading rules": RULES} | decoders


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"


def may_start_processes() -> bool:
    """Whether this worker may have processes that read; one that dask itself guards may not."""
    return not multiprocessing.current_process().daemon


def read_parcel(asked: Edition, packed: bytes) -> Results | Edition:
    """Read the pages of a pickled parcel.

    Returns:
        the results, none where the survey folder is not shared with this machine; its own edition
        when that is another than the one asked for.
    """
    if asked != own_edition():
        return own_edition()
    parcel: Parcel = pickle.loads(packed)
    if parcel.files:
        return tuple(_read_files(parcel))
    if not all(_is_here(task.path) for task in parcel.tasks):
        return ()
    with _reading(parcel.beginning) as readers:
        return tuple(readers.read(parcel.tasks))


def _read_files(parcel: Parcel) -> Iterator[tuple[int, PageResult]]:
    """Read pages that were sent, from files of this machine."""
    pages = [(index, page) for index, task in enumerate(parcel.tasks) for page in task.pages]
    with TemporaryDirectory(prefix="hom-phieu-") as folder, _reading(parcel.beginning) as readers:
        files = [Path(folder) / str(number) for number in range(len(pages))]
        for file, content in zip(files, parcel.files, strict=True):
            file.write_bytes(content)
        for number, result in readers.read([PageTask(file, (1,)) for file in files]):
            index, page = pages[number]
            yield index, replace(result, number=page)


@functools.lru_cache(_FILES_KNOWN)
def _is_here(path: Path) -> bool:
    """Whether this machine sees the kept original, whole; its name is its SHA-256."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name.partition(".")[0]
    except OSError:
        return False


@contextmanager
def _reading(beginning: Beginning) -> Iterator[Readers]:
    """The process that reads for this thread; kept for the next pages of the same survey."""
    if _own.beginning != beginning:
        _own.end()
        choose_language(beginning.language)
        _own.readers, _own.beginning = Readers(1, beginning), beginning
    try:
        yield _own.readers
    except BaseException:  # whatever it was busy with, the next pages begin anew
        _own.end()
        raise


class _Own(threading.local):
    """What this thread of the worker keeps."""

    beginning: Beginning | None = None
    readers: Readers

    def end(self) -> None:
        """End the process that reads, if there is one."""
        if self.beginning is not None:
            self.readers.close()
            self.beginning = None


_own = _Own()
