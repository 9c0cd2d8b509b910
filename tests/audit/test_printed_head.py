"""A head on signed paper pins everything before it."""

import sqlite3
from pathlib import Path

import pytest

from audit.chain import check_chain
from audit.printed_head import find_head, plain_head
from store.folder import SurveyFolder
from store.journal import FIRST_PREVIOUS, Act, Event, Stamp, append_event, read_events
from survey.errors import RecordDiffersError, RequestError
from tests.audit.test_chain import tamper


@pytest.fixture
def database_path(whole: SurveyFolder) -> Path:
    return whole.database_path


@pytest.fixture
def events(database_path: Path) -> list[Event]:
    with sqlite3.connect(database_path) as connection:
        events = list(read_events(connection))
    connection.close()
    return events


def test_head_is_found_however_it_is_typed(database_path: Path, events: list[Event]) -> None:
    digits = events[6].hash
    for typed in (digits, f" {digits[:4]} {digits[4:8]}-{digits[8:16]} ", digits[:16].upper()):
        pinned = find_head(database_path, plain_head(typed))
        assert pinned
        assert (pinned.seq, pinned.kind, pinned.later) == (7, "page", len(events) - 7)


def test_head_betrays_a_journal_that_was_written_anew(
    database_path: Path, events: list[Event]
) -> None:
    tamper(database_path, "DELETE FROM journal")
    with sqlite3.connect(database_path) as connection:
        for event in events:
            act = Act(event.kind, event.body, "Kẻ khác", event.role)
            append_event(connection, act, Stamp("2021-10-29T09:00:00Z", "1"))
    connection.close()
    assert check_chain(database_path) == ()
    assert find_head(database_path, events[-1].hash) is None


@pytest.mark.parametrize("head", ["", "123456781234567", "123456781234567g", FIRST_PREVIOUS + "0"])
def test_what_is_no_head_is_refused(head: str) -> None:
    with pytest.raises(RequestError, match="type the 16 digits"):
        plain_head(head)


def test_head_of_no_database(tmp_path: Path) -> None:
    with pytest.raises(RecordDiffersError, match="cannot be read"):
        find_head(tmp_path / "survey.db", FIRST_PREVIOUS)
