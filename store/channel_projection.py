"""What comes by other ways than paper, as events and as rows derived from them."""

import json
import sqlite3
from typing import Any

from store.journal import Event


def apply_dossiers(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Figures of settled dossiers; earlier ones stay, the newest count."""
    connection.executemany(
        "INSERT INTO dossiers VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (event.seq, period, scope, key, dossiers, body["source"], body["as_of"])
            for period, scope, key, dossiers in body["figures"]
        ],
    )


def apply_imported(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Answers of another channel, with what the form asked at the time."""
    connection.execute(
        "INSERT INTO import_part VALUES (?, ?, ?, ?, ?)",
        (event.seq, body["channel"], body["file"], body["form"], _told(body["asked"])),
    )
    for key, period, procedure, field, answers in body["answers"]:
        place = (body["channel"], key)
        connection.execute(
            "INSERT INTO imported VALUES (?, ?, ?, ?, ?, ?)",
            (*place, event.seq, period, procedure, field),
        )
        connection.executemany(
            "INSERT INTO imported_answer VALUES (?, ?, ?, ?, ?, ?)",
            [(*place, q, position, *said) for position, (q, *said) in enumerate(answers, 1)],
        )


def _told(asked: dict[str, Any]) -> str:
    return json.dumps(asked, ensure_ascii=False, sort_keys=True)
