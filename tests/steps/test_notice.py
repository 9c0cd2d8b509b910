"""The notice of a period and the text for the loudspeaker, by the real command."""

from pathlib import Path

import pytest
from docx import Document

from reports.notice import SPOKEN_WORDS
from steps.count import Counting
from steps.demo import opening_text
from steps.notice import notice_facts
from steps.session import open_session
from survey.period import Period
from tests.conftest import SCANS, SHEETS
from tests.office import Office, begin, sealed_on
from tests.reports.conftest import text_of

NAME = "reports/thong-bao-ket-qua-2021-10"


def test_notice_and_spoken_text_of_a_period(scanned: Office) -> None:
    scanned.done("report", "period", "--period", "2021-10")
    document = Document(str(scanned.path / f"{NAME}.docx"))
    words = text_of(document)
    assert "THÔNG BÁO" in words
    assert "/TB-UBND" in words
    assert f"Số phiếu được tính vào kết quả: {SHEETS} phiếu." in words
    assert "Lưu ý: còn câu trả lời chờ người xem xét" in words
    assert "Còn phiếu chưa ai đọc dòng thủ tục" in words
    assert "{{" not in words
    pictures = document.element.body.xpath(".//wp:docPr/@descr")
    assert any("Tỷ lệ hài lòng" in picture for picture in pictures)
    spoken = (scanned.path / f"{NAME}.txt").read_text("utf-8")
    assert "tháng 10 năm 2021" in spoken
    assert "chờ xem xét" in spoken
    assert len(spoken.split()) <= SPOKEN_WORDS
    with open_session(scanned.path) as session:
        rows = session.record.rows("SELECT file FROM report WHERE kind = 'period' ORDER BY seq")
        files = [file for (file,) in rows]
    assert [f"reports/{file}" for file in files] == [f"{NAME}.docx", f"{NAME}.txt"]


def open_box(office: Office, day: str, sheets: int, seals: int) -> str:
    text = sealed_on(opening_text(sheets, sheets), seals).replace("2021-10-29T", f"{day}T")
    file = office.path / f"mo-hom-{day}.toml"
    file.write_text(text, encoding="utf-8")
    return office.done("open-box", "--from", file).out


def test_an_opening_with_sheets_of_other_days_is_said_everywhere(scanned: Office) -> None:
    open_box(scanned, "2021-11-02", SHEETS, 2)
    told = open_box(scanned, "2021-11-04", 0, 4)
    assert told.endswith("status\n")  # an empty box leaves nothing to scan
    said = "gồm phiếu bỏ vào hòm từ ngày 29/10/2021 đến ngày 02/11/2021, có ngày ngoài kỳ"
    for kind in ("period", "annual", "sipas", "evidence"):
        scanned.done("report", kind, *(() if kind == "annual" else ("--period", "2021-10")))
    for name in ("thong-bao-ket-qua-2021-10", "phu-luc-2-2021", "bao-cao-sipas-2021-10"):
        words = text_of(Document(str(scanned.path / "reports" / f"{name}.docx")))
        assert said in words
        assert words.count("có ngày ngoài kỳ") == 1
    page = (scanned.path / "reports" / "minh-chung-2021-10.html").read_text("utf-8")
    assert said in page


def test_no_small_cell_reaches_the_notice(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        counting = Counting(session, "2021-10", published=True)
        facts = notice_facts(counting, Period.parse("2021-10"))
    for row in (*facts.questions, *facts.fields):
        told = (*row.counts, row.blank, row.multiple, row.unclear, row.sheets)
        assert not any(figure is not None and 0 < figure < 5 for figure in told)
    assert any(None in row.counts for row in facts.questions)


@pytest.mark.parametrize("earlier_first", [True, False])
def test_what_was_published_keeps_saying_the_same(printed: Office, *, earlier_first: bool) -> None:
    """Of the period before only where that was published already, also when written anew."""
    plan = printed.path / "survey.toml"
    shown = plan.read_text("utf-8").replace("minimum_cell = 5", "minimum_cell = 1")
    plan.write_text(shown, encoding="utf-8")
    earlier = opening_text(4, 4).replace("2021-10", "2021-09")
    file = printed.path / "thang-9.toml"
    file.write_text(earlier, encoding="utf-8")
    opening = printed.done("open-box", "--from", file).out.split()[2]
    printed.scan(printed.path / SCANS / "1", "--opening", opening)
    open_box(printed, "2021-10-29", 2, 2)
    printed.scan(printed.path / SCANS / "2")
    for period in ("2021-09", "2021-10") if earlier_first else ("2021-10", "2021-09"):
        printed.done("report", "period", "--period", period)
    with open_session(printed.path) as session:
        (table,) = Counting(session, "2021-10", published=True).tally(("question",)).tables
    assert bool(table.changes) == earlier_first


def test_the_only_period_need_not_be_named(scanned: Office) -> None:
    assert "2021-10" in scanned.done("report", "period").out


@pytest.mark.parametrize("kind", ["period", "evidence"])
def test_the_period_named_as_an_example_is_of_the_plans_own_kind(tmp_path: Path, kind: str) -> None:
    office = begin(tmp_path / "khao-sat", "da-nang-tttt-2021")
    assert "such as --period 2021-H" in office.run("report", kind).err


def test_sheets_without_an_opening_are_no_second_period(printed: Office) -> None:
    printed.scan(printed.path / SCANS)
    assert printed.run("report", "period").status == 1  # they have no period at all
    opening = printed.open_box(2, 2)
    printed.scan(printed.path / SCANS / "2", "--opening", opening)
    assert "2021-10" in printed.done("report", "period").out


def test_a_period_must_have_sheets(scanned: Office) -> None:
    told = scanned.run("report", "period", "--period", "2021-09")
    assert told.status == 1
    assert "2021-09" in told.err
    assert not list(scanned.path.glob("reports/thong-bao*"))
