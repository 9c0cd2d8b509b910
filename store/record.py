"""The record: the survey's database, opened safely, and the one way to add to it."""

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from store import journal
from store.file_seal import seal_file
from store.folder import SurveyFolder
from store.journal import CLOCK_SET_BACK, Act, Event, Link, Stamp
from store.projection import apply_event
from store.sqlite_error import damaged, translate_errors
from survey.errors import FolderError, RecordDiffersError
from survey.language import _
from survey.version import VERSION

# As set in schema.sql.
APPLICATION_ID = 0x486F6D50
SCHEMA_VERSION = 1

BUSY_TIMEOUT_S = 10.0
KEY_BYTES = 32
KEY_NAME = "mac-key"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def read_schema() -> str:
    """The text of ``schema.sql``."""
    return resources.files("store").joinpath("schema.sql").read_text(encoding="utf-8")


class Record:
    """An open survey database; a context manager that closes it.

    Attributes:
        folder: the survey it belongs to.
        connection: for the modules of this room only.
    """

    def __init__(
        self, folder: SurveyFolder, connection: sqlite3.Connection, clock: Clock, head: str = ""
    ) -> None:
        self.folder = folder
        self.connection = connection
        self._clock = clock
        self._head_at_opening = head
        self._version = VERSION

    @classmethod
    def open(cls, folder: SurveyFolder, clock: Clock = utc_now) -> Self:
        """Open the survey's database; ``clock`` gives the time of every event.

        Raises:
            FolderError: it is missing, busy, read-only, or of another program or version.
            RecordDiffersError: the file is damaged.
        """
        path = folder.database_path
        with translate_errors(path), ExitStack() as if_refused:
            connection = if_refused.enter_context(closing(_connect(path, "rw")))
            _refuse_other_schema(connection, path)
            head = journal.last_link(connection).hash
            if_refused.pop_all()
        return cls(folder, connection, clock, head)

    @classmethod
    def create(cls, folder: SurveyFolder, plan: str, survey: str, clock: Clock = utc_now) -> Self:
        """Make the survey's database, draw its secret key and write event 1.

        Args:
            folder: a survey folder without a database.
            plan: name of the shipped plan the survey began from.
            survey: the survey's id in its plan.
            clock: gives the time of every event.

        Raises:
            FolderError: there is a database already, or none can be made.
        """
        path = folder.database_path
        if path.exists():
            raise FolderError(_("{file} exists already; nothing was changed", file=path))
        key = secrets.token_bytes(KEY_BYTES)
        body = {"plan": plan, "survey": survey, "key_sha256": hashlib.sha256(key).hexdigest()}
        with translate_errors(path):
            record = cls(folder, _connect(path, "rwc"), clock)
            record.connection.execute("PRAGMA journal_mode = WAL")
            record.connection.executescript(f"BEGIN IMMEDIATE; {read_schema()}")
            record.connection.execute("INSERT INTO secret VALUES (?, ?)", (KEY_NAME, key))
            record.append("survey-created", body)
            record.connection.execute("COMMIT")
        return record

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database, and seal its file when anything was written since it was opened."""
        head = self._head_at_opening
        try:
            with suppress(FolderError, RecordDiffersError):  # then only closing is left to do
                head = self.head()
        finally:
            self.connection.close()
        if head != self._head_at_opening:
            seal_file(self.folder, head)

    def append(
        self, kind: str, body: Mapping[str, object], person: str = "", role: str = ""
    ) -> Event:
        """Write an act into the journal and into what is derived from it; both or neither.

        A clock that went back since the last event is written down first, as an event of its own.

        Raises:
            FolderError: the database is busy, read-only, or the disk is full.
        """
        with self.transaction(), translate_errors(self.folder.database_path):
            now = journal.format_time(self._clock())
            before = journal.last_link(self.connection).at
            if now < before:
                self._write(Act(CLOCK_SET_BACK, {"before": before, "now": now}), now)
            return self._write(Act(kind, body, person, role), now)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written together or not at all.

        Other writers wait, so what is read inside stays true until the end. A transaction inside
        another can fail alone.

        Raises:
            FolderError: the database is busy, read-only, or the disk is full.
        """
        path = self.folder.database_path
        is_inner = self.connection.in_transaction
        with translate_errors(path):
            self.connection.execute("SAVEPOINT inner" if is_inner else "BEGIN IMMEDIATE")
        try:
            yield
            with translate_errors(path):
                self.connection.execute("RELEASE inner" if is_inner else "COMMIT")
        except BaseException:
            self._undo(is_inner)
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever others write meanwhile."""
        with translate_errors(self.folder.database_path):
            self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.rollback()

    def keep_undo_in_memory(self) -> None:
        """Until it is closed, hold in memory what an act that fails takes back.

        Otherwise SQLite writes some thirty pages of it into a temporary file for every act of many
        in one transaction. What is committed goes to the disk as ever. Whatever is sorted stays in
        memory too, so this is for commands that write much and ask little.
        """
        with translate_errors(self.folder.database_path):
            self.connection.execute("PRAGMA temp_store = MEMORY")

    def rows(
        self, question: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows that answer an SQL question, one at a time; for the modules of this room."""
        with translate_errors(self.folder.database_path):
            for row in self.connection.execute(question, values):  # noqa: UP028 - it would close
                yield row  # what may be closed already, when somebody stops in the middle

    def head(self) -> str:
        """The hash of the newest event: it pins everything written so far."""
        return self.last_link().hash

    def last_link(self) -> Link:
        """Number, time and hash of the newest event."""
        with translate_errors(self.folder.database_path):
            return journal.last_link(self.connection)

    def secret_key(self) -> bytes:
        """The survey's own key, which signs the code on every sheet; never exported."""
        ((key,),) = self.rows("SELECT value FROM secret WHERE name = ?", (KEY_NAME,))
        return bytes(key)

    def _write(self, act: Act, at: str) -> Event:
        event = journal.append_event(self.connection, act, Stamp(at, self._version))
        apply_event(self.connection, event)
        return event

    def _undo(self, is_inner: bool) -> None:
        if is_inner and self.connection.in_transaction:
            self.connection.execute("ROLLBACK TO inner")
            self.connection.execute("RELEASE inner")
        else:  # also right when SQLite, out of space, has undone everything by itself
            self.connection.rollback()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that waits for others, keeps promises through a power cut, checks references."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _refuse_other_schema(connection: sqlite3.Connection, path: Path) -> None:
    ((application,),) = connection.execute("PRAGMA application_id")
    ((version,),) = connection.execute("PRAGMA user_version")
    ((parts,),) = connection.execute("SELECT count(*) FROM sqlite_schema")
    if not (application or parts):  # what a copy leaves that was broken off
        raise damaged(path, "empty")
    if application != APPLICATION_ID:
        raise FolderError(
            _("{file} is no record of Hòm Phiếu; look for the right folder", file=path)
        )
    if version != SCHEMA_VERSION:
        raise FolderError(
            _(
                "{file} has format {found}, this program knows format {known}; use the version "
                "of Hòm Phiếu that made it, or a newer one",
                file=path,
                found=version,
                known=SCHEMA_VERSION,
            )
        )
