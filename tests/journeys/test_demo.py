"""The demo: a whole invented month in one command."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from tests.office import Office, Told, run

SHEETS = 15


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Office]:
    folder = tmp_path_factory.mktemp("demo") / "thang-10"
    return run("--lang", "en", "demo", folder, "--sheets", SHEETS), Office(folder)


def test_it_goes_well_and_tells_its_stages(demo: tuple[Told, Office]) -> None:
    told, _office = demo
    assert told.status == ExitStatus.DONE
    stages = [line[0] for line in told.out.splitlines() if line[1:2] == "."]
    assert stages == list("12345678")


def test_it_ends_with_what_was_made_and_where(demo: tuple[Told, Office]) -> None:
    told, office = demo
    named = [Path(word) for word in told.out.split() if word.startswith(f"{office.path}/")]
    assert len(named) == 6
    assert all(path.exists() for path in named)
    assert {path.suffix for path in named} == {"", ".toml", ".docx", ".db"}


def test_every_sheet_is_counted_and_the_record_agrees_with_the_paper(
    demo: tuple[Told, Office],
) -> None:
    _told, office = demo
    status = office.status()
    assert status["sheets"] == {"valid": SHEETS, "invalid": 0}
    assert status["printed"] == status["issued"] == SHEETS + 15
    assert status["flags_waiting"] == 0
    assert status["reconciled"]
    assert office.run("verify").status == ExitStatus.DONE


def test_it_never_writes_into_a_folder_that_is_there(demo: tuple[Told, Office]) -> None:
    _told, office = demo
    assert run("demo", office.path).status == ExitStatus.USER_CAN_MEND
