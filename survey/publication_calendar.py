"""Which period is running and which publication is due: pure reckoning with days.

A day that the plan names is never moved: 28/9/2024 is a Saturday and the plan of Tây Xuân names it
all the same. ``Due.is_weekend`` says so, and people decide.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from survey.period import Period
from survey.plan import Timetable
from survey.publication import Publication

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """One publication for one period.

    Attributes:
        day: the last day on which it is in time; None where the plan names none.
        cut_off: the last day its figures speak of; None where the plan names no day.
    """

    publication: Publication
    period: Period
    day: date | None
    cut_off: date | None

    @property
    def is_weekend(self) -> bool:
        """Does the named day fall on a Saturday or Sunday?"""
        return self.day is not None and self.day.weekday() >= SATURDAY


def running_period(survey: Timetable, today: date) -> Period | None:
    """The collection period of this day; None when nothing is collected then.

    «Khảo sát định kỳ vào quý IV hàng năm» (seed 002) collects in some months only.
    """
    if not survey.starts <= today <= survey.ends:
        return None
    if survey.collection_months and today.month not in survey.collection_months:
        return None
    return Period.of(today, survey.period_months)


def due_publications(
    publications: Iterable[Publication], survey: Timetable, today: date
) -> tuple[Due, ...]:
    """What is due by this day in the plan's year, and the next of each publication.

    In the order of the days; what has no day is due when its period is over, and comes last.
    """
    dues: list[Due] = []
    for publication in publications:
        for due in _of_year(publication, survey):
            dues.append(due)
            if (due.day or due.period.ends) > today:
                break  # the next one; later ones can wait
    return tuple(sorted(dues, key=lambda due: (due.day is None, due.day or due.period.ends)))


def _of_year(publication: Publication, survey: Timetable) -> Iterator[Due]:
    """This publication for every period of the plan's year in which something is surveyed."""
    months = publication.covers_months
    for number in range(1, 12 // months + 1):
        period = Period(survey.year, number * months, months)
        is_surveyed = period.starts <= survey.ends and survey.starts <= period.ends
        if is_surveyed and (not publication.only or number in publication.only):
            day = _due_day(publication, period)
            cut_off = day and day - timedelta(days=publication.cut_off_days)
            yield Due(publication, period, day, cut_off)


def _due_day(publication: Publication, period: Period) -> date | None:
    """The named day, or the month's last where the month is shorter."""
    if publication.day is None:
        return None
    months_on, month = divmod(period.last_month - 1 + publication.months_after, 12)
    year = period.year + months_on
    last = calendar.monthrange(year, month + 1)[1]
    day = date(year, month + 1, min(publication.day, last))
    return day - timedelta(days=1) if publication.before else day
