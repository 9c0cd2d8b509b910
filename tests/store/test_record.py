"""The record adds whole acts or nothing, whatever goes wrong."""

import sqlite3
from datetime import timedelta

import pytest

from audit.chain import check_chain
from store import listing
from store.folder import SurveyFolder
from store.journal import Event, read_events
from store.page_body import page_body
from store.record import APPLICATION_ID, SCHEMA_VERSION, Record
from store.replay import compare_replay
from survey.errors import FolderError, RecordDiffersError
from survey.reading import Status
from tests.store.surveys import (
    StepClock,
    fill,
    original_body,
    read_page,
    source_of,
    take_in,
)


def kinds(record: Record) -> list[str]:
    return [event.kind for event in read_events(record.connection)]


def last(record: Record) -> Event:
    return list(read_events(record.connection))[-1]


def pragma(record: Record, name: str) -> object:
    return record.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_database_keeps_its_promises_through_a_power_cut(record: Record) -> None:
    assert pragma(record, "journal_mode") == "wal"
    assert pragma(record, "synchronous") == 2  # FULL
    assert pragma(record, "foreign_keys") == 1
    assert pragma(record, "busy_timeout") == 10_000
    assert pragma(record, "application_id") == APPLICATION_ID
    assert pragma(record, "user_version") == SCHEMA_VERSION


def test_event_carries_who_and_when(record: Record) -> None:
    event = record.append("plan-read", {"sha256": "00"}, person="Lê Mai", role="secretary")
    assert event == last(record)
    assert (event.at, event.person, event.role) == ("2021-10-29T09:00:03Z", "Lê Mai", "secretary")
    assert event.version
    assert event.body == {"sha256": "00"}


def test_key_is_secret_and_named_by_its_hash(record: Record) -> None:
    created = next(read_events(record.connection))
    assert len(record.secret_key()) == 32
    assert record.secret_key().hex() not in created.body_text
    assert created.body.keys() == {"plan", "survey", "key_sha256"}


def test_each_survey_has_its_own_key(record: Record, folder: SurveyFolder) -> None:
    other = SurveyFolder(folder.reports)
    with Record.create(other, "van-phuc-2021", "vp-2021") as second:
        assert second.secret_key() != record.secret_key()


def test_record_is_not_made_twice(record: Record, folder: SurveyFolder) -> None:
    with pytest.raises(FolderError, match="exists already"):
        Record.create(folder, "van-phuc-2021", "vp-2021")


def test_clock_set_back_is_written_down(record: Record, clock: StepClock) -> None:
    clock.now -= timedelta(hours=1)
    record.append("bundle-exported", {})
    record.append("bundle-exported", {})
    events = list(read_events(record.connection))[-3:]
    assert [event.kind for event in events] == [
        "clock-set-back",
        "bundle-exported",
        "bundle-exported",
    ]
    assert events[0].body == {"before": "2021-10-29T09:00:02Z", "now": "2021-10-29T08:00:03Z"}
    assert compare_replay(record) == ()


def test_many_acts_are_written_together_or_not_at_all(record: Record) -> None:
    before = record.head()

    def interrupted() -> None:
        with record.transaction():
            fill(record)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert record.head() == before
    assert list(listing.list_pages(record)) == []
    with record.transaction():
        fill(record)
    assert len(list(listing.list_pages(record))) == 4


@pytest.mark.parametrize("in_memory", [False, True])
def test_one_act_can_fail_alone(record: Record, in_memory: bool) -> None:
    if in_memory:
        record.keep_undo_in_memory()
    with record.transaction():
        record.append("original", original_body("a.jpg"))
        with pytest.raises(sqlite3.IntegrityError):
            record.append("page", page_body(source_of("no original.jpg"), read_page("aa11")))
        record.append("original", original_body("b.jpg"))
    assert kinds(record) == ["survey-created", "opening", "original", "original"]
    assert compare_replay(record) == ()


def test_unknown_kind_is_refused(record: Record) -> None:
    with pytest.raises(KeyError):
        record.append("box-painted", {})
    assert kinds(record) == ["survey-created", "opening"]


def test_busy_database_is_said(record: Record, folder: SurveyFolder) -> None:
    with Record.open(folder) as other, record.transaction():
        other.connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(FolderError, match="another program is writing"):
            other.append("bundle-exported", {})


def take_in_many(record: Record) -> None:
    with record.transaction():
        for number in range(1000):
            take_in(record, f"{number}.jpg", read_page(f"{number:04x}", Status.BLANK))


def test_full_disk_is_said_and_nothing_is_half_done(record: Record) -> None:
    before = record.head()
    record.connection.execute(f"PRAGMA max_page_count = {pragma(record, 'page_count')}")
    with pytest.raises(FolderError, match="disk is full"):
        take_in_many(record)
    record.connection.execute("PRAGMA max_page_count = 100000")
    assert record.head() == before
    fill(record)
    assert compare_replay(record) == check_chain(record.folder.database_path) == ()


def test_read_only_database_is_said(record: Record) -> None:
    record.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(FolderError, match="permissions"):
        record.append("bundle-exported", {})


def test_missing_database_is_said(folder: SurveyFolder) -> None:
    with pytest.raises(FolderError, match="cannot be opened"):
        Record.open(folder)


def test_file_that_is_no_database_is_damaged(folder: SurveyFolder) -> None:
    for content, reason in ((b"only text" * 100, "file is not a database"), (b"", "empty")):
        folder.database_path.write_bytes(content)
        with pytest.raises(RecordDiffersError, match="go on with your last whole copy") as caught:
            Record.open(folder)
        assert str(caught.value).endswith(f"hom-phieu verify FOLDER [SQLite: {reason}]")


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [("application_id = 7", "is no record"), ("user_version = 99", "has format 99")],
)
def test_other_database_is_refused(folder: SurveyFolder, mark: str, sentence: str) -> None:
    with Record.create(folder, "van-phuc-2021", "vp-2021") as record:
        record.connection.execute(f"PRAGMA {mark}")
    with pytest.raises(FolderError, match=sentence):
        Record.open(folder)


def test_snapshot_stays_at_one_moment(record: Record, folder: SurveyFolder) -> None:
    with Record.open(folder) as other, record.snapshot():
        before = record.head()
        other.append("bundle-exported", {})
        assert record.head() == before
    assert record.head() != before
