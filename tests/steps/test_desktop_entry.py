"""Something to double-click that opens the start page."""

import configparser
import re
import shlex
import sys
from pathlib import Path

import pytest

from steps.desktop_entry import write_desktop_entry
from steps.session import open_session
from survey.errors import ExitStatus
from tests.office import Office, begin


@pytest.fixture
def ward(tmp_path: Path) -> Office:
    """A survey in a folder whose name has all that must be escaped."""
    return begin(tmp_path / 'Khảo sát 100% "$năm`')


def test_the_entry_names_the_command_as_it_is_typed(ward: Office, tmp_path: Path) -> None:
    assert ward.run("desktop", "-o", tmp_path).status == ExitStatus.DONE
    (file,) = tmp_path.glob("*.desktop")
    reader = configparser.RawConfigParser()
    reader.read(file, encoding="utf-8")
    entry = reader["Desktop Entry"]
    typed = shlex.split(entry["Exec"].replace("\\\\", "\\").replace("%%", "%"))
    typed[5] = re.sub(r"\\([`$])", r"\1", typed[5])  # a shell takes these off too
    assert typed == [sys.executable, "-P", "-m", "cli", "-C", str(ward.path), "review"]
    assert Path(entry["Icon"]).is_file()
    assert file.stat().st_mode & 0o100


def test_on_windows_it_is_a_batch_file(ward: Office, tmp_path: Path) -> None:
    with open_session(ward.path) as session:
        file = write_desktop_entry(session, tmp_path, "win32")
    lines = file.read_bytes().decode().split("\r\n")
    assert file.suffix == ".bat"
    assert str(ward.path).replace("%", "%%") in lines[2]


def test_a_folder_that_is_not_there_is_named(ward: Office) -> None:
    told = ward.run("desktop", "-o", "no-such")
    assert (told.status, "no-such" in told.err) == (ExitStatus.USER_CAN_MEND, True)
