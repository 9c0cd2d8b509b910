"""What is published of units: sheets and shares, and none of few people."""

from tally.count import TallyRow
from tally.gathered import hide_small_units, tells_of_few

MINIMUM = 5
LEVELS = {"5", "4", "3", "2", "1", "blank", "multiple", "unclear"}


def unit(name: str, satisfied: int, others: int, questions: int = 1) -> TallyRow:
    counts = {"5": satisfied, "4": 0, "3": others, "2": 0, "1": 0}
    sheets = (satisfied + others) // questions
    return TallyRow((name,), (name,), counts, satisfied, 0, 0, 0, 0, questions, sheets)


def without_share(*rows: TallyRow) -> list[str]:
    return [row.key for row in hide_small_units(rows, MINIMUM) if row.is_hidden("satisfied")]


def test_levels_are_never_told() -> None:
    large, none = hide_small_units((unit("a", 398, 2), unit("b", 0, 0)), MINIMUM)
    assert large.hidden == LEVELS
    assert (large.sheets, large.satisfied is None) == (400, False)
    assert none.hidden == frozenset()


def test_a_small_unit_is_hidden_and_another_with_it() -> None:
    large = unit("a", 90, 10), unit("b", 30, 30), unit("c", 80, 20)
    assert without_share(*large) == []
    assert without_share(*large, unit("d", 1, 2)) == ["b", "d"]
    assert without_share(*large, unit("d", 1, 2), unit("e", 1, 3)) == ["d", "e"]


def test_a_share_that_tells_of_few_who_are_not_satisfied_is_hidden() -> None:
    assert without_share(unit("a", 47, 2), unit("b", 80, 20), unit("c", 90, 20)) == ["a", "b"]
    assert without_share(unit("a", 98, 2), unit("b", 80, 20), unit("c", 90, 20)) == []


def test_the_sum_of_all_is_hidden_where_nobody_else_is_in_it() -> None:
    small, other, large = unit("d", 1, 2), unit("e", 1, 0), unit("b", 30, 30)
    for rows, told in (((small,), True), ((small, other), True), ((small, large), False)):
        assert tells_of_few(hide_small_units(rows, MINIMUM), MINIMUM) is told
    assert not tells_of_few(hide_small_units((large,), MINIMUM), MINIMUM)
