"""Scan files are kept as they came, once each, together."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from store.folder import SurveyFolder
from store.originals import KeptOriginal, keep_originals
from survey.errors import FolderError, PageError

CONTENT = b"\xff\xd8 a scanned page"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
MOST_BYTES = 1_000_000


def write(path: Path, content: bytes = CONTENT) -> Path:
    path.write_bytes(content)
    return path


def keep_one(folder: SurveyFolder, source: Path) -> KeptOriginal:
    (kept,) = keep_originals(folder, [source], MOST_BYTES)
    assert isinstance(kept, KeptOriginal)
    return kept


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_original_is_kept_read_only_under_its_hash(folder: SurveyFolder, tmp_path: Path) -> None:
    kept = keep_one(folder, write(tmp_path / "Trang 1.JPG"))
    assert (kept.sha256, kept.name, kept.size_bytes) == (SHA256, "Trang 1.JPG", len(CONTENT))
    assert kept.path == folder.scans / f"{SHA256}.jpg"
    assert kept.path.read_bytes() == CONTENT
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o444


def test_same_content_is_kept_once(folder: SurveyFolder, tmp_path: Path) -> None:
    first, second = write(tmp_path / "1.jpg"), write(tmp_path / "2.jpg")
    together = keep_originals(folder, [first, second, first], MOST_BYTES)
    born = keep_one(folder, first).path.stat().st_ino
    again = keep_one(folder, second)
    assert {one.path for one in together if isinstance(one, KeptOriginal)} == {again.path}
    assert again.path.stat().st_ino == born
    assert names(folder.scans) == [again.path.name]


def test_long_file_is_kept_whole(folder: SurveyFolder, tmp_path: Path) -> None:
    content = os.urandom(700_001)
    kept = keep_one(folder, write(tmp_path / "long.pdf", content))
    assert kept.path.read_bytes() == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.size_bytes == len(content)


@pytest.mark.parametrize("name", ["scan", "scan.jpg;rm", "scan.a-very-long-suffix", "scan.ảnh"])
def test_unusual_suffix_is_dropped(folder: SurveyFolder, tmp_path: Path, name: str) -> None:
    assert keep_one(folder, write(tmp_path / name)).path.name == SHA256


def test_name_that_is_no_text_can_still_be_said(folder: SurveyFolder, tmp_path: Path) -> None:
    odd = write(tmp_path / os.fsdecode(b"phi\xe9u.jpg"))
    assert keep_one(folder, odd).name == "phi\\udce9u.jpg"


def test_unreadable_source_harms_no_other(folder: SurveyFolder, tmp_path: Path) -> None:
    sources = [tmp_path / "gone.jpg", write(tmp_path / "1.jpg")]
    gone, whole = keep_originals(folder, sources, MOST_BYTES)
    assert isinstance(gone, PageError)
    assert "gone.jpg cannot be read" in str(gone)
    assert isinstance(whole, KeptOriginal)
    assert names(folder.scans) == [whole.path.name]


def test_full_disk_leaves_nothing_behind(
    folder: SurveyFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    sources = [write(tmp_path / f"{number}.jpg", b"%d" % number) for number in range(3)]
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(FolderError, match="the disk is full"):
        keep_originals(folder, sources, MOST_BYTES)
    assert names(folder.scans) == []


def test_a_file_beyond_the_limit_is_told_and_not_copied(
    folder: SurveyFolder, tmp_path: Path
) -> None:
    with (tmp_path / "long.pdf").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    (told,) = keep_originals(folder, [tmp_path / "long.pdf"], MOST_BYTES)
    assert "larger than the limit of 1 MB" in str(told)
    assert not names(folder.scans)


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices with names are POSIX")
def test_what_may_never_end_is_told_and_not_opened(folder: SurveyFolder, tmp_path: Path) -> None:
    pipe, endless = tmp_path / "pipe.jpg", tmp_path / "zero.jpg"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    told = keep_originals(folder, [pipe, endless], MOST_BYTES)
    assert ["is a pipe or a device" in str(one) for one in told] == [True, True]
    assert not names(folder.scans)
