"""From the blank sheet to the annual report, the scans once as pictures, as a TIFF, as a PDF."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from steps.session import open_session
from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tests.conftest import SCANS, copy_survey
from tests.office import BIRTHS, COPIES, Office, begin, read_truth

SHEETS = 8
FORMATS = ("jpg", "tiff", "pdf")
DECIDERS = ("Nguyễn Thị Hòa", "Trần Văn Bình")
PLACE = ("source_file", "source_page")


@dataclass(frozen=True, slots=True)
class Journey:
    """One ward's month: the same sheets, filled in alike, handed over in one kind of file."""

    office: Office
    scan_status: int
    before: list[dict[str, str]]
    """The answers before people decided."""


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Journey]:
    office = begin(tmp_path_factory.mktemp("in") / "khao-sat")
    office.print_sheets("--procedure", COPIES, "--procedure", BIRTHS, "--copies", SHEETS // 2)
    return {kind: travel(office, kind, tmp_path_factory.mktemp(kind)) for kind in FORMATS}


def travel(printed: Office, kind: str, folder: Path) -> Journey:
    office = Office(copy_survey(printed.path, folder))
    sheets = office.path / "printed" / "phieu-001.pdf"
    mix = ("--double", 0.03, "--corrected", 0.02)
    scans = office.simulate(sheets, SCANS, "--format", kind, "--seed", 9, *mix)
    opening = office.open_box(SHEETS, SHEETS)
    scanned = office.scan(scans, "--opening", opening)
    before = office.answers()
    settle(office, read_truth([scans]))
    return Journey(office, scanned.status, before)


def settle(office: Office, truth: dict[tuple[str, str], dict[str, str]]) -> None:
    """Two people look at the paper and see what was meant."""
    for flag in office.flagged():
        meant = truth[flag["sheet"], flag["question"]]
        value = meant["choice"] or meant["status"]
        for person in DECIDERS:
            office.done("decide", flag["sheet"], flag["question"], value,
                        "--by", person, "--reason", "Xem lại trên phiếu giấy")  # fmt: skip


@pytest.fixture(params=FORMATS)
def journey(request: pytest.FixtureRequest, journeys: dict[str, Journey]) -> Journey:
    return journeys[request.param]


def without_place(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: row[name] for name in row if name not in PLACE} for row in rows]


def test_every_page_has_an_outcome(journey: Journey) -> None:
    pages = journey.office.pages()
    assert [page["outcome"] for page in pages] == [Outcome.READ] * SHEETS
    assert len({page["sheet"] for page in pages}) == SHEETS


def test_pages_are_named_by_file_and_page(journeys: dict[str, Journey]) -> None:
    named = {
        kind: [(page["source_file"], int(page["source_page"])) for page in told.office.pages()]
        for kind, told in journeys.items()
    }
    assert [page for _file, page in named["jpg"]] == [1] * SHEETS
    for kind in ("tiff", "pdf"):
        assert len({file for file, _page in named[kind]}) == 1
        assert [page for _file, page in named[kind]] == list(range(1, SHEETS + 1))


def test_all_kinds_of_files_give_the_same_answers(journeys: dict[str, Journey]) -> None:
    told = [without_place(journey.before) for journey in journeys.values()]
    assert told[0] == told[1] == told[2]


def test_no_certain_answer_is_wrong_and_few_are_doubtful(journey: Journey) -> None:
    truth = read_truth([journey.office.path / SCANS])
    certain = [row for row in journey.before if row["status"] != Status.FLAGGED]
    assert len(journey.before) == len(truth) == SHEETS * 8
    assert len(certain) > 0.8 * len(truth)
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row


def test_the_scan_said_that_people_are_needed(journey: Journey) -> None:
    flagged = [row for row in journey.before if row["status"] == Status.FLAGGED]
    assert journey.scan_status == (ExitStatus.PEOPLE_NEEDED if flagged else ExitStatus.DONE)


def test_in_the_end_everything_counts_and_paper_and_record_agree(journey: Journey) -> None:
    assert journey.office.run("status", "--check").status == ExitStatus.DONE
    truth = read_truth([journey.office.path / SCANS])
    for row in journey.office.answers():
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row


def test_the_tally_counts_what_was_meant(journey: Journey) -> None:
    meant = list(read_truth([journey.office.path / SCANS]).values())
    for row in journey.office.done("tally", "--json").json["rows"]:
        answers = [truth for truth in meant if truth["question"] == row["key"]]
        assert row["counts"] == {
            choice: sum(truth["choice"] == choice for truth in answers) for choice in "54321"
        }


def test_the_annual_report_says_how_many_sheets_came_in(journey: Journey) -> None:
    told = journey.office.done("report", "annual")
    file = journey.office.path / "reports" / "phu-luc-2-2021.docx"
    assert str(file) in told.out
    cells = [cell.text for table in Document(str(file)).tables for row in table.rows
             for cell in row.cells]  # fmt: skip
    assert any(f"{SHEETS} phiếu" in cell for cell in cells)
    # four sheets of each procedure, fewer than the plan's minimum: the row names none of them
    assert any("TTHC: không nêu, để giữ kín danh tính" in cell for cell in cells)


def test_every_act_stands_in_the_journal(journey: Journey) -> None:
    with open_session(journey.office.path) as session:
        acts = Counter(kind for (kind,) in session.record.rows("SELECT kind FROM journal"))
    flags = sum(row["status"] == Status.FLAGGED for row in journey.before)
    assert acts["survey-created"] == 1
    assert acts["printed"] == 2  # one file, two procedures
    assert acts["opening"] == 1
    assert acts["original"] == len({page["sha256"] for page in journey.office.pages()})
    assert acts["page"] == SHEETS
    assert acts["decision"] == 2 * flags
    assert acts["report"] >= 1  # the minutes, and the annual report when it was asked for
    assert acts["plan-read"] == 1


def test_the_record_is_whole(journey: Journey) -> None:
    assert journey.office.run("verify").status == ExitStatus.DONE
