"""The first commands: which plans there are, and a new survey folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from steps.session import open_session
from survey.errors import ExitStatus
from survey.plan import parse_plan
from tests.office import begin, run

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}


def test_the_shipped_plans_are_listed_with_their_agencies() -> None:
    told = run("--lang", "en", "plans")
    assert told.status == ExitStatus.DONE
    assert "van-phuc-2021\tUBND phường Vạn Phúc: Khảo sát" in told.out
    assert "hom-phieu init DIR --plan NAME" in told.out


def test_a_new_folder_has_its_rooms_its_plan_and_its_record(tmp_path: Path) -> None:
    office = begin(tmp_path / "van-phuc-2021")
    made = {path.name: path.is_dir() for path in office.path.iterdir() if path.suffix != ".seal"}
    assert made | {"survey.toml": False, "survey.db": False} == made
    assert [name for name, is_folder in made.items() if is_folder] != []
    assert {"printed", "scans", "reports"} == {name for name, is_room in made.items() if is_room}
    text = (office.path / "survey.toml").read_text(encoding="utf-8")
    assert parse_plan(text, "survey.toml").document.number == "129/KH-UBND"


def test_the_journal_begins_with_the_survey_itself(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    with open_session(office.path) as session:
        ((kind, body),) = session.record.rows("SELECT kind, body FROM journal")
    assert kind == "survey-created"
    assert json.loads(body)["plan"] == "van-phuc-2021"


@pytest.mark.parametrize("occupant", ["ghi-chu.txt", "survey.toml"])
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, occupant: str) -> None:
    folder = tmp_path / "khao-sat"
    folder.mkdir()
    (folder / occupant).write_text("của tôi", encoding="utf-8")
    told = run("--lang", "en", "init", folder)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "choose a new folder name" in told.err
    assert [path.name for path in folder.iterdir()] == [occupant]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    office = begin(tmp_path)
    assert office.run("status").status == ExitStatus.DONE


def test_init_that_was_killed_leaves_no_survey_and_can_be_repeated(tmp_path: Path) -> None:
    killed = (
        "import os, cli, store.record; store.record.seal_file = lambda *_: os._exit(9);"
        "cli.main(['init', 'khao-sat', '--plan', 'van-phuc-2021'])"
    )
    command = [sys.executable, "-c", killed]
    assert subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, check=False).returncode == 9
    assert not (tmp_path / "khao-sat").exists()
    begin(tmp_path / "khao-sat")
    assert [path.name for path in tmp_path.iterdir()] == ["khao-sat"]
