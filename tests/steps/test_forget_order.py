"""The order of printing is forgotten once, and a kill in between does no harm."""

import shutil
from pathlib import Path

import pytest

from steps import forget_order
from survey.errors import ExitStatus
from tests.conftest import SCANS, SHEETS
from tests.office import Office


def prints(office: Office) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in office.path.glob("printed/*.pdf")}


def test_an_opening_forgets_the_order(printed: Office) -> None:
    before = prints(printed)
    printed.open_box(SHEETS, SHEETS)
    after = prints(printed)
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)
    assert printed.run("verify").status == ExitStatus.DONE
    assert "phieu-001.pdf were mixed" in printed.run("log").out


def test_a_scan_without_an_opening_forgets_it_as_well(printed: Office) -> None:
    before = prints(printed)
    printed.scan(printed.path / SCANS)
    assert all(before[name] != after for name, after in prints(printed).items())


def test_what_is_forgotten_stays_as_it_is(scanned: Office) -> None:
    before = prints(scanned)
    scanned.scan(scanned.path / SCANS)
    assert prints(scanned) == before


def test_a_file_that_was_removed_is_no_trouble(printed: Office) -> None:
    shutil.rmtree(printed.path / "printed")
    (printed.path / "printed").mkdir()
    printed.open_box(SHEETS, SHEETS)
    assert not prints(printed)


def test_killed_before_the_files_are_in_place_it_is_done_again(
    printed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_path: Path, _content: bytes) -> None:
        raise KeyboardInterrupt

    before = prints(printed)
    with monkeypatch.context() as patched:
        patched.setattr(forget_order, "write_whole", stop)
        printed.scan(printed.path / SCANS)
    assert prints(printed) == before
    assert printed.run("verify").status == ExitStatus.DONE
    printed.scan(printed.path / SCANS)
    assert all(before[name] != after for name, after in prints(printed).items())
    assert printed.run("verify").status == ExitStatus.DONE
