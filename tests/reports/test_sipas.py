from dataclasses import replace
from fractions import Fraction

import pytest

from reports.notice import notice_fields, spoken_text
from reports.passage import passage_fields
from reports.prose import DOTTED_LINE
from reports.sipas import SipasFacts, sipas_fields, write_sipas
from survey.plan import Plan
from tests.reports.conftest import result, text_of


def test_the_five_parts_stand_in_the_order_of_the_plan(plan: Plan, sipas_facts: SipasFacts) -> None:
    text = text_of(write_sipas(plan, sipas_facts))
    expected = (
        "(SIPAS) 6 tháng cuối năm 2021",
        "I. GIỚI THIỆU CHUNG",
        "II. TÌNH HÌNH TRIỂN KHAI",
        "HueS: 40 phiếu, tỷ lệ hài lòng 90,00\u00a0%; tính riêng",
        "Cỡ mẫu: cần 371 phiếu, tính từ 5.000 hồ sơ đã giải quyết; thu được 1.120 phiếu.",
        "III. KẾT QUẢ",
        "Lưu ý: số liệu của báo cáo này chưa khớp",
        "gộp câu trả lời của tất cả các tiêu chí: 83,94\u00a0%.",
        "từ 82,00\u00a0% đến 86,00\u00a0%.",
        "trung bình cộng tỷ lệ hài lòng của các tiêu chí: 84,00\u00a0%.",
        "So với 6 tháng đầu năm 2021, chỉ số chung giảm 1,00 điểm phần trăm.",
        "IV. NHẬN XÉT, ĐÁNH GIÁ, KIẾN NGHỊ",
        "V. CÁC PHỤ LỤC",
        "Nơi nhận:",
        "KẾT QUẢ THEO TIÊU CHÍ",
        "KẾT QUẢ THEO LĨNH VỰC",
        "GHI CHÚ VỀ SỐ LIỆU",
    )
    positions = [text.find(words) for words in expected]
    assert -1 not in positions, expected[positions.index(-1)]
    assert positions == sorted(positions)


def test_what_nobody_answered_is_not_called_hidden(plan: Plan, sipas_facts: SipasFacts) -> None:
    nobody = replace(sipas_facts.results, overall=None)
    facts = replace(sipas_facts, results=nobody, averaged=None, low=None, high=None)
    told = sipas_fields(plan, facts).index
    assert [line.rpartition(": ")[2] for line in told[:2]] == ["chưa có câu trả lời."] * 2
    hidden = replace(facts, results=replace(nobody, is_overall_hidden=True))
    told = sipas_fields(plan, hidden).index
    assert [line.rpartition(": ")[2] for line in told[:2]] == ["*."] * 2


def test_the_channel_of_the_tables_is_named_where_others_stand_beside(
    plan: Plan, sipas_facts: SipasFacts
) -> None:
    results = sipas_facts.results
    named = "Các bảng, biểu đồ và tỷ lệ chung là của một kênh: Phiếu giấy."
    assert named in sipas_fields(plan, sipas_facts).notes
    assert named in notice_fields(plan, results).notes
    assert "Kết quả qua kênh Phiếu giấy tính trên 1.120 phiếu." in spoken_text(plan, results)
    alone = replace(results, others=())
    assert named not in notice_fields(plan, alone).notes
    assert "Kết quả tính trên 1.120 phiếu." in spoken_text(plan, alone)


def test_the_ends_are_named_with_all_of_a_tie(plan: Plan, sipas_facts: SipasFacts) -> None:
    tied = (
        result("Một", satisfied=Fraction(1, 2)),
        result("Hai", satisfied=Fraction(1, 2)),
        result("Ba", satisfied=Fraction(3, 4)),
        result("Không ai trả lời", satisfied=None),
    )
    told = " ".join(sipas_fields(plan, replace(sipas_facts, factors=tied)).assessment)
    assert "Yếu tố có tỷ lệ hài lòng cao nhất (75,00\u00a0%): Ba." in told
    assert "Yếu tố có tỷ lệ hài lòng thấp nhất (50,00\u00a0%): Một; Hai." in told


@pytest.mark.parametrize("shares", [(None, Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2))])
def test_no_end_is_named_where_one_is_hidden_or_all_are_alike(
    plan: Plan, sipas_facts: SipasFacts, shares: tuple[Fraction | None, ...]
) -> None:
    rows = tuple(
        replace(result("x", satisfied=share), is_share_hidden=share is None) for share in shares
    )
    told = sipas_fields(plan, replace(sipas_facts, factors=rows)).assessment
    assert told[0].startswith("Yếu tố cao nhất, thấp nhất: không nêu")


def test_the_passage_is_one_paragraph_and_what_is_to_be_mended(
    plan: Plan, sipas_facts: SipasFacts
) -> None:
    report = plan.report.model_copy(update={"proposals": "Thêm ghế.\nThêm quạt"})
    mending = plan.model_copy(update={"report": report})
    told, wanting, mended = passage_fields(mending, sipas_facts.results).paragraphs
    assert "trong 6 tháng cuối năm 2021, UBND phường Vạn Phúc đã khảo sát" in told
    assert "Kết quả được tính trên 1.120 phiếu." in told
    assert "là 83,94\u00a0%." in told
    assert wanting == f"Tồn tại, hạn chế: {DOTTED_LINE}"  # nobody said that there are none
    assert mended == "Giải pháp, kiến nghị: Thêm ghế. Thêm quạt."


def test_what_the_plan_does_not_say_is_left_to_be_written(
    plan: Plan, sipas_facts: SipasFacts
) -> None:
    fields = sipas_fields(plan, sipas_facts)
    assert (fields.difficulties, fields.proposals) == ((DOTTED_LINE,), (DOTTED_LINE,))
