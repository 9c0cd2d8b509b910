"""A table of results as every document prints it: one row for each question or field."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.figures import percent, shown, whole
from survey.signs import HIDDEN

POOLED = "Kết quả theo lĩnh vực gộp câu trả lời của tất cả các câu hỏi."
NO_LEVEL = "-"
"""Stands for the count of a level that the scale does not have."""
TRACE = (
    "Mã kiểm chứng cạnh «Nơi nhận» xác định toàn bộ nhật ký của cuộc khảo sát đến lúc lập báo cáo; "
    "mọi số liệu của báo cáo này tính từ nhật ký đó."
)


@dataclass(frozen=True, slots=True)
class Level:
    """A choice of the form's scale, its words, and whether it counts as satisfied."""

    choice: str
    label: str
    is_satisfied: bool


FIVE_LEVELS = (
    Level("5", "Rất hài lòng", True),
    Level("4", "Hài lòng", True),
    Level("3", "Bình thường", False),
    Level("2", "Không hài lòng", False),
    Level("1", "Rất không hài lòng", False),
)
"""The scale of Phụ lục 1 (seed 003)."""


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """One question or one field; a figure is None when it is not published.

    Attributes:
        label: the question's text or the field's name.
        counts: answers 5, 4, 3, 2, 1 in this order, for templates of a ward that name them.
        satisfied: share of 5 and 4 among the answered, None when nobody answered or it is hidden.
        is_share_hidden: it is hidden.
        sheets: sheets of the field; not printed for a question.
        levels: which of the five the scale has; one of three levels lacks two of them.
        answers: answers to each choice of the scale in its own order; those of ``counts`` if empty.
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
    answers: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of a table in the annex, as printed."""

    label: str
    sheets: str
    answers: tuple[str, ...]
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
        answers=tuple(map(shown, facts.answers or facts.counts)),
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


def headings(scale: Sequence[Level]) -> tuple[str, ...]:
    """What stands over the columns of answers: the choices as the form prints them."""
    return tuple(level.choice for level in scale)


def scale_words(scale: Sequence[Level]) -> str:
    """What the headings mean."""
    return f"Các mức trả lời: {'; '.join(f'{one.choice} là {one.label}' for one in scale)}."


def how_counted(scale: Sequence[Level]) -> str:
    """Which answers make the satisfied share, and of which."""
    satisfied = [level.choice for level in scale if level.is_satisfied]
    if tuple(scale) == FIVE_LEVELS:
        share = "mức 5 và mức 4 chia cho số câu trả lời từ mức 5 đến mức 1"
    elif satisfied:
        every = ", ".join(headings(scale))
        share = f"mức {' và mức '.join(satisfied)} chia cho số câu trả lời các mức {every}"
    else:
        return "Không tính tỷ lệ hài lòng, vì thang đo không nêu mức nào là hài lòng."
    return (
        f"Tỷ lệ hài lòng là số câu trả lời {share}; câu bỏ trống, đánh dấu nhiều hơn một phương án "
        "hoặc không rõ không tính vào mẫu số."
    )


def hidden_note(minimum: int) -> str:
    """What the sign for a hidden figure means."""
    return (
        f"Dấu {HIDDEN}: không nêu để giữ kín danh tính người trả lời, vì dưới "
        f"{whole(minimum)} hoặc vì từ đó suy ra được số dưới {whole(minimum)}."
    )
