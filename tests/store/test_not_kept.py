"""What a survey keeps is never written over by what a command writes elsewhere."""

import os
from pathlib import Path

import pytest

from store.folder import require_no_device, require_not_kept
from survey.errors import ExitStatus, FolderError
from tests.office import Office

KEPT = ("survey.toml", "survey.db", "survey.db.seal", "survey.db-wal", "printed/a.pdf", "printed",
        "Scans", "scans/ab.jpg", "bundles/a.zip")  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "survey.db").touch()
    (tmp_path / "printed").mkdir()
    (tmp_path / "printed" / "a.pdf").touch()
    with pytest.raises(FolderError):
        require_not_kept(tmp_path / name)


@pytest.mark.parametrize(
    "name", ["reports/a.csv", "printed/b.pdf", "ket-qua.csv", "may-quet", "a/scans/b.csv"]
)
def test_everything_else_may_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "survey.db").touch()
    require_not_kept(tmp_path / name)
    require_not_kept(tmp_path.parent / "survey.toml")


@pytest.mark.parametrize(
    "words",
    [
        ("export", "answers", "-o"),
        ("print", "-o"),
        ("tally", "--format", "json", "-o"),
        ("verify", "--emit"),
    ],
)
def test_commands_leave_record_and_plan_as_they_are(
    printed: Office, words: tuple[str, ...]
) -> None:
    for name in ("survey.db", "survey.toml"):
        file = printed.path / name
        before = file.read_bytes()
        told = printed.run(*words, file)
        assert told.status == ExitStatus.USER_CAN_MEND
        assert name in told.err
        assert file.read_bytes() == before


def test_pipes_and_devices_are_no_files_to_write(tmp_path: Path) -> None:
    """A file written whole takes the place of what is there: ``/dev/null`` would be lost to all."""
    os.mkfifo(tmp_path / "pipe.csv")
    for stream in (tmp_path / "pipe.csv", Path("/dev/null"), Path("/dev/stdout")):
        with pytest.raises(FolderError):
            require_no_device(stream)
    require_no_device(tmp_path)
    require_no_device(tmp_path / "new.csv")


def test_export_into_a_pipe_is_refused(printed: Office, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    told = printed.run("export", "answers", "-o", tmp_path / "pipe.csv")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert (tmp_path / "pipe.csv").is_fifo()
