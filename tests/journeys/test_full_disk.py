"""A disk without room: a clear message, nothing lost, and the command can be repeated."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes; only the system's owner may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place))
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(("umount", "-l", str(place)), check=True)


def test_a_scan_on_a_disk_that_fills_up_goes_on_when_there_is_room(
    printed: Office, small_disk: Path
) -> None:
    survey = Path(shutil.copytree(printed.path, small_disk / "khao-sat", ignore=_scans))
    office = Office(survey)
    filler = small_disk / "filler"
    free = shutil.disk_usage(small_disk).free
    filler.write_bytes(bytes(free - 600_000))
    told = office.scan(printed.path / SCANS)
    assert told.status == ExitStatus.USER_CAN_MEND, told
    assert office.run("verify").status == ExitStatus.DONE
    os.truncate(filler, 0)
    office.scan(printed.path / SCANS)
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * SHEETS
    assert office.run("verify").status == ExitStatus.DONE


def _scans(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == SCANS]
