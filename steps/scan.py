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

from omr.bound import Bound
from steps.choose_opening import choose_opening, say_without_opening
from steps.closed_period import refuse_closed
from steps.forget_order import forget_print_order
from steps.keep_files import KeptFile, assign_pages, keep_files, sort_out
from steps.note_batch import note_batch
from steps.page_task import PageResult, PageTask, unreadable
from steps.readers import Readers, beginning_of, start_readers
from steps.session import Session
from steps.unfinished import StillOpen, find_still_open
from store.entries import KnownPage
from store.folder import SurveyFolder
from store.listing import find_sheet_page, list_pages_of
from store.originals import original_path
from store.page_body import PageSource, page_body
from store.page_fate import sheet_of_place
from survey.language import _
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status
from survey.tick_list import printed_question

_PAGES_PER_TRANSACTION = 16
"""Few enough that a power cut costs a second of work, enough that writing takes no time."""

Progress = Callable[[int, int], None]
"""Told after every page: pages read, pages to read in all."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run of ``scan`` added.

    Attributes:
        opening: the opening the pages belong to, empty when none was recorded yet.
        files: files taken in.
        known_pages: pages that were in the record already.
        without_opening: why there is none, and what to do, in words; empty when there is one.
        assigned_pages: those among them that belonged to no opening and now belong to this one.
        outcomes: new pages by outcome.
        flags: new questions waiting for people.
        still_open: everything that waits for people, from earlier runs too: a run that was broken
            off and repeated ends as if it had not been.
        left_aside: names of files that are no scans, such as notes, lists and our own prints.
        troubles: what is wrong with files that could not even be copied, in sentences.
        bounds: how often the reader may be wrong in silence, by kind of scans; empty when nothing
            new came in, or nobody knows.
    """

    opening: str
    without_opening: str
    files: int
    known_pages: int
    assigned_pages: int
    outcomes: Counter[Outcome]
    flags: int
    still_open: StillOpen
    left_aside: tuple[str, ...]
    troubles: tuple[str, ...]
    bounds: dict[str, Bound]


_Result = tuple[KeptFile, PageResult]


def scan_paths(
    session: Session,
    paths: Sequence[Path],
    opening: str | None,
    workers: int,
    on_progress: Progress = lambda _done, _all: None,
    cluster: str = "",
) -> Taken:
    """Take in every page of these files and folders.

    Args:
        session: the survey.
        paths: files and folders of files.
        opening: id of the opening, None to take the one that waits.
        workers: processes that read.
        on_progress: told after every page.
        cluster: address of the scheduler whose workers read instead; empty to read here.

    Raises:
        ClusterError: the cluster cannot be used, or was lost. Pages written before stay.
        RequestError: nothing to scan, or several openings could be meant.
        PageError: a path does not exist.
        ClosedError: the period of the opening is finished.
        FolderError: the survey folder is full, busy or read-only. Pages written before stay.
    """
    opening_id = choose_opening(session.record, opening, paths)
    refuse_closed(session.record, opening_id)
    forget_print_order(session)
    session.record.keep_undo_in_memory()
    with _start_readers(session, workers, cluster) as readers:
        named, aside = sort_out(session.folder, paths, readers)
        files, troubles = keep_files(session, named, readers)
        assigned = assign_pages(session, files, opening_id)
        outcomes: Counter[Outcome] = Counter()
        flags = 0
        results = _tell(_read_files(session.folder, files, readers), files, on_progress)
        while batch := list(islice(results, _PAGES_PER_TRANSACTION)):
            for reading in _write_batch(session, batch, opening_id):
                outcomes[reading.outcome] += 1
                flags += sum(question.status == Status.FLAGGED for question in reading.questions)
    return Taken(
        opening=opening_id,
        without_opening=say_without_opening(session.record, [file.key for file in files]),
        files=len(files),
        known_pages=sum(file.known + len(file.pages) for file in files) - outcomes.total(),
        assigned_pages=assigned,
        outcomes=outcomes,
        flags=flags,
        still_open=find_still_open(session),
        left_aside=aside,
        troubles=troubles,
        bounds=note_batch(session),
    )


def _start_readers(session: Session, workers: int, cluster: str) -> Readers:
    """Whoever reads: processes of this machine, or a cluster."""
    if not cluster:
        return start_readers(session, workers)
    from steps.cluster import ClusterReaders  # noqa: PLC0415 - only where there is a cluster

    return ClusterReaders(cluster, beginning_of(session))


def taken_json(taken: Taken) -> dict[str, Any]:
    """What was added, for machines; every outcome is named."""
    still_open = taken.still_open
    return asdict(taken) | {
        "outcomes": {outcome: taken.outcomes[outcome] for outcome in Outcome},
        "still_open": {
            "questions": still_open.questions,
            "lines": still_open.lines,
            "pages": still_open.pages,
        },
    }


def _tell(
    results: Iterator[_Result], files: Iterable[KeptFile], on_progress: Progress
) -> Iterator[_Result]:
    """The same results, each told as it comes."""
    total = sum(len(file.pages) for file in files)
    for done, result in enumerate(results, 1):
        on_progress(done, total)
        yield result


def _read_files(
    folder: SurveyFolder, files: Iterable[KeptFile], readers: Readers
) -> Iterator[_Result]:
    """Every new page of every file, read, in the order of the files and their pages."""
    readable = [file for file in files if file.pages and not file.trouble]
    for file in files:
        if file.pages and file.trouble:
            yield file, PageResult(1, unreadable(), file.trouble)
    tasks = (PageTask(original_path(folder, *file.key), file.pages) for file in readable)
    for index, result in readers.read(tasks):
        yield readable[index], result


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


def _write_page(session: Session, file: KeptFile, result: PageResult, opening: str) -> PageReading:
    """The page's fate against what the record knows already, as an event."""
    reading, detail = result.reading, result.detail
    if reading.outcome == Outcome.READ:
        reading = name_sheet(reading, file.sha256, result.number)
        known = find_sheet_page(session.record, reading.sheet, reading.sheet_page)
        if known is not None:
            reading, detail = _second_time(reading, known, session)
    source = PageSource(*file.key, result.number, opening)
    session.record.append("page", page_body(source, reading, detail))
    return reading


def name_sheet(reading: PageReading, sha256: str, number: int) -> PageReading:
    """A sheet printed without a token is named after the page it was scanned from."""
    if reading.sheet:
        return reading
    return replace(reading, sheet=sheet_of_place(sha256, number))


def _second_time(
    reading: PageReading, known: KnownPage, session: Session
) -> tuple[PageReading, str]:
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
        rows = dict.fromkeys(map(printed_question, contradictions))
        names = (session.form.question(row).name for row in rows)
        detail = f"{detail} ({', '.join(names)})"
    else:
        again = replace(reading, outcome=Outcome.DUPLICATE, reason=Reason.SAME_SHEET)
    return replace(again, questions=()), detail


def _contradict(now: QuestionReading, then: QuestionReading) -> bool:
    """Two certain readings that differ, or two marks in one where the other is certain.

    Other flags contradict nothing: one scan may be worse than the other. But a mark that the other
    paper has not was made on a copy, or between the scans.
    """
    flags = [one.reason for one in (now, then) if one.status == Status.FLAGGED]
    if flags:
        return flags == [Reason.TWO_MARKS]
    return (now.status, now.choice) != (then.status, then.choice)
