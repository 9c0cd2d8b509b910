"""Random tampers with a survey folder, each by somebody who knows more or less of the format."""

import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from benchmarks.forger import forging, rechain, rederive, reseal
from store.folder import SurveyFolder
from store.journal import canonical_json
from store.projection import DERIVED_TABLES
from store.replay import MISFITS

ROOMS = ("scans", "printed", "reports")


class Knowledge(IntEnum):
    """What the tamperer makes anew after the deed; each step includes those before."""

    TRIGGERS = 0
    CHAIN = 1
    TABLES = 2
    SEAL = 3


@dataclass(frozen=True, slots=True)
class Tamper:
    """What was done.

    Attributes:
        deed: in a word or two, for the table.
        knowledge: what was made anew afterwards.
        clues: of these a finding must name one.
    """

    deed: str
    knowledge: Knowledge
    clues: tuple[str, ...]


def tamper(survey: Path, chance: random.Random) -> Tamper:
    """Do one thing that nobody may do."""
    ways = (_tamper_journal, _tamper_journal, _tamper_table, _tamper_table, _tamper_file)
    return chance.choice(ways)(survey, chance)


def _tamper_file(survey: Path, chance: random.Random) -> Tamper:
    """A kept file changed, cut, emptied, swapped with another, or removed."""
    files = [file for room in ROOMS for file in sorted((survey / room).iterdir())]
    other = chance.choice(files).read_bytes()
    file = chance.choice([*files, survey / "survey.toml"])
    content = bytearray(file.read_bytes())
    deed = chance.choice(("changed", "cut", "swapped", "removed"))
    if deed == "removed" and file.parent == survey:
        deed = "cut"  # without its plan the folder is no survey, and every command says so
    file.unlink()  # an original is read-only
    if deed == "changed":
        content[chance.randrange(len(content))] ^= chance.randint(1, 255)
        file.write_bytes(content)
    elif deed == "cut":
        file.write_bytes(content[: chance.randrange(len(content))])
    elif deed == "swapped":
        file.write_bytes(other)
    return Tamper(f"file {deed}", Knowledge.TRIGGERS, (file.name, file.stem))


def _tamper_table(survey: Path, chance: random.Random) -> Tamper:
    """A row of a derived table, or the key."""
    folder = SurveyFolder(survey)
    knowledge = chance.choice((Knowledge.TRIGGERS, Knowledge.SEAL))
    with forging(folder.database_path) as connection:
        table = _choose_table(connection, chance)
        deed = _choose_deed(connection, table, chance)
        deed(connection, table, chance)
    if knowledge == Knowledge.SEAL:
        reseal(folder)
    clue = "secret key" if table == "secret" else table
    return Tamper(f"row {DEEDS[deed]}", knowledge, (clue,))


def _choose_table(connection: sqlite3.Connection, chance: random.Random) -> str:
    """A table with rows."""
    tables = [*DERIVED_TABLES, "secret"]
    return chance.choice([table for table in tables if _count(connection, table)])


def _choose_deed(connection: sqlite3.Connection, table: str, chance: random.Random) -> "Deed":
    return chance.choice([*DEEDS] if _count(connection, table) > 1 else [_change, _delete, _insert])


def _tamper_journal(survey: Path, chance: random.Random) -> Tamper:
    """Events changed, dropped, put in or swapped, and as much made anew as the tamperer knows."""
    folder = SurveyFolder(survey)
    knowledge = Knowledge(chance.randrange(len(Knowledge)))
    with forging(folder.database_path) as connection:
        deed = chance.choice((_change_event, _drop_event, _put_event_in, _swap_events))
        first = deed(connection, chance)
        if knowledge >= Knowledge.CHAIN:
            rechain(connection, first)
        if knowledge >= Knowledge.TABLES:
            knowledge = _rederive(connection, knowledge)
    if knowledge == Knowledge.SEAL:
        reseal(folder)
    near = (f"event {first + step} " for step in (-1, 0, 1))
    elsewhere = ("no event has the head", *DERIVED_TABLES) if knowledge else ()
    clues = (*near, *elsewhere)
    return Tamper(EVENT_DEEDS[deed], knowledge, clues)


def _rederive(connection: sqlite3.Connection, knowledge: Knowledge) -> Knowledge:
    """What the tamperer comes to: some lies cannot be told in the tables."""
    connection.execute("SAVEPOINT tables")
    try:
        rederive(connection)
    except MISFITS:
        connection.execute("ROLLBACK TO tables")
        return Knowledge.CHAIN
    finally:
        connection.execute("RELEASE tables")
    return knowledge


# --- events --------------------------------------------------------------------------------------


def _change_event(connection: sqlite3.Connection, chance: random.Random) -> int:
    """One text of an event, or one value in its body; the event's number."""
    seq = chance.randint(1, _count(connection, "journal"))
    column = chance.choice(("at", "kind", "person", "role", "version", *["body"] * 6))
    (text,) = connection.execute(f"SELECT {column} FROM journal WHERE seq = ?", (seq,)).fetchone()
    if column == "body":
        changed = canonical_json(_change_value(json.loads(text), chance))
    else:
        changed = _change_value(text, chance)
    connection.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (changed, seq))
    return seq


def _drop_event(connection: sqlite3.Connection, chance: random.Random) -> int:
    seq = chance.randint(2, _count(connection, "journal"))
    connection.execute("DELETE FROM journal WHERE seq = ?", (seq,))
    return seq


def _put_event_in(connection: sqlite3.Connection, chance: random.Random) -> int:
    """One event a second time, somewhere after it."""
    count = _count(connection, "journal")
    source = chance.randint(1, count)
    seq = chance.randint(source + 1, count + 1)
    connection.execute("UPDATE journal SET seq = -seq - 1 WHERE seq >= ?", (seq,))
    connection.execute("UPDATE journal SET seq = -seq WHERE seq < 0")
    connection.execute(
        "INSERT INTO journal SELECT ?, at, kind, person, role, version, body, previous, hash"
        " FROM journal WHERE seq = ?",
        (seq, source),
    )
    return seq


def _swap_events(connection: sqlite3.Connection, chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(2, _count(connection, "journal") + 1), 2))
    for old, new in ((first, -1), (second, first), (-1, second)):
        connection.execute("UPDATE journal SET seq = ? WHERE seq = ?", (new, old))
    return first


EVENT_DEEDS: dict[Callable[[sqlite3.Connection, random.Random], int], str] = {
    _change_event: "event changed",
    _drop_event: "event dropped",
    _put_event_in: "event put in",
    _swap_events: "events swapped",
}


# --- rows ----------------------------------------------------------------------------------------


def _change(connection: sqlite3.Connection, table: str, chance: random.Random) -> None:
    """One value of one row."""
    columns, row = _choose_row(connection, table, chance)
    column = chance.choice(columns)
    changed = _change_value(row[columns.index(column)], chance)
    _update(connection, table, (columns, row), column, changed)


def _delete(connection: sqlite3.Connection, table: str, chance: random.Random) -> None:
    columns, row = _choose_row(connection, table, chance)
    connection.execute(f"DELETE FROM {table} WHERE {_where(columns)}", row)


def _insert(connection: sqlite3.Connection, table: str, chance: random.Random) -> None:
    """A row once more, with another key."""
    columns, row = _choose_row(connection, table, chance)
    keys = DERIVED_TABLES.get(table, columns)
    copy = [
        _change_value(value, chance) if column in keys else value
        for column, value in zip(columns, row, strict=True)
    ]
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(copy))})", copy)


def _swap(connection: sqlite3.Connection, table: str, chance: random.Random) -> None:
    """Two rows exchange what stands in one column."""
    columns, one = _choose_row(connection, table, chance)
    _columns, other = _choose_row(connection, table, chance)
    plain = [column for column in columns if column not in DERIVED_TABLES.get(table, ())]
    column = chance.choice(plain)
    place = columns.index(column)
    _update(connection, table, (columns, one), column, other[place])
    _update(connection, table, (columns, other), column, one[place])


Deed = Callable[[sqlite3.Connection, str, random.Random], None]
DEEDS: dict[Deed, str] = {
    _change: "changed",
    _delete: "deleted",
    _insert: "inserted",
    _swap: "swapped",
}

Row = tuple[Any, ...]
Columns = tuple[str, ...]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _choose_row(
    connection: sqlite3.Connection, table: str, chance: random.Random
) -> tuple[Columns, Row]:
    at = chance.randrange(_count(connection, table))
    found = connection.execute(f"SELECT * FROM {table} LIMIT 1 OFFSET ?", (at,))
    return tuple(name for name, *_rest in found.description), found.fetchone()


def _where(columns: Columns) -> str:
    return " AND ".join(f"{column} IS ?" for column in columns)


def _update(
    connection: sqlite3.Connection, table: str, found: tuple[Columns, Row], column: str, to: object
) -> None:
    columns, row = found
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {_where(columns)}", (to, *row))


def _change_value(value: Any, chance: random.Random) -> Any:
    """Another value of the same sort."""
    match value:
        case dict() | list() if value:
            return _change_part(value, chance)
        case bool():
            return not value
        case int() | float():
            return value + chance.choice((-1, 1, 7))
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case str() if value:
            at = chance.randrange(len(value))
            return value[:at] + chance.choice("123459abcxyz") + value[at + 1 :]
        case _:
            return "x"


def _change_part(value: dict[str, Any] | list[Any], chance: random.Random) -> Any:
    """Something within it."""
    changed = value.copy()
    places = sorted(value) if isinstance(value, dict) else range(len(value))
    at: Any = chance.choice([*places])
    changed[at] = _change_value(changed[at], chance)
    return changed
