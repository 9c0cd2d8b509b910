"""A tamperer who knows the format: triggers dropped, hashes and tables made anew, file sealed.

What no forger can make anew is a head that was printed on paper and signed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.file_seal import seal_file
from store.folder import SurveyFolder
from store.journal import FIRST_PREVIOUS, canonical_json, last_link, read_events
from store.projection import DERIVED_TABLES, apply_event


@contextmanager
def forging(database_path: Path) -> Iterator[sqlite3.Connection]:
    """The database without the triggers that refuse, which stand again afterwards."""
    with closing(sqlite3.connect(database_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
        ).fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")


def rechain(connection: sqlite3.Connection, first: int) -> None:
    """Number, bind and hash the events anew from this one on."""
    events = connection.execute(
        "SELECT at, kind, person, role, version, body FROM journal WHERE seq >= ? ORDER BY seq",
        (first,),
    ).fetchall()
    connection.execute("DELETE FROM journal WHERE seq >= ?", (first,))
    previous = last_link(connection).hash if first > 1 else FIRST_PREVIOUS
    for seq, told in enumerate(events, last_link(connection).seq + 1):
        sealed = (seq, *told, previous)
        previous = hashlib.sha256(canonical_json(sealed).encode()).hexdigest()
        connection.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?)", (*sealed, previous))


def rederive(connection: sqlite3.Connection) -> None:
    """Make the derived tables anew from the journal as it reads now.

    Raises:
        store.replay.MISFITS: the journal cannot be replayed.
    """
    for table in DERIVED_TABLES:
        connection.execute(f"DELETE FROM {table}")
    for event in list(read_events(connection)):
        apply_event(connection, event)


def reseal(folder: SurveyFolder) -> None:
    """Seal the closed database as the program would."""
    with closing(sqlite3.connect(folder.database_path)) as connection:
        head = last_link(connection).hash
    seal_file(folder, head)


def rewrite_event(folder: SurveyFolder, seq: int, changes: dict[str, object]) -> None:
    """Have an event say something else, and leave no trace but on signed paper."""
    with forging(folder.database_path) as connection:
        (body,) = connection.execute("SELECT body FROM journal WHERE seq = ?", (seq,)).fetchone()
        forged = canonical_json(json.loads(body) | changes)
        connection.execute("UPDATE journal SET body = ? WHERE seq = ?", (forged, seq))
        rechain(connection, seq)
        rederive(connection)
    reseal(folder)
