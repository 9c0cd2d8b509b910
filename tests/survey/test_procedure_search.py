"""Procedures are found as people type."""

import pytest

from survey.plan import parse_plan
from survey.procedure_search import find_on_line, plain_letters
from templates.shelf import read_plan_text

PLAN = parse_plan(read_plan_text("van-phuc-2021"), "plan")


@pytest.mark.parametrize(
    "words", ["khai sinh", "KHAI SINH", "sinh dang ky khai", "đăng ký khai sinh", "1.001193"]
)
def test_a_birth_is_found_with_or_without_accents(words: str) -> None:
    assert "1.001193" in {choice.value for choice in find_on_line(PLAN, words)}


def test_the_field_counts_too_and_nothing_is_found_for_nonsense() -> None:
    assert find_on_line(PLAN, "chung thuc")
    codes = [choice.value for choice in find_on_line(PLAN, "")]
    assert codes == [procedure.code for procedure in PLAN.procedures]
    assert find_on_line(PLAN, "khai sinh xyz") == ()


def test_a_plan_without_procedures_offers_its_fields() -> None:
    plan = parse_plan(read_plan_text("hau-giang-2021-2030"), "plan")
    assert [choice.value for choice in find_on_line(plan, "dat dai")] == ["dat-dai"]
    assert len(find_on_line(plan, "")) == len(plan.fields)


def test_letters_without_accents() -> None:
    assert plain_letters("Đăng ký KHAI SINH, hộ tịch") == "dang ky khai sinh, ho tich"
