"""By which rules a report counts: grounds of invalidity, explained differences, what is still open.

No rule for satisfaction surveys of a ward was found that says which sheet is invalid (domain, part
4.3), so every report names the grounds it used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.dates import short_date
from reports.figures import percent, whole
from reports.prose import sentence
from survey.fate import Ground
from survey.period import Period

GROUND_WORDS = {
    Ground.NOT_ISSUED: "không đúng mẫu phiếu đã phát",
    Ground.NO_STAMP: "không có dấu của cơ quan",
    Ground.ALL_BLANK: "bỏ trống mọi câu",
    Ground.UNREADABLE: "rách hoặc nhòe, không đọc được câu nào",
    Ground.COPIED: "bản sao của một phiếu khác",
}


@dataclass(frozen=True, slots=True)
class ExplainedDifference:
    """A difference between paper and record that two people explained, in Vietnamese.

    Who they were stands in the record: a report is public.
    """

    difference: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpotChecks:
    """How many certain readings of the machine people read anew, and how many they read the same.

    ``low`` is the lower end of the 95 % interval of that share, None before anything was checked.
    """

    checked: int
    agreed: int
    low: Fraction | None


@dataclass(frozen=True, slots=True)
class SpanningOpening:
    """An opening whose sheets were dropped in more than one period."""

    opening_id: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class CountingRules:
    """What a reader must know of how the figures came about.

    Attributes:
        grounds: the grounds of the plan on which a sheet is invalid.
        invalid: ground → invalid sheets of the report's days.
        deciders: how many people settle a doubtful answer.
        spot_checks: of the whole survey so far; None where no sheet was read by the machine.
        explained: differences that two people explained.
        open_periods: periods of the report's days that are not closed.
        spans: openings of the report's days with sheets of other days, too.
        has_unread_lines: on some sheets nobody has read yet which procedure they are about.
        has_paper: sheets come, or may come, out of a box; where all answers come another way,
            nothing is said of boxes and of invalid sheets.
    """

    grounds: tuple[Ground, ...]
    invalid: Mapping[Ground, int]
    deciders: int
    spot_checks: SpotChecks | None
    explained: tuple[ExplainedDifference, ...]
    open_periods: tuple[Period, ...]
    spans: tuple[SpanningOpening, ...] = ()
    has_unread_lines: bool = False
    has_paper: bool = True


def rule_sentences(rules: CountingRules) -> Iterator[str]:
    """The notes that every report of results carries."""
    if rules.has_paper:
        yield _grounds(rules)
        yield _invalid(rules)
    if rules.deciders == 1:
        yield "Mỗi câu trả lời có nghi vấn do một người quyết định, theo kế hoạch."
    if rules.spot_checks:
        yield _spot_checks(rules.spot_checks)
    for one in rules.explained:
        yield sentence(
            f"Chênh lệch đã được hai người giải trình: {one.difference}. Lý do: {one.reason}"
        )
    yield from placing_sentences(rules)
    if rules.open_periods:
        names = "; ".join(period.vietnamese_name for period in rules.open_periods)
        yield f"Kỳ lấy phiếu chưa khóa sổ: {names}; số liệu của kỳ còn có thể thay đổi."


def placing_sentences(rules: CountingRules) -> Iterator[str]:
    """Which sheets may be of other days (domain, part 9.3), or of a field nobody has read yet."""
    for span in rules.spans:
        yield (
            f"Lần mở hòm phiếu {span.opening_id} gồm phiếu bỏ vào hòm từ ngày "
            f"{short_date(span.since)} đến ngày {short_date(span.until)}, có ngày ngoài kỳ lấy "
            "phiếu; phiếu không ghi ngày nên tất cả được tính vào kỳ ghi trong biên bản mở hòm "
            "phiếu."
        )
    if rules.has_unread_lines:
        yield "Còn phiếu chưa ai đọc dòng thủ tục; các phiếu đó đang ở dòng «không xác định»."


def _grounds(rules: CountingRules) -> str:
    if not rules.grounds:
        return "Kế hoạch không đặt căn cứ nào để coi phiếu là không hợp lệ."
    named = "; ".join(f"{ground} {GROUND_WORDS[ground]}" for ground in rules.grounds)
    return (
        f"Phiếu không hợp lệ khi: {named}. Đây là quy ước của kế hoạch; chưa có văn bản quy định "
        "riêng cho phiếu khảo sát."
    )


def _invalid(rules: CountingRules) -> str:
    total = sum(rules.invalid.values())
    if not total:
        return "Không có phiếu không hợp lệ."
    each = "; ".join(f"{ground}: {whole(count)}" for ground, count in rules.invalid.items())
    return f"Số phiếu không hợp lệ, không tính vào kết quả: {whole(total)} ({each})."


def _spot_checks(spot: SpotChecks) -> str:
    if spot.low is None:
        return "Chưa có câu trả lời nào máy đọc chắc chắn được rút ngẫu nhiên để người đọc lại."
    share = Fraction(spot.agreed, spot.checked)
    return (
        f"Người đọc lại {whole(spot.checked)} câu trả lời máy đọc chắc chắn, rút ngẫu nhiên: giống "
        f"máy {whole(spot.agreed)} câu ({percent(share)} %; với độ tin cậy 95 %, ít nhất là "
        f"{percent(spot.low)} %)."
    )
