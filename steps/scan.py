"""``scan``: files of scanned pages taken in, read, and written into the record.

Originals are kept first, so that nothing depends on the files people handed over. Pages are read by
several processes; only this one writes. A page that is in the record already is not read again, so
the command may be repeated after any interruption.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from omr.reader import KnownForms, know_forms
from scans.listing import list_links_out, list_scans, show_name
from scans.pages import count_pages
from steps.choose_opening import choose_opening
from steps.read_pages import PageResult, PageTask, read_tasks
from steps.session import Session
from store.folder import KeptOriginal
from store.listing import KnownPage, find_sheet_page, list_pages_of
from store.page_body import PageSource, page_body
from survey.errors import PageError
from survey.language import _
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status

_PAGES_PER_TRANSACTION = 64

_SCAN_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf"})

Progress = Callable[[int, int], None]
"""Told after every page: pages done, pages in all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run of ``scan`` added.

    Attributes:
        opening: the opening the pages belong to, empty when none was recorded yet.
        files: files handed over.
        known_pages: pages that were in the record already.
        outcomes: new pages by outcome.
        flags: new questions waiting for people.
        left_aside: names of files in the folders that are no scans, such as notes and lists.
    """

    opening: str
    files: int
    known_pages: int
    outcomes: Counter[Outcome]
    flags: int
    left_aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """One handed-over file: the kept original, and which of its pages are still to be read."""

    kept: KeptOriginal
    pages: tuple[int, ...]
    known: int
    trouble: str = ""


def scan_paths(
    session: Session,
    paths: Sequence[Path],
    opening: str | None,
    workers: int,
    on_progress: Progress = lambda _done, _all: None,
) -> Taken:
    """Take in every page of these files and folders.

    Args:
        session: the survey.
        paths: files and folders of files.
        opening: id of the opening, None to take the one that waits.
        workers: processes that read; 1 reads in this process.
        on_progress: told after every page.

    Raises:
        RequestError: nothing to scan, or several openings could be meant.
        FolderError: the survey folder is full, busy or read-only. Pages written before stay.
    """
    opening_id = choose_opening(session.record, opening)
    named = list_scans(paths)
    aside = [path for path in named if path not in paths and _is_no_scan(path)]
    files = [_keep_file(session, path) for path in named if path not in aside]
    forms = know_forms(
        session.record.secret_key(), session.layout, session.earlier_layouts()
    )
    total = sum(len(file.pages) for file in files)
    outcomes: Counter[Outcome] = Counter()
    flags = 0
    for batch in _batches(_read_files(files, forms, workers)):
        with session.record.transaction():
            for file, result in batch:
                reading = _write_page(session, file, result, opening_id)
                outcomes[reading.outcome] += 1
                flags += sum(q.status == Status.FLAGGED for q in reading.questions)
        on_progress(outcomes.total(), total)
    return Taken(
        opening=opening_id,
        files=len(files),
        known_pages=sum(file.known for file in files),
        outcomes=outcomes,
        flags=flags,
        left_aside=tuple(show_name(path) for path in (*aside, *list_links_out(paths))),
    )


def _is_no_scan(path: Path) -> bool:
    """Neither named like a scan nor holding one: something else that lies in the same folder."""
    if path.suffix.lower() in _SCAN_SUFFIXES:
        return False
    try:
        return count_pages(path) == 0
    except PageError:
        return True


def _keep_file(session: Session, path: Path) -> _File:
    """Keep the original and see which of its pages are new."""
    kept = session.folder.keep_original(path)
    known = list_pages_of(session.record, kept.sha256, kept.name)
    if not known:
        body = {"sha256": kept.sha256, "name": kept.name, "size_bytes": kept.size_bytes}
        session.record.append("original", body)
    try:
        pages = range(1, count_pages(kept.path) + 1)
    except PageError as error:
        new = () if known else (1,)
        return _File(kept, new, len(known), str(error))
    return _File(kept, tuple(page for page in pages if page not in known), len(known))


def _read_files(
    files: Iterable[_File], forms: KnownForms, workers: int
) -> Iterator[tuple[_File, PageResult]]:
    """Every new page of every file, read, in the order of the files and their pages."""
    readable = [file for file in files if file.pages and not file.trouble]
    for file in files:
        if file.pages and file.trouble:
            yield file, PageResult(1, _unreadable(), file.trouble)
    tasks = [PageTask(file.kept.path, file.pages) for file in readable]
    for index, result in read_tasks(tasks, forms, workers):
        yield readable[index], result


def _unreadable() -> PageReading:
    return PageReading(Outcome.REJECTED, Reason.UNREADABLE_FILE)


def _batches(
    results: Iterator[tuple[_File, PageResult]],
) -> Iterator[list[tuple[_File, PageResult]]]:
    while batch := list(islice(results, _PAGES_PER_TRANSACTION)):
        yield batch


def _write_page(
    session: Session, file: _File, result: PageResult, opening: str
) -> PageReading:
    """The page's fate against what the record knows already, as an event."""
    reading, detail = result.reading, result.detail
    if reading.outcome == Outcome.READ:
        reading = _name_sheet(reading, file, result.number)
        known = find_sheet_page(session.record, reading.sheet, reading.sheet_page)
        if known is not None:
            reading, detail = _second_time(reading, known)
    source = PageSource(file.kept.sha256, file.kept.name, result.number, opening)
    session.record.append("page", page_body(source, reading, detail))
    return reading


def _name_sheet(reading: PageReading, file: _File, number: int) -> PageReading:
    """A sheet printed without a token is named after the page it was scanned from."""
    if reading.sheet:
        return reading
    return replace(reading, sheet=f"{file.kept.sha256[:12].upper()}-{number}")


def _second_time(reading: PageReading, known: KnownPage) -> tuple[PageReading, str]:
    """A sheet seen again is a duplicate; when its answers contradict, people must look at both."""
    contradictions = [
        now.question
        for now, then in zip(reading.questions, known.questions, strict=False)
        if _contradict(now, then)
    ]
    detail = f"{known.page.source_file}, {_('page {page}', page=known.page.source_page)}"
    if contradictions:
        again = replace(reading, outcome=Outcome.WAITING, reason=Reason.SAME_SHEET_DIFFERS)
        detail = f"{detail} ({', '.join(contradictions)})"
    else:
        again = replace(reading, outcome=Outcome.DUPLICATE, reason=Reason.SAME_SHEET)
    return replace(again, questions=()), detail


def _contradict(now: QuestionReading, then: QuestionReading) -> bool:
    """Two certain readings that differ; a flag contradicts nothing."""
    if Status.FLAGGED in (now.status, then.status):
        return False
    return (now.status, now.choice) != (then.status, then.choice)
