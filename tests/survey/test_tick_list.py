"""Rows of a tick list become one question, and what is doubtful stays so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading import QuestionReading, Reason, Status
from survey.tick_list import (
    box_id,
    fold_rows,
    is_one_box,
    judged_as,
    printed_question,
    question_of,
    row_id,
)

ANSWERED = Status.ANSWERED
STATES = st.sampled_from([Status.ANSWERED, Status.BLANK, Status.FLAGGED])


def reading(question: str, status: Status) -> QuestionReading:
    choice = question if status == ANSWERED else None
    reason = Reason.FAINT_MARK if status == Status.FLAGGED else None
    return QuestionReading(question, status, choice, reason)


def rows(*statuses: Status) -> list[QuestionReading]:
    return [reading(row_id("linh-vuc", n), status) for n, status in enumerate(statuses, 1)]


@pytest.mark.parametrize(
    ("statuses", "status", "choice", "reason"),
    [
        ([Status.BLANK, ANSWERED], ANSWERED, "linh-vuc.2", None),
        ([Status.BLANK, Status.BLANK], Status.BLANK, None, None),
        ([ANSWERED, ANSWERED], Status.FLAGGED, None, Reason.TWO_MARKS),
        ([ANSWERED, Status.FLAGGED], Status.FLAGGED, None, Reason.FAINT_MARK),
        ([Status.FLAGGED, ANSWERED, ANSWERED], Status.FLAGGED, None, Reason.TWO_MARKS),
        ([ANSWERED], ANSWERED, "linh-vuc.1", None),
    ],
)
def test_a_list_is_certain_only_when_all_its_rows_are(
    statuses: list[Status], status: Status, choice: str | None, reason: Reason | None
) -> None:
    assert fold_rows(rows(*statuses)) == (QuestionReading("linh-vuc", status, choice, reason),)


@given(st.lists(STATES, max_size=6))
def test_questions_of_one_row_stay_as_they_are(statuses: list[Status]) -> None:
    single = [reading(f"q{n}", status) for n, status in enumerate(statuses)]
    assert fold_rows(single) == tuple(single)


@given(st.lists(STATES, min_size=1, max_size=6), st.lists(STATES, max_size=3))
def test_order_stays_and_a_certain_answer_needs_one_certain_row(
    listed: list[Status], single: list[Status]
) -> None:
    others = [reading(f"q{n}", status) for n, status in enumerate(single)]
    folded = fold_rows([*rows(*listed), *others])
    assert folded[1:] == tuple(others)
    if folded[0].status != Status.FLAGGED:
        assert Status.FLAGGED not in listed
        assert listed.count(ANSWERED) == (folded[0].status == ANSWERED)


def test_a_row_knows_its_question() -> None:
    assert question_of(row_id("linh-vuc", 12)) == "linh-vuc"
    assert question_of("q1") == "q1"


def test_of_some_lists_each_box_is_a_question() -> None:
    row = row_id("kenh", 2, may_tick_several=True)
    box = judged_as(row, "7")
    assert box == box_id("kenh", "7")
    assert is_one_box(box)
    assert not is_one_box(judged_as(row_id("linh-vuc", 2), "7"))
    assert printed_question(row) == printed_question(box) == "kenh"
    assert fold_rows([reading(box, ANSWERED), reading(box_id("kenh", "8"), ANSWERED)]) == (
        reading(box, ANSWERED),
        reading(box_id("kenh", "8"), ANSWERED),
    )
