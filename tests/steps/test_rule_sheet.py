"""Invalid sheets: two people, a ground of the plan, a reason; and valid again."""

import pytest

from survey.errors import ExitStatus
from tests.office import Office, Told

AN, BINH = "Nguyễn Văn An", "Trần Thị Bình"


@pytest.fixture
def sheet(scanned: Office) -> str:
    return scanned.answers()[0]["sheet"]


def rule(office: Office, person: str, *words: str) -> Told:
    return office.run(*words, "--by", person, "--reason", "Đã xem tờ giấy")


def test_two_people_find_a_sheet_invalid(scanned: Office, sheet: str) -> None:
    before = scanned.status()["sheets"]
    assert rule(scanned, AN, "invalid", sheet, "S5").status == ExitStatus.PEOPLE_NEEDED
    assert scanned.status()["sheets"] == before
    told = rule(scanned, BINH, "invalid", sheet, "s5")
    assert told.status == ExitStatus.DONE
    assert "it is a copy of another sheet" in told.out
    assert scanned.status()["sheets"] == {
        "valid": before["valid"] - 1,
        "invalid": before["invalid"] + 1,
    }
    rows = scanned.done("tally", "--format", "json").json["rows"]
    counted = ("answered", "blank", "multiple", "unclear")
    flagged = {row["question"] for row in scanned.flagged() if row["sheet"] != sheet}
    assert {sum(row[c] for c in counted) for row in rows if row["key"] not in flagged} == {
        before["valid"] - 1
    }


def test_two_people_find_it_valid_again(scanned: Office, sheet: str) -> None:
    before = scanned.status()
    for person in (AN, BINH):
        rule(scanned, person, "invalid", sheet, "S1")
    for person in (AN, BINH):
        told = rule(scanned, person, "valid", sheet)
    assert "is valid, by" in told.out
    assert scanned.status() == before
    assert scanned.run("verify").status == ExitStatus.DONE


def test_two_who_differ_leave_the_sheet_to_a_third(scanned: Office, sheet: str) -> None:
    rule(scanned, AN, "invalid", sheet, "S5")
    assert "waits for a third person" in rule(scanned, BINH, "valid", sheet).out
    told = rule(scanned, BINH, "invalid", sheet, "S5")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "only a third person can settle it" in told.err
    assert rule(scanned, "Lê Chi", "valid", sheet).status == ExitStatus.DONE


def test_two_people_are_needed_whatever_the_plan_says(scanned: Office, sheet: str) -> None:
    edit_plan(scanned, "deciders = 2", "deciders = 1")
    assert rule(scanned, AN, "invalid", sheet, "S5").status == ExitStatus.PEOPLE_NEEDED


def test_a_ground_that_is_not_in_force_is_refused(scanned: Office, sheet: str) -> None:
    told = rule(scanned, AN, "invalid", sheet, "S2")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "S1 (it is not the form that was issued); S4" in told.err


def test_a_ground_may_be_switched_on(scanned: Office, sheet: str) -> None:
    edit_plan(scanned, "no_stamp = false", "no_stamp = true")
    assert rule(scanned, AN, "invalid", sheet, "S2").status == ExitStatus.PEOPLE_NEEDED


def test_the_flags_of_an_invalid_sheet_wait_no_longer(scanned: Office) -> None:
    flag = scanned.flagged()[0]
    waiting = scanned.status()["flags_waiting"]
    for person in (AN, BINH):
        rule(scanned, person, "invalid", flag["sheet"], "S4")
    own = sum(row["sheet"] == flag["sheet"] for row in scanned.flagged())
    assert scanned.status()["flags_waiting"] == waiting - own


def edit_plan(office: Office, before: str, after: str) -> None:
    plan = office.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    assert before in text
    plan.write_text(text.replace(before, after), encoding="utf-8")
