"""A record that has grown large: a real survey, and sheets invented event by event over it.

A few sheets are really printed, filled in and scanned; every invented page is the picture of one of
them and carries its measurements, under the id of a sheet that nobody ever held. It is written as
``scan`` writes it, so the journal is a real one and ``verify`` finds nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.survey_folder import make_pile
from steps.demo import opening_text
from steps.open_box import record_opening
from steps.scan import scan_paths
from steps.session import Session, open_session
from store.listing import list_flags, list_measured_pages
from store.page_body import PageSource, page_body, write_boxes
from survey.opening import parse_opening
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status

SCANS = 20
EVENTS_PER_TRANSACTION = 2000
QUESTIONS = 8
MONTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12)
"""Those in which no real sheet was taken out of a box."""
REASONS = (Reason.TWO_MARKS, Reason.FAINT_MARK, Reason.OUTSIDE_BOX, Reason.CANCELLED)
REJECTED_SHARE = 0.005
BLANK_SHARE = 0.02
PROCEDURES = ("2.000815", "1.001193", "1.004873", "1.000894", "")


@dataclass(frozen=True, slots=True)
class Size:
    """How large: sheets, questions that are flagged, and how many of these each person answered."""

    sheets: int
    flags: int
    answered: tuple[tuple[str, int], ...] = ()


def grow(folder: Path, size: Size) -> Path:
    """Make such a survey in this folder; returns where it is."""
    survey = make_pile(folder, SCANS).survey
    with open_session(survey) as session:
        scan_paths(session, [folder / "scans"], None, 1)
        openings = tuple(_open_boxes(session, size.sheets))
        invented = _invent_pages(session, openings, size)
        _write(session, "page", ((body, "") for body in invented))
        for person, count in size.answered:
            _write(session, "decision", _opinions(session, person, count))
    return survey


def _open_boxes(session: Session, sheets: int) -> Iterator[str]:
    """An opening in each month but that of the real sheets; every one has as many sheets."""
    for at, month in enumerate(MONTHS):
        counted = len(range(at, sheets, len(MONTHS)))
        text = opening_text(counted, counted).replace("2021-10-29", f"2021-{month:02}-28")
        text = text.replace("2021-10", f"2021-{month:02}")
        yield record_opening(session, parse_opening(text, "", session.plan, {})).opening_id


def _invent_pages(
    session: Session, openings: Sequence[str], size: Size
) -> Iterator[dict[str, object]]:
    """Pages of sheets nobody ever held, each the picture of a real one."""
    real = [
        (one.page, write_boxes(one.boxes))  # once, since writing them takes longest
        for one in list_measured_pages(session.record)
    ]
    rng = Random(7)
    flagged = set(rng.sample(range(size.sheets * QUESTIONS), size.flags))
    for number in range(size.sheets):
        page, boxes = real[number % len(real)]
        place = (f"{number}-{page.source_file}", 1, openings[number % len(openings)])
        units = range(number * QUESTIONS, (number + 1) * QUESTIONS)
        reading = PageReading(
            Outcome.READ,
            sheet=f"{rng.getrandbits(48):012X}",
            sheet_page=1,
            fingerprint=page.fingerprint,
            procedure=PROCEDURES[number % len(PROCEDURES)],
            fit_mm=page.fit_mm,
            questions=tuple(_question(at, unit in flagged, rng) for at, unit in enumerate(units)),
        )
        if rng.random() < REJECTED_SHARE:
            reading = PageReading(Outcome.REJECTED, Reason.NO_CODE)
            boxes = ""
        yield page_body(PageSource(page.sha256, *place), reading) | {"boxes": boxes}


def _question(at: int, is_flagged: bool, rng: Random) -> QuestionReading:
    if is_flagged:
        return QuestionReading(f"q{at + 1}", Status.FLAGGED, None, rng.choice(REASONS))
    if rng.random() < BLANK_SHARE:
        return QuestionReading(f"q{at + 1}", Status.BLANK)
    return QuestionReading(f"q{at + 1}", Status.ANSWERED, str(rng.randint(1, 5)))


def _opinions(session: Session, person: str, count: int) -> Iterator[tuple[dict[str, object], str]]:
    """What this person has answered of what was flagged first."""
    told = {"value": "multiple", "reason": "hai dấu", "needed": 2}
    for flag in list(islice(list_flags(session.record), count)):
        yield {"sheet": flag.sheet, "question": flag.question, **told}, person


def _write(session: Session, kind: str, events: Iterator[tuple[dict[str, object], str]]) -> None:
    """Many events, with who did them, few of which are written by themselves."""
    while some := list(islice(events, EVENTS_PER_TRANSACTION)):
        with session.record.transaction():
            for body, person in some:
                session.record.append(kind, body, person=person)
