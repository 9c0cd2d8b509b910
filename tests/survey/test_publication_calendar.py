"""The calendar: the days of seeds 001 and 004, and what is running."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.period import Period
from survey.plan import Timetable
from survey.publication import Publication
from survey.publication_calendar import Due, due_publications, running_period

LAST_DAY = date(2024, 12, 31)


def publication(covers: int, **more: object) -> Publication:
    told = {"id": "p", "name": "Công bố", "covers_months": covers}
    return Publication.model_validate(told | more)


def timetable(**more: object) -> Timetable:
    told = {"form": "phu-luc-1", "year": 2024, "method": "", "period_months": 1}
    days = {"starts": date(2024, 1, 1), "ends": LAST_DAY}
    return Timetable.model_validate(told | days | more)


def dues(one: Publication, today: date = LAST_DAY) -> tuple[Due, ...]:
    return due_publications([one], timetable(), today)


def days(one: Publication) -> list[str]:
    return [str(due.day) for due in dues(one)]


def test_the_28th_of_every_month() -> None:
    assert days(publication(1, day=28)) == [f"2024-{month:02}-28" for month in range(1, 13)]


def test_quarters_one_and_three_halves_and_year() -> None:
    quarters = dues(publication(3, only=[1, 3], day=28))
    assert [(str(due.period), str(due.day)) for due in quarters] == [
        ("2024-Q1", "2024-03-28"),
        ("2024-Q3", "2024-09-28"),
    ]
    assert days(publication(6, only=[1], day=28)) == ["2024-06-28"]
    assert days(publication(12, day=28)) == ["2024-12-28"]


def test_a_saturday_is_said_and_not_moved() -> None:
    september, december = dues(publication(3, only=[3], day=28)), dues(publication(12, day=28))
    assert [due.is_weekend for due in (*september, *december)] == [True, True]
    assert not dues(publication(3, only=[1], day=28))[0].is_weekend


def test_before_a_day_means_the_day_before_it() -> None:
    (due,) = dues(publication(12, day=25, before=True, cut_off_days=10))
    assert (str(due.day), str(due.cut_off)) == ("2024-12-24", "2024-12-14")


def test_a_later_month_and_a_short_month() -> None:
    assert days(publication(12, day=15, months_after=1)) == ["2025-01-15"]
    assert days(publication(1, day=31))[:4] == [
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30",
    ]  # fmt: skip


def test_only_what_is_due_and_the_next_are_named() -> None:
    shown = dues(publication(1, day=28), date(2024, 3, 28))
    assert [str(due.period) for due in shown] == ["2024-01", "2024-02", "2024-03", "2024-04"]


def test_without_a_day_it_is_due_when_its_period_is_over_and_stands_last() -> None:
    undated, dated = publication(6, only=[1]), publication(12, day=28)
    told = due_publications([undated, dated], timetable(), date(2024, 2, 1))
    assert [(due.day is None, str(due.period)) for due in told] == [
        (False, "2024"),
        (True, "2024-H1"),
    ]
    assert told[1].cut_off is None


def test_periods_without_a_survey_are_left_out() -> None:
    october = timetable(starts=date(2024, 10, 1), ends=date(2024, 10, 31))
    (due,) = due_publications([publication(1, day=28)], october, LAST_DAY)
    assert str(due.day) == "2024-10-28"


@pytest.mark.parametrize(
    ("today", "months", "running"),
    [
        (date(2024, 9, 30), 1, "2024-09"),
        (date(2024, 9, 30), 3, "2024-Q3"),
        (date(2024, 9, 30), 6, "2024-H2"),
        (date(2024, 9, 30), 12, "2024"),
        (date(2023, 12, 31), 1, None),
        (date(2025, 1, 1), 1, None),
    ],
)
def test_the_running_period(today: date, months: int, running: str | None) -> None:
    found = running_period(timetable(period_months=months), today)
    assert (found and str(found)) == running


def test_some_plans_collect_in_quarter_four_only() -> None:
    autumn = timetable(period_months=3, collection_months=[10, 11, 12])
    assert running_period(autumn, date(2024, 9, 30)) is None
    assert running_period(autumn, date(2024, 10, 1)) == Period.parse("2024-Q4")


@given(st.dates(date(2024, 1, 1), LAST_DAY), st.sampled_from([1, 3, 6, 12]), st.integers(1, 31))
def test_a_day_always_lies_in_the_last_month_of_its_period(
    today: date, covers: int, day: int
) -> None:
    for due in dues(publication(covers, day=day), today):
        assert due.day is not None
        assert due.period.ends - timedelta(days=31) < due.day <= due.period.ends
