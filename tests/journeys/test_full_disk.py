"""A disk without room: a clear message, nothing lost, and the command can be repeated."""

import subprocess
import sys
from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.reading import Outcome
from tests.conftest import SCANS, SHEETS
from tests.office import Office

HOM_PHIEU = Path(sys.executable).with_name("hom-phieu")


def run_without_room(office: Office, *words: object) -> subprocess.CompletedProcess[str]:
    """The real command where no file may grow beyond 40 KB."""
    limited = ("bash", "-c", 'ulimit -f 40; exec "$0" "$@"')
    command = map(str, (*limited, HOM_PHIEU, "--lang", "en", "-C", office.path, *words))
    return subprocess.run([*command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words", [("print", "--copies", "40"), ("scan", SCANS), ("simulate", "printed/phieu-001.pdf")]
)
def test_a_full_disk_is_told_and_the_command_can_be_repeated(
    printed: Office, words: tuple[str, ...]
) -> None:
    command, *rest = words
    rest = [str(printed.path / word) if "/" in word or word == SCANS else word for word in rest]
    more = ("-o", printed.path / "tap") if command == "simulate" else ()
    told = run_without_room(printed, command, *rest, *more)
    assert told.returncode == ExitStatus.USER_CAN_MEND, told
    assert "Traceback" not in told.stderr
    assert str(printed.path) in told.stderr
    assert printed.run("verify").status == ExitStatus.DONE
    assert not list(printed.path.glob("*/.arriving-*"))


def test_after_room_was_made_a_scan_goes_on(printed: Office) -> None:
    run_without_room(printed, "scan", printed.path / SCANS)
    printed.scan(printed.path / SCANS)
    assert [page["outcome"] for page in printed.pages()] == [Outcome.READ] * SHEETS
    assert printed.run("verify").status == ExitStatus.DONE
