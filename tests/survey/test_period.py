from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import RequestError
from survey.period import Period

TEXTS = st.builds(
    "{}{}".format,
    st.integers(2000, 2099),
    st.one_of(
        st.just(""),
        st.integers(1, 12).map("-{:02}".format),
        st.integers(1, 4).map("-Q{}".format),
        st.integers(1, 2).map("-H{}".format),
    ),
)


@pytest.mark.parametrize(
    ("text", "starts", "ends", "name"),
    [
        ("2021-10", date(2021, 10, 1), date(2021, 10, 31), "tháng 10 năm 2021"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "tháng 02 năm 2024"),
        ("2021-03", date(2021, 3, 1), date(2021, 3, 31), "tháng 3 năm 2021"),
        ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31), "quý IV năm 2021"),
        ("2021-H1", date(2021, 1, 1), date(2021, 6, 30), "6 tháng đầu năm 2021"),
        ("2021-H2", date(2021, 7, 1), date(2021, 12, 31), "6 tháng cuối năm 2021"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "năm 2021"),
    ],
)
def test_days_and_name(text: str, starts: date, ends: date, name: str) -> None:
    period = Period.parse(text)
    assert (period.starts, period.ends, period.vietnamese_name) == (starts, ends, name)
    assert period.year == starts.year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "2021-0",
        "2021-00",
        "2021-13",
        "2021-1",
        "2021-Q0",
        "2021-Q5",
        "2021-Q04",
        "2021-H3",
        "2021-q4",
        "0000",
        "2021-10-01",
        " 2021",
        "2021-",
        "２０２１",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        Period.parse(text)


def test_periods_stand_in_the_order_in_which_they_end() -> None:
    texts = ["2021-10", "2021-11", "2021-12", "2021-Q4", "2021-H2", "2021", "2022-01"]
    assert [str(p) for p in sorted(map(Period.parse, reversed(texts)))] == texts


@given(TEXTS)
def test_a_period_is_written_as_it_was_read(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [("2021", "2021-H2"), ("2021-H2", "2021-Q4"), ("2021-Q4", "2021-12"), ("2021-05", "2021-05")],
)
def test_a_period_contains_shorter_ones(longer: str, shorter: str) -> None:
    assert Period.parse(longer).contains(Period.parse(shorter))


@pytest.mark.parametrize(
    ("one", "other"), [("2021-Q3", "2021-H2"), ("2021-Q4", "2021-09"), ("2021", "2022-01")]
)
def test_a_period_does_not_contain_longer_or_other_ones(one: str, other: str) -> None:
    assert not Period.parse(one).contains(Period.parse(other))


@given(TEXTS)
def test_the_period_before_ends_where_this_one_begins(text: str) -> None:
    period = Period.parse(text)
    assert period.before.months == period.months
    assert (period.starts - period.before.ends).days == 1
