"""``verify --pixels``: the kept originals read again, and compared with what was recorded."""

from collections.abc import Iterator

from audit.remark import Remark
from steps.page_task import PageResult, PageTask
from steps.readers import start_readers
from steps.scan import Progress, name_sheet
from steps.session import Session
from store.page_body import MEASURES, read_boxes
from store.page_events import PageEvent, list_page_events, list_scanned_pages
from store.replay import MISFITS
from survey.language import _
from survey.reading import BoxMeasure, Outcome, PageReading
from survey.version import VERSION
from survey.wording import say_answer, say_outcome

_MEASURES_ALIKE = 0.01
"""Other builds of the image libraries may round otherwise; a mark differs by far more."""
_SEEN_AGAIN = (Outcome.DUPLICATE, Outcome.WAITING)
"""Outcomes of pages that were read, and whose sheet was in the record already."""


def compare_pixels(session: Session, workers: int, on_progress: Progress) -> Iterator[Remark]:
    """Read every page again with this version, and say where it reads otherwise than recorded.

    Originals that are missing are passed over, for the check of the originals names them.
    """
    kept = {path.name.partition(".")[0]: path for path in session.folder.scans.iterdir()}
    scanned = list_scanned_pages(session.record)
    present = {sha256: pages for sha256, pages in scanned.items() if sha256 in kept}
    tasks = [PageTask(kept[sha256], pages) for sha256, pages in present.items()]
    total = sum(map(len, present.values()))
    hashes = tuple(present)
    other_versions: set[str] = set()
    with start_readers(session, workers) as readers:
        for done, (index, result) in enumerate(readers.read(tasks), 1):
            for event in list_page_events(session.record, hashes[index], result.number):
                other_versions |= {event.version} - {VERSION}
                yield from _compare(event, result, hashes[index])
            on_progress(done, total)
    yield from _say_versions(other_versions)


def _say_versions(others: set[str]) -> Iterator[Remark]:
    if others:
        yield Remark(
            _(
                "pages were read by version {others}, and again by version {own}: what differs "
                "may come from the program",
                others=", ".join(sorted(others)),
                own=VERSION,
            ),
            differs=False,
        )


def _compare(event: PageEvent, result: PageResult, sha256: str) -> Iterator[Remark]:
    """What is recorded of a page against what its pixels say now."""
    reading = result.reading
    if reading.outcome == Outcome.READ:
        reading = name_sheet(reading, sha256, result.number)
    try:
        for sentence in (*_differing_facts(event, reading), *_differing_boxes(event, reading)):
            yield Remark(_place(event, sentence))
    except MISFITS as error:
        sentence = _("event {seq} speaks of no page ({reason})", seq=event.seq, reason=repr(error))
        yield Remark(sentence)


def _differing_facts(event: PageEvent, reading: PageReading) -> Iterator[str]:
    for what, recorded, found in (*_page_facts(event, reading), *_answers(event, reading)):
        if recorded != found:
            yield _(
                "{what} is recorded as «{recorded}», by the original it is «{found}»",
                what=what,
                recorded=recorded,
                found=found,
            )


def _place(event: PageEvent, sentence: str) -> str:
    return _(
        "event {seq}, {file} page {page}, sheet {sheet}: {sentence}",
        seq=event.seq,
        file=event.body["source_file"],
        page=event.body["source_page"],
        sheet=event.body["sheet"] or "–",
        sentence=sentence,
    )


_Facts = Iterator[tuple[str, str, str]]
"""What is compared: its name, as recorded, as found."""


def _page_facts(event: PageEvent, reading: PageReading) -> _Facts:
    body = event.body
    recorded = Outcome.READ if body["outcome"] in _SEEN_AGAIN else body["outcome"]
    yield _("the outcome"), say_outcome(recorded), say_outcome(reading.outcome)
    if recorded == reading.outcome != Outcome.READ:
        yield _("the reason"), body["reason"], reading.reason or ""
    if recorded == reading.outcome == Outcome.READ:
        yield _("the sheet"), body["sheet"], reading.sheet
        yield _("the sheet's page"), str(body["sheet_page"]), str(reading.sheet_page)
        yield _("the layout"), body["fingerprint"], reading.fingerprint
        yield _("the procedure"), body["procedure"], reading.procedure


def _answers(event: PageEvent, reading: PageReading) -> _Facts:
    """Every question of a page that was recorded as read."""
    if not event.body["outcome"] == reading.outcome == Outcome.READ:
        return
    recorded = {name: _say(*rest) for name, *rest in event.body["questions"]}
    found = {q.question: _say(q.status, q.choice, q.reason) for q in reading.questions}
    for name in sorted(recorded.keys() | found.keys()):
        question = _("question {question}", question=name)
        yield question, recorded.get(name, "–"), found.get(name, "–")


def _say(status: str, choice: str | None, reason: str | None) -> str:
    return " ".join(part for part in (say_answer(status), choice, reason) if part)


def _differing_boxes(event: PageEvent, reading: PageReading) -> Iterator[str]:
    """What was measured at the boxes; a question's answer need not show it."""
    if reading.outcome != Outcome.READ:
        return
    recorded, found = read_boxes(event.body["boxes"]), reading.boxes
    differing = [
        f"{now.question} {now.choice}"
        for then, now in zip(recorded, found, strict=False)
        if not _is_alike(then, now)
    ]
    if differing or len(recorded) != len(found):
        yield _(
            "what was measured at its boxes is recorded otherwise than the original shows: {boxes}",
            boxes=", ".join(differing) or f"{len(recorded)} ≠ {len(found)}",
        )


def _is_alike(then: BoxMeasure, now: BoxMeasure) -> bool:
    if (then.question, then.choice) != (now.question, now.choice):
        return False
    pairs = zip(MEASURES(then), MEASURES(now), strict=True)
    return all(abs(one - other) <= _MEASURES_ALIKE for one, other in pairs)
