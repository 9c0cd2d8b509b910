"""The seal makes every byte of a closed survey.db count, and accuses nobody wrongly."""

import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from audit.file_seal import check_seal
from steps.verify import verify_folder
from store.folder import SurveyFolder, create_folder
from store.record import Record
from survey.errors import FolderError
from tests.store.surveys import OPENING

OFFSETS = random.Random(2021).sample(range(100_000), 35)
HEADER = range(0, 100, 4)  # user_version and application_id among them
SENTENCE = "survey.db was changed outside the program since it was last closed"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> SurveyFolder:
    """A survey without scans, closed: everything about it is whole."""
    folder = create_folder(tmp_path_factory.mktemp("kept") / "survey", "")
    with Record.create(folder, "van-phuc-2021", "vp-2021") as record, record.transaction():
        for number in range(40):
            record.append("opening", OPENING | {"id": f"hom-{number}"})
    return folder


@pytest.fixture
def closed(kept: SurveyFolder, tmp_path: Path) -> SurveyFolder:
    """A copy of it."""
    return SurveyFolder(Path(shutil.copytree(kept.path, tmp_path / "survey")))


def flip(folder: SurveyFolder, place: int) -> None:
    content = bytearray(folder.database_path.read_bytes())
    content[place % len(content)] ^= 0x55
    folder.database_path.write_bytes(content)


def flip_unused(folder: SurveyFolder) -> None:
    """Change a byte that stores nothing."""
    flip(folder, folder.database_path.read_bytes().index(bytes(1000)) + 500)


def seal(folder: SurveyFolder) -> tuple[str, ...]:
    return check_seal(folder.database_path)


def test_closed_survey_is_whole(closed: SurveyFolder) -> None:
    assert verify_folder(closed.path).findings == ()


@pytest.mark.parametrize("place", [*OFFSETS, *HEADER])
def test_any_changed_byte_is_found(closed: SurveyFolder, place: int) -> None:
    flip(closed, place)
    assert verify_folder(closed.path).findings


def test_unused_space_is_guarded_by_the_seal_alone(closed: SurveyFolder) -> None:
    flip_unused(closed)
    for _again in range(2):  # verifying does not seal what it found
        assert verify_folder(closed.path).findings == (SENTENCE,)


def test_findings_win_over_a_refusal_to_open(
    closed: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: SurveyFolder) -> Record:
        raise FolderError("read-only")

    monkeypatch.setattr(Record, "open", refuse)
    with pytest.raises(FolderError, match="read-only"):
        verify_folder(closed.path)
    flip(closed, closed.database_path.read_bytes().index(b"Zsurvey-created") + 1)
    findings = verify_folder(closed.path).findings
    assert any(finding.startswith("event 1 ") for finding in findings)
    assert findings[-1] == "read-only"


def test_findings_can_be_shown_whatever_they_quote(closed: SurveyFolder) -> None:
    content = closed.database_path.read_bytes()
    closed.database_path.write_bytes(content.replace(b'"hom-7"', b'"h\x1b\x9b\xff7"'))
    findings = verify_folder(closed.path).findings
    assert findings
    assert all(finding.isprintable() for finding in findings)


def test_missing_seal_accuses_nobody_and_is_made_anew(closed: SurveyFolder) -> None:
    closed.seal_path.unlink()
    flip_unused(closed)
    assert verify_folder(closed.path).findings == ()
    with Record.open(closed) as record:
        record.append("bundle-exported", {})
    assert seal(closed) == ()
    flip_unused(closed)
    assert seal(closed) == (SENTENCE,)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"7", b'{"head": "00"}', b"{}"])
def test_seal_that_cannot_be_made_out_accuses_nobody(closed: SurveyFolder, content: bytes) -> None:
    closed.seal_path.write_bytes(content)
    assert seal(closed) == ()


def test_seal_of_an_earlier_head_accuses_nobody(closed: SurveyFolder) -> None:
    earlier = closed.seal_path.read_bytes()
    with Record.open(closed) as record:
        record.append("bundle-exported", {})
    closed.seal_path.write_bytes(earlier)  # as after a kill between writing and sealing
    assert verify_folder(closed.path).findings == ()


def test_database_in_use_accuses_nobody(closed: SurveyFolder) -> None:
    flip_unused(closed)
    with Record.open(closed):
        assert seal(closed) == ()
    assert seal(closed) == (SENTENCE,)


def test_checking_leaves_nothing_behind(closed: SurveyFolder) -> None:
    before = sorted(closed.path.iterdir())
    verify_folder(closed.path)
    assert seal(closed) == ()
    assert sorted(closed.path.iterdir()) == before


def test_database_that_cannot_be_read_is_left_to_the_chain(closed: SurveyFolder) -> None:
    closed.database_path.write_bytes(b"no database")
    assert seal(closed) == ()
    closed.database_path.unlink()
    assert seal(closed) == ()


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Have this happen while the next file is being hashed, after its first half was read."""
    digest = hashlib.file_digest

    def interrupted(file: BinaryIO, name: str) -> object:
        monkeypatch.setattr(hashlib, "file_digest", digest)
        begun = hashlib.new(name, file.read(50_000))
        act()
        begun.update(file.read())
        return begun

    monkeypatch.setattr(hashlib, "file_digest", interrupted)


def write_one(folder: SurveyFolder) -> None:
    with Record.open(folder) as record:
        record.append("opening", OPENING | {"id": "meanwhile", "remarks": "x" * 20_000})


def test_writing_meanwhile_is_no_change(
    closed: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: write_one(closed))
    assert seal(closed) == ()
    assert seal(closed) == ()


def test_writing_while_the_file_is_sealed_is_no_change(
    closed: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: write_one(closed))
    with Record.open(closed) as record:
        record.append("bundle-exported", {})
    assert verify_folder(closed.path).findings == ()
