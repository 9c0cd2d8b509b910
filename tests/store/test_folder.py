"""Files get into the survey folder whole or not at all."""

import errno
import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from store.folder import ARRIVING_PREFIX, SurveyFolder, create_folder, open_folder, write_whole
from store.record import Record
from survey.errors import FolderError, PageError

CONTENT = b"\xff\xd8 a scanned page"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Trang 1.JPG"
    path.write_bytes(CONTENT)
    return path


def disk_full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_folder_holds_plan_and_rooms(folder: SurveyFolder) -> None:
    assert names(folder.path) == ["printed", "reports", "scans", "survey.toml"]
    assert folder.plan_path.read_text(encoding="utf-8") == 'title = "Khảo sát"\n'


def test_survey_is_not_made_twice(folder: SurveyFolder) -> None:
    with pytest.raises(FolderError, match="is a survey already"):
        create_folder(folder.path, "")


def test_occupied_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").touch()
    with pytest.raises(FolderError, match="is not empty"):
        create_folder(tmp_path, "")
    with pytest.raises(FolderError, match="is a file"):
        create_folder(tmp_path / "letter.docx", "")


def test_open_folder_finds_a_whole_survey(folder: SurveyFolder) -> None:
    with Record.create(folder, "van-phuc-2021", "vp-2021"):
        assert open_folder(folder.path) == folder


def test_open_folder_says_what_is_missing(folder: SurveyFolder, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"survey\.db is missing"):
        open_folder(folder.path)
    with pytest.raises(FolderError, match="hom-phieu init DIR"):
        open_folder(tmp_path)


def test_original_is_kept_read_only_under_its_hash(folder: SurveyFolder, scan: Path) -> None:
    kept = folder.keep_original(scan)
    assert (kept.sha256, kept.name, kept.size_bytes) == (SHA256, "Trang 1.JPG", len(CONTENT))
    assert kept.path == folder.scans / f"{SHA256}.jpg"
    assert kept.path.read_bytes() == CONTENT
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o444
    assert kept.is_new


def test_original_is_kept_once(folder: SurveyFolder, scan: Path) -> None:
    first = folder.keep_original(scan)
    again = folder.keep_original(scan)
    assert (again.path, again.is_new) == (first.path, False)
    assert names(folder.scans) == [first.path.name]


@pytest.mark.parametrize("name", ["scan", "scan.jpg;rm", "scan.a-very-long-suffix", "scan.ảnh"])
def test_unusual_suffix_is_dropped(folder: SurveyFolder, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CONTENT)
    assert folder.keep_original(tmp_path / name).path.name == SHA256


def test_name_that_is_no_text_can_still_be_said(folder: SurveyFolder, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"phi\xe9u.jpg")
    odd.write_bytes(CONTENT)
    assert folder.keep_original(odd).name == "phi?u.jpg"


def test_unreadable_source_is_a_page_error(folder: SurveyFolder, tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"gone\.jpg cannot be read"):
        folder.keep_original(tmp_path / "gone.jpg")
    assert names(folder.scans) == []


def test_full_disk_leaves_nothing_behind(
    folder: SurveyFolder, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(FolderError, match="the disk is full"):
        folder.keep_original(scan)
    with pytest.raises(FolderError, match="the disk is full"):
        write_whole(folder.reports / "bao-cao.docx", b"report")
    assert names(folder.scans) == names(folder.reports) == []


def test_what_a_power_cut_left_behind_is_removed_a_day_later(
    folder: SurveyFolder, scan: Path
) -> None:
    arriving = [room / f"{ARRIVING_PREFIX}00" for room in (folder.path, folder.scans)]
    kept = folder.keep_original(scan).path
    for path in (*arriving, kept):
        path.touch()
        os.utime(path, (time.time() - 90_000,) * 2)
    young = folder.scans / f"{ARRIVING_PREFIX}11"
    young.touch()
    folder.remove_left_behind()
    assert names(folder.scans) == sorted([young.name, kept.name])
    assert names(folder.path) == ["printed", "reports", "scans", "survey.toml"]


def test_write_whole_replaces_the_file(folder: SurveyFolder) -> None:
    path = folder.reports / "bao-cao.docx"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert names(folder.reports) == ["bao-cao.docx"]


def test_write_whole_keeps_the_old_file_when_it_fails(
    folder: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.reports / "bao-cao.docx"
    write_whole(path, b"first")
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(FolderError):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("not a folder")
    with pytest.raises(FolderError):
        write_whole(tmp_path / "reports" / "a.docx", b"x")
