import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from reports.circumstances import Circumstances
from reports.minutes import Recorded, write_minutes
from survey.plan import Plan
from tests.reports.conftest import HEAD, OpeningMaker, text_of


def test_an_ordinary_opening_has_every_part_of_the_minutes(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    text = text_of(write_minutes(plan, opened(remarks="Đề nghị dời hòm"), recorded))
    expected = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "/BB-UBND",
        "BIÊN BẢN",
        "Mở hòm phiếu và kiểm đếm phiếu khảo sát mức độ hài lòng",
        "(kỳ tháng 10 năm 2021)",
        "Thời gian bắt đầu: 16 giờ 00 phút, ngày 29 tháng 10 năm 2021.",
        "Địa điểm: Bộ phận Một cửa phường.",
        "Căn cứ Kế hoạch số 129/KH-UBND ngày 01 tháng 10 năm 2021 của UBND phường Vạn Phúc.",
        "I. THÀNH PHẦN THAM DỰ",
        "1. Chủ trì: Ông (bà) Nguyễn Văn An, Chủ tịch UBND phường.",
        "7. Người giám sát: Ông (bà) Vũ Đức Thắng, Ủy ban MTTQ phường.",
        "II. KIỂM TRA HÒM PHIẾU TRƯỚC KHI MỞ",
        "III. MỞ HÒM PHIẾU, KIỂM ĐẾM",
        "2. Số phiếu thu vào: 120 phiếu.",
        "IV. BÀN GIAO",
        "V. Ý KIẾN, KHIẾU NẠI",
        "Đề nghị dời hòm.",
        "ký tên dưới đây./.",
        "THƯ KÝ",
        "CHỦ TỌA",
        "Nơi nhận:",
        "- Thường trực UBND phường;",
        "- Lưu: VT, Hồ sơ.",
        "Mã kiểm chứng: 9f2c 1a77 03bd e411",
        "Mã lần mở hòm phiếu: MH-2021-10-1",
    )
    positions = [text.find(words) for words in expected]
    assert -1 not in positions, expected[positions.index(-1)]
    assert positions == sorted(positions)


def test_a_refusal_has_the_stop_path_and_no_count(
    plan: Plan, refused: OpeningMaker, recorded: Recorded
) -> None:
    text = text_of(write_minutes(plan, refused(instruction="Giữ nguyên"), recorded))
    assert "không mở hòm phiếu" in text
    assert "III. BÁO CÁO, Ý KIẾN CHỈ ĐẠO" in text
    assert "đã báo cáo Thường trực UBND phường." in text
    assert "Ý kiến chỉ đạo của Thường trực UBND phường: Giữ nguyên." in text
    assert "Hòm phiếu không mở nên không có phiếu để kiểm đếm, bàn giao." in text
    assert "Số phiếu thu vào" not in text
    assert "Biên bản kết thúc vào 16 giờ 10 phút" in text


def test_an_empty_box_is_said_to_be_empty(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    late = replace(recorded, circumstances=Circumstances(since=date(2021, 9, 30)))
    assert "có ngày ngoài kỳ" in text_of(write_minutes(plan, opened(), late))
    text = text_of(write_minutes(plan, opened(count={"first": 0, "second": 0}), late))
    assert "trong hòm không có phiếu nào" in text
    assert "có ngày ngoài kỳ" not in text


def test_minutes_have_no_place_and_date_line(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    document = Document(io.BytesIO(write_minutes(plan, opened(), recorded)))
    assert document.tables[0].cell(1, 1).text == ""


def test_secretary_signs_at_the_left_and_the_chair_at_the_right(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    document = Document(io.BytesIO(write_minutes(plan, opened(), recorded)))
    signatures = document.tables[1]
    assert [cell.text for cell in signatures.rows[0].cells][::3] == ["THƯ KÝ", "CHỦ TỌA"]
    assert [cell.text for cell in signatures.rows[3].cells][::3] == [
        "Trần Thị Mai",
        "Nguyễn Văn An",
    ]


def test_the_head_stands_there_as_a_picture_with_alternative_text(
    plan: Plan, opened: OpeningMaker, recorded: Recorded
) -> None:
    document = Document(io.BytesIO(write_minutes(plan, opened(), recorded)))
    [picture] = document.inline_shapes
    assert HEAD in picture._inline.docPr.get("descr")
    assert 15 <= picture.width.mm <= 25


@pytest.mark.parametrize("name", ["{{ head }} {% raw %}", "<w:t>&amp;", "]]> \u202eAn\u0007"])
def test_a_name_is_only_ever_text(
    plan: Plan, opened: OpeningMaker, recorded: Recorded, name: str
) -> None:
    people = tuple(p.model_copy(update={"name": name}) for p in opened().people)
    text = text_of(write_minutes(plan, opened(people=people), recorded))
    printed = name.replace("\u202e", "").replace("\u0007", "")
    assert text.count(printed) == 2 * len(people)  # where they are listed and where they sign
