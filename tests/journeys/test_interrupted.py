"""A scan that is killed or interrupted and then repeated ends like one that nobody disturbed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from survey.errors import ExitStatus
from tests.conftest import SCANS, SHEETS, copy_survey
from tests.office import Office

HOM_PHIEU = Path(sys.executable).with_name("hom-phieu")
PILE = 80
"""Pages: several of the transactions in which they are written."""
PATIENCE_S = 120.0


@pytest.fixture(scope="module")
def piled(printed_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey with a large pile of scans: the few sheets there are, copied again and again."""
    survey = copy_survey(printed_survey, tmp_path_factory.mktemp("pile"))
    scans = sorted((survey / SCANS).glob("*/*.jpg"))
    pile = survey / "dong-phieu"
    pile.mkdir()
    for number in range(PILE):
        shutil.copy(scans[number % SHEETS], pile / f"{number + 1:03}.jpg")
    return survey


@pytest.fixture(scope="module")
def undisturbed(piled: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(copy_survey(piled, tmp_path_factory.mktemp("undisturbed")))
    office.done("scan", office.path / "dong-phieu", "--workers", 2)
    return office


def start_scan(office: Office) -> subprocess.Popen[str]:
    """The real command in a process group of its own, as a terminal starts it.

    It gives way to this process, which must notice what it wrote before it has ended.
    """
    return subprocess.Popen(
        ["nice", "-n", "19", HOM_PHIEU, "--lang", "en", "-C", office.path, "scan",
         office.path / "dong-phieu", "--workers", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def pages_written(office: Office) -> int:
    with closing(sqlite3.connect(f"file:{office.path / 'survey.db'}?mode=ro", uri=True)) as record:
        return int(record.execute("SELECT count(*) FROM page").fetchone()[0])


def children_of(process: int) -> list[int]:
    """The processes that this one started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def is_running(process: int) -> bool:
    try:
        state = (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        )
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_scan_killed_twice_and_repeated_ends_like_an_undisturbed_one(
    piled: Path, undisturbed: Office, tmp_path: Path
) -> None:
    office = Office(copy_survey(piled, tmp_path))
    for _kill in range(2):
        before = pages_written(office)
        scanning = start_scan(office)
        wait_until(lambda before=before: pages_written(office) > before)  # type: ignore[misc]
        readers = children_of(scanning.pid)
        scanning.kill()
        scanning.communicate()
        assert before < pages_written(office) < PILE
        wait_until(lambda readers=readers: not any(map(is_running, readers)))  # type: ignore[misc]
    told = office.done("scan", office.path / "dong-phieu", "--workers", 2)
    assert "pages were in the record already" in told.out
    assert office.answers() == undisturbed.answers()
    assert office.pages() == undisturbed.pages()
    assert office.status() == undisturbed.status()
    assert office.run("verify").status == ExitStatus.DONE


def test_an_interrupted_scan_says_so_and_leaves_quietly(piled: Path, tmp_path: Path) -> None:
    office = Office(copy_survey(piled, tmp_path))
    scanning = start_scan(office)
    wait_until(lambda: pages_written(office) > 0)
    os.killpg(scanning.pid, signal.SIGINT)  # as Ctrl-C reaches every process of the terminal
    out, err = scanning.communicate(timeout=PATIENCE_S)
    assert scanning.returncode == ExitStatus.INTERRUPTED
    assert out == ""
    told = "Interrupted; what was written so far stays. Repeat the command to go on."
    assert err.strip() == told
    assert 0 < pages_written(office) < PILE
    assert office.run("verify").status == ExitStatus.DONE
