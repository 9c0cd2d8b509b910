"""What the events of a re-check (phúc tra) mean; see ``store.projection``."""

import sqlite3
from typing import Any

from store.journal import Event


def apply_recheck_drawn(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A draw, or more sheets of the same draw: ``first`` is the place of the first of ``units``."""
    if body["first"] == 1:
        connection.execute(
            "INSERT INTO recheck VALUES (?, ?, ?, ?)",
            (body["id"], event.seq, body["period"], event.body_text),
        )
    connection.executemany(
        "INSERT INTO recheck_sheet VALUES (?, ?, ?)",
        [(body["id"], place, unit) for place, unit in enumerate(body["units"], body["first"])],
    )


def apply_recheck_read(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """What one person read on sheets of paper."""
    connection.executemany(
        "INSERT INTO recheck_reading VALUES (?, ?, ?, ?, ?, ?)",
        [
            (event.seq, body["recheck"], unit, question, value, event.person)
            for unit, answers in body["sheets"].items()
            for question, value in answers.items()
        ],
    )


def apply_recheck_result(
    connection: sqlite3.Connection, event: Event, body: dict[str, Any]
) -> None:
    """What a re-check came to."""
    connection.execute(
        "INSERT INTO recheck_result VALUES"
        " (:seq, :recheck, :sheets, :risk, :verdict, :file, :sha256)",
        body | {"seq": event.seq},
    )
