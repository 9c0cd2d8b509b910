"""Collection periods: the month, quarter, half-year or year of a sheet (seed 003, note (4))."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Self

from survey.errors import RequestError
from survey.language import _

VIETNAM_TIME = timezone(timedelta(hours=7))
"""The one time of the country, all year round."""
MONTHS_BY_KIND = {"": 12, "H": 6, "Q": 3, "M": 1}
QUARTER_NAMES = ("I", "II", "III", "IV")
HALF_NAMES = ("đầu", "cuối")

SHAPE = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?P<kind>[QH]?)(?P<number>[0-9]{1,2}))?")


def in_vietnam(moment: datetime) -> datetime:
    """The same moment by the clock of Vietnam, whatever offset it was written down with."""
    return moment.astimezone(VIETNAM_TIME) if moment.tzinfo else moment


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Whole months of one year.

    Periods are ordered by their last month, the longer one later, which is the order in which
    their results are known: 2021-12 < 2021-Q4 < 2021-H2 < 2021.
    """

    year: int
    last_month: int
    months: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2021-10``, ``2021-Q4``, ``2021-H2`` or ``2021``.

        Raises:
            RequestError: the text is none of these.
        """
        found = SHAPE.fullmatch(text)
        period = cls._from_parts(found) if found else None
        if period is None or str(period) != text:
            raise RequestError(
                _(
                    "{text} is not a period; write a month 2021-10, a quarter 2021-Q4, "
                    "a half-year 2021-H2 or a year 2021",
                    text=text,
                )
            )
        return period

    @classmethod
    def of(cls, day: date, months: int) -> Self:
        """The period of this many months (1, 3, 6 or 12) in which a day lies."""
        return cls(day.year, ((day.month - 1) // months + 1) * months, months)

    @classmethod
    def _from_parts(cls, found: re.Match[str]) -> Self | None:
        year, number = int(found["year"]), found["number"]
        if number is None:
            return cls(year, 12, 12)
        months = MONTHS_BY_KIND[found["kind"] or "M"]
        last_month = int(number) * months
        return cls(year, last_month, months) if months <= last_month <= 12 else None

    @property
    def number(self) -> int:
        """Which month, quarter or half of the year it is, from 1."""
        return self.last_month // self.months

    @property
    def starts(self) -> date:
        """The first day."""
        return date(self.year, self.last_month - self.months + 1, 1)

    @property
    def ends(self) -> date:
        """The last day."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    @property
    def month_numbers(self) -> frozenset[int]:
        """Its months in the year, from 1."""
        return frozenset(range(self.starts.month, self.last_month + 1))

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other period is in this one."""
        return self.starts <= other.starts and other.ends <= self.ends

    def overlaps(self, other: "Period") -> bool:
        """Whether any day is in both."""
        return self.starts <= other.ends and other.starts <= self.ends

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        year, last_month = self.year, self.last_month - self.months
        return (
            Period(year, last_month, self.months)
            if last_month
            else Period(year - 1, 12, self.months)
        )

    @property
    def vietnamese_name(self) -> str:
        """As a document names it: «tháng 10 năm 2021», «quý IV năm 2021».

        Months 1 and 2 carry a zero in front (Decree 30/2020, annex I).
        """
        names = {
            1: f"tháng {self.number:0{2 if self.number < 3 else 1}} năm {self.year}",
            3: f"quý {QUARTER_NAMES[(self.number - 1) % 4]} năm {self.year}",
            6: f"6 tháng {HALF_NAMES[(self.number - 1) % 2]} năm {self.year}",
            12: f"năm {self.year}",
        }
        return names[self.months]

    def __str__(self) -> str:
        kinds = {1: f"-{self.number:02}", 3: f"-Q{self.number}", 6: f"-H{self.number}", 12: ""}
        return f"{self.year}{kinds[self.months]}"
