"""Forms that no ward has yet: a new form is a file, no code."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from survey.tick_list import is_one_box
from tests.conftest import READERS, SCANS
from tests.office import BIRTHS, begin, read_truth
from tests.own_form import form_text, own_form

SHEETS = 2


@pytest.mark.parametrize(
    ("questions", "choices", "paper", "pages"),
    [(30, 5, "A4", 2), (5, 3, "A4", 1), (4, 7, "A4", 1), (4, 5, "A5", 1)],
)
def test_a_wards_own_form_is_printed_filled_in_and_read(
    tmp_path: Path, questions: int, choices: int, paper: str, pages: int
) -> None:
    office = own_form(begin(tmp_path / "khao-sat"), form_text(questions, choices, paper))
    scans = office.simulate(office.print_sheets("--copies", SHEETS), SCANS, "--seed", 4)
    opening = office.open_box(SHEETS, SHEETS)
    assert office.scan(scans, "--opening", opening).status in {0, 3}
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * SHEETS * pages
    truth = read_truth([scans])
    answers = office.answers()
    assert len(answers) == len(truth) == SHEETS * questions
    certain = [row for row in answers if row["status"] != Status.FLAGGED]
    assert len(certain) > 0.5 * len(answers)
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row
    assert office.status()["reconciled"]
    told = office.done("tally", "--json").json["rows"]
    assert [list(row["counts"]) for row in told] == [
        [str(n) for n in range(choices, 0, -1)]
    ] * questions
    assert office.run("verify").status == ExitStatus.DONE


def test_sheets_of_both_sizes_are_read_where_the_paper_was_changed(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    scans = []
    for paper in ("A5", "A4"):
        own_form(office, form_text(4, 5, paper))
        sheets = office.print_sheets("--copies", SHEETS)
        scans.append(office.simulate(sheets, f"scan-{paper}", "--seed", 4))
    opening = office.open_box(2 * SHEETS, 2 * SHEETS)
    assert office.scan(*scans, "--opening", opening).status in {0, 3}
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * 2 * SHEETS
    truth = read_truth(scans)
    for row in office.answers():
        meant = truth[row["sheet"], row["question"]]
        seen = (row["status"], row["choice"])
        assert seen in {(meant["status"], meant["choice"]), (Status.FLAGGED, "")}, row
    assert office.status()["reconciled"]


LISTS = """
[[questions]]
id = "nhan"
text = "Ông/Bà nhận kết quả bằng cách nào?"
choices = [{ choice = "1", label = "Tại Một cửa" }, { choice = "2", label = "Qua bưu điện" }]

[[questions]]
id = "kenh"
text = "Ông/Bà biết thủ tục qua những kênh nào?"
may_tick_several = true
choices = [
    { choice = "1", label = "Bảng niêm yết" },
    { choice = "2", label = "Đài truyền thanh" },
    { choice = "3", label = "Trang thông tin" },
    { choice = "4", label = "Kênh khác" },
]
"""


def test_lists_with_one_tick_and_with_several_go_the_whole_way(tmp_path: Path) -> None:
    office = own_form(begin(tmp_path / "khao-sat"), form_text(3, 3, "A4") + LISTS)
    sheets = office.print_sheets("--procedure", BIRTHS, "--copies", 6)
    scans = office.simulate(sheets, SCANS, "--seed", 4)
    office.scan(scans, "--opening", office.open_box(6, 6))
    truth, answers = read_truth([scans]), office.answers()
    assert {(row["sheet"], row["question"]) for row in answers} == set(truth)
    sheet = answers[0]["sheet"]
    for person in READERS:  # an unticked box is settled as blank, a ticked one by its choice
        office.done("decide", sheet, "kenh:4", "4", "--by", person, "--reason", "nhìn phiếu")
    truth[sheet, "kenh:4"] |= {"status": "answered", "choice": "4"}
    for row in office.answers():
        meant = truth[row["sheet"], row["question"]]
        seen = (row["status"], row["choice"])
        assert seen in {(meant["status"], meant["choice"]), (Status.FLAGGED, "")}, row
    certain = [row for row in office.answers() if row["status"] != Status.FLAGGED]
    told = office.done("tally", "--json").json
    assert [row["key"] for row in told["rows"]] == ["q1", "q2", "q3"]
    (by_hand, channels) = told["lists"]
    ticks = [row for row in certain if row["choice"] and is_one_box(row["question"])]
    assert sum(row["ticked"] for row in channels["rows"]) == len(ticks)
    assert sum(row["ticked"] for row in by_hand["rows"]) == sum(
        row["question"] == "nhan" and row["status"] == Status.ANSWERED for row in certain
    )
    assert "lists" not in office.done("tally", "--published", "--json").json
    assert office.status()["reconciled"]
    office.done("tally", "--format", "xlsx")
    (workbook,) = office.path.glob("reports/*.xlsx")
    for kept in ((), (workbook,)):
        assert office.run("verify", *kept).status == ExitStatus.DONE
    assert office.run("verify", "--pixels").status == ExitStatus.DONE
