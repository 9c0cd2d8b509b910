"""The annual report of a plan with two channels: sheets are added up, shares are not."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from reports.charts import distribution_chart
from reports.document import Picture
from steps import draw_charts
from steps.annual_facts import annual_facts
from steps.session import open_session
from survey.errors import ExitStatus
from survey.period import Period
from tests.office import Office, begin
from tests.own_form import form_text

MAPPING = """\
key = ["Mã"]
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
q1 = "Câu 1"
"""
KIOSK = """
[[channels]]
id = "kiosk"
name = "Kiosk"
form = "rieng"

[[channels]]
id = "hues"
name = "HueS"
"""
PAPERS, PRESS = "Bưu chính", "Báo chí"


def office_with(path: Path, answers: dict[str, dict[str, int]]) -> Office:
    """Đà Nẵng 2021 with so many sheets of each field from each channel."""
    office = begin(path, "da-nang-tttt-2021")
    mapping = path / "cot.toml"
    mapping.write_text(MAPPING, "utf-8")
    for channel, fields in answers.items():
        file = path / f"{channel}.csv"
        with file.open("w", encoding="utf-8", newline="") as table:
            writer = csv.writer(table)
            writer.writerow(("Mã", "Ngày", "Lĩnh vực", "Câu 1"))
            for field, count in fields.items():
                rows = ((f"{field}{n}", "02/02/2021", field, "AAAB"[n % 4]) for n in range(count))
                writer.writerows(rows)
        office.done("import", file, "--channel", channel, "--mapping", mapping)
    return office


def test_the_fields_of_all_channels_are_compared(tmp_path: Path) -> None:
    answers = {"phan-mem": {PAPERS: 60, PRESS: 40}, "portal": {PAPERS: 20, PRESS: 60}}
    office = office_with(tmp_path / "khao-sat", answers)
    with open_session(office.path) as session:
        facts = annual_facts(session, Period.parse("2021"))
    assert facts.top_fields is not None
    assert (facts.top_fields.names, facts.top_fields.sheets) == ((PRESS,), 100)
    assert facts.sheets_collected == 180
    assert facts.series.sheets == 100
    assert [(one.series.sheets, one.series.satisfied) for one in facts.others] == [
        (80, Fraction(1))
    ]
    assert "dichvucong" in facts.others[0].series.name


def test_where_nothing_is_on_paper_no_report_speaks_of_boxes_or_invalid_sheets(
    tmp_path: Path,
) -> None:
    office = office_with(tmp_path / "khao-sat", {"phan-mem": {PAPERS: 6, PRESS: 6}})
    office.done("report", "annual")
    office.done("report", "period", "--period", "2021-H1")
    for file in office.path.glob("reports/*.docx"):
        said = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
        assert "hòm phiếu" not in said, file.name
        assert "không hợp lệ" not in said, file.name
        assert "Tỷ lệ hài lòng" in said, file.name


def test_fields_stand_for_procedures_where_the_plan_names_none(tmp_path: Path) -> None:
    office = office_with(tmp_path / "khao-sat", {"phan-mem": {PAPERS: 3, PRESS: 4}})
    rows = office.done("tally", "--by", "procedure", "--json").json["rows"]
    answered = {row["label"]: row["answered"] for row in rows if row["answered"]}
    assert answered == {PAPERS: 3, PRESS: 4}


def test_a_month_of_a_half_year_is_not_told_as_empty(tmp_path: Path) -> None:
    office = office_with(tmp_path / "khao-sat", {"phan-mem": {PAPERS: 3}})
    said = "so none of them is counted here: hom-phieu tally --period 2021-H1"
    assert said in office.done("tally", "--period", "2021-02").out
    assert said not in office.done("tally", "--period", "2021").out


def test_every_channel_has_its_own_table_of_questions(tmp_path: Path) -> None:
    answers = {"phan-mem": {PAPERS: 60, PRESS: 40}, "portal": {PAPERS: 20, PRESS: 60}}
    office = office_with(tmp_path / "khao-sat", answers)
    office.done("report", "annual")
    (report,) = office.path.glob("reports/*.docx")
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(str(report)).tables[-3:]
    ]
    assert [table[0][0] for table in tables] == ["Câu hỏi", "Câu hỏi", "Lĩnh vực"]
    first, other, _fields = (table[1] for table in tables)
    assert first[1:3] == ["75", "25"]
    assert other[1:3] == ["60", "20"]
    assert other[-1] == "100,00"
    assert office.run("verify", report).status == ExitStatus.DONE


def test_each_channel_names_its_levels_as_its_own_form_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«3» of three levels is the best, on the survey's own form it is the middle."""
    legends: list[Sequence[str]] = []

    def drawn(title: str, rows: object, steps: Sequence[str], satisfied: int) -> Picture:
        legends.append(steps)
        return distribution_chart(title, rows, steps, satisfied)  # type: ignore[arg-type]

    monkeypatch.setattr(draw_charts, "distribution_chart", drawn)
    office = begin(tmp_path / "khao-sat")
    plan = office.path / "survey.toml"
    plan.write_text(plan.read_text("utf-8") + KIOSK, "utf-8")
    forms = office.path / "templates" / "forms"
    forms.mkdir(parents=True, exist_ok=True)
    (forms / "rieng.toml").write_text(form_text(1, 3, "A5"), "utf-8")
    for channel, said in (("kiosk", "321"), ("hues", "543")):
        mapping, file = office.path / "cot.toml", office.path / f"{channel}.csv"
        mapping.write_text(MAPPING, "utf-8")
        rows = "".join(f"{n};15/10/2021;Hộ tịch;{said[n % 3]}\n" for n in range(30))
        file.write_text("Mã;Ngày;Lĩnh vực;Câu 1\n" + rows, "utf-8")
        office.done("import", file, "--channel", channel, "--mapping", mapping)
        if channel == "kiosk":
            office.done("report", "annual")
    assert legends[0] == ["3 Mức 3", "2 Mức 2", "1 Mức 1"]
    out = office.done("tally", "--format", "xlsx").out
    book = load_workbook(next(word for word in out.split() if word.endswith(".xlsx")))
    tops = {cell.value for page in ("Kết quả 1", "Kết quả 2") for r in book[page] for cell in r}
    explained = {row[0] for row in book["Giải thích"].iter_rows(values_only=True)}
    for level in ("3 Mức 3", "3 Bình thường", "5 Rất hài lòng"):
        assert level in tops & explained
    assert any(str(top).startswith("Kênh: HueS, mẫu phiếu") for top in tops)
    assert "Results: Kiosk, form" in office.done("tally").out
    assert "answers of the channel HueS taken in" in office.done("log", "--kind", "imported").out


def test_the_page_of_evidence_names_the_channel_of_its_tables(tmp_path: Path) -> None:
    """It tells of paper, too, and its tables may be of another channel."""
    answers = {"phan-mem": {PAPERS: 60, PRESS: 40}, "portal": {PAPERS: 20, PRESS: 60}}
    office = office_with(tmp_path / "khao-sat", answers)
    office.done("report", "evidence", "--period", "2021-H1")
    (page,) = office.path.glob("reports/*.html")
    words = page.read_text("utf-8")
    assert "là của một kênh: Phần mềm khảo sát trực tuyến" in words
    assert "dichvucong.danang.gov.vn): 80 phiếu, tỷ lệ hài lòng" in words
    assert office.run("verify", page).status == ExitStatus.DONE


def test_a_tie_does_not_tell_what_the_annex_hides(tmp_path: Path) -> None:
    answers = {"portal": {PAPERS: 20, PRESS: 20, "Khác": 3}}
    office = office_with(tmp_path / "khao-sat", answers)
    with open_session(office.path) as session:
        facts = annual_facts(session, Period.parse("2021"))
    hidden = [row.label for row in facts.fields if row.sheets is None]
    assert len(hidden) == 2
    assert facts.top_fields is not None
    assert facts.top_fields.is_of_told
    assert not set(hidden) & {*facts.top_fields.names}
