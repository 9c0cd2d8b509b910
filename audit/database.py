"""The record opened for looking only, by the auditor's own means."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# What SQLite raises at a damaged database; its message may quote what is no text.
DAMAGES = (sqlite3.Error, UnicodeDecodeError)
ALONE = "mode=ro&immutable=1"


@contextmanager
def open_for_reading(database_path: Path) -> Iterator[sqlite3.Connection]:
    """The database, read-only; text that is no text comes with its odd bytes marked, not lost.

    Raises:
        DAMAGES: it cannot be opened, or read further.
    """
    with closing(_connect(database_path)) as connection:
        connection.text_factory = _decode
        connection.execute("BEGIN")  # everything is of one moment, whoever writes meanwhile
        yield connection


@contextmanager
def open_as_it_lies(database_path: Path) -> Iterator[sqlite3.Connection]:
    """The database file alone, without a lock and leaving no file of SQLite's beside it.

    Raises:
        DAMAGES: it cannot be opened, or read further.
    """
    with closing(_open(f"{database_path.absolute().as_uri()}?{ALONE}")) as connection:
        yield connection


def _connect(database_path: Path) -> sqlite3.Connection:
    """On a read-only disk SQLite cannot put its files beside the database; it reads it as it is."""
    address = database_path.absolute().as_uri()
    try:
        return _open(f"{address}?mode=ro")
    except sqlite3.OperationalError:
        return _open(f"{address}?{ALONE}")


def _open(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=10.0, isolation_level=None)
    connection.execute("SELECT count(*) FROM sqlite_master")
    return connection


def _decode(text: bytes) -> str:
    return text.decode(errors="surrogateescape")
