"""Flags settled from the command line: two people, a third where they differ."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.standalone import xac_minh
from ballots import printing
from survey.errors import ExitStatus
from tests.conftest import SCANS
from tests.office import COPIES, Office, Told, begin
from tests.own_form import form_text, own_form

AN, BINH, CHI = "Nguyễn Văn An", "Trần Thị Bình", "Lê Chi"


@pytest.fixture
def flag(scanned: Office) -> dict[str, str]:
    return scanned.flagged()[0]


def decide(office: Office, flag: dict[str, str], value: str, person: str) -> Told:
    by = ("--by", person, "--reason", "Xem lại trên phiếu giấy")
    return office.run("decide", flag["sheet"], flag["question"], value, *by)


def now(office: Office, flag: dict[str, str]) -> dict[str, str]:
    place = (flag["sheet"], flag["question"])
    return next(r for r in office.answers() if (r["sheet"], r["question"]) == place)


def test_one_person_leaves_the_flag_waiting(scanned: Office, flag: dict[str, str]) -> None:
    told = decide(scanned, flag, "5", AN)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert "waits for another person" in told.out
    assert now(scanned, flag) == flag


def test_two_people_who_agree_settle_it(scanned: Office, flag: dict[str, str]) -> None:
    decide(scanned, flag, "4", AN)
    told = decide(scanned, flag, "4", BINH)
    assert told.status == ExitStatus.DONE
    assert AN in told.out
    assert BINH in told.out
    settled = {"status": "answered", "choice": "4", "decided_by": f"{AN}; {BINH}"}
    assert now(scanned, flag) == flag | settled
    assert scanned.status()["flags_waiting"] == len(scanned.flagged())


def test_the_same_person_twice_is_one_person(scanned: Office, flag: dict[str, str]) -> None:
    decide(scanned, flag, "4", AN)
    assert decide(scanned, flag, "4", "nguyễn  văn an").status == ExitStatus.PEOPLE_NEEDED
    assert now(scanned, flag)["status"] == "flagged"


def test_where_two_differ_a_third_settles_it(scanned: Office, flag: dict[str, str]) -> None:
    decide(scanned, flag, "4", AN)
    assert decide(scanned, flag, "multiple", BINH).status == ExitStatus.PEOPLE_NEEDED
    assert now(scanned, flag)["status"] == "flagged"
    assert decide(scanned, flag, "multiple", CHI).status == ExitStatus.DONE
    settled = {"status": "multiple", "choice": "", "decided_by": f"{BINH}; {CHI}"}
    assert now(scanned, flag) == flag | settled


def test_the_answer_of_another_cannot_be_found_by_trying(
    scanned: Office, flag: dict[str, str]
) -> None:
    decide(scanned, flag, "2", BINH)
    told = decide(scanned, flag, "5", AN)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert "waits for a third person" in told.out
    before = scanned.run("verify", "--json").json["head"]
    for value, person in (("4", AN), ("3", AN), ("2", "nguyễn văn  AN"), ("5", BINH)):
        told = decide(scanned, flag, value, person)
        assert told.status == ExitStatus.USER_CAN_MEND
        assert "only a third person can settle it" in told.err
    assert scanned.run("verify", "--json").json["head"] == before
    assert now(scanned, flag) == flag
    assert decide(scanned, flag, "2", CHI).status == ExitStatus.DONE
    told = decide(scanned, flag, "2", AN)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert f"settled since by {BINH}; {CHI}" in told.err
    assert now(scanned, flag)["decided_by"] == f"{BINH}; {CHI}"
    assert_both_verify(scanned)


def test_a_slip_is_undone_before_a_second_person_answers(
    scanned: Office, flag: dict[str, str]
) -> None:
    decide(scanned, flag, "5", AN)
    assert decide(scanned, flag, "4", AN).status == ExitStatus.PEOPLE_NEEDED
    assert decide(scanned, flag, "4", BINH).status == ExitStatus.DONE


def test_two_who_agreed_may_both_think_again(scanned: Office, flag: dict[str, str]) -> None:
    for value, person in (("4", AN), ("4", BINH), ("3", BINH), ("3", AN)):
        decide(scanned, flag, value, person)
    assert now(scanned, flag)["choice"] == "3"


def test_two_others_correct_what_a_third_had_settled(scanned: Office, flag: dict[str, str]) -> None:
    for value, person in (("2", AN), ("5", BINH), ("4", CHI)):
        decide(scanned, flag, value, person)
    told = decide(scanned, flag, "5", "Phạm Thị Dung")
    assert f"by {CHI}" in told.out
    assert "counts when one more person says the same" in told.out
    assert now(scanned, flag)["choice"] == "4"
    told = decide(scanned, flag, "5", "Hoàng Văn Em")
    assert "Other people had settled" not in told.out
    settled = {"status": "answered", "choice": "5"}
    people = {"decided_by": f"{BINH}; Phạm Thị Dung; Hoàng Văn Em"}
    assert now(scanned, flag) == flag | settled | people
    told = decide(scanned, flag, "4", AN)
    assert f"settled since by {people['decided_by']}. Only two others can correct" in told.err
    assert "third person" not in told.err
    assert_both_verify(scanned)


def assert_both_verify(office: Office) -> None:
    """The program and the verifier that needs no installation both find the record whole."""
    assert office.run("verify").status == ExitStatus.DONE
    program = Path(xac_minh.__file__)
    done = subprocess.run([sys.executable, program, office.path], check=False, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("value", ["blank", "multiple", "unclear"])
def test_people_may_say_that_nothing_can_be_counted(
    scanned: Office, flag: dict[str, str], value: str
) -> None:
    decide(scanned, flag, value, AN)
    decide(scanned, flag, value, BINH)
    assert (now(scanned, flag)["status"], now(scanned, flag)["choice"]) == (value, "")


def test_a_plan_may_ask_for_one_person(scanned: Office, flag: dict[str, str]) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("deciders = 2", "deciders = 1"), encoding="utf-8")
    assert decide(scanned, flag, "1", AN).status == ExitStatus.DONE
    assert now(scanned, flag)["decided_by"] == AN


def test_a_certain_answer_is_corrected_by_two_people_whatever_the_plan(scanned: Office) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("deciders = 2", "deciders = 1"), encoding="utf-8")
    certain = next(row for row in scanned.answers() if row["choice"] in {"5", "4"})
    assert decide(scanned, certain, "1", AN).status == ExitStatus.PEOPLE_NEEDED
    assert now(scanned, certain) == certain
    assert decide(scanned, certain, "1", BINH).status == ExitStatus.DONE
    assert now(scanned, certain) == certain | {"choice": "1", "decided_by": f"{AN}; {BINH}"}
    assert scanned.run("verify").status == ExitStatus.DONE


def test_a_question_whose_page_was_not_scanned_cannot_be_decided(tmp_path: Path) -> None:
    office = own_form(begin(tmp_path / "khao-sat"), form_text(30, 5, "A4"))
    scans = office.simulate(office.print_sheets(), SCANS)
    office.scan(min(scans.glob("*.jpg")))
    (sheet,) = {row["sheet"] for row in office.answers()}
    told = office.run("decide", sheet, "q30", "5", "--by", AN, "--reason", "rõ")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert f"sheet {sheet}: question q30 has not been read" in told.err


def test_a_decision_may_be_undone_by_a_new_one(scanned: Office, flag: dict[str, str]) -> None:
    decide(scanned, flag, "4", AN)
    decide(scanned, flag, "4", BINH)
    decide(scanned, flag, "3", BINH)
    assert now(scanned, flag) == flag


def test_the_procedure_of_a_free_text_sheet_is_settled_the_same_way(scanned: Office) -> None:
    sheet = next(row["sheet"] for row in scanned.answers() if not row["procedure"])
    for person in (AN, BINH):
        by = ("--by", person, "--reason", "đọc dòng viết tay")
        scanned.done("decide", sheet, "procedure", COPIES, *by)
    told = {(r["procedure"], r["field"]) for r in scanned.answers() if r["sheet"] == sheet}
    assert told == {(COPIES, "chung-thuc")}


def test_a_few_characters_of_the_sheet_are_enough(scanned: Office, flag: dict[str, str]) -> None:
    told = scanned.run("decide", flag["sheet"][:8].lower(), flag["question"], "5",
                       "--by", AN, "--reason", "rõ")  # fmt: skip
    assert flag["sheet"] in told.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("SHEET", "q1", "5", "--by", AN, "--reason", "rõ"), "no sheet SHEET has been read"),
        (("", "q1", "5", "--by", AN, "--reason", "rõ"), "no sheet"),
        (("\udcff", "q1", "5", "--by", AN, "--reason", "rõ"), "no sheet"),
        (("{sheet}", "q9", "5", "--by", AN, "--reason", "rõ"), "q1, q2"),
        (("{sheet}", "q1", "6", "--by", AN, "--reason", "rõ"), "5, 4, 3, 2, 1, blank"),
        (("{sheet}", "q1", "5", "--by", " ", "--reason", "rõ"), "--by"),
        (("{sheet}", "q1", "5", "--by", AN, "--reason", ""), "--reason"),
        (("{sheet}", "q1", "5", "--by", "An\u202eB", "--reason", "rõ"), "U+202E"),
        (("{sheet}", "procedure", "9.999999", "--by", AN, "--reason", "rõ"), "9.999999"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_not_recorded(
    scanned: Office, flag: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    before = scanned.run("verify", "--json").json["head"]
    told = scanned.run("decide", *(word.format(**flag) for word in words))
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err
    assert scanned.run("verify", "--json").json["head"] == before


def test_a_prefix_of_several_sheets_asks_for_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = begin(tmp_path / "khao-sat")
    monkeypatch.setattr(printing, "draw_token", iter(["ABCDEFGH0001", "ABCDEFGH0002"]).__next__)
    office.scan(office.simulate(office.print_sheets("--copies", 2), SCANS))
    told = office.run("decide", "ABCDEF", "q1", "5", "--by", AN, "--reason", "rõ")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "2 sheets begin with ABCDEF; type more of it" in told.err
