import contextlib
import datetime
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.edited_file import Draft
from survey.errors import MistakesError, RequestError
from survey.intake_limits import IntakeLimits
from survey.plan import Plan, Role, parse_plan
from survey.plan_rules import plan_findings
from tests.survey.texts import PLAN, spoil


def mistakes_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(MistakesError) as caught:
        parse_plan(text, "survey.toml")
    return [(mistake.line, mistake.key) for mistake in caught.value.mistakes]


def test_a_plan_is_read_whole() -> None:
    plan = parse_plan(PLAN, "survey.toml")
    assert plan.agency.heading == ("ỦY BAN NHÂN DÂN", "PHƯỜNG VẠN PHÚC")
    assert plan.document.date == datetime.date(2021, 10, 1)
    assert plan.survey.period_months == 1
    assert (plan.review.deciders, plan.privacy.minimum_cell, plan.privacy.token) == (2, 5, True)
    assert plan.role_title(Role.CHAIR) == "Chủ tịch UBND phường"
    assert plan.role_title(Role.OBSERVER) == ""


def test_things_are_found_by_code_and_id() -> None:
    plan = parse_plan(PLAN, "survey.toml")
    assert plan.procedure("2.000635").title == "Cấp bản sao Trích lục hộ tịch"
    assert plan.procedure("1.001193.000.00.00.H26").code == "1.001193"
    assert plan.box("hom-1").name == "Hòm phiếu số 1"


def test_what_the_plan_does_not_name_is_not_found() -> None:
    plan = parse_plan(PLAN, "survey.toml")
    for ask in (plan.procedure, plan.box):
        with pytest.raises(RequestError, match="not in the plan"):
            ask("1.999999")


@pytest.mark.parametrize(
    ("change", "mistakes"),
    [
        (('place = "Vạn Phúc"\n', ""), [(4, "agency.place")]),
        (('"129/KH-UBND"', "129"), [(13, "document.number")]),
        (('"phu-luc-1"', '"Phụ lục 1"'), [(18, "survey.form")]),
        (("period_months = 1", "period_months = 2"), [(22, "survey.period_months")]),
        (("ends = 2021-10-31", "ends = 2021-09-30"), [(21, "survey.ends")]),
        (("year = 2021", "year = 2020"), [(19, "survey.year")]),
        (("year = 2021", "year = 21"), [(19, "survey.year")] * 2),
        (('"1.001193"', '"1.1193"'), [(35, "procedures[1].code")]),
        (('"2.000635.000.00.00.H26"', '"1.001193.H26"'), [(40, "procedures[2].code")]),
        (('field = "ho-tich"', 'field = "dat-dai"'), [(37, "procedures[1].field")]),
        (('"chair"', '"boss"'), [(45, "roles[1].role")]),
        (("[report]", '[[fields]]\nid = "ho-tich"\nname = "X"\n[report]'), [(49, "fields[2].id")]),
        (("[report]", "[review]\ndeciders = 3\n[report]"), [(49, "review.deciders")]),
        (("[report]", "[privacy]\nminimum_cell = 0\n[report]"), [(49, "privacy.minimum_cell")]),
        (("[report]", "[reports]"), [(48, "reports"), (0, "report")]),
    ],
)
def test_each_mistake_has_line_and_key(
    change: tuple[str, str], mistakes: list[tuple[int, str]]
) -> None:
    assert mistakes_of(spoil(PLAN, change)) == mistakes


def test_mistakes_of_every_kind_come_at_once() -> None:
    text = spoil(
        PLAN,
        ('symbol = "UBND"', 'symbol = ""'),
        ("date = 2021-10-01", 'date = "1/10/2021"'),
        ("ends = 2021-10-31", "ends = 2020-10-31"),
        ('field = "ho-tich"', 'field = "x"'),
        ('title = "Cấp bản sao Trích lục hộ tịch"\n', ""),
        ("[report]", "[report]\ncolour = 1"),
    )
    assert mistakes_of(text) == [
        (8, "agency.symbol"),
        (14, "document.date"),
        (19, "survey.year"),
        (21, "survey.ends"),
        (37, "procedures[1].field"),
        (39, "procedures[2].title"),
        (48, "report.colour"),
    ]


def test_a_plan_with_nothing_in_it_names_all_that_is_missing() -> None:
    keys = [key for _line, key in mistakes_of("")]
    assert keys == ["name", "title", "agency", "document", "survey", "fields", "report"]


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.floats(), st.dates()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=6,
)


@given(st.sampled_from(sorted(tomllib.loads(PLAN))), JUNK)
def test_rules_and_shape_bear_anything_in_any_section(section: str, junk: Any) -> None:
    table = tomllib.loads(PLAN) | {section: junk}
    draft = Draft(table, "survey.toml")
    with contextlib.suppress(MistakesError):
        draft.check(Plan, plan_findings(draft))


def test_limits_of_scan_files_may_be_set_in_figures_people_use() -> None:
    def limits_of(text: str) -> IntakeLimits:
        return parse_plan(f"{PLAN}\n[limits]\n{text}\n", "survey.toml").limits.intake

    assert limits_of("") == IntakeLimits()
    small = limits_of("megapixels = 2\nmemory_mb = 300")
    assert small == IntakeLimits(pixels=2_000_000, memory_bytes=300_000_000)
    with pytest.raises(MistakesError, match=r"limits\.pages: must be 1 or more"):
        limits_of("pages = 0")
