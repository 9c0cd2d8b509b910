"""What other offices hand up, as events and as rows derived from them; see ``store.projection``."""

import sqlite3
from typing import Any

from store.journal import Event


def apply_units(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """The table of units; earlier rows stay, the newest count."""
    connection.executemany(
        "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(event.seq, *unit) for unit in body["units"]],
    )


def apply_bundle_added(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A unit's results; an earlier bundle of the same unit, survey and period is superseded."""
    connection.execute(
        "UPDATE bundle SET superseded = ? WHERE seq = ?", (event.seq, body["replaces"])
    )
    connection.execute(
        "INSERT INTO bundle VALUES (:seq, :unit, :starts, :survey, :period, :head, :events, :key,"
        " :sha256, :results, :sheets, 0)",
        body | {"seq": event.seq},
    )
