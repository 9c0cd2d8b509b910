"""``doctor``: what is missing is named, with how to mend it."""

import os
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from steps import doctor
from steps.doctor import Check, examine, is_ready
from tests.office import run
from tests.scans.samples import bilevel, encode, page_picture

A4_200_DPI = (1654, 2339)


def check_of(folder: Path, subject: str, scanner: Path | None = None) -> Check:
    (found,) = (check for check in examine(folder, scanner) if check.subject.startswith(subject))
    return found


def test_a_machine_that_runs_these_tests_is_ready_and_json_says_so(tmp_path: Path) -> None:
    told = run("--lang", "en", "-C", tmp_path, "doctor", "--json")
    assert told.status == 0
    assert told.json["ready"] is True
    assert all(check["is_well"] or check["mend"] for check in told.json["checks"])
    assert "This machine is ready" in run("--lang", "en", "-C", tmp_path, "doctor").out


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(doctor, "FONT_FOLDERS", ())
    checks = examine(tmp_path, None)
    lacking = [check.subject.split(",")[0] for check in checks if not check.is_well]
    assert lacking[:3] == ["poppler", "LibreOffice", "typeface of documents as PDF"]
    assert is_ready(checks), "the rest works without them"


def test_packages_that_clash_or_lack_make_a_machine_unready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_version = metadata.version

    def version(name: str) -> str:
        if name == "segno":
            raise metadata.PackageNotFoundError(name)
        return "5" if name == "opencv-python-headless" else true_version(name)

    monkeypatch.setattr(metadata, "version", version)
    assert "segno" in check_of(tmp_path, "Python packages").found
    assert "opencv-python-headless" in check_of(tmp_path, "packages that clash").found
    told = run("--lang", "en", "-C", tmp_path, "doctor")
    assert told.status == 1
    assert "not ready" in told.out


def test_a_clock_behind_the_record_is_noticed(tmp_path: Path) -> None:
    plan = tmp_path / "survey.toml"
    plan.touch()
    os.utime(plan, (4e9, 4e9))
    assert check_of(tmp_path, "clock").mend


def test_a_folder_that_will_be_made_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert check_of(tmp_path / "new" / "survey", "may files").found == "yes"


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (encode(page_picture(A4_200_DPI), "JPEG"), ""),
        (encode(page_picture(), "JPEG"), "200 dpi"),
        (encode(bilevel(page_picture(A4_200_DPI)), "PNG"), "grey or colour"),
        (b"no scan", "PDF, TIFF, JPEG or PNG"),
    ],
)
def test_the_scanner_is_judged_by_its_newest_files(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    (tmp_path / "scan.jpg").write_bytes(content)
    mend = check_of(tmp_path, "scans in", scanner=tmp_path).mend
    assert advice in mend
    assert bool(mend) == bool(advice)


def test_a_scanner_folder_that_is_empty_or_missing_is_told(tmp_path: Path) -> None:
    assert "Scan a sheet" in check_of(tmp_path, "scans in", scanner=tmp_path).mend
    assert "Name the folder" in check_of(tmp_path, "scans in", scanner=tmp_path / "none").mend
