"""``verify``: is the record whole, and do files, tables and signed paper agree with it?"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audit.chain import check_chain
from audit.clock import note_clock
from audit.counts import check_counts
from audit.file_seal import check_seal
from audit.issued import check_issued
from audit.originals import check_originals
from audit.plan_file import note_plan_file
from audit.printed import check_printed
from audit.printed_head import PinnedEvent, find_head
from audit.received import check_received
from audit.remark import Remark
from steps.reread import compare_pixels
from steps.scan import Progress
from steps.session import open_session
from store.closing import list_superseded_reports
from store.folder import SurveyFolder, open_folder
from store.record import Record
from store.replay import compare_replay
from survey.errors import FolderError, FormError, RecordDiffersError
from survey.head import short_head
from survey.language import _


@dataclass(frozen=True, slots=True)
class Asked:
    """What else to check.

    Attributes:
        heads: as printed on signed papers; digits alone (``audit.printed_head.plain_head``).
        pixels: read the originals again.
        workers: processes that read them.
    """

    heads: tuple[str, ...] = ()
    pixels: bool = False
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked.

    Attributes:
        head: the journal's head, empty when it cannot be told.
        findings: what differs, in sentences; empty when the record is whole.
        notes: what people should know, though nothing differs.
        pinned: the events that the asked heads name.
    """

    head: str
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    pinned: tuple[PinnedEvent, ...]


def verify_folder(
    path: Path, asked: Asked = Asked(), on_progress: Progress = lambda _done, _all: None
) -> Verified:
    """Check chain, files, tables against a replay, the file's seal, and what else is asked.

    Raises:
        FolderError: there is no survey, or it is busy or closed to us while nothing else is amiss.
        MistakesError: the pixels are asked for, and the plan has mistakes.
    """
    folder = open_folder(path)
    head, remarks, refusal = "", [*_audit(folder)], None
    try:
        head, replayed = _replay(folder)
        remarks += (*replayed, *_reread(folder, asked, on_progress))
    except FolderError as error:
        refusal = error
    # only now, when no connection of ours stands in its way
    remarks += map(Remark, check_seal(folder.database_path))
    pinned, strange = _look_for(folder, asked.heads)
    remarks += strange
    if refusal and not any(remark.differs for remark in remarks):
        raise refusal
    remarks += [Remark(str(refusal))] if refusal else []
    return Verified(head, _sentences(remarks, True), _sentences(remarks, False), pinned)


def _audit(folder: SurveyFolder) -> Iterator[Remark]:
    """What needs nothing but the files."""
    database = folder.database_path
    yield from map(Remark, check_chain(database))
    yield from map(Remark, check_counts(database))
    yield from check_originals(database, folder.scans)
    yield from check_printed(database, folder.printed)
    yield from check_issued(database, folder.reports)
    yield from check_received(database, folder.bundles)
    yield from note_plan_file(database, folder.plan_path)
    yield from note_clock(database)


def _replay(folder: SurveyFolder) -> tuple[str, tuple[Remark, ...]]:
    """The journal's head, and where the tables differ from it."""
    try:
        with Record.open(folder) as record:
            remarks = (*map(Remark, compare_replay(record)), *_superseded(record))
            return _printable(str(record.head())), remarks
    except RecordDiffersError as error:
        return "", (Remark(str(error)),)


def _superseded(record: Record) -> Iterator[Remark]:
    """Documents that a reopening has overtaken; their figures may differ from the record."""
    for report in list_superseded_reports(record):
        sentence = _(
            "{file} was issued before the period {period} was reopened on {day}; it is superseded",
            file=report.file,
            period=report.reopened,
            day=report.reopened_on.strftime("%d/%m/%Y"),
        )
        yield Remark(sentence, differs=False)


def _reread(folder: SurveyFolder, asked: Asked, on_progress: Progress) -> tuple[Remark, ...]:
    """Where the pixels differ from what was recorded, when that is asked."""
    if not asked.pixels:
        return ()
    try:
        with open_session(folder.path) as session:
            return tuple(compare_pixels(session, asked.workers, on_progress))
    except (RecordDiffersError, FormError) as error:
        return (Remark(str(error)),)


def _look_for(
    folder: SurveyFolder, heads: tuple[str, ...]
) -> tuple[tuple[PinnedEvent, ...], tuple[Remark, ...]]:
    """The events of these heads, and a remark for each head that is no event's hash."""
    try:
        found = {head: find_head(folder.database_path, head) for head in heads}
    except RecordDiffersError as error:
        return (), (Remark(str(error)),)
    pinned = tuple(event for event in found.values() if event)
    firm = max((event.seq for event in pinned), default=0)
    strange = (head for head, event in found.items() if not event)
    return pinned, tuple(Remark(_say_strange(head, firm)) for head in strange)


def _say_strange(head: str, firm: int) -> str:
    sentence = _(
        "no event has the head {head}…: after that paper was signed the journal was written anew, "
        "or the paper is of another survey",
        head=short_head(head),
    )
    if not firm:
        return sentence
    return sentence + _("; what was changed comes after event {seq}", seq=firm)


def _sentences(remarks: Iterable[Remark], differs: bool) -> tuple[str, ...]:
    """The sentences of one sort, each once, fit to be shown."""
    told = (_printable(remark.sentence) for remark in remarks if remark.differs == differs)
    return tuple(dict.fromkeys(told))


def _printable(text: str) -> str:
    """A damaged place may hold anything, and a finding may quote it."""
    return "".join("?" if unicodedata.category(sign).startswith("C") else sign for sign in text)


def verified_json(verified: Verified) -> dict[str, Any]:
    """What was found, for machines."""
    return {"whole": not verified.findings, **asdict(verified)}
