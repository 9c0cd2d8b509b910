"""Is the journal whole and untouched? Asked without any code that wrote it.

The chain is recomputed here from the rule alone: an event's hash is the SHA-256 of the JSON array
of its other fields, and its ``previous`` is the hash of the event before.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from audit.database import DAMAGES, open_for_reading
from survey.json_text import read_json
from survey.language import _

FIRST_PREVIOUS = "0" * 64


class _Entry(NamedTuple):
    """One row of the journal; in a damaged one a text may be anything."""

    seq: int
    at: str
    kind: str
    person: str
    role: str
    version: str
    body: str
    previous: str
    hash: str

    @property
    def is_text(self) -> bool:
        return all(isinstance(value, str) for value in self[1:])

    def sealed_hash(self) -> str:
        sealed = json.dumps(self[:-1], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(sealed.encode(errors="surrogateescape")).hexdigest()


def check_chain(database_path: Path) -> tuple[str, ...]:
    """Say in words everything by which the database differs from a whole, untouched one."""
    try:
        with open_for_reading(database_path) as connection:
            return tuple(finding for check in CHECKS for finding in _read_as_far(check, connection))
    except DAMAGES as error:
        return (_("{file} cannot be opened ({reason})", file=database_path, reason=error),)


Check = Callable[[sqlite3.Connection], Iterator[str]]


def _read_as_far(check: Check, connection: sqlite3.Connection) -> Iterator[str]:
    """What the check finds, up to a place that cannot be read."""
    try:
        yield from check(connection)
    except DAMAGES as error:
        yield _("the database cannot be read further ({reason})", reason=error)


def _check_format(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables, triggers and indexes must be those that were shipped, to the letter."""
    shipped_text = resources.files("store").joinpath("schema.sql").read_text(encoding="utf-8")
    if not _schema(connection):
        yield _("the database is empty")
        return
    with closing(sqlite3.connect(":memory:")) as shipped:
        shipped.executescript(shipped_text)
        for mark in ("application_id", "user_version", "encoding"):
            if _pragma(connection, mark) != _pragma(shipped, mark):
                yield _("the database's {mark} was altered", mark=mark)
        found, expected = _schema(connection), _schema(shipped)
    for name in sorted(found.keys() | expected.keys()):
        if name not in found:
            yield _("the database lacks its part {name}", name=name)
        elif name not in expected:
            yield _("the database has a part that does not belong to it: {name}", name=name)
        elif found[name] != expected[name]:
            yield _("the database's part {name} was altered", name=name)


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()


def _schema(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    rows = connection.execute("SELECT name, type, tbl_name, sql FROM sqlite_schema")
    return {name: (kind, table, text) for name, kind, table, text in rows}


def _check_pages(connection: sqlite3.Connection) -> Iterator[str]:
    """SQLite's own check of every page, index and column type of the file."""
    for (message,) in connection.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield _("the database's own check says: {message}", message=message)


def _check_events(connection: sqlite3.Connection) -> Iterator[str]:
    """Every event in its place, unaltered, bound to the one before, and later than it."""
    before = _Entry(0, "", "", "", "", "", "", "", FIRST_PREVIOUS)
    for row in connection.execute(
        "SELECT seq, at, kind, person, role, version, body, previous, hash"
        " FROM journal ORDER BY seq"
    ):
        entry = _Entry(*row)
        yield from _check_place(before, entry)
        yield from _check_content(before, entry)
        before = entry
    if not before.seq:
        yield _("the journal is empty")


def _check_place(before: _Entry, entry: _Entry) -> Iterator[str]:
    if entry.seq != before.seq + 1:
        yield _(
            "after event {before} comes event {seq}: what stood between is missing",
            before=before.seq,
            seq=entry.seq,
        )
    if entry.seq == 1 and entry.kind != "survey-created":
        yield _("event 1 ({kind}) does not say that the survey was created", kind=entry.kind)


def _check_content(before: _Entry, entry: _Entry) -> Iterator[str]:
    if not entry.is_text:
        yield _("event {seq} is damaged: it holds what is no text", seq=entry.seq)
        return
    named = {"seq": entry.seq, "kind": _what(entry)}
    if entry.hash != entry.sealed_hash():
        yield _("event {seq} ({kind}) was altered after it was written", **named)
    if entry.previous != before.hash:
        yield _("event {seq} ({kind}) is not bound to the event before it", **named)
    if before.is_text and entry.at < before.at and entry.kind != "clock-set-back":
        yield _("event {seq} ({kind}) is dated before the event before it", **named)


def _what(entry: _Entry) -> str:
    """The kind of event, and the sheet it speaks of where that can be made out."""
    try:
        sheet = read_json(entry.body).get("sheet")
    except (ValueError, AttributeError):
        sheet = None
    return _("{kind}, sheet {sheet}", kind=entry.kind, sheet=sheet) if sheet else entry.kind


def _check_key(connection: sqlite3.Connection) -> Iterator[str]:
    """The survey's secret key must be the one whose hash stands in event 1."""
    (created,) = connection.execute("SELECT body FROM journal WHERE seq = 1").fetchone() or ("",)
    secrets = connection.execute("SELECT name, CAST(value AS BLOB) FROM secret").fetchall()
    hashes = [(name, hashlib.sha256(value or b"").hexdigest()) for name, value in secrets]
    if hashes != [("mac-key", _written_key_hash(created))]:
        yield _("the survey's secret key is not the one that event 1 speaks of")


def _written_key_hash(body: str) -> object:
    """``key_sha256`` as event 1 says it, None when that cannot be made out."""
    try:
        return read_json(body)["key_sha256"]
    except (ValueError, LookupError, TypeError):
        return None


CHECKS: tuple[Check, ...] = (_check_format, _check_pages, _check_events, _check_key)
