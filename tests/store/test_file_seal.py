"""The command that writes last seals the file; nothing else touches the seal."""

import errno
import hashlib
import json
from pathlib import Path

import pytest

from store.folder import SurveyFolder
from store.record import Record
from survey.errors import RecordDiffersError


def sealed_head(folder: SurveyFolder) -> str:
    """The head in the seal, which must fit the file."""
    seal = json.loads(folder.seal_path.read_bytes())
    assert seal["sha256"] == hashlib.sha256(folder.database_path.read_bytes()).hexdigest()
    return str(seal["head"])


def write_one(record: Record) -> str:
    return record.append("bundle-exported", {}).hash


def test_new_survey_is_sealed(whole: SurveyFolder) -> None:
    with Record.open(whole) as record:
        head = record.head()
    assert sealed_head(whole) == head


def test_closing_after_writing_seals_anew(whole: SurveyFolder) -> None:
    with Record.open(whole) as record:
        head = write_one(record)
    assert sealed_head(whole) == head


def write_and_stop(folder: SurveyFolder) -> None:
    with Record.open(folder) as record:
        write_one(record)
        raise KeyboardInterrupt


def test_closing_after_an_error_seals_what_was_written(whole: SurveyFolder) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_and_stop(whole)
    with Record.open(whole) as record:
        head = record.head()
    assert sealed_head(whole) == head


def test_reading_leaves_the_seal_alone(whole: SurveyFolder) -> None:
    whole.seal_path.write_bytes(b"as it was")
    with Record.open(whole) as record:
        record.head()
    assert whole.seal_path.read_bytes() == b"as it was"


def write_and_undo(record: Record) -> None:
    with record.transaction():
        write_one(record)
        raise KeyboardInterrupt


def test_undone_acts_leave_the_seal_alone(whole: SurveyFolder) -> None:
    whole.seal_path.write_bytes(b"as it was")
    with Record.open(whole) as record, pytest.raises(KeyboardInterrupt):
        write_and_undo(record)
    assert whole.seal_path.read_bytes() == b"as it was"


def test_whoever_closes_last_seals(whole: SurveyFolder) -> None:
    before = whole.seal_path.read_bytes()
    with Record.open(whole):  # only reads
        with Record.open(whole) as writer:
            head = write_one(writer)
        assert whole.seal_path.read_bytes() == before
    assert sealed_head(whole) == head


def test_folder_that_refuses_the_seal_is_no_error(
    whole: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    before = whole.seal_path.read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    with Record.open(whole) as record:
        write_one(record)
    assert whole.seal_path.read_bytes() == before
    assert list(whole.path.glob(".arriving-*")) == []


def test_database_that_cannot_be_read_any_more_can_be_closed(
    whole: SurveyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_record: Record) -> str:
        raise RecordDiffersError

    monkeypatch.setattr(Record, "head", fail)
    with Record.open(whole) as record:
        write_one(record)
    assert not whole.write_ahead_path.exists()
