"""The five questions of ``init``."""

import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from survey.errors import ExitStatus
from templates.shelf import FIRST_PLAN
from terminal import first_questions
from tests.office import Office, run

OPTIONS = ("--unit", "xã Tây Xuân", "--signer", "Lê Văn Cường")


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person at the terminal types, line by line."""
    typed: list[str] = []

    def type_next(*_words: object, **_settings: object) -> str:
        return typed.pop(0)

    monkeypatch.setattr(first_questions, "can_ask", lambda: True)
    monkeypatch.setattr(click, "prompt", type_next)
    return typed


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def plan_in(folder: str) -> dict[str, Any]:
    return tomllib.loads(Path(folder, "survey.toml").read_text(encoding="utf-8"))


def test_five_answers_make_a_survey_that_prints(answers: list[str]) -> None:
    answers += ["phường Vạn Phúc", "", "01/10/2026 - 31/12/2026", "3", "Lê Văn Cường"]
    assert run("init", "khao-sat").status == ExitStatus.DONE
    assert not answers
    assert plan_in("khao-sat")["survey"]["period_months"] == 3
    assert Office(Path("khao-sat")).print_sheets("--copies", 2).exists()


def test_a_wrong_answer_is_asked_again_and_enter_takes_what_is_offered(answers: list[str]) -> None:
    answers += ["Vạn Phúc", "xã Tây Xuân", "", "", "", "Lê Văn Cường"]
    told = run("--lang", "en", "init", "khao-sat")
    assert told.out.count("  ! write") == 1
    assert plan_in("khao-sat")["survey"]["period_months"] == 1


def test_what_options_answer_is_not_asked(answers: list[str]) -> None:
    answers += ["129/KH-UBND 01/10/2026", "01/10/2026 - 31/12/2026", "1"]
    assert run("init", "khao-sat", *OPTIONS).status == ExitStatus.DONE
    assert plan_in("khao-sat")["document"]["number"] == "129/KH-UBND"


def test_with_nobody_there_options_answer_and_the_rest_is_as_offered() -> None:
    assert run("init", "khao-sat", *OPTIONS).status == ExitStatus.DONE
    assert plan_in("khao-sat")["report"]["signer_name"] == "Lê Văn Cường"


@pytest.mark.parametrize("given", [OPTIONS[:2], OPTIONS[2:], (*OPTIONS, "--months", "2")])
def test_with_nobody_there_what_is_missing_or_wrong_is_named(given: tuple[str, ...]) -> None:
    told = run("--lang", "en", "init", "khao-sat", *given)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert told.err.startswith("--")
    assert not Path("khao-sat").exists()


def test_with_nobody_there_and_nothing_given_the_example_is_taken_and_said() -> None:
    told = run("--lang", "en", "init", "khao-sat")
    assert told.status == ExitStatus.DONE
    assert FIRST_PLAN in told.out
    assert plan_in("khao-sat")["name"] == FIRST_PLAN
