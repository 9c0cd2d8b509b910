"""The journal: every act in the order it was done, each event bound to the one before by its hash.

Nothing is edited; a correction is a new event. Whoever holds the hash of one event on signed paper
(the head, printed on minutes and reports) can prove later that nothing before it was altered.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from survey.errors import RecordDiffersError
from survey.json_text import read_json
from survey.language import _

FIRST_PREVIOUS = "0" * 64
CLOCK_SET_BACK = "clock-set-back"


@dataclass(frozen=True, slots=True)
class Act:
    """What someone did, before the journal gives it a place.

    Attributes:
        kind: see ``store.projection``.
        body: what exactly was done; anything JSON can say.
        person: who did it, empty when the program acted alone.
        role: in what function.
    """

    kind: str
    body: Mapping[str, object] = field(default_factory=dict)
    person: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an act is written (UTC, to the second) and by which version of the program."""

    at: str
    version: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal, field for field as it is stored."""

    seq: int
    at: str
    kind: str
    person: str
    role: str
    version: str
    body_text: str
    previous: str
    hash: str

    @property
    def body(self) -> dict[str, Any]:
        """What exactly was done; raises what ``read_body`` does."""
        return read_body(self.seq, self.body_text)


@dataclass(frozen=True, slots=True)
class Link:
    """Number, time and hash of one event; all empty before the first."""

    seq: int
    at: str
    hash: str


def read_body(seq: int, text: str) -> dict[str, Any]:
    """The body of the event of this number.

    Raises:
        RecordDiffersError: it says nothing that this program could have written.
    """
    try:
        body = read_json(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise RecordDiffersError(
            _(
                "event {seq} of the journal cannot be read; hom-phieu verify names all that is "
                "wrong with the record",
                seq=seq,
            )
        )
    return body


def canonical_json(value: object) -> str:
    """JSON with one spelling for each value: sorted keys, no blanks, letters as they are.

    Bytes of a file name that are no text become question marks, so that every event can be stored.
    """
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode(errors="replace").decode()


def format_time(moment: datetime) -> str:
    """The moment in UTC to the second, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append_event(connection: sqlite3.Connection, act: Act, stamp: Stamp) -> Event:
    """Add the act to the end of the journal; the caller holds the transaction."""
    last = last_link(connection)
    who = (act.kind, act.person, act.role, stamp.version)
    sealed = (last.seq + 1, stamp.at, *who, canonical_json(act.body), last.hash)
    event = Event(*sealed, hash=hashlib.sha256(canonical_json(sealed).encode()).hexdigest())
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*sealed, event.hash)
    )
    return event


def read_events(connection: sqlite3.Connection, kind: str = "") -> Iterator[Event]:
    """Every event, or every one of a kind, in order, one at a time."""
    columns = "seq, at, kind, person, role, version, body, previous, hash"
    where = "WHERE ?1 IN ('', kind)"
    for row in connection.execute(f"SELECT {columns} FROM journal {where} ORDER BY seq", (kind,)):
        yield Event(*row)


def last_link(connection: sqlite3.Connection) -> Link:
    """The end of the chain, where the next event is bound."""
    rows = connection.execute("SELECT seq, at, hash FROM journal ORDER BY seq DESC LIMIT 1")
    return next((Link(*row) for row in rows), Link(0, "", FIRST_PREVIOUS))
