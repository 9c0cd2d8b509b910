"""Verification: a whole record, and one changed byte anywhere that matters."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.forger import forging, rewrite_event
from store.folder import SurveyFolder
from store.record import Record
from survey.errors import ExitStatus
from survey.head import short_head
from tests.office import Office


def flip_byte(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0x01
    file.chmod(0o644)
    file.write_bytes(content)


def places_of(content: bytes, wanted: bytes) -> list[int]:
    """Where in a file these bytes begin."""
    places, at = [], content.find(wanted)
    while at >= 0:
        places.append(at)
        at = content.find(wanted, at + 1)
    return places


def test_a_whole_record_is_said_to_be_whole(scanned: Office) -> None:
    told = scanned.run("verify")
    assert told.status == ExitStatus.DONE
    assert told.out.startswith("The record is whole; its head is ")
    verified = scanned.run("verify", "--json").json
    assert set(verified) == {"whole", "head", "findings", "notes", "pinned"}
    assert verified["whole"] is True
    assert short_head(verified["head"]) in told.out


def test_of_a_record_that_cannot_be_opened_the_same_is_said_once(scanned: Office) -> None:
    (scanned.path / "survey.db").write_bytes(b"x" * 8192)
    told = scanned.run("verify")
    assert told.status == ExitStatus.RECORD_DIFFERS
    (line,) = (line for line in told.out.splitlines() if "cannot be listed" in line)
    assert "«original», «printed», «report»" in line
    findings = scanned.run("verify", "--json").json["findings"]
    assert len([one for one in findings if "cannot be listed" in one]) > 3


def test_the_folder_may_be_named(scanned: Office, tmp_path: Path) -> None:
    assert Office(tmp_path).run("verify", scanned.path).status == ExitStatus.DONE


def test_every_mention_of_a_sheet_in_the_database_is_guarded(
    scanned: Office, tmp_path: Path
) -> None:
    database = scanned.path / "survey.db"
    whole = database.read_bytes()
    sheet = scanned.pages()[0]["sheet"]
    places = places_of(whole, sheet.encode())
    assert len(places) > 10
    for at in (*places[:: len(places) // 6], places[-1]):
        database.write_bytes(whole)
        flip_byte(database, at + 3)
        told = scanned.run("verify")
        assert told.status == ExitStatus.RECORD_DIFFERS, at
        assert told.out.startswith("! ")


@pytest.mark.parametrize("at", [0, 5000, -2])
def test_a_changed_byte_in_a_kept_original_is_found_and_the_file_named(
    scanned: Office, at: int
) -> None:
    page = scanned.pages()[2]
    original = scanned.path / "scans" / f"{page['sha256']}.jpg"
    flip_byte(original, at)
    told = scanned.run("verify")
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert page["source_file"] in told.out
    assert original.name in told.out


def test_a_missing_and_a_foreign_original_are_found(scanned: Office) -> None:
    (original, *_others) = (scanned.path / "scans").iterdir()
    shutil.copy(original, scanned.path / "scans" / "la.jpg")
    original.unlink()
    told = scanned.run("verify")
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "is missing" in told.out
    assert "la.jpg" in told.out


def test_a_database_cut_short_is_no_bug(scanned: Office) -> None:
    database = scanned.path / "survey.db"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    told = scanned.run("verify")
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert scanned.run("status").status in {ExitStatus.USER_CAN_MEND, ExitStatus.RECORD_DIFFERS}


@pytest.mark.parametrize("body", ["{", "7", "[" * 100_000])
def test_events_that_say_nothing_are_named_and_no_bug(scanned: Office, body: str) -> None:
    with forging(scanned.path / "survey.db") as connection:
        connection.execute("UPDATE journal SET body = ? WHERE kind = 'page'", (body,))
    for words in (("verify",), ("verify", "--pixels", "--workers", "1"), ("export", "boxes")):
        assert scanned.run(*words).status == ExitStatus.RECORD_DIFFERS, words
    assert "cannot be read" in scanned.run("log").err


def test_a_seal_that_says_nothing_is_no_bug(scanned: Office) -> None:
    (scanned.path / "survey.db.seal").write_text("[" * 100_000, encoding="utf-8")
    assert scanned.run("verify").status == ExitStatus.DONE


def heads_of(office: Office) -> list[str]:
    """The hashes of all events, as papers of all moments would carry them."""
    with closing(sqlite3.connect(office.path / "survey.db")) as connection:
        return [head for (head,) in connection.execute("SELECT hash FROM journal ORDER BY seq")]


def test_a_printed_head_is_found_in_the_journal(scanned: Office) -> None:
    heads = heads_of(scanned)
    told = scanned.run("verify", "--head", short_head(heads[4]), "--head", heads[-1])
    assert told.status == ExitStatus.DONE
    assert f"Head {short_head(heads[4])}: event 5 " in told.out
    assert f"Head {short_head(heads[-1])}: event {len(heads)} " in told.out


def test_a_journal_written_anew_is_betrayed_by_the_printed_heads(scanned: Office) -> None:
    heads = heads_of(scanned)
    rewrite_event(SurveyFolder(scanned.path), 6, {"remarks": "khác"})
    assert scanned.run("verify").status == ExitStatus.DONE
    told = scanned.run("verify", "--head", heads[1], "--head", heads[-1])
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert f"! no event has the head {short_head(heads[-1])}" in told.out
    assert "what was changed comes after event 2" in told.out


def test_what_is_no_head_is_no_difference(scanned: Office) -> None:
    assert scanned.run("verify", "--head", "abc").status == ExitStatus.USER_CAN_MEND


def test_a_clock_that_was_set_back_is_noted(scanned: Office) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    with Record.open(SurveyFolder(scanned.path), lambda: ahead) as record:
        record.append("bundle-exported", {})
    scanned.done("print")
    told = scanned.run("verify")
    assert told.status == ExitStatus.DONE
    assert f"the clock had been set back from {ahead.astimezone():%Y-%m-%d %H:%M}" in told.out
