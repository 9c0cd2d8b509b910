from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.dates import clock_words, date_words, short_date, time_words


@pytest.mark.parametrize(
    ("day", "words", "short"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020", "05/01/2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019", "29/6/2019"),
        (date(2024, 12, 5), "ngày 05 tháng 12 năm 2024", "05/12/2024"),
        (date(2024, 2, 10), "ngày 10 tháng 02 năm 2024", "10/02/2024"),
    ],
)
def test_the_decrees_own_examples(day: date, words: str, short: str) -> None:
    assert date_words(day) == words
    assert short_date(day) == short


@given(st.dates())
def test_zero_stands_before_days_below_ten_and_months_one_and_two_only(day: date) -> None:
    _ngay, day_text, _thang, month_text, _nam, year_text = date_words(day).split()
    assert (int(day_text), int(month_text), int(year_text)) == (day.day, day.month, day.year)
    assert day_text.startswith("0") == (day.day < 10)
    assert month_text.startswith("0") == (day.month in {1, 2})


@pytest.mark.parametrize(
    "written",
    ["2021-10-29T08:05:00+07:00", "2021-10-29T01:05:00Z", "2021-10-28T21:05:00-04:00"],
)
def test_time_is_told_by_the_clock_of_vietnam(written: str) -> None:
    moment = datetime.fromisoformat(written)
    assert time_words(moment) == "08 giờ 05 phút, ngày 29 tháng 10 năm 2021"
    assert clock_words(moment) == "08 giờ 05 phút"
