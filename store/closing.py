"""What can be asked of the record about closing: explanations, closed periods, what they undo."""

from dataclasses import dataclass
from datetime import date, datetime

from store.record import Record
from survey.period import VIETNAM_TIME


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a difference is as it is, and who says so; ``people`` are separated by ``; ``."""

    reason: str
    people: str


@dataclass(frozen=True, slots=True)
class SupersededReport:
    """A document issued before one of its periods was reopened, at ``reopened_at`` (UTC, ISO)."""

    kind: str
    period: str
    file: str
    reopened: str
    reopened_at: str

    @property
    def reopened_on(self) -> date:
        """The day of it in Viet Nam."""
        return datetime.fromisoformat(self.reopened_at).astimezone(VIETNAM_TIME).date()


def find_explanation(
    record: Record, place: tuple[str, str], figures: tuple[int, int]
) -> Explanation | None:
    """The newest explanation of a difference (slug, key) with these figures (expected, found)."""
    rows = record.rows(
        "SELECT reason, people FROM explanation"
        " WHERE slug = ? AND key = ? AND expected = ? AND found = ? ORDER BY seq DESC LIMIT 1",
        (*place, *figures),
    )
    return next((Explanation(*row) for row in rows), None)


def list_closed_periods(record: Record) -> tuple[str, ...]:
    """The periods that are finished, in the order of closing."""
    rows = record.rows("SELECT period FROM closed_period ORDER BY seq")
    return tuple(period for (period,) in rows)


def list_superseded_reports(record: Record) -> tuple[SupersededReport, ...]:
    """Every document that a reopening has overtaken, oldest first."""
    rows = record.rows(
        "SELECT report.kind, report.period, report.file, journal.body ->> 'period', journal.at"
        " FROM report JOIN journal ON journal.seq = report.superseded WHERE report.superseded > 0"
        " ORDER BY report.seq"
    )
    return tuple(SupersededReport(*row) for row in rows)
