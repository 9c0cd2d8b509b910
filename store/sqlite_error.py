"""What SQLite's errors mean to a person; the one place where they are translated."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from survey.errors import FolderError, HomPhieuError, RecordDiffersError
from survey.language import _

# Primary result codes of SQLite; extended ones carry theirs in the low byte.
PRIMARY_CODE = 0xFF
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
FULL = {sqlite3.SQLITE_FULL}
REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
BROKEN_DISK = {sqlite3.SQLITE_IOERR}
# The program's questions fit the shipped tables, so one that SQLite cannot answer (SQLITE_ERROR)
# means that these are not the shipped tables.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


@contextmanager
def translate_errors(database_path: Path) -> Iterator[None]:
    """Raise what SQLite says as FolderError or RecordDiffersError; ours stay as they are."""
    try:
        yield
    except sqlite3.Error as error:
        meant = _explain(database_path, error)
        if meant is None:
            raise
        raise meant from error
    except UnicodeDecodeError as error:  # SQLite's message quotes a damaged place
        raise damaged(database_path, error) from error


def _explain(path: Path, error: sqlite3.Error) -> HomPhieuError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return _explain_text(path, error)
    primary = code & PRIMARY_CODE
    if primary in DAMAGED:
        return damaged(path, error)
    sentence = _sentence(primary)
    return FolderError(sentence.format(file=path, reason=error)) if sentence else None


def _explain_text(path: Path, error: sqlite3.Error) -> HomPhieuError | None:
    """Text that is no UTF-8 is noticed by Python's driver, which gives it no code."""
    return damaged(path, error) if isinstance(error, sqlite3.OperationalError) else None


def damaged(path: Path, reason: object) -> RecordDiffersError:
    """That the record cannot be read; ``reason`` is for whoever knows SQLite, and comes last."""
    return RecordDiffersError(
        _(
            "{file} is damaged; leave this folder as it is, go on with your last whole copy of "
            "it, and check that copy with: hom-phieu verify FOLDER [SQLite: {reason}]",
            file=path,
            reason=reason,
        )
    )


def _sentence(primary: int) -> str:
    """What happened and what to do, with places for file and reason; empty for a fault of ours."""
    if primary in BUSY:
        return _("{file}: another program is writing to it; wait until it ends and run this again")
    if primary in FULL:
        return _("{file}: the disk is full; free some space and run this again, nothing is lost")
    if primary in REFUSED:
        return _("{file} cannot be opened for writing; correct its permissions [SQLite: {reason}]")
    if primary in BROKEN_DISK:
        return _(
            "{file}: the disk reported a fault; copy the folder to another disk [SQLite: {reason}]"
        )
    return ""
