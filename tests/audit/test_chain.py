"""No event can be altered, dropped or moved without being noticed."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.chain import check_chain
from benchmarks.forger import forging
from store.folder import SurveyFolder, create_folder
from store.journal import Act, Stamp, append_event
from store.record import Record
from tests.store.surveys import OPENING, StepClock, fill, write_survey

TEXTS = ("at", "kind", "person", "role", "version", "body", "previous", "hash")
EVENTS = 13


@pytest.fixture
def database_path(whole: SurveyFolder) -> Path:
    """The database of a survey with some events, closed."""
    return whole.database_path


@pytest.fixture(scope="module")
def kept_path() -> Iterator[Path]:
    """The same for many examples, which copy it."""
    with tempfile.TemporaryDirectory() as place:
        folder = create_folder(Path(place) / "survey", "")
        write_survey(folder, StepClock())
        yield folder.database_path


def tamper(database_path: Path, sql: str, *values: object) -> None:
    """Change the journal as a careful forger would: the triggers stand again afterwards."""
    with forging(database_path) as connection:
        assert connection.execute(sql, values).rowcount >= 1


def test_whole_record_has_no_findings(database_path: Path) -> None:
    assert check_chain(database_path) == ()


def test_record_in_use_has_no_findings(record: Record, folder: SurveyFolder) -> None:
    fill(record)
    assert check_chain(folder.database_path) == ()


def test_record_on_a_read_only_disk_can_be_checked(database_path: Path) -> None:
    # as there, SQLite cannot make the file it wants beside the database
    database_path.with_name("survey.db-wal").mkdir()
    assert check_chain(database_path) == ()


@settings(max_examples=60)
@given(seq=st.integers(1, EVENTS), column=st.sampled_from(TEXTS), text=st.text())
def test_any_altered_text_is_found(kept_path: Path, seq: int, column: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copy(kept_path, place))
        tamper(copy, f"UPDATE journal SET {column} = ? || '!' WHERE seq = ?", text, seq)
        assert any(finding.startswith(f"event {seq} ") for finding in check_chain(copy))


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE journal SET body = body || ' ' WHERE seq = 5",
            "event 5 (page, sheet aa11) was altered",
        ),
        ("DELETE FROM journal WHERE seq = 5", "after event 4 comes event 6"),
        ("DELETE FROM journal WHERE seq BETWEEN 4 AND 6", "after event 3 comes event 7"),
        ("DELETE FROM journal WHERE seq = 1", "after event 0 comes event 2"),
        ("UPDATE journal SET seq = 99 WHERE seq = 13", "after event 12 comes event 99"),
        ("UPDATE journal SET hash = upper(hash) WHERE seq = 5", "event 6 (original) is not bound"),
        ("UPDATE journal SET at = '2001' || substr(at, 5) WHERE seq = 5", "is dated before"),
        ("DELETE FROM journal", "the journal is empty"),
        ("UPDATE secret SET value = x'00'", "secret key is not the one"),
        ("DELETE FROM secret", "secret key is not the one"),
        ("INSERT INTO secret VALUES ('other', x'00')", "secret key is not the one"),
        (
            "UPDATE journal SET person = CAST(x'C3' AS TEXT) WHERE seq = 5",
            "event 5 (page, sheet aa11) was altered",
        ),
    ],
)
def test_finding_says_what_and_where(database_path: Path, sql: str, sentence: str) -> None:
    tamper(database_path, sql)
    assert any(sentence in finding for finding in check_chain(database_path))


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DROP TRIGGER journal_is_never_changed", "lacks its part journal_is_never_changed"),
        ("DROP INDEX page_of_sheet", "lacks its part page_of_sheet"),
        ("DROP TABLE report", "lacks its part report"),
        ("CREATE TABLE notes (text)", "does not belong to it: notes"),
        ("ALTER TABLE report ADD COLUMN note TEXT", "part report was altered"),
        ("PRAGMA user_version = 2", "user_version was altered"),
        ("PRAGMA application_id = 2", "application_id was altered"),
        ("ALTER TABLE journal RENAME TO diary", "cannot be read further"),
    ],
)
def test_shipped_format_is_compared(database_path: Path, sql: str, sentence: str) -> None:
    with sqlite3.connect(database_path) as connection:
        connection.execute(sql)
    connection.close()
    assert any(sentence in finding for finding in check_chain(database_path))


def test_first_event_must_create_the_survey(database_path: Path) -> None:
    tamper(database_path, "DELETE FROM journal")
    rewrite(database_path, [Act("opening", OPENING)])
    assert any(
        "event 1 (opening) does not say" in finding for finding in check_chain(database_path)
    )


def test_clock_set_back_openly_is_no_finding(database_path: Path) -> None:
    tamper(database_path, "DELETE FROM journal WHERE seq > 1")
    rewrite(database_path, [Act("clock-set-back", {})], at="2001-01-01T00:00:00Z")
    assert check_chain(database_path) == ()


def rewrite(database_path: Path, acts: list[Act], at: str = "2021-10-29T09:00:00Z") -> None:
    with sqlite3.connect(database_path) as connection:
        for act in acts:
            append_event(connection, act, Stamp(at, "1"))
    connection.close()


def test_missing_database_is_one_finding(tmp_path: Path) -> None:
    (finding,) = check_chain(tmp_path / "survey.db")
    assert "cannot be opened" in finding


@pytest.mark.parametrize("content", [b"", b"no database, only text" * 400])
def test_file_that_is_no_record_is_found(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "survey.db").write_bytes(content)
    assert check_chain(tmp_path / "survey.db")


def test_truncated_database_is_found(database_path: Path) -> None:
    database_path.write_bytes(database_path.read_bytes()[:-5000])
    assert check_chain(database_path)
