"""Files get into the survey folder whole or not at all."""

import errno
import os
import time
from pathlib import Path

import pytest

from store.folder import ARRIVING_PREFIX, SurveyFolder, create_folder, open_folder, write_whole
from store.record import Record
from survey.errors import FolderError


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


def test_what_a_power_cut_left_behind_is_removed_a_day_later(
    folder: SurveyFolder,
) -> None:
    arriving = [room / f"{ARRIVING_PREFIX}00" for room in (folder.path, folder.scans)]
    kept = folder.scans / "kept.jpg"
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
