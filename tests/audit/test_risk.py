import math
from fractions import Fraction
from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.risk import Wrong, attained_risk, running_risk, sheets_needed

LIMITS = (0.5, 0.3, 0.1)


def whole(numbers: tuple[int, ...]) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def stops(values: tuple[int, ...], wrong: Wrong, limit: float) -> bool:
    """Would people who look after every sheet ever stop?"""
    return any(risk <= limit for risk in running_risk(whole(values), wrong))


@pytest.mark.parametrize("mean", [Fraction(1, 2), Fraction(9, 10), Fraction(3, 2)])
def test_exactly_a_wrong_result_passes_no_more_often_than_promised(mean: Fraction) -> None:
    """Every population of five sheets that is wrong, in every order: no simulation."""
    wrong = Wrong(5, mean)
    for population in combinations_with_replacement((0, 1, 2), 5):
        if sum(population) <= 5 * mean:
            orders = list(permutations(population))
            for limit in LIMITS:
                passed = sum(stops(order, wrong, limit) for order in orders)
                assert passed <= limit * len(orders), (population, limit)


def test_the_promise_is_not_kept_by_never_stopping() -> None:
    wrong = Wrong(5, Fraction(1, 2))
    assert attained_risk(whole((1, 1, 1)), wrong) < 0.1


# Lindeman and Stark (2012): with a risk limit of 10 % and a diluted margin m, look at
# (4.8 + 1.4 (o1 + 5 o2)) / m ballots, o1 and o2 being overstatements by one vote and by two.
# Here m is twice the distance between full agreement (1 of at most 2) and the mean if wrong.
@pytest.mark.parametrize("margin", [0.02, 0.05, 0.1])
@pytest.mark.parametrize(("by_one", "by_two"), [(0, 0), (1, 0), (2, 0), (0, 1)])
def test_the_numbers_of_the_gentle_introduction(margin: float, by_one: int, by_two: int) -> None:
    wrong = Wrong(40_000, 1 - Fraction(margin) / 2)
    seen = [Fraction(0)] * by_two + [Fraction(1, 2)] * by_one
    needed = sheets_needed(seen, wrong, Fraction(1), 0.1)
    assert needed == pytest.approx((4.8 + 1.4 * (by_one + 5 * by_two)) / margin, rel=0.04, abs=3)


def test_a_full_count_leaves_nothing_to_chance() -> None:
    assert attained_risk(whole((1, 0)), Wrong(2, Fraction(1, 3))) == 0
    assert attained_risk(whole((1, 0)), Wrong(2, Fraction(1, 2))) == 1


def test_nothing_seen_is_nothing_known() -> None:
    assert attained_risk([], Wrong(10, Fraction(1))) == 1


@given(st.lists(st.fractions(0, 2, max_denominator=9), max_size=12), st.integers(0, 8))
def test_a_larger_sample_never_raises_the_risk_before_the_full_count(
    values: list[Fraction], more: int
) -> None:
    wrong = Wrong(len(values) + more + 1, Fraction(9, 10))
    risks = list(running_risk(values, wrong))
    assert risks == sorted(risks, reverse=True)
    assert all(0 <= risk <= 1 and not math.isnan(risk) for risk in risks)


def test_a_clean_start_stops_after_the_promised_number() -> None:
    wrong = Wrong(1000, Fraction(98, 100))
    needed = sheets_needed([], wrong, Fraction(1), 0.05)
    clean = [Fraction(1)] * needed
    assert attained_risk(clean, wrong) <= 0.05 < attained_risk(clean[:-1], wrong)
