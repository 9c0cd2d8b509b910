"""A table of results as every document prints it: one row for each question or field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.figures import percent, shown, whole
from survey.signs import HIDDEN

HOW_COUNTED = (
    "Tỷ lệ hài lòng là số câu trả lời mức 5 và mức 4 chia cho số câu trả lời từ mức 5 đến mức 1; "
    "câu bỏ trống, đánh dấu nhiều hơn một phương án hoặc không rõ không tính vào mẫu số."
)
POOLED = "Kết quả theo lĩnh vực gộp câu trả lời của tất cả các câu hỏi."
NO_LEVEL = "-"
"""Stands for the count of a level that the scale does not have."""
TRACE = (
    "Mã kiểm chứng cạnh «Nơi nhận» xác định toàn bộ nhật ký của cuộc khảo sát đến lúc lập báo cáo; "
    "mọi số liệu của báo cáo này tính từ nhật ký đó."
)


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """One question or one field; a figure is None when it is not published.

    Attributes:
        label: the question's text or the field's name.
        counts: answers 5, 4, 3, 2, 1 in this order.
        satisfied: share of 5 and 4 among the answered, None when nobody answered or it is hidden.
        is_share_hidden: it is hidden.
        sheets: sheets of the field; not printed for a question.
        levels: which of the five the scale has; one of three levels lacks two of them.
    """

    label: str
    counts: tuple[int | None, int | None, int | None, int | None, int | None]
    blank: int | None
    multiple: int | None
    unclear: int | None
    satisfied: Fraction | None
    is_share_hidden: bool = False
    sheets: int | None = 0
    levels: tuple[bool, ...] = (True,) * 5


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of a table in the annex, as printed."""

    label: str
    sheets: str
    very_satisfied: str
    satisfied: str
    neutral: str
    dissatisfied: str
    very_dissatisfied: str
    blank: str
    multiple: str
    unclear: str
    satisfied_share: str


def result_row(facts: ResultFacts) -> ResultRow:
    """One line of a table of results, hidden figures with their sign."""
    five, four, three, two, one = (
        shown(count) if is_there else NO_LEVEL
        for count, is_there in zip(facts.counts, facts.levels, strict=True)
    )
    return ResultRow(
        label=facts.label,
        sheets=shown(facts.sheets),
        very_satisfied=five,
        satisfied=four,
        neutral=three,
        dissatisfied=two,
        very_dissatisfied=one,
        blank=shown(facts.blank),
        multiple=shown(facts.multiple),
        unclear=shown(facts.unclear),
        satisfied_share=HIDDEN if facts.is_share_hidden else percent(facts.satisfied),
    )


def level_notes(rows: Iterable[ResultFacts]) -> Iterator[str]:
    """That the scale has fewer than five levels, where it has."""
    levels = next((row.levels for row in rows), ())
    named = [name for name, is_there in zip("54321", levels, strict=False) if not is_there]
    if named:
        yield (
            f"Thang trả lời của đợt khảo sát chỉ có {whole(len(levels) - len(named))} mức; dấu "
            f"{NO_LEVEL} ở cột {', '.join(named)}: thang không có mức ấy."
        )


def hidden_note(minimum: int) -> str:
    """What the sign for a hidden figure means."""
    return (
        f"Dấu {HIDDEN}: không nêu để giữ kín danh tính người trả lời, vì dưới "
        f"{whole(minimum)} hoặc vì từ đó suy ra được số dưới {whole(minimum)}."
    )
