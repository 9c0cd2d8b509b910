"""The journal replayed from its first event: does what is derived from it still agree?"""

import heapq
import sqlite3
from collections.abc import Iterator
from itertools import chain, groupby, islice
from typing import Any

from store.journal import Event, read_events
from store.projection import DERIVED_TABLES, apply_event
from store.record import Record, read_schema
from store.sqlite_error import translate_errors
from survey.errors import RecordDiffersError
from survey.language import _

# What a body that does not fit its kind may end in.
MISFITS = (
    RecordDiffersError, KeyError, TypeError, ValueError, AttributeError, sqlite3.Error,
)  # fmt: skip
# Named one by one for each table; of the rest only the number is told.
NAMED_DIFFERENCES = 20
ROWS_AT_ONCE = 1000
# Columns that help a person to find the paper, beside the primary key.
TELLING_COLUMNS = ("sheet", "question", "source_file", "source_page")

Row = tuple[Any, ...]


def compare_replay(record: Record) -> tuple[str, ...]:
    """Replay the journal elsewhere and say in words where the record's tables differ from it.

    Raises:
        FolderError: the database is busy or the disk is full.
    """
    scratch = _scratch_database()
    try:
        with record.snapshot(), translate_errors(record.folder.database_path):
            return (*_replay(record.connection, scratch), *_compare_tables(record, scratch))
    except RecordDiffersError as error:
        return (str(error),)
    finally:
        scratch.close()


def _scratch_database() -> sqlite3.Connection:
    """An empty database with the record's tables; it goes to a temporary file when it is large."""
    scratch = sqlite3.connect("", isolation_level=None)
    scratch.execute("PRAGMA journal_mode = OFF")
    scratch.executescript(read_schema())
    return scratch


def _replay(journal: sqlite3.Connection, scratch: sqlite3.Connection) -> Iterator[str]:
    """Apply every event; one that cannot be applied is named and left out."""
    scratch.execute("BEGIN")
    for event in read_events(journal):
        try:
            apply_event(scratch, event)
        except MISFITS as error:
            yield _misfit(event, error)
    scratch.execute("COMMIT")


def _misfit(event: Event, error: Exception) -> str:
    return _(
        "event {seq} ({kind}) cannot be replayed: {reason}",
        seq=event.seq,
        kind=event.kind,
        reason=repr(error),
    )


def _compare_tables(record: Record, scratch: sqlite3.Connection) -> Iterator[str]:
    for table, key in DERIVED_TABLES.items():
        differences = _compare_table(record.connection, scratch, table, key)
        yield from islice(differences, NAMED_DIFFERENCES)
        if more := sum(1 for _more in differences):
            yield _("{table}: {count} more rows differ", table=table, count=more)


def _compare_table(
    kept: sqlite3.Connection, replayed: sqlite3.Connection, table: str, key: tuple[str, ...]
) -> Iterator[str]:
    shipped = replayed.execute(f"SELECT * FROM {table} LIMIT 0").description
    columns = tuple(name for name, *_unused in shipped)
    order = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(key)}"
    places = tuple(columns.index(column) for column in key)
    kept_left, replayed_left = _skip_alike(kept.execute(order), replayed.execute(order))
    for kept_row, replayed_row in _pair_rows(kept_left, replayed_left, places):
        if kept_row != replayed_row:
            yield _difference(table, columns, kept_row, replayed_row)


def _skip_alike(
    kept: sqlite3.Cursor, replayed: sqlite3.Cursor
) -> tuple[Iterator[Row], Iterator[Row]]:
    """What is left of both sides from the first stretch on that differs: mostly nothing."""
    while (one := kept.fetchmany(ROWS_AT_ONCE)) == (other := replayed.fetchmany(ROWS_AT_ONCE)):
        if not one:
            break
    return chain(one, kept), chain(other, replayed)


def _pair_rows(
    kept: Iterator[Row], replayed: Iterator[Row], places: tuple[int, ...]
) -> Iterator[tuple[Row | None, Row | None]]:
    """The rows of both sides with the same key, None where one side has no such row.

    Both sides come sorted by their key, which stands at these places of a row; neither is held.
    """

    def key(sided: tuple[int, Row]) -> tuple[tuple[str, Any], ...]:
        # a damaged value may have another type, and then it must only stand apart
        values = [sided[1][place] for place in places]
        return tuple((type(value).__name__, value) for value in values)

    merged = heapq.merge(((0, row) for row in kept), ((1, row) for row in replayed), key=key)
    for _same, sides in groupby(merged, key=key):
        rows = dict(sides)
        yield rows.get(0), rows.get(1)


def _difference(
    table: str, columns: tuple[str, ...], kept: Row | None, replayed: Row | None
) -> str:
    """One row that differs, in words; at least one side is there."""
    place = _place(table, columns, kept or replayed or ())
    if replayed is None:
        return _("{place}: stands in the record, but no event of the journal says so", place=place)
    if kept is None:
        return _("{place}: an event of the journal says so, but the record lacks it", place=place)
    return "; ".join(
        _(
            "{place}: {column} is «{kept}», by the journal «{replayed}»",
            place=place,
            column=column,
            kept=kept_value,
            replayed=replayed_value,
        )
        for column, kept_value, replayed_value in zip(columns, kept, replayed, strict=True)
        if kept_value != replayed_value
    )


def _place(table: str, columns: tuple[str, ...], row: Row) -> str:
    """Where a person finds the row: ``answer, sheet 7f3a, question q1``."""
    told = (columns[0], *TELLING_COLUMNS)
    named = [
        f"{column} {value}" for column, value in zip(columns, row, strict=True) if column in told
    ]
    return ", ".join((table, *named))
