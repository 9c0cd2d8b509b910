from datetime import datetime

import pytest

from reports.circumstances import Circumstances, LastSeal
from reports.opening_sentences import (
    check_sentences,
    closing_sentence,
    count_sentences,
    handover_sentences,
    refusal_sentences,
    remark_sentences,
)
from survey.fate import Ground
from survey.opening import Handover, Refusal, SheetCount
from survey.plan import BallotBox
from tests.reports.conftest import HANOI, OpeningMaker, at

BOX = BallotBox(id="hom-1", name="Hòm phiếu số 1", place="Bộ phận Một cửa phường")
LAST = LastSeal("0123", datetime(2021, 9, 30, 16, 40, tzinfo=HANOI), "MH-2021-09-1")
STANDING = "Thường trực UBND phường"
OPENED_AT = at(16, 5)
HANDOVER = Handover(
    sheets_to="Đỗ Minh Quân",
    sheets_seal_number="0124",
    key_to="Phạm Thị Lan",
    box_seal_number="0125",
)


def test_an_intact_box_is_confirmed_safe_and_opened(opened: OpeningMaker) -> None:
    assert check_sentences(opened(), BOX, Circumstances(LAST), STANDING) == (
        "Hòm phiếu số 1, đặt tại Bộ phận Một cửa phường. Niêm phong lần trước: số 0123, lúc "
        "16 giờ 40 phút, ngày 30 tháng 9 năm 2021 (biên bản lần mở MH-2021-09-1).",
        "1. Khóa: nguyên vẹn.",
        "2. Niêm phong số 0123: nguyên vẹn.",
        "3. Kết luận: những người tham gia đã cùng kiểm tra khóa, niêm phong lúc 16 giờ 00 phút, "
        "cùng xác nhận hòm phiếu an toàn và tiến hành mở hòm phiếu.",
    )


def test_a_broken_seal_is_described_and_the_box_stays_closed(refused: OpeningMaker) -> None:
    _box, lock, seal, note, conclusion = check_sentences(refused(), BOX, Circumstances(), STANDING)
    assert lock == "1. Khóa: có dấu hiệu bất thường."
    assert seal == "2. Niêm phong số 0123: đã bị rách, bong hoặc đứt."
    assert note == "Mô tả: Tem rách ở góc phải."
    assert conclusion.endswith("nghi ngờ về sự an toàn của hòm phiếu; hòm phiếu KHÔNG được mở.")


@pytest.mark.parametrize(
    ("first_seal", "last", "differs"),
    [("", None, False), ("0123", None, False), ("0122", None, True), ("0999", LAST, False)],
)
def test_another_seal_number_than_the_last_one_is_said(
    opened: OpeningMaker, first_seal: str, last: LastSeal | None, differs: bool
) -> None:
    box = BOX.model_copy(update={"seal_number": first_seal})
    seal = check_sentences(opened(), box, Circumstances(last), STANDING)[2]
    assert ("KHÔNG khớp với số niêm phong lần trước (0122)" in seal) == differs


def test_the_grounds_on_which_a_sheet_will_be_invalid_are_named() -> None:
    count = SheetCount(first=120, second=120)
    validity = count_sentences(OPENED_AT, count, (Ground.NOT_ISSUED, Ground.ALL_BLANK))[3]
    assert validity.endswith(
        "Phiếu không hợp lệ khi: không đúng mẫu phiếu đã phát; bỏ trống mọi câu."
    )


def test_an_ordinary_count_leaves_validity_to_the_reading() -> None:
    count = SheetCount(first=1120, second=1120, issued=1150)
    assert count_sentences(OPENED_AT, count, ()) == (
        "Mở hòm phiếu lúc 16 giờ 05 phút, ngày 29 tháng 10 năm 2021. Kiểm đếm bằng tay hai lần: "
        "lần một 1.120 phiếu, lần hai 1.120 phiếu.",
        "1. Số phiếu phát ra từ lần mở hòm phiếu trước: 1.150 phiếu.",
        "2. Số phiếu thu vào: 1.120 phiếu.",
        "3. Số phiếu hợp lệ, số phiếu không hợp lệ: được xác định khi đọc phiếu, không xác định "
        "tại buổi mở hòm phiếu.",
        "4. Vật khác trong hòm (không phải phiếu): không có.",
        "5. Chênh lệch, giải trình: không có.",
    )


def test_before_the_first_opening_sheets_were_issued_since_the_survey_began() -> None:
    sentences = count_sentences(OPENED_AT, SheetCount(first=9, second=9), (), is_first=True)
    assert sentences[1] == "1. Số phiếu phát ra từ đầu đợt khảo sát: không ghi nhận."


def test_an_empty_box_has_its_sentences() -> None:
    sentences = count_sentences(OPENED_AT, SheetCount(first=0, second=0), ())
    assert sentences[1] == "1. Số phiếu phát ra từ lần mở hòm phiếu trước: không ghi nhận."
    assert sentences[2] == "2. Số phiếu thu vào: 0 phiếu; trong hòm không có phiếu nào."
    assert sentences[3].endswith("không có phiếu để xác định.")
    assert handover_sentences(HANDOVER, 0)[0] == "1. Phiếu: không có phiếu để bàn giao."


def test_foreign_objects_differing_counts_and_surplus_are_told_and_explained() -> None:
    count = SheetCount(
        first=156,
        second=155,
        issued=150,
        foreign_objects="01 thẻ gửi xe",
        difference_explained="có 05 phiếu phát bổ sung chưa ghi sổ.",
    )
    sentences = count_sentences(OPENED_AT, count, ())
    assert sentences[4] == "4. Vật khác trong hòm (không phải phiếu): 01 thẻ gửi xe."
    assert sentences[5] == (
        "5. Chênh lệch, giải trình: hai lần đếm lệch nhau 1 phiếu, lấy theo lần đếm thứ hai; số "
        "phiếu thu vào nhiều hơn số phiếu phát ra 5 phiếu; giải trình: có 05 phiếu phát bổ sung "
        "chưa ghi sổ."
    )


def test_fewer_sheets_than_issued_is_no_difference() -> None:
    count = SheetCount(first=100, second=100, issued=150)
    assert count_sentences(OPENED_AT, count, ())[5] == "5. Chênh lệch, giải trình: không có."


def test_sheets_and_key_go_to_different_functions() -> None:
    assert handover_sentences(HANDOVER, 120) == (
        "1. Phiếu: 120 tờ, đóng gói, niêm phong số 0124; giao cho Đỗ Minh Quân (bộ phận được giao "
        "xử lý phiếu).",
        "2. Hòm phiếu: đã khóa lại, niêm phong mới số 0125.",
        "3. Chìa khóa: giao cho Phạm Thị Lan (bộ phận được giao nhiệm vụ quản lý hòm phiếu).",
    )


def test_a_refusal_names_who_was_told_and_what_they_instructed() -> None:
    refusal = Refusal(
        reported_at=at(16, 10), instruction="Giao Công an phường kiểm tra", instructed_at=at(16, 30)
    )
    assert refusal_sentences(refusal, (), STANDING) == (
        "Lúc 16 giờ 10 phút, ngày 29 tháng 10 năm 2021, những người tham gia đã báo cáo "
        "Thường trực UBND phường.",
        "Hòm phiếu được giữ nguyên hiện trạng, không mở.",
        "Ý kiến chỉ đạo của Thường trực UBND phường lúc 16 giờ 30 phút, ngày 29 tháng 10 năm 2021: "
        "Giao Công an phường kiểm tra.",
    )


def test_a_refusal_without_instruction_yet_says_so() -> None:
    refusal = Refusal(reported_at=at(16, 10), reported_to="ông Nguyễn Văn An")
    reported, waiting = refusal_sentences(refusal, (), STANDING)
    assert reported.endswith("đã báo cáo ông Nguyễn Văn An.")
    assert "Đến khi lập biên bản này chưa có ý kiến chỉ đạo" in waiting


def test_remarks_stand_one_by_one() -> None:
    assert remark_sentences("") == ("Không có ý kiến, khiếu nại.",)
    assert remark_sentences("Đề nghị dời hòm\nKhông có ý kiến khác.") == (
        "Đề nghị dời hòm.",
        "Không có ý kiến khác.",
    )


def test_closing_names_copies_only_where_recorded() -> None:
    assert "được lập thành 03 bản, đã đọc" in closing_sentence(at(16, 40), 3)
    assert "bản, đã đọc" not in closing_sentence(at(16, 40), None)
    assert closing_sentence(at(16, 40), 3).endswith("ký tên dưới đây./.")
