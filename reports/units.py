"""What units below an office handed up, in its annual report: rows 9 and 10, and their table."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.figures import percent, whole
from reports.prose import NONE
from survey.plan import Report
from survey.signs import HIDDEN

APART = (
    "Tỷ lệ hài lòng của các đơn vị tính theo mẫu phiếu và kênh có nhiều câu trả lời nhất; "
    "{sheets} phiếu theo mẫu phiếu hoặc kênh khác không cộng lẫn vào tỷ lệ ấy; cột Ghi chú "
    "nói rõ ở từng đơn vị."
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit of the office.

    Attributes:
        sheets: all that it handed up.
        counted: those of them that the share speaks of; it never mixes forms or channels.
        satisfied: None where nobody answered or where it is hidden.
    """

    name: str
    sheets: int
    counted: int
    satisfied: Fraction | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class UnitsFacts:
    """The units of the year.

    Attributes:
        rows: every unit of the table of units, also those that handed up nothing.
        counted_apart: sheets of other forms or channels than the shares are of.
        notes: what must be said of them, in Vietnamese sentences.
    """

    rows: tuple[UnitFacts, ...]
    counted_apart: int
    notes: tuple[str, ...]

    @property
    def surveyed(self) -> int:
        """Units that handed up sheets."""
        return sum(bool(row.sheets) for row in self.rows)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the table of units, as printed."""

    name: str
    sheets: str
    satisfied_share: str
    remark: str


def subordinate_words(units: UnitsFacts | None, report: Report) -> tuple[str, str]:
    """Rows 9 and 10: from what was handed up, or as the plan says where nothing was."""
    if units is None:
        count, sheets = report.subordinate_units, report.subordinate_sheets
    else:
        count, sheets = units.surveyed, sum(row.sheets for row in units.rows)
    return _count_or_none(count, "đơn vị"), _count_or_none(sheets, "phiếu")


def unit_rows(units: UnitsFacts | None) -> tuple[UnitRow, ...]:
    """The table of units, empty where nothing was handed up."""
    return tuple(
        UnitRow(
            row.name,
            whole(row.sheets),
            HIDDEN if row.is_hidden else percent(row.satisfied),
            _remark(row),
        )
        for row in (units.rows if units else ())
    )


def unit_notes(units: UnitsFacts | None) -> Iterator[str]:
    """What must be said of them."""
    if units is not None:
        if units.counted_apart:
            yield APART.format(sheets=whole(units.counted_apart))
        yield from units.notes


def _remark(row: UnitFacts) -> str:
    """Which of the unit's sheets the share does not speak of."""
    if not row.sheets:
        return "chưa gửi kết quả"
    if not row.counted:
        return "mẫu phiếu hoặc kênh khác"
    return "" if row.counted == row.sheets else f"tỷ lệ tính trên {whole(row.counted)} phiếu"


def _count_or_none(count: int, unit: str) -> str:
    return f"{whole(count)} {unit}" if count else NONE
