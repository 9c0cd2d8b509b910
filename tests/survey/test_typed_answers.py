import tomllib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.opening import opening_body, opening_from_answers, parse_opening
from survey.typed_answers import (
    answers_toml,
    find_answer,
    likely_moment,
    put_answer,
    read_count,
    read_moment,
    say_moment,
)
from tests.survey.test_opening import VAN_PHUC
from tests.survey.texts import OPENING, REFUSAL

HANOI = timezone(timedelta(hours=7))
AROUND = datetime(2021, 10, 29, 16, 0, tzinfo=HANOI)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2999, 1, 1), timezones=st.just(HANOI)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
LINES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("16:05", "16:05 29/10/2021"),
        ("16h05", "16:05 29/10/2021"),
        (" 7 giờ 30 phút ", "07:30 29/10/2021"),
        ("16:05 30/10", "16:05 30/10/2021"),
        ("01/11/2022 08:00", "08:00 01/11/2022"),
        ("08:00, 1/11/2022", "08:00 01/11/2022"),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, said: str) -> None:
    assert say_moment(read_moment(typed, AROUND)) == said


@pytest.mark.parametrize("typed", ["", "16", "25:00", "16:60", "30/02/2021 16:00", "chiều", "1:2"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 16:05"):
        read_moment(typed, AROUND)


@given(MOMENTS)
def test_a_time_that_is_offered_is_read_back_as_it_is(moment: datetime) -> None:
    assert read_moment(say_moment(moment), AROUND) == moment


@pytest.mark.parametrize(("typed", "count"), [("0", 0), (" 120 ", 120), ("1.120", 1120)])
def test_counts_may_have_dots(typed: str, count: int) -> None:
    assert read_count(typed) == count


@pytest.mark.parametrize("typed", ["", "-1", "1,5", "1.12", "hai", "1.", "½"])
def test_what_is_no_count_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        read_count(typed)


@pytest.mark.parametrize(
    ("last", "likely_now"),
    [(None, True), (timedelta(hours=1), True), (timedelta(days=1), False), (-timedelta(1), False)],
)
def test_the_likely_time_is_now_unless_the_act_was_on_another_day(
    last: timedelta | None, likely_now: bool
) -> None:
    before = None if last is None else AROUND - last
    assert (likely_moment(AROUND, before) == AROUND) is likely_now


def test_answers_are_put_and_taken_away_where_the_file_has_them() -> None:
    table: dict[str, object] = {}
    put_answer(table, ("people", 1, "name"), "An")
    put_answer(table, ("count", "first"), 5)
    assert table == {"people": [{}, {"name": "An"}], "count": {"first": 5}}
    assert find_answer(table, ("people", 1, "name")) == "An"
    assert find_answer(table, ("people", 2, "name")) is None
    assert find_answer(table, ("count", "first", "x")) is None
    put_answer(table, ("count", "first"), None)
    put_answer(table, ("count", "first"), None)
    assert table["count"] == {}


@pytest.mark.parametrize("text", [OPENING, REFUSAL])
@given(remarks=st.lists(LINES.filter(bool), max_size=3), note=LINES)
def test_answers_kept_in_a_file_give_the_same_opening(
    text: str, remarks: list[str], note: str
) -> None:
    table = tomllib.loads(text)
    table["remarks"] = "\n".join(remarks)
    table["before"]["note"] = note or "Rách"
    opening = opening_from_answers(table, VAN_PHUC, {})
    kept = parse_opening(answers_toml(table), "kept.toml", VAN_PHUC, {})
    assert opening_body(kept) == opening_body(opening)
