"""What holds for every test, and surveys that many of them begin from."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from survey.language import speaking
from tests.office import BIRTHS, COPIES, Office, begin, read_truth
from tests.ordinary_user import open_folder

__all__ = ["open_folder"]

MEMORY = Path("/dev/shm")
MEMORY_BYTES = 4_000_000_000
"""What all tests together may write, and some more."""

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A background job of a shell ignores interruptions, and so would every command it tests."""

settings.register_profile("any machine", deadline=None)  # a busy one must fail no test
settings.load_profile("any machine")

SCANS = "may-quet"
"""Where the invented scanner of an office puts its files."""
SHEETS = 6
"""Sheets of these surveys: four for procedures in folder 1 of the scans, two others in folder 2."""
READERS = ("Nguyễn Thị Hòa", "Trần Văn Bình")
"""Two people who decide."""
MIX = ("--double", 0.1, "--corrected", 0.02, "--blank", 0.05)


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room: most of it is flushed to a disk."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    if has_room and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """Messages are English, the language of the source, whatever ran before."""
    with speaking("en"):
        yield


@pytest.fixture(scope="session")
def printed_survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six sheets printed, filled in and scanned; the box is not opened, nothing is read."""
    office = begin(tmp_path_factory.mktemp("printed") / "khao-sat")
    for_procedures = office.print_sheets(
        "--procedure", COPIES, "--procedure", BIRTHS, "--copies", 2
    )
    free_text = office.print_sheets("--copies", 2)
    office.simulate(for_procedures, f"{SCANS}/1", "--seed", 5, *MIX)
    office.simulate(free_text, f"{SCANS}/2", "--seed", 6, *MIX)
    return office.path


@pytest.fixture(scope="session")
def scanned_survey(printed_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the box was opened and all was scanned; some flags wait."""
    office = Office(copy_survey(printed_survey, tmp_path_factory.mktemp("scanned")))
    office.open_box(SHEETS, SHEETS)
    assert office.scan(office.path / SCANS).status in {0, 3}
    return office.path


@pytest.fixture
def printed(printed_survey: Path, tmp_path: Path) -> Office:
    """An office of one's own that printed; its scans lie in ``SCANS``."""
    return Office(copy_survey(printed_survey, tmp_path))


@pytest.fixture
def scanned(scanned_survey: Path, tmp_path: Path) -> Office:
    """An office of one's own that scanned."""
    return Office(copy_survey(scanned_survey, tmp_path))


@pytest.fixture(scope="session")
def settled_survey(scanned_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after two people settled every flag as it was meant."""
    office = Office(copy_survey(scanned_survey, tmp_path_factory.mktemp("settled")))
    truth = read_truth([office.path / SCANS / "1", office.path / SCANS / "2"])
    for row in office.flagged():
        meant = truth[row["sheet"], row["question"]]
        value = meant["choice"] or meant["status"]
        for person in READERS:
            office.done(
                "decide", row["sheet"], row["question"], value, "--by", person, "--reason", "rõ"
            )
    return office.path


@pytest.fixture
def settled(settled_survey: Path, tmp_path: Path) -> Office:
    """An office of one's own where no flag waits."""
    return Office(copy_survey(settled_survey, tmp_path))


def copy_survey(survey: Path, folder: Path) -> Path:
    """A copy of a whole survey folder."""
    return Path(shutil.copytree(survey, folder / survey.name))
