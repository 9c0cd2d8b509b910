"""A small survey to test with: its folder, its record, and the bodies of its events."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.folder import SurveyFolder, create_folder
from store.page_body import PageSource, page_body
from store.record import Record
from survey.reading import BoxMeasure, Outcome, PageReading, QuestionReading, Reason, Status

FINGERPRINT = "f1" * 32
OPENING = {
    "id": "hom-1-2021-10-29",
    "period": "2021-10",
    "box": "hom-1",
    "refused": False,
    "count": {"first": 3, "second": 3, "issued": 5},
    "remarks": "Hòm phiếu đặt tại Bộ phận Một cửa",
}
OPENED = str(OPENING["id"])
REFUSED = {"id": "hom-2", "period": "2021-10", "box": "hom-2", "refused": True, "count": None}
ANSWERED = "2021-10-30T08:00:00+07:00"


class StepClock:
    """A clock that moves on by a second each time it is read, and can be set."""

    def __init__(self) -> None:
        self.now = datetime(2021, 10, 29, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture
def folder(tmp_path: Path) -> SurveyFolder:
    return create_folder(tmp_path / "van-phuc-2021", 'title = "Khảo sát"\n')


@pytest.fixture
def record(folder: SurveyFolder, clock: StepClock) -> Iterator[Record]:
    """An open record that knows one box opening."""
    with create_record(folder, clock) as record:
        yield record


@pytest.fixture
def whole(folder: SurveyFolder, clock: StepClock) -> SurveyFolder:
    """A survey with some events, closed."""
    write_survey(folder, clock)
    return folder


def create_record(folder: SurveyFolder, clock: StepClock) -> Record:
    record = Record.create(folder, "van-phuc-2021", "vp-2021", clock)
    record.append("opening", OPENING, person="Nguyễn Thị Hoa", role="chair")
    return record


def write_survey(folder: SurveyFolder, clock: StepClock) -> None:
    with create_record(folder, clock) as record:
        fill(record)


def sha256_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def original_body(name: str) -> dict[str, object]:
    return {"sha256": sha256_of(name), "name": name, "size_bytes": len(name)}


def source_of(name: str, page: int = 1, opening: str = OPENED) -> PageSource:
    return PageSource(sha256_of(name), name, page, opening)


def read_page(sheet: str, *statuses: Status, sheet_page: int = 1) -> PageReading:
    """A page of this sheet that was read, with a question for each status."""
    questions = tuple(_question(f"q{n}", status) for n, status in enumerate(statuses, 1))
    boxes = tuple(measured_box(q.question) for q in questions)
    return PageReading(
        outcome=Outcome.READ,
        sheet=sheet,
        sheet_page=sheet_page,
        fingerprint=FINGERPRINT,
        fit_mm=0.05,
        questions=questions,
        boxes=boxes,
    )


def measured_box(question: str) -> BoxMeasure:
    """Its measurements are 0.125, 0.25, 0.375 and so on."""
    return BoxMeasure(question, "5", *(n / 8 for n in range(1, len(BoxMeasure._fields) - 1)))


def _question(question: str, status: Status) -> QuestionReading:
    return QuestionReading(
        question,
        status,
        "5" if status is Status.ANSWERED else None,
        Reason.FAINT_MARK if status is Status.FLAGGED else None,
    )


def take_in(record: Record, name: str, reading: PageReading, opening: str = OPENED) -> None:
    """Write that a one-page original of this name came, and what was read on it."""
    record.append("original", original_body(name))
    record.append("page", page_body(source_of(name, opening=opening), reading))


def assign(record: Record, name: str) -> None:
    """The original of this name came before its opening was recorded."""
    body = {"sha256": sha256_of(name), "source_file": name, "opening": OPENED}
    record.append("assigned", body)


def decide(
    record: Record,
    place: tuple[str, str],
    value: str,
    name: str = "Trần Văn Bình",
    needed: int = 1,
) -> None:
    """One person's decision on a question (sheet, question)."""
    sheet, question = place
    body = {"sheet": sheet, "question": question, "value": value, "reason": "Dấu mờ"}
    record.append("decision", body | {"needed": needed}, person=name)


def settle_page(
    record: Record,
    name: str,
    fate: str,
    sheet: str = "",
    *,
    by: str = "Trần Văn Bình",
    needed: int = 1,
    questions: int = 2,
) -> None:
    """One person's word on the one page of the original of this name."""
    place = {"sha256": sha256_of(name), "source_file": name, "source_page": 1}
    asked = [f"q{n}" for n in range(1, questions + 1)]
    paper = {"sheet": sheet, "sheet_page": 1, "fingerprint": FINGERPRINT, "questions": asked}
    body = place | paper | {"fate": fate, "reason": "Xem phiếu giấy", "needed": needed}
    record.append("page-decision", body, person=by)


def rule(
    record: Record, sheet: str, ground: str, by: str = "Trần Văn Bình", needed: int = 1
) -> None:
    """One person's word on a sheet; no ground: it is valid."""
    body = {"sheet": sheet, "value": "invalid" if ground else "valid", "ground": ground}
    record.append("sheet-decision", body | {"reason": "Xem phiếu", "needed": needed}, person=by)


def fill(record: Record) -> None:
    """Three sheets, one of them flagged and decided; a rejected page; a print run and a report."""
    printed = {"form": "phu-luc-1", "fingerprint": FINGERPRINT, "procedure": "", "copies": 5}
    record.append("printed", printed | {"file": "phieu.pdf", "sha256": sha256_of("phieu.pdf")})
    take_in(record, "a.jpg", read_page("aa11", Status.ANSWERED, Status.BLANK))
    take_in(record, "b.jpg", read_page("bb22", Status.FLAGGED, Status.ANSWERED))
    take_in(record, "c.jpg", read_page("cc33", Status.FLAGGED, Status.MULTIPLE))
    take_in(record, "d.jpg", PageReading(Outcome.REJECTED, Reason.NO_CODE))
    decide(record, ("bb22", "q1"), "4")
    report = {"kind": "minutes", "period": "2021-10", "file": "bien-ban.docx"}
    record.append("report", report | {"sha256": sha256_of("bien-ban.docx")})


def fill_custody(record: Record) -> None:
    """Sheets issued, a box sealed, another one left closed, and the answer to that."""
    paper = {"act": "issued", "count": 5, "box": "hom-1", "note": ""}
    record.append("paper", paper, person="Lê Thị Hạnh", role="Công chức Một cửa")
    record.append("sealed", {"box": "hom-2", "seal_number": "0200", "note": ""}, person="Lê Văn Tư")
    record.append("opening", REFUSED, person="Nguyễn Thị Hoa", role="chair")
    record.append("instruction", {"opening": "hom-2", "instruction": "Giữ nguyên", "at": ANSWERED})
