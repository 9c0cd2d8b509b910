"""The plan that five answers come to."""

from collections.abc import Callable
from datetime import date

import pytest

from survey.plan import Plan, parse_plan
from templates.first_plan import (
    Commune,
    Days,
    FirstAnswers,
    PlanNumber,
    Signer,
    first_plan_text,
    read_days,
    read_months,
    read_plan_number,
    read_signer,
    read_unit,
)
from templates.form import check_fields, parse_form
from templates.shelf import list_forms, read_form_text


def plan_of(unit: str, document: str, signer: str) -> Plan:
    answers = FirstAnswers(
        read_unit(unit),
        read_plan_number(document),
        read_days("01/10/2026 - 31/12/2026"),
        read_months("3"),
        read_signer(signer),
    )
    return parse_plan(first_plan_text(answers), "survey.toml")


def test_the_answers_stand_where_the_documents_look_for_them() -> None:
    plan = plan_of("phường Vạn Phúc", "129/KH-UBND ngày 01/10/2026", "Phó Chủ tịch Trần Văn Bình")
    assert plan.agency.name == "UBND phường Vạn Phúc"
    assert plan.agency.heading == ("ỦY BAN NHÂN DÂN", "PHƯỜNG VẠN PHÚC")
    assert (plan.document.number, plan.document.date) == ("129/KH-UBND", date(2026, 10, 1))
    assert (plan.survey.year, plan.survey.period_months) == (2026, 3)
    assert plan.report.signer_title[-2:] == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert plan.report.signer_name == "Trần Văn Bình"
    assert plan.name == "van-phuc-2026"


@pytest.mark.parametrize("place", ['"Xuân\\"', "Ea H'leo", "Đắk $id Hà", "12", "X" * 60])
def test_any_name_makes_a_plan_that_can_be_read(place: str) -> None:
    plan = plan_of(f"xã {place}" if place[0] != '"' else f"xã a{place}", "", "Lê A")
    assert place in plan.agency.name
    assert plan.document.date is None


def test_the_form_fits_the_fields() -> None:
    plan = plan_of("xã Tây Xuân", "", "Lê A")
    assert plan.survey.form in list_forms()
    check_fields(parse_form(read_form_text(plan.survey.form), plan.survey.form), plan)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("phường Vạn Phúc", Commune("phường", "Vạn Phúc")),
        ("UBND  xã Tây Xuân", Commune("xã", "Tây Xuân")),
        ("Ủy ban nhân dân Đặc khu Phú Quốc", Commune("đặc khu", "Phú Quốc")),
        ("Uỷ ban nhân dân phường 12", Commune("phường", "12")),
    ],
)
def test_units_are_read_as_people_write_them(typed: str, unit: Commune) -> None:
    assert read_unit(typed) == unit


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("", PlanNumber()),
        ("129/KH-UBND", PlanNumber("129/KH-UBND")),
        ("số 5/KH-UBND, ngày 1/2/2026", PlanNumber("số 5/KH-UBND", date(2026, 2, 1))),
    ],
)
def test_number_and_day_may_be_left_out(typed: str, document: PlanNumber) -> None:
    assert read_plan_number(typed) == document


def test_a_signer_without_a_title_is_the_chair() -> None:
    assert read_signer("chủ tịch: Lê A") == read_signer("Lê A")
    assert read_signer("Lê A") == Signer(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Lê A")


def test_days_are_read_in_their_order() -> None:
    assert read_days("từ 1/2/2026 đến 3/4/2026") == Days(date(2026, 2, 1), date(2026, 4, 3))


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (read_unit, ""),
        (read_unit, "Sở Nội vụ"),
        (read_plan_number, "129 31/02/2026"),
        (read_days, "01/10/2026"),
        (read_days, "31/10/2026 - 01/10/2026"),
        (read_months, "2"),
        (read_signer, "Chủ tịch"),
        (read_signer, ""),
    ],
)
def test_what_does_not_fit_is_refused(read: Callable[[str], object], typed: str) -> None:
    with pytest.raises(ValueError, match=r"write|there is no day"):
        read(typed)
