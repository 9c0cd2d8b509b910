"""Quotas: the three rules of the seeds, the formula, and what holds for every rule."""

from datetime import date
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from survey.quota_rule import QuotaRule, parse_percent
from tally.quota import QuotaState, check_quota, required_answers, slovin_size

DAY = date(2024, 6, 1)


def rule(*tiers: dict[str, object], **more: object) -> QuotaRule:
    told = {"id": "q", "name": "Số phiếu", "tiers": tiers} | more
    return QuotaRule.model_validate(told)


HUONG_VINH = rule(
    {"dossiers_below": 100, "share": "100 %"},
    {"dossiers_from": 100, "dossiers_below": 1000, "minimum": 100},
)
TAY_XUAN = rule({"share": "80 %", "strict": True}, scope="field")
DA_NANG = rule({"dossiers_from": 200, "dossiers_below": 1001, "minimum": 200, "share": "30 %"})
DA_NANG_BY_PRESS = rule(
    {"dossiers_below": 200, "share": "100 %"},
    {"dossiers_from": 200, "dossiers_below": 1001, "share": "30 %"},
    {"dossiers_from": 1001, "share": "20 %"},
)


@pytest.mark.parametrize(
    ("of", "dossiers", "required"),
    [
        (HUONG_VINH, 0, 0),
        (HUONG_VINH, 99, 99),
        (HUONG_VINH, 100, 100),
        (HUONG_VINH, 999, 100),
        (HUONG_VINH, 1000, None),
        (TAY_XUAN, 0, 0),
        (TAY_XUAN, 1, 1),
        (TAY_XUAN, 5, 5),
        (TAY_XUAN, 7, 6),
        (TAY_XUAN, 10, 9),
        (TAY_XUAN, 100, 81),
        (DA_NANG, 199, None),
        (DA_NANG, 200, 200),
        (DA_NANG, 500, 200),
        (DA_NANG, 666, 200),
        (DA_NANG, 667, 201),
        (DA_NANG, 1000, 300),
        (DA_NANG, 1001, None),
        (DA_NANG_BY_PRESS, 300, 90),
        (DA_NANG_BY_PRESS, 5000, 1000),
    ],
)
def test_the_plans_ask_for(of: QuotaRule, dossiers: int, required: int | None) -> None:
    assert required_answers(of, dossiers) == required


@pytest.mark.parametrize(("dossiers", "size"), [(200, 134), (500, 223), (1000, 286), (5000, 371)])
def test_the_sample_size_is_that_of_the_formula(dossiers: int, size: int) -> None:
    assert slovin_size(dossiers, Fraction(5, 100)) == size


def test_one_of_several_conditions_may_be_enough() -> None:
    either = rule({"minimum": 200, "share": "30 %", "conditions": "either"})
    assert required_answers(either, 500) == 150
    assert required_answers(either, 5000) == 200


@given(st.integers(0, 10**7), st.integers(1, 99))
def test_a_strict_share_is_exceeded_by_its_quota_and_by_no_less(dossiers: int, share: int) -> None:
    required = required_answers(rule({"share": f"{share} %", "strict": True}), dossiers)
    assert required is not None
    assert (required * 100 > share * dossiers) or dossiers == required == 0
    assert (required - 1) * 100 <= share * dossiers


@given(st.integers(0, 10**7), st.integers(1, 10_000))
def test_a_share_is_reached_by_its_quota_and_by_no_less(dossiers: int, hundredths: int) -> None:
    text = f"{hundredths // 100},{hundredths % 100:02} %"
    required = required_answers(rule({"share": text}), dossiers)
    assert required == ceil(Fraction(hundredths * dossiers, 10_000))


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_reached_and_lacking_agree(dossiers: int, have: int) -> None:
    for of in (HUONG_VINH, TAY_XUAN, DA_NANG):
        line = check_quota(of, "", dossiers, have, DAY)
        match line.state:
            case QuotaState.REACHED:
                assert line.lacking == 0
            case QuotaState.LACKING:
                assert line.lacking is not None
                assert have + line.lacking == line.required
            case _:
                assert line.lacking is None


def test_without_figures_or_out_of_force_nothing_is_asked_for() -> None:
    dated = rule({"minimum": 1}, valid_from=date(2024, 1, 1), valid_until=date(2024, 5, 31))
    assert check_quota(dated, "", 5, 5, DAY).state == QuotaState.NOT_IN_FORCE
    assert check_quota(dated, "", 5, 5, date(2024, 5, 31)).state == QuotaState.REACHED
    assert check_quota(TAY_XUAN, "", None, 5, DAY).state == QuotaState.NO_DOSSIERS


@pytest.mark.parametrize(
    "tiers",
    [
        ({"dossiers_from": 5, "dossiers_below": 5, "minimum": 1},),
        ({},),
        ({"strict": True, "minimum": 3},),
        ({"share": "100 %", "strict": True},),
        ({"share": "0 %"},),
        ({"share": "101 %"},),
        ({"share": "80"},),
        ({"dossiers_below": 100, "minimum": 1}, {"dossiers_from": 99, "minimum": 2}),
    ],
)
def test_a_rule_that_says_nothing_or_two_things_is_refused(
    tiers: tuple[dict[str, object], ...],
) -> None:
    with pytest.raises(ValidationError):
        rule(*tiers)


def test_a_percentage_is_exact() -> None:
    assert parse_percent("33,3%") == Fraction(333, 1000)
    assert parse_percent("12.5 %") == Fraction(1, 8)
