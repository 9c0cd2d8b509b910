"""The two other shipped forms, printed, filled in, scanned and read."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tests.conftest import SCANS
from tests.office import Office, begin, read_truth

SHEETS = 4


def use_form(office: Office, form: str) -> Office:
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace('form = "phu-luc-1"', f'form = "{form}"')
    plan.write_text(words, encoding="utf-8")
    return office


@pytest.mark.parametrize(
    ("form", "pages", "questions"), [("sipas-19-cau", 2, 19), ("phieu-co-linh-vuc", 1, 9)]
)
def test_what_is_certain_is_what_was_meant(
    tmp_path: Path, form: str, pages: int, questions: int
) -> None:
    office = use_form(begin(tmp_path / "khao-sat"), form)
    scans = office.simulate(office.print_sheets("--copies", SHEETS), SCANS, "--seed", 3)
    office.scan(scans, "--opening", office.open_box(SHEETS, SHEETS))
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * SHEETS * pages
    truth, answers = read_truth([scans]), office.answers()
    assert {(row["sheet"], row["question"]) for row in answers} == set(truth)
    assert len(answers) == SHEETS * questions
    certain = [row for row in answers if row["status"] != Status.FLAGGED]
    assert len(certain) > 0.8 * len(answers)
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row
    assert office.status()["reconciled"]
    assert office.run("verify").status == ExitStatus.DONE


def test_a_ticked_field_is_the_sheets_field(tmp_path: Path) -> None:
    office = use_form(begin(tmp_path / "khao-sat"), "phieu-co-linh-vuc")
    scans = office.simulate(office.print_sheets("--copies", SHEETS), SCANS, "--seed", 3)
    office.scan(scans, "--opening", office.open_box(SHEETS, SHEETS))
    ticked = {
        row["sheet"]: row["choice"]
        for row in office.answers()
        if row["question"] == "linh-vuc" and row["status"] == Status.ANSWERED
    }
    fields = {"1": "ho-tich", "2": "chung-thuc", "3": "dat-dai", "4": "xay-dung",
              "5": "bao-tro-xa-hoi", "6": "nguoi-co-cong", "7": "lao-dong-viec-lam",
              "8": "kinh-doanh", "9": "cu-tru", "10": "khac"}  # fmt: skip
    assert ticked
    for row in office.answers():
        assert row["field"] == fields.get(ticked.get(row["sheet"], ""), "unknown")
    rows = office.done("tally", "--by", "field", "--json").json["rows"]
    counted = {row["key"]: row["answered"] for row in rows if row["answered"]}
    assert set(counted) <= {fields[choice] for choice in ticked.values()} | {"unknown"}
    by_question = office.done("tally", "--json").json["rows"]
    assert [row["key"] for row in by_question] == [f"q{n}" for n in range(1, 9)]
    flagged = next(iter(office.answers()))["sheet"]
    for person in ("An", "Bình"):
        by = ("--by", person, "--reason", "xem phiếu")
        office.done("decide", flagged, "linh-vuc", "10", *by)
    assert {row["field"] for row in office.answers() if row["sheet"] == flagged} == {"khac"}


def test_a_form_of_several_pages_needs_the_token(tmp_path: Path) -> None:
    office = use_form(begin(tmp_path / "khao-sat"), "sipas-19-cau")
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace("token = true", "token = false")
    plan.write_text(words, encoding="utf-8")
    told = office.run("print")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "put together by the token" in told.err


def test_missing_pages_and_pages_of_two_openings_are_told(tmp_path: Path) -> None:
    office = use_form(begin(tmp_path / "khao-sat"), "sipas-19-cau")
    scans = office.simulate(office.print_sheets("--copies", 2), SCANS, "--seed", 3)
    pages = sorted(scans.glob("*.jpg"))
    first, second = office.open_box(2, 2), office.open_box(1, 1)
    office.scan(*pages[:3], "--opening", first)
    (missing,) = [d for d in office.status()["differences"] if d["slug"] == "page-missing"]
    torn = {row["sheet"] for row in office.answers() if row["source_file"] == pages[2].name}
    assert missing["key"] == f"{torn.pop()}/2"
    assert not [row for row in office.answers() if row["status"] == Status.BLANK and
                row["sheet"] == missing["key"][:-2] and row["question"] > "q26"]  # fmt: skip
    office.scan(pages[3], "--opening", second)
    told = {d["slug"]: d["key"] for d in office.status()["differences"]}
    assert "page-missing" not in told
    assert told["pages-apart"] == missing["key"][:-2]
