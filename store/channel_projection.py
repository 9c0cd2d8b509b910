"""What comes by other ways than paper, as events and as rows derived from them."""

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
