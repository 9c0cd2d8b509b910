"""What usually comes next, from the new folder to the annual report."""

from datetime import date
from pathlib import Path

import pytest

from steps.next_act import next_act, yearly_report
from steps.session import open_session
from steps.status import survey_status
from templates.shelf import FIRST_PLAN
from tests.conftest import SCANS, SHEETS
from tests.office import Office, begin, run


def next_command(office: Office) -> str:
    with open_session(office.path) as session:
        status = survey_status(session)
        return next_act(session, status.reconciliation, status.for_review)[0]


def test_a_new_survey_prints(printed: Office) -> None:
    assert next_command(begin(printed.path / "khac")) == "print"


def test_where_no_box_stands_answers_are_imported(tmp_path: Path) -> None:
    told = run("init", tmp_path / "kiosk", "--plan", "tay-xuan-2024")
    assert "import TỆP --channel kiosk" in told.out
    assert next_command(Office(tmp_path / "kiosk")) == "import"


def test_answers_are_imported_until_the_time_is_over_or_closed(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat", "da-nang-tttt-2021")
    during, after = date(2021, 12, 20), date(2022, 1, 5)
    assert next_on(office, during) == next_on(office, after) == "import"
    take_in_one_answer(office)
    assert next_on(office, during) == "import"
    assert next_on(office, after) == "report"
    office.done("close", "2021-H2", "--by", "An")
    assert next_on(office, during) == "report"


@pytest.mark.parametrize(
    ("day", "is_dry", "said"),
    [
        ("03/02/2021", True, "cot.toml"),  # now in earnest
        ("02/02/2021", True, "tally --by channel"),  # the one that was taken in before
        ("31/02/2021", True, "cot.toml --dry-run"),  # first to be mended
        ("31/02/2021", False, "cot.toml"),
        ("03/02/2021", False, "tally --by channel"),
    ],
)
def test_after_an_import_or_its_trial_comes_what_the_table_allows(
    tmp_path: Path, day: str, is_dry: bool, said: str
) -> None:
    office = begin(tmp_path / "khao-sat", "da-nang-tttt-2021")
    mapping, file = take_in_one_answer(office)
    file.write_text(f"Ngày,Câu 1\n{day},A\n", "utf-8")
    words = ("import", file, "--channel", "phan-mem", "--mapping", mapping)
    told = office.run(*words, *(("--dry-run",) if is_dry else ()))
    assert told.out.endswith(f"{said}\n")


def next_on(office: Office, today: date) -> str:
    with open_session(office.path) as session:
        status = survey_status(session, today)
        return next_act(session, status.reconciliation, status.for_review, today)[0]


def take_in_one_answer(office: Office) -> tuple[Path, Path]:
    """The mapping and the table."""
    mapping, file = office.path / "cot.toml", office.path / "phan-mem.csv"
    mapping.write_text('[columns]\ndate = "Ngày"\n[columns.questions]\nq1 = "Câu 1"\n', "utf-8")
    file.write_text("Ngày,Câu 1\n02/02/2021,A\n", "utf-8")
    office.done("import", file, "--channel", "phan-mem", "--mapping", mapping)
    return mapping, file


def test_printed_sheets_wait_for_the_box_and_then_for_the_scanner(printed: Office) -> None:
    assert next_command(printed) == "open-box"
    printed.open_box(SHEETS, SHEETS)
    assert next_command(printed) == "scan"


def test_doubts_are_settled_first(scanned: Office) -> None:
    assert next_command(scanned) == "review"


def test_hand_written_lines_wait_for_people_too(settled: Office) -> None:
    assert next_command(settled) == "review"


def test_then_comes_the_report(settled: Office) -> None:
    key_in_lines(settled)
    assert next_command(settled) == "report"


def test_a_report_that_tells_all_is_not_asked_for_again(settled: Office) -> None:
    key_in_lines(settled)
    settled.done("report", "annual")
    assert next_command(settled) == "verify"
    assert settled.done("status").out.endswith("verify\n")
    settled.done("report", "period", "--period", "2021-10")
    assert next_command(settled) == "verify"
    settled.done("close", "2021-10", "--by", "An")
    assert next_command(settled) == "report"  # it says that the period is open


@pytest.mark.parametrize(
    ("plan", "report"),
    [("hau-giang-2021-2030", "sipas"), ("da-nang-tttt-2021", "annual"), (FIRST_PLAN, "annual")],
)
def test_the_report_is_the_one_that_the_plan_names(tmp_path: Path, plan: str, report: str) -> None:
    office = begin(tmp_path / "khao-sat", plan)
    with open_session(office.path) as session:
        assert yearly_report(session.plan) == report
    assert f"report {report}" in office.done("tally").out


def test_a_difference_is_explained_first(printed: Office) -> None:
    printed.open_box(SHEETS + 1, SHEETS + 1)
    told = printed.scan(printed.path / SCANS)
    assert told.status in {0, 3}
    for row in printed.flagged():
        for person in ("An", "Bình"):
            signed = ("--by", person, "--reason", "rõ")
            printed.done("decide", row["sheet"], row["question"], "unclear", *signed)
    key_in_lines(printed)
    assert next_command(printed) == "explain"


def key_in_lines(office: Office) -> None:
    """Two people find that nobody can tell the procedure of any free-text sheet."""
    for sheet in sorted({row["sheet"] for row in office.answers() if not row["procedure"]}):
        for person in ("An", "Bình"):
            signed = ("--by", person, "--reason", "không đọc được")
            office.done("decide", sheet, "procedure", "unknown", *signed)
