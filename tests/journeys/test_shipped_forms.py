"""The two other shipped forms, printed, filled in, scanned and read."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from review.seats import Turn
from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tests.conftest import READERS, SCANS, copy_survey
from tests.office import Office, begin, read_truth, settle_as_meant
from tests.review.visitors import open_review
from tests.steps.test_recheck import draw, fill_in, record

SHEETS = 4
LIST_FORM, LIST = "phieu-co-linh-vuc", "linh-vuc"


def use_form(office: Office, form: str) -> Office:
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace('form = "phu-luc-1"', f'form = "{form}"')
    plan.write_text(words, encoding="utf-8")
    return office


def scanned_with(path: Path, form: str) -> Path:
    """A survey with this form whose sheets were scanned; the scans lie in ``SCANS``."""
    office = use_form(begin(path / "khao-sat"), form)
    scans = office.simulate(office.print_sheets("--copies", SHEETS), SCANS, "--seed", 3)
    office.scan(scans, "--opening", office.open_box(SHEETS, SHEETS))
    return office.path


@pytest.fixture(scope="module")
def ticked_survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sheets with a tick list of fields and no line for the procedure."""
    return scanned_with(tmp_path_factory.mktemp("ticked"), LIST_FORM)


@pytest.fixture
def ticked(ticked_survey: Path, tmp_path: Path) -> Office:
    """An office of one's own with that survey."""
    return Office(copy_survey(ticked_survey, tmp_path))


def test_a_form_of_two_pages_is_read_as_it_was_meant(tmp_path: Path) -> None:
    office = Office(scanned_with(tmp_path, "sipas-19-cau"))
    check_certain(office, pages=2, questions=19)


def test_a_form_with_a_list_is_read_as_it_was_meant(ticked: Office) -> None:
    check_certain(ticked, pages=1, questions=9)


def check_certain(office: Office, *, pages: int, questions: int) -> None:
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * SHEETS * pages
    truth, answers = read_truth([office.path / SCANS]), office.answers()
    assert {(row["sheet"], row["question"]) for row in answers} == set(truth)
    assert len(answers) == SHEETS * questions
    certain = [row for row in answers if row["status"] != Status.FLAGGED]
    assert len(certain) > 0.8 * len(answers)
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row
    assert office.status()["reconciled"]
    assert office.run("verify").status == ExitStatus.DONE


def test_a_ticked_field_is_the_sheets_field(ticked: Office) -> None:
    office = ticked
    chosen = {
        row["sheet"]: row["choice"]
        for row in office.answers()
        if row["question"] == LIST and row["status"] == Status.ANSWERED
    }
    fields = {"1": "ho-tich", "2": "chung-thuc", "3": "dat-dai", "4": "xay-dung",
              "5": "bao-tro-xa-hoi", "6": "nguoi-co-cong", "7": "lao-dong-viec-lam",
              "8": "kinh-doanh", "9": "cu-tru", "10": "khac"}  # fmt: skip
    assert chosen
    for row in office.answers():
        assert row["field"] == fields.get(chosen.get(row["sheet"], ""), "unknown")
    rows = office.done("tally", "--by", "field", "--json").json["rows"]
    counted = {row["key"]: row["answered"] for row in rows if row["answered"]}
    assert set(counted) <= {fields[choice] for choice in chosen.values()} | {"unknown"}
    by_question = office.done("tally", "--json").json["rows"]
    assert [row["key"] for row in by_question] == [f"q{n}" for n in range(1, 9)]
    flagged = next(iter(office.answers()))["sheet"]
    for person in ("An", "Bình"):
        by = ("--by", person, "--reason", "xem phiếu")
        office.done("decide", flagged, LIST, "10", *by)
    assert {row["field"] for row in office.answers() if row["sheet"] == flagged} == {"khac"}


def test_a_sheet_without_a_line_needs_no_procedure(ticked: Office) -> None:
    settle_as_meant(ticked, ticked.path / SCANS, READERS)
    sheet = ticked.answers()[0]["sheet"]
    with open_review(ticked) as review:
        first = review.sitter(Turn.FIRST, READERS[0])
        overview = first.get("/overview").text
        assert "Nothing: all is settled" in overview
        assert "/procedures" not in overview
        cut = first.get(f"/crops/{sheet}/{LIST}").content
        asked = first.get(f"/questions/{sheet}/{LIST}").text
        assert 'value="10" data-key="a"' in " ".join(asked.replace(" required", "").split())
    width, height = Image.open(BytesIO(cut)).size
    assert 0.1 < height / width < 0.5  # two rows of boxes and a neighbour, not the whole page
    assert ticked.run("close", "2021-10", "--by", READERS[0]).status == ExitStatus.DONE


def test_paper_is_read_again_question_by_question(ticked: Office) -> None:
    settle_as_meant(ticked, ticked.path / SCANS, READERS)
    draw(ticked)
    for person in READERS:
        assert record(ticked, fill_in(ticked, person), person).status == ExitStatus.DONE
    assert ticked.run("recheck", "result").status == ExitStatus.DONE
    (form,) = ticked.path.glob("reports/*-nguoi-doc-1.docx")
    cells = [c.text for row in Document(str(form)).tables[1].rows for c in row.cells]
    assert any("lĩnh vực nào? (1 Hộ tịch, 2 Chứng thực" in cell for cell in cells)


def test_another_field_on_paper_changes_no_share(ticked: Office) -> None:
    def other_field(row: dict[str, str]) -> None:
        row[LIST] = "10" if row[LIST] != "10" else "9"

    settle_as_meant(ticked, ticked.path / SCANS, READERS)
    draw(ticked)
    for person in READERS:
        record(ticked, fill_in(ticked, person, other_field), person)
    told = ticked.run("recheck", "result", "--json")
    assert told.json["verdict"] == "stop"
    assert {one["question"] for one in told.json["discrepancies"]} == {LIST}


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
