"""The notice of a period and the text for the loudspeaker, by the real command."""

from docx import Document

from reports.notice import SPOKEN_WORDS
from steps.count import Counting
from steps.notice import notice_facts
from steps.session import open_session
from survey.period import Period
from tests.conftest import SCANS, SHEETS
from tests.office import Office
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


def test_no_small_cell_reaches_the_notice(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        counting = Counting(session, "2021-10", published=True)
        facts = notice_facts(counting, Period.parse("2021-10"))
    for row in (*facts.questions, *facts.fields):
        told = (*row.counts, row.blank, row.multiple, row.unclear, row.sheets)
        assert not any(figure is not None and 0 < figure < 5 for figure in told)
    assert any(None in row.counts for row in facts.questions)


def test_the_only_period_need_not_be_named(scanned: Office) -> None:
    assert "2021-10" in scanned.done("report", "period").out


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
