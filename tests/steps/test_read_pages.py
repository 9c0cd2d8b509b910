"""Pages read by several processes."""

from pathlib import Path

from tests.office import begin


def test_the_processes_speak_the_language_of_the_command(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat")
    scans = tmp_path / "may-quet"
    scans.mkdir()
    for i in range(3):
        (scans / f"{i}.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off" + bytes([i]))
    office.done("scan", scans, "--workers", 2)
    reasons = {row["reason"] for row in office.done("export", "pages").rows}
    assert len(reasons) == 1
    assert all(reason.isascii() for reason in reasons), reasons
