from dataclasses import replace
from datetime import date
from fractions import Fraction

from reports.counting_rules import (
    GROUND_WORDS,
    CountingRules,
    ExplainedDifference,
    SpanningOpening,
    SpotChecks,
    rule_sentences,
)
from survey.fate import Ground
from survey.period import Period

RULES = CountingRules((Ground.NOT_ISSUED, Ground.ALL_BLANK), {}, 2, None, (), ())


def told(rules: CountingRules) -> str:
    return "\n".join(rule_sentences(rules))


def test_the_grounds_are_named_and_called_a_convention() -> None:
    said = told(RULES)
    assert "S1 không đúng mẫu phiếu đã phát; S3 bỏ trống mọi câu" in said
    assert "quy ước của kế hoạch" in said
    assert "Không có phiếu không hợp lệ." in said
    assert "S5" not in said


def test_every_ground_has_its_words() -> None:
    assert set(GROUND_WORDS) == set(Ground)


def test_invalid_sheets_are_counted_by_ground() -> None:
    said = told(replace(RULES, invalid={Ground.ALL_BLANK: 1200, Ground.COPIED: 3}))
    assert "không tính vào kết quả: 1.203 (S3: 1.200; S5: 3)." in said


def test_a_plan_without_grounds_says_so() -> None:
    assert "không đặt căn cứ nào" in told(replace(RULES, grounds=()))


def test_one_decider_is_said_and_two_are_the_rule() -> None:
    assert "do một người quyết định" in told(replace(RULES, deciders=1))
    assert "quyết định" not in told(RULES)


def test_what_people_read_anew_is_said_and_so_is_that_nobody_did() -> None:
    spot = SpotChecks(1200, 1199, Fraction(9953, 10000))
    said = told(replace(RULES, spot_checks=spot))
    assert "đọc lại 1.200 câu trả lời" in said
    assert "giống máy 1.199 câu (99,92 %; với độ tin cậy 95 %, ít nhất là 99,53 %)" in said
    assert "Chưa có câu trả lời nào" in told(replace(RULES, spot_checks=SpotChecks(0, 0, None)))
    assert "đọc lại" not in told(RULES)


def test_explained_differences_and_open_periods_stay_visible() -> None:
    explained = ExplainedDifference("đếm tay 121 phiếu, quét 120", "một tờ rơi mất")
    rules = replace(RULES, explained=(explained,), open_periods=(Period.parse("2021-10"),))
    assert "đếm tay 121 phiếu, quét 120. Lý do: một tờ rơi mất." in told(rules)
    assert "chưa khóa sổ: tháng 10 năm 2021" in told(rules)


def test_every_report_tells_of_sheets_of_other_days_and_of_lines_nobody_has_read() -> None:
    span = SpanningOpening("2021-11-hom-1-1", date(2021, 10, 29), date(2021, 11, 30))
    said = told(replace(RULES, spans=(span,), has_unread_lines=True))
    assert "2021-11-hom-1-1 gồm phiếu bỏ vào hòm từ ngày 29/10/2021 đến ngày 30/11/2021" in said
    assert "chưa ai đọc dòng thủ tục" in said
    assert "dòng thủ tục" not in told(RULES)
