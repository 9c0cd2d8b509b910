"""Sheets and seals between two openings, written down from the command line."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from tests.office import Office, Told, begin

BY = ("--by", "Lê Thị Hạnh", "--role", "Công chức Một cửa")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return begin(tmp_path / "khao-sat")


def log(office: Office, *words: object) -> list[str]:
    return office.done("log", *words).out.splitlines()


@pytest.mark.parametrize("act", ["issued", "spoilt", "returned", "left"])
def test_sheets_that_change_hands_are_recorded(office: Office, act: str) -> None:
    told = office.run("paper", act, 40, *BY, "--box", "hom-1", "--note", "Quầy 2")
    assert told.status == ExitStatus.DONE
    (line,) = log(office, "--kind", "paper")
    assert "40" in line
    assert line.endswith("for hom-1: Quầy 2 — Lê Thị Hạnh (Công chức Một cửa)")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("issued", 40, *BY, "--box", "hom-9"), "box hom-9 is not in the plan"),
        (("issued", 40, "--by", " ", "--role", "x"), "say who did it"),
        (("issued", 40, "--by", "An\u202e", "--role", "x"), "hidden character"),
    ],
)
def test_paper_that_nobody_or_no_box_stands_for_is_refused(
    office: Office, words: tuple[object, ...], said: str
) -> None:
    told = office.run("paper", *words)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err
    assert log(office, "--kind", "paper") == []


def seal(office: Office, number: str, box: str = "hom-1") -> Told:
    return office.run("seal", box, number, "--by", "Phạm Thị Dung", "--role", "box_keeper")


def test_a_seal_is_recorded_with_who_put_it_on(office: Office) -> None:
    assert seal(office, "0123").status == ExitStatus.DONE
    (line,) = log(office, "--kind", "sealed")
    assert line.endswith("hom-1 sealed with 0123. — Phạm Thị Dung (keeper of the box)")


def test_a_new_seal_has_a_new_number(office: Office) -> None:
    seal(office, "0123")
    told = seal(office, " 0123 ")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "a new seal has a new number" in told.err
    assert seal(office, "0124").status == ExitStatus.DONE


def test_a_seal_that_the_box_had_once_is_no_new_one(office: Office) -> None:
    for number in ("0123", "0124"):
        seal(office, number)
    told = seal(office, "0123")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "was on hom-1 or on its sheets before" in told.err
    assert len(log(office, "--kind", "sealed")) == 2


@pytest.mark.parametrize(("box", "number"), [("hom-9", "0123"), ("hom-1", " ")])
def test_a_seal_needs_a_box_and_a_number(office: Office, box: str, number: str) -> None:
    assert seal(office, number, box).status == ExitStatus.USER_CAN_MEND
    assert log(office, "--kind", "sealed") == []
