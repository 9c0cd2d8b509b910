"""Every original must lie in scans/ as it came."""

from pathlib import Path

import pytest

from audit.originals import check_originals
from store.folder import ARRIVING_PREFIX, SurveyFolder
from store.originals import KeptOriginal, keep_originals
from store.record import Record


@pytest.fixture
def kept(record: Record, tmp_path: Path) -> KeptOriginal:
    """One original, in the folder and in the journal."""
    scan = tmp_path / "trang-1.jpg"
    scan.write_bytes(b"a scanned page" * 1000)
    (kept,) = keep_originals(record.folder, [scan], 1_000_000)
    assert isinstance(kept, KeptOriginal)
    body = {"sha256": kept.sha256, "name": kept.name, "size_bytes": kept.size_bytes}
    record.append("original", body)
    return kept


def findings(folder: SurveyFolder) -> tuple[str, ...]:
    remarks = check_originals(folder.database_path, folder.scans)
    return tuple(remark.sentence for remark in remarks if remark.differs)


@pytest.mark.usefixtures("kept")
def test_whole_originals_have_no_findings(folder: SurveyFolder) -> None:
    assert findings(folder) == ()


@pytest.mark.parametrize("place", [0, 5000, -1])
def test_one_changed_byte_is_found(folder: SurveyFolder, kept: KeptOriginal, place: int) -> None:
    content = bytearray(kept.path.read_bytes())
    content[place] ^= 1
    kept.path.chmod(0o644)
    kept.path.write_bytes(content)
    (finding,) = findings(folder)
    assert finding == f"the original trang-1.jpg was altered: scans/{kept.path.name}"


def test_missing_original_is_found(folder: SurveyFolder, kept: KeptOriginal) -> None:
    kept.path.unlink()
    (finding,) = findings(folder)
    assert finding.startswith("the original trang-1.jpg is missing")


@pytest.mark.usefixtures("kept")
def test_strange_file_is_found(folder: SurveyFolder) -> None:
    (folder.scans / "ảnh lạ.png").touch()
    (folder.scans / "more").mkdir()
    assert findings(folder) == (
        "scans/more is in no event of the journal",
        "scans/ảnh lạ.png is in no event of the journal",
    )


@pytest.mark.usefixtures("kept")
def test_unfinished_copy_of_a_power_cut_is_no_finding(folder: SurveyFolder) -> None:
    (folder.scans / f"{ARRIVING_PREFIX}00").write_bytes(b"half a")
    assert findings(folder) == ()


@pytest.mark.usefixtures("record")
def test_missing_folder_is_found(folder: SurveyFolder) -> None:
    folder.scans.rmdir()
    (finding,) = findings(folder)
    assert "cannot be listed" in finding


def test_unreadable_database_is_one_finding(folder: SurveyFolder) -> None:
    (finding,) = findings(folder)
    assert "cannot be listed" in finding


@pytest.mark.usefixtures("record")
def test_whole_original_of_an_interrupted_scan_is_only_noted(
    folder: SurveyFolder, tmp_path: Path
) -> None:
    (tmp_path / "trang-2.jpg").write_bytes(b"kept, and then the power was cut")
    (kept,) = keep_originals(folder, [tmp_path / "trang-2.jpg"], 1_000_000)
    assert isinstance(kept, KeptOriginal)
    (remark,) = check_originals(folder.database_path, folder.scans)
    assert not remark.differs
    assert remark.sentence.startswith(f"scans/{kept.path.name} came with a scan that was interr")
