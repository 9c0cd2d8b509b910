import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from docx import Document

from reports.annual import (
    AnnualFacts,
    ChannelFacts,
    MostSurveyed,
    PeriodSheets,
    annual_fields,
    write_annual,
)
from reports.counting_rules import SpanningOpening
from reports.notice import SeriesFacts
from reports.result_table import Level
from survey.fate import Ground
from survey.period import Period
from survey.plan import Plan
from tests.reports.conftest import text_of
from tools.compose_documents import HOW_TO_FILL_IN

TEN_ROWS = (
    "Đơn vị triển khai khảo sát",
    "Thời gian triển khai trong năm",
    "Hình thức khảo sát",
    "Kỳ lấy phiếu",
    "Đơn vị được giao chủ trì tham mưu triển khai thực hiện",
    "Lĩnh vực/TTHC có số phiếu khảo sát nhiều nhất",
    "Tổng số phiếu khảo sát thu về trong năm",
    "Hình thức công khai kết quả khảo sát",
    "Số đơn vị trực thuộc triển khai khảo sát",
    "Tổng số phiếu khảo sát tại các đơn vị trực thuộc",
)


def changed(plan: Plan, **report: object) -> Plan:
    return plan.model_copy(update={"report": plan.report.model_copy(update=report)})


def test_the_ten_rows_stand_word_for_word_and_all_are_filled(
    plan: Plan, facts: AnnualFacts
) -> None:
    table = Document(io.BytesIO(write_annual(plan, facts))).tables[1]
    heading, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert heading == ["STT", "Nội dung", "Kết quả thực hiện (1)"]
    assert [row[0] for row in rows] == [f"{number}." for number in range(1, 11)]
    assert tuple(row[1] for row in rows) == TEN_ROWS
    assert [row[2] for row in rows] == [
        "Có. Kế hoạch số 129/KH-UBND ngày 01 tháng 10 năm 2021 của UBND phường Vạn Phúc.",
        "Từ ngày 01/10/2021 đến ngày 31/10/2021",
        plan.survey.method,
        "01 tháng",
        plan.report.lead_unit,
        "Lĩnh vực: Hộ tịch (600 phiếu).\nTTHC: Thủ tục đăng ký khai sinh (410 phiếu).\n"
        "Không xác định được lĩnh vực/TTHC: 2 phiếu.",
        "1.120 phiếu",
        "; ".join(plan.report.publication),
        "Không có",
        "Không có",
    ]


def test_the_frame_is_phu_luc_2_of_the_plan(plan: Plan, facts: AnnualFacts) -> None:
    text = text_of(write_annual(plan, facts))
    expected = (
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG VẠN PHÚC",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-UBND",
        "Vạn Phúc, ngày … tháng … năm …",
        "BÁO CÁO",
        "Kết quả khảo sát, lấy ý kiến người dân, tổ chức",
        "đã giao dịch, nhận kết quả giải quyết TTHC năm 2021",
        "1. Kết quả triển khai",
        "2. Khó khăn, vướng mắc (nếu có)",
        "3. Kiến nghị, đề xuất (nếu có)",
        "Nơi nhận:",
        "- Lưu: VT.",
        "9f2c 1a77 03bd e411",
        "CHỦ TỊCH",
        "(Ký tên, đóng dấu)",
        "Nguyễn Văn Dự",
        "Phụ lục",
        "1. Kết quả theo câu hỏi",
        "2. Kết quả theo lĩnh vực",
        "3. Biểu đồ",
        "4. Ghi chú về số liệu",
        *HOW_TO_FILL_IN,
    )
    positions = [text.find(words) for words in expected]
    assert -1 not in positions, expected[positions.index(-1)]
    assert positions == sorted(positions)
    assert "Lưu ý:" not in text


def test_a_plan_of_ten_years_names_the_days_of_the_year(plan: Plan, facts: AnnualFacts) -> None:
    long = {"starts": date(2021, 1, 1), "ends": date(2030, 12, 31), "collection_months": (10, 12)}
    years = plan.model_copy(update={"survey": plan.survey.model_copy(update=long)})
    assert annual_fields(years, facts).duration == "Từ ngày 01/10/2021 đến ngày 31/12/2021"


def test_a_tie_names_everyone(plan: Plan, facts: AnnualFacts) -> None:
    tied = replace(facts, top_fields=MostSurveyed(("Hộ tịch", "Đất đai"), 300))
    assert annual_fields(plan, tied).most_surveyed.startswith(
        "Lĩnh vực: Hộ tịch; Đất đai (cùng có 300 phiếu).\n"
    )


def test_what_is_hidden_is_not_compared(plan: Plan, facts: AnnualFacts) -> None:
    few = replace(
        facts,
        top_fields=MostSurveyed(("Hộ tịch",), 20, is_of_told=True),
        top_procedures=MostSurveyed((), None, is_of_told=True),
    )
    assert annual_fields(plan, few).most_surveyed.startswith(
        "Lĩnh vực: Hộ tịch (20 phiếu), so trong những số phiếu được nêu.\n"
        "TTHC: không nêu, để giữ kín danh tính người trả lời.\n"
    )


def test_invalid_sheets_came_in_too(plan: Plan, facts: AnnualFacts) -> None:
    """Thu vào = hợp lệ + không hợp lệ (domain, part 3.5)."""
    invalid = replace(facts, rules=replace(facts.rules, invalid={Ground.ALL_BLANK: 2}))
    total = "1.122 phiếu (1.120 hợp lệ, 2 không hợp lệ)"
    assert annual_fields(plan, invalid).sheets_collected == total
    periods = (PeriodSheets(Period.parse("2021-Q3"), 0), *facts.periods)
    fields = annual_fields(plan, replace(invalid, periods=periods))
    assert fields.sheets_collected == (
        f"{total}, phiếu hợp lệ gồm quý III năm 2021: 0; tháng 10 năm 2021: 1.120"
    )
    assert fields.warnings == ()


def test_nobody_named_a_procedure(plan: Plan, facts: AnnualFacts) -> None:
    none = replace(facts, top_fields=None, top_procedures=None, not_identified=0)
    assert annual_fields(plan, none).most_surveyed == "Không có"


def test_several_periods_are_listed_with_their_sheets(plan: Plan, facts: AnnualFacts) -> None:
    periods = (
        PeriodSheets(Period.parse("2021-Q3"), 1000),
        PeriodSheets(Period.parse("2021-Q4"), 120),
    )
    fields = annual_fields(plan, replace(facts, periods=periods))
    assert fields.sheets_collected == (
        "1.120 phiếu, gồm quý III năm 2021: 1.000; quý IV năm 2021: 120"
    )
    assert fields.warnings == ()


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (
            {"reconciled": False, "differences": ("đếm tay 1.120, quét được 1.119",)},
            "số liệu của báo cáo này chưa khớp với phiếu giấy: đếm tay 1.120, quét được 1.119.",
        ),
        ({"reconciled": False}, "số liệu của báo cáo này chưa khớp với phiếu giấy: xem"),
        ({"flags_waiting": 1004}, "còn 1.004 câu trả lời chờ người xem xét"),
        (
            {"sheets_collected": 1121},
            "tổng số phiếu của các kỳ là 1.120, khác tổng số phiếu trong năm là 1.121.",
        ),
    ],
)
def test_figures_that_are_not_final_are_never_printed_silently(
    plan: Plan, facts: AnnualFacts, change: dict[str, object], warning: str
) -> None:
    text = text_of(write_annual(plan, replace(facts, **change)))  # type: ignore[arg-type]
    assert f"Lưu ý: {warning}" in text


def test_another_year_of_the_plan_is_named_throughout(plan: Plan, facts: AnnualFacts) -> None:
    long = {"starts": date(2021, 10, 1), "ends": date(2023, 6, 30), "collection_months": ()}
    years = plan.model_copy(update={"survey": plan.survey.model_copy(update=long)})
    text = text_of(write_annual(years, replace(facts, year=2023)))
    assert "TTHC năm 2023" in text
    assert "Từ ngày 01/01/2023 đến ngày 30/6/2023" in text
    assert "2021" not in text.split("Kế hoạch")[0]


def test_subordinate_units_difficulties_and_proposals_come_from_the_plan(
    plan: Plan, facts: AnnualFacts
) -> None:
    wordy = changed(
        plan,
        subordinate_units=3,
        subordinate_sheets=1234,
        difficulties="Thiếu người đọc phiếu",
        proposals="Bổ sung bàn viết.\nTập huấn thêm.",
    )
    fields = annual_fields(wordy, facts)
    assert (fields.subordinate_units, fields.subordinate_sheets) == ("3 đơn vị", "1.234 phiếu")
    assert fields.difficulties == ("Thiếu người đọc phiếu.",)
    assert fields.proposals == ("Bổ sung bàn viết.", "Tập huấn thêm./.")


def test_the_annex_prints_every_count(plan: Plan, facts: AnnualFacts) -> None:
    document = Document(io.BytesIO(write_annual(plan, facts)))
    questions, fields = document.tables[-2:]
    assert [cell.text for cell in questions.rows[0].cells] == [
        *("Câu hỏi", "5", "4", "3", "2", "1"),
        *("Bỏ trống", "Nhiều hơn một", "Không rõ", "Hài lòng (%)"),
    ]
    assert len(questions.rows) == 1 + 8
    assert [cell.text for cell in questions.rows[1].cells] == [
        *("Câu 1.", "1.052", "40", "12", "3", "1", "7", "8", "9", "50,00"),
    ]
    assert [[row.cells[0].text, row.cells[1].text, row.cells[-1].text] for row in fields.rows] == [
        ["Lĩnh vực", "Số phiếu", "Hài lòng (%)"],
        ["Hộ tịch", "600", "83,94"],
        ["Đất đai", "0", "-"],
        ["Không xác định", "2", "50,00"],
    ]


def test_three_levels_are_not_shown_as_five(plan: Plan, facts: AnnualFacts) -> None:
    """Spec, chapter 8: the form's own choices head the columns, and say what is satisfied."""
    scale = (Level("A", "Tốt", True), Level("B", "Khá", True), Level("C", "Kém", False))
    three = tuple(replace(row, answers=(9, None, 7)) for row in facts.questions)
    report = write_annual(plan, replace(facts, scale=scale, questions=three, fields=()))
    questions = Document(io.BytesIO(report)).tables[-2]
    heading, first, *_others = [[cell.text for cell in row.cells] for row in questions.rows]
    assert heading[:5] == ["Câu hỏi", "A", "B", "C", "Bỏ trống"]
    assert first[:5] == ["Câu 1.", "9", "*", "7", "7"]
    text = text_of(report)
    assert "Các mức trả lời: A là Tốt; B là Khá; C là Kém." in text
    assert "câu trả lời mức A và mức B chia cho số câu trả lời các mức A, B, C;" in text
    assert "mức 5" not in text


def test_an_opening_across_two_periods_is_said(plan: Plan, facts: AnnualFacts) -> None:
    span = SpanningOpening("MH-2021-11-1", date(2021, 10, 29), date(2021, 11, 30))
    notes = annual_fields(plan, replace(facts, rules=replace(facts.rules, spans=(span,)))).notes
    assert any(
        "MH-2021-11-1" in note and "từ ngày 29/10/2021 đến ngày 30/11/2021" in note
        for note in notes
    )


def test_a_line_that_nobody_has_read_is_not_called_illegible(
    plan: Plan, facts: AnnualFacts
) -> None:
    fields = annual_fields(plan, facts)
    assert "Không xác định được lĩnh vực/TTHC: 2 phiếu." in fields.most_surveyed
    unread = replace(facts, rules=replace(facts.rules, has_unread_lines=True))
    fields = annual_fields(plan, unread)
    assert "Chưa đọc hoặc không xác định được: 2 phiếu." in fields.most_surveyed
    assert "Có 2 phiếu chưa đọc dòng thủ tục hoặc không xác định được lĩnh vực." in fields.notes


def test_what_is_not_published_is_a_star_that_the_notes_explain(
    plan: Plan, facts: AnnualFacts
) -> None:
    first, *_others = facts.questions
    hidden = replace(
        first, counts=(50, 40, 12, None, None), satisfied=None, is_share_hidden=True, sheets=None
    )
    secret = replace(
        facts,
        questions=(hidden,),
        not_identified=None,
        others=(ChannelFacts(SeriesFacts("Kiosk", 30, Fraction(9, 10), False), (), ()),),
        top_procedures=MostSurveyed(("Thủ tục",), None),
    )
    fields = annual_fields(plan, secret)
    (row,) = fields.questions
    assert (row.dissatisfied, row.very_dissatisfied, row.satisfied_share) == ("*", "*", "*")
    assert row.neutral == "12"
    assert "TTHC: Thủ tục (* phiếu)" in fields.most_surveyed
    assert "Không xác định được lĩnh vực/TTHC: * phiếu" in fields.most_surveyed
    notes = " ".join(fields.notes)
    assert "Dấu *" in notes
    assert "dưới 5" in notes
    assert "của một kênh, Phiếu giấy: 1.120 phiếu, tỷ lệ hài lòng 83,94\u00a0%." in notes
    assert "Kiosk: 30 phiếu, tỷ lệ hài lòng 90,00\u00a0%; tính riêng" in notes


def test_periods_that_are_not_published_are_not_added_up(plan: Plan, facts: AnnualFacts) -> None:
    periods = (PeriodSheets(Period.parse("2021-09"), None), *facts.periods)
    fields = annual_fields(plan, replace(facts, periods=periods))
    assert "tháng 9 năm 2021: *" in fields.sheets_collected
    assert fields.warnings == ()
