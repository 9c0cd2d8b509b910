from pathlib import Path
from random import Random

from benchmarks.damaged import GOOD, mix, show_outcomes
from steps.scan import scan_paths
from steps.session import open_session
from tests.conftest import SCANS
from tests.office import Office

GOOD_SHEETS = 4


def test_good_sheets_among_damaged_files_are_all_read(printed: Office, tmp_path: Path) -> None:
    folder = mix(printed.path / SCANS / "1", tmp_path / "mixed", 12, Random(4))
    with open_session(printed.path) as session:
        taken = scan_paths(session, [folder], None, 1)
        told = show_outcomes(session, taken, GOOD_SHEETS)
    assert f"| {GOOD}  | read" in told
    assert "damaged" in told
