"""``scan``: files of scanned pages taken in, read, and written into the record.

Originals are kept first, so that nothing depends on the files people handed over. Pages are read by
several processes; only this one writes. A page that is in the record already is not read again, so
the command may be repeated after any interruption.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from omr.reader import KnownForms, know_forms
from scans.listing import list_links_out, list_scans, show_name
from scans.pages import count_pages
from steps.choose_opening import choose_opening
from steps.read_pages import PageResult, PageTask, read_tasks
from steps.session import Session
from store.counting import count_outcomes_by_opening
from store.entries import KnownPage
from store.folder import KeptOriginal, SurveyFolder
from store.listing import find_sheet_page, list_pages, list_pages_of
from store.page_body import PageSource, page_body
from survey.errors import PageError, RequestError
from survey.language import _
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status

_PAGES_PER_TRANSACTION = 16
"""Few enough that a power cut costs a second of work, enough that writing takes no time."""

_SCAN_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf"})

Progress = Callable[[int, int], None]
"""Told after every page: pages read, pages to read in all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run of ``scan`` added.

    Attributes:
        opening: the opening the pages belong to, empty when none was recorded yet.
        files: files taken in.
        known_pages: pages that were in the record already.
        assigned_pages: those among them that belonged to no opening and now belong to this one.
        outcomes: new pages by outcome.
        flags: new questions waiting for people.
        left_aside: names of files that are no scans, such as notes, lists and our own prints.
        troubles: what is wrong with files that could not even be copied, in sentences.
    """

    opening: str
    files: int
    known_pages: int
    assigned_pages: int
    outcomes: Counter[Outcome]
    flags: int
    left_aside: tuple[str, ...]
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A file in the record: the kept original, and which of its pages are still to be read."""

    kept: KeptOriginal
    pages: tuple[int, ...]
    known: int
    trouble: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """By what the record knows it: content and name."""
        return self.kept.sha256, self.kept.name


_Result = tuple[_File, PageResult]


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
        PageError: a path does not exist.
        FolderError: the survey folder is full, busy or read-only. Pages written before stay.
    """
    opening_id = choose_opening(session.record, opening)
    named, aside = _sort_out(session.folder, paths)
    files, troubles = _keep_files(session, named)
    assigned = _assign_pages(session, files, opening_id)
    forms = know_forms(session.record.secret_key(), session.layout, session.earlier_layouts())
    outcomes: Counter[Outcome] = Counter()
    flags = 0
    results = _tell(_read_files(files, forms, workers), files, on_progress)
    while batch := list(islice(results, _PAGES_PER_TRANSACTION)):
        for reading in _write_batch(session, batch, opening_id):
            outcomes[reading.outcome] += 1
            flags += sum(question.status == Status.FLAGGED for question in reading.questions)
    return Taken(
        opening=opening_id,
        files=len(files),
        known_pages=sum(file.known + len(file.pages) for file in files) - outcomes.total(),
        assigned_pages=assigned,
        outcomes=outcomes,
        flags=flags,
        left_aside=aside,
        troubles=troubles,
    )


def taken_json(taken: Taken) -> dict[str, Any]:
    """What was added, for machines; every outcome is named."""
    return asdict(taken) | {"outcomes": {outcome: taken.outcomes[outcome] for outcome in Outcome}}


def _sort_out(
    folder: SurveyFolder, paths: Sequence[Path]
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files to take in, and the names of those to leave aside.

    Raises:
        RequestError: no file is left.
    """
    listed = list_scans(paths)
    aside = [
        path
        for path in listed
        if _is_ours(folder, path) or (path not in paths and _is_no_scan(path))
    ]
    named = tuple(path for path in listed if path not in aside)
    if not named:
        raise RequestError(
            _(
                "there is no scan in {paths}; name files (JPEG, PNG, TIFF, PDF) or folders of them",
                paths=", ".join(map(show_name, paths)),
            )
        )
    return named, tuple(map(show_name, (*aside, *list_links_out(paths))))


def _is_ours(folder: SurveyFolder, path: Path) -> bool:
    """Does the file lie in a part of the survey folder that this program fills?"""
    rooms = (folder.printed, folder.scans, folder.reports, folder.templates)
    return any(path.resolve().is_relative_to(room.resolve()) for room in rooms)


def _is_no_scan(path: Path) -> bool:
    """Neither named like a scan nor holding one: something else that lies in the same folder."""
    if path.suffix.lower() in _SCAN_SUFFIXES:
        return False
    try:
        return count_pages(path) == 0
    except PageError:
        return True


def _keep_files(
    session: Session, paths: Iterable[Path]
) -> tuple[tuple[_File, ...], tuple[str, ...]]:
    """Keep every original; of one that cannot be copied a sentence is kept, the rest goes on."""
    session.folder.remove_left_behind()
    files: list[_File] = []
    troubles: list[str] = []
    for path in paths:
        try:
            files.append(_keep_file(session, path))
        except PageError as error:
            troubles.append(str(error))
    return tuple(files), tuple(troubles)


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
        trouble = str(error).removeprefix(f"{show_name(kept.path)}: ")  # named by its hash there
        return _File(kept, () if known else (1,), len(known), trouble)
    return _File(kept, tuple(page for page in pages if page not in known), len(known))


def _assign_pages(session: Session, files: Iterable[_File], opening: str) -> int:
    """Pages taken in before any opening was recorded belong to this one from now on."""
    if not opening or not count_outcomes_by_opening(session.record).get(""):
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


def _tell(
    results: Iterator[_Result], files: Iterable[_File], on_progress: Progress
) -> Iterator[_Result]:
    """The same results, each told as it comes."""
    total = sum(len(file.pages) for file in files)
    for done, result in enumerate(results, 1):
        on_progress(done, total)
        yield result


def _read_files(files: Iterable[_File], forms: KnownForms, workers: int) -> Iterator[_Result]:
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


def _write_batch(
    session: Session, batch: Sequence[_Result], opening: str
) -> tuple[PageReading, ...]:
    """Write pages into the record, all or none; say what became of those that it did not know.

    The record is asked once more: the same file may have been named twice, or another run may have
    taken it in meanwhile.
    """
    readings = []
    with session.record.transaction():
        known = {file.key: set(list_pages_of(session.record, *file.key)) for file, _page in batch}
        for file, result in batch:
            if result.number not in known[file.key]:
                known[file.key].add(result.number)
                readings.append(_write_page(session, file, result, opening))
    return tuple(readings)


def _write_page(session: Session, file: _File, result: PageResult, opening: str) -> PageReading:
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
    page = _("page {page}", page=known.page.source_page)
    detail = f"{known.page.source_file}, {page}"
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
