from dataclasses import replace
from fractions import Fraction

from tally.count import TallyRow, tally_by
from tally.index import changes_since, extremes, index_of, interval_of
from tests.tally.cells import FIVE_LEVELS, PaperSheet, cells_of


def count(*answers: tuple[str, ...], by: str = "question") -> tuple[TallyRow, ...]:
    sheets = [PaperSheet("2021-10", "a", said) for said in answers]
    return tally_by(cells_of(sheets), (by,), FIVE_LEVELS, {})


ANSWERS = (("5", "5"), ("4", "blank"), ("1", "blank"), ("2", "blank"))
"""Two of four are satisfied with question 1, and the one that answered with question 2."""


def test_the_two_indices_differ_and_both_are_given() -> None:
    (whole,) = count(*ANSWERS, by="channel")
    index = index_of(whole, count(*ANSWERS))
    assert index.pooled == Fraction(3, 5)
    assert index.averaged == Fraction(3, 4)


def test_a_hidden_question_hides_the_mean_of_all() -> None:
    (whole,) = count(*ANSWERS, by="channel")
    first, second = count(*ANSWERS)
    index = index_of(whole, [first, replace(second, hidden=frozenset({"satisfied"}))])
    assert (index.pooled, index.averaged) == (Fraction(3, 5), None)


def test_nothing_answered_has_no_index() -> None:
    (whole,) = count(("blank",), by="channel")
    index = index_of(whole, count(("blank",)))
    assert (index.pooled, index.averaged) == (None, None)


def test_ties_are_all_named() -> None:
    rows = count(("5", "1", "5"), ("1", "1", "1"))
    found = extremes(rows)
    assert found is not None
    assert [row.key for row in found.highest] == ["q1", "q3"]
    assert [row.key for row in found.lowest] == ["q2"]


def test_what_nobody_could_identify_is_neither_best_nor_worst() -> None:
    rows = count(("5", "1", "4"), ("1", "1", "4"))
    found = extremes(rows, besides=("q3",))
    assert found is not None
    assert [row.key for row in (*found.highest, *found.lowest)] == ["q1", "q2"]
    assert extremes(rows[1:], besides=("q3",)) is None


def test_beside_a_hidden_share_nobody_is_called_best_or_worst() -> None:
    first, *others = count(("5", "1", "4"), ("1", "1", "4"))
    assert extremes([replace(first, hidden=frozenset({"satisfied"})), *others]) is None


def test_one_row_is_neither_best_nor_worst() -> None:
    assert extremes(count(("5",))) is None


def test_answers_of_one_sheet_count_as_one_for_the_interval() -> None:
    by_question = count(*[("5",)] * 9, ("1",))
    (together,) = count(*[("5", "5", "5")] * 9, ("1", "1", "1"), by="channel")
    assert interval_of(together) == interval_of(by_question[0])
    assert interval_of(together, 10) != interval_of(together)


def test_no_share_no_interval() -> None:
    assert interval_of(count(("blank",))[0]) is None


def test_changes_are_of_rows_that_have_a_share_both_times() -> None:
    now, before = count(("5", "5"), ("5", "1")), count(("5", "blank"), ("1", "blank"))
    assert changes_since(now, before) == {("q1",): Fraction(1, 2)}
