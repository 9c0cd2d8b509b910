"""Which files a scan takes in: sorted out, kept as they came, and assigned to their opening."""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scans.listing import SCAN_SUFFIXES, list_links_out, list_scans, show_name, target_of
from steps.page_task import PageCount
from steps.readers import Readers
from steps.session import Session
from store.counting import count_pages_without_opening
from store.folder import SurveyFolder
from store.listing import list_pages, list_pages_of
from store.originals import KeptOriginal, keep_originals
from survey.errors import PageError, RequestError
from survey.language import _

_FILES_TOGETHER = 32
"""Flushed to the disk and written into the record at once."""
_SIDE_BY_SIDE = 2
"""While the disk writes some files, others are read."""

_Some = tuple[str, ...]
_Kept = tuple[KeptOriginal | PageError, ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the record, and which of its pages are still to be read.

    One is held for every file until all are read, so it holds no more than it must.
    """

    sha256: str
    name: str
    pages: tuple[int, ...]
    known: int
    trouble: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By what the record knows it: content and name."""
        return self.sha256, self.name


def sort_out(
    folder: SurveyFolder, paths: Sequence[Path], readers: Readers
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths of the files to take in, as text, which is small; the names of those left aside.

    Aside stay what lies in the parts of the survey folder that this program fills, and whatever a
    folder holds besides scans; a file that a person names is taken in whatever it is.

    Raises:
        RequestError: no file is left.
    """
    ours = (folder.printed, folder.scans, folder.reports, folder.bundles, folder.templates)
    rooms = tuple(f"{room.resolve()}{os.sep}" for room in ours)
    meant = set(paths)
    named: list[str] = []
    aside: list[Path] = []
    for path in list_scans(paths):
        is_ours = str(target_of(path)).startswith(rooms)
        if is_ours or (path not in meant and _is_no_scan(path, readers)):
            aside.append(path)
        else:
            named.append(str(path))
    if not named:
        raise RequestError(
            _(
                "there is no scan in {paths}; name files (JPEG, PNG, TIFF, PDF) or folders of them",
                paths=", ".join(map(show_name, paths)),
            )
        )
    return tuple(named), tuple(map(show_name, (*aside, *list_links_out(paths))))


def _is_no_scan(path: Path, readers: Readers) -> bool:
    """Neither named like a scan nor holding one: something else that lies in the same folder."""
    if path.suffix.lower() in SCAN_SUFFIXES:
        return False
    return next(readers.count([path])).pages == 0


def keep_files(
    session: Session, paths: Iterable[str], readers: Readers
) -> tuple[tuple[KeptFile, ...], tuple[str, ...]]:
    """Keep every original; of one that cannot be copied a sentence is kept, the rest goes on."""
    session.folder.remove_left_behind()
    files: list[KeptFile] = []
    troubles: list[str] = []
    most_bytes = session.plan.limits.intake.file_bytes

    def keep(some: _Some) -> _Kept:
        return keep_originals(session.folder, [Path(path) for path in some], most_bytes)

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as disk:
        for kept in _few_ahead(disk, keep, _together(paths)):
            troubles += [str(one) for one in kept if isinstance(one, PageError)]
            originals = [one for one in kept if isinstance(one, KeptOriginal)]
            files += _note_files(session, originals, readers)
    return tuple(files), tuple(troubles)


def _few_ahead(
    disk: Executor, keep: Callable[[_Some], _Kept], parts: Iterable[_Some]
) -> Iterator[_Kept]:
    """What became of each part, in order; the disk never gets far ahead of those who count."""
    under_way: deque[Future[_Kept]] = deque()
    for part in parts:
        under_way.append(disk.submit(keep, part))
        if len(under_way) > _SIDE_BY_SIDE:
            yield under_way.popleft().result()
    for last in under_way:
        yield last.result()


def _together(paths: Iterable[str]) -> Iterator[_Some]:
    left = iter(paths)
    while some := tuple(islice(left, _FILES_TOGETHER)):
        yield some


def _note_files(session: Session, kept: Sequence[KeptOriginal], readers: Readers) -> list[KeptFile]:
    """Write new originals into the record, all or none, and see which of their pages are new."""
    with session.record.transaction():
        known = [_note_file(session, one) for one in kept]
    counts = readers.count(one.path for one in kept)
    return [_count_new(*one) for one in zip(kept, known, counts, strict=True)]


def _note_file(session: Session, kept: KeptOriginal) -> frozenset[int]:
    """The pages of this file that the record knows; a file without any is written down."""
    known = list_pages_of(session.record, kept.sha256, kept.name)
    if not known:
        body = {"sha256": kept.sha256, "name": kept.name, "size_bytes": kept.size_bytes}
        session.record.append("original", body)
    return known


def _count_new(kept: KeptOriginal, known: frozenset[int], count: PageCount) -> KeptFile:
    """The file with those of its pages that are still to be read."""
    file = kept.sha256, kept.name
    if count.trouble:
        return KeptFile(*file, () if known else (1,), len(known), count.trouble)
    pages = range(1, count.pages + 1)
    return KeptFile(*file, tuple(page for page in pages if page not in known), len(known))


def assign_pages(session: Session, files: Iterable[KeptFile], opening: str) -> int:
    """Pages taken in before any opening was recorded belong to this one from now on."""
    if not opening or not count_pages_without_opening(session.record):
        return 0
    waiting = Counter(
        (page.sha256, page.source_file) for page in list_pages(session.record) if not page.opening
    )
    found = sorted(waiting.keys() & {file.key for file in files})
    with session.record.transaction():
        for sha256, name in found:
            body = {"sha256": sha256, "source_file": name, "opening": opening}
            session.record.append("assigned", body)
    return sum(waiting[key] for key in found)
