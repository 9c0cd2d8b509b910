"""``layout``: the geometry for those who check it, in a survey folder or outside."""

from pathlib import Path

from survey.errors import ExitStatus
from tests.office import begin, run
from tests.own_form import form_text, own_form


def test_outside_a_survey_the_shipped_form_is_shown(tmp_path: Path) -> None:
    told = run("-C", tmp_path, "layout").json
    assert told["form"] == "phu-luc-1"
    assert len(told["pages"][0]["boxes"]) == 8 * 5
    assert [area["name"] for area in told["pages"][0]["text_areas"]] == ["procedure"]


def test_a_form_may_be_named(tmp_path: Path) -> None:
    assert run("-C", tmp_path, "layout", "phu-luc-1").json == run("-C", tmp_path, "layout").json


def test_in_a_survey_its_own_form_and_plan_count(tmp_path: Path) -> None:
    office = own_form(begin(tmp_path / "khao-sat"), form_text(30, 3, "A4"))
    told = office.done("layout").json
    assert told["form"] == "rieng"
    assert sum(len(page["boxes"]) for page in told["pages"]) == 30 * 3
    assert office.done("layout", "phu-luc-1").json["form"] == "phu-luc-1"


def test_a_mistake_in_the_wards_own_form_is_named(tmp_path: Path) -> None:
    text = form_text(3, 3, "A4").replace('choice = "2"', 'choice = "3"')
    told = own_form(begin(tmp_path / "khao-sat"), text).run("layout")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "rieng" in told.err
    assert "same choice" in told.err
