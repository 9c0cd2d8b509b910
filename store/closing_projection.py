"""What the events of closing mean: differences explained, periods finished and reopened.

Part of ``store.projection``; the same rule holds here.
"""

import sqlite3
from typing import Any

from store.journal import Event
from survey.period import Period

MINUTES = "minutes"
"""A reopening leaves these as they are: they tell of an act, not of results."""


def apply_explained(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Two people explained a difference."""
    connection.execute(
        "INSERT INTO explanation VALUES (:seq, :slug, :key, :expected, :found, :reason, :people)",
        body | {"seq": event.seq, "people": "; ".join(body["people"])},
    )


def apply_closed(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A period is finished."""
    connection.execute("INSERT INTO closed_period VALUES (?, ?)", (body["period"], event.seq))


def apply_reopened(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A period and every longer one is open again; reports on any of its days are superseded."""
    reopened = Period.parse(body["period"])
    closed = connection.execute("SELECT period FROM closed_period").fetchall()
    for (period,) in closed:
        if Period.parse(period).contains(reopened):
            connection.execute("DELETE FROM closed_period WHERE period = ?", (period,))
    reports = connection.execute(
        "SELECT seq, period FROM report WHERE superseded = 0 AND kind <> ?", (MINUTES,)
    ).fetchall()
    for seq, period in reports:
        if period and Period.parse(period).overlaps(reopened):
            connection.execute("UPDATE report SET superseded = ? WHERE seq = ?", (event.seq, seq))
