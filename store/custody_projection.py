"""What the events of box and paper mean: seals, openings and their corrections, sheets handed out.

Part of ``store.projection``; the same rule holds here.
"""

import sqlite3
from typing import Any

from store.journal import Event


def apply_paper(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Sheets issued, spoilt, brought back or left over."""
    connection.execute(
        "INSERT INTO paper VALUES (:seq, :act, :count, :box, :note)", body | {"seq": event.seq}
    )


def apply_sealed(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A box has a new seal."""
    connection.execute(
        "INSERT INTO sealing VALUES (:seq, :box, :seal_number, :at, :person, '')",
        body | {"seq": event.seq, "at": event.at, "person": event.person},
    )


def apply_opening(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """An opening or a refusal; one that corrects another changes what counts of it."""
    if body.get("corrects"):
        _apply_correction(connection, event, body)
        return
    connection.execute(
        "INSERT INTO opening VALUES (:id, :seq, 1, :follows, :period, :box, :refused, :first,"
        " :second, :issued, :body)",
        _opening_row(event, body) | {"id": body["id"], "seq": event.seq},
    )
    _keep_version(connection, event, (body["id"], 1))
    if handover := body.get("handover"):
        connection.execute(
            "INSERT INTO sealing VALUES (?, ?, ?, ?, ?, ?)",
            (event.seq, body["box"], handover["box_seal_number"], body["closed"]["at"],
             event.person, body["id"]),
        )  # fmt: skip


def _apply_correction(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """A later version of an opening takes the place in time of the first."""
    row = _opening_row(event, body) | {"id": body["corrects"]}
    ((version,),) = connection.execute(
        "UPDATE opening SET version = version + 1, follows = :follows, period = :period,"
        " box = :box, refused = :refused, first_count = :first, second_count = :second,"
        " issued = :issued, body = :body WHERE id = :id RETURNING version",
        row,
    )
    _keep_version(connection, event, (body["corrects"], version))
    if handover := body.get("handover"):
        connection.execute(
            "UPDATE sealing SET box = ?, seal_number = ?, at = ? WHERE opening = ?",
            (body["box"], handover["box_seal_number"], body["closed"]["at"], body["corrects"]),
        )


def _opening_row(event: Event, body: dict[str, Any]) -> dict[str, Any]:
    count = body.get("count") or {}  # none when the box was left closed
    return {
        "follows": body.get("follows", ""),
        "period": body["period"],
        "box": body["box"],
        "refused": body["refused"],
        "first": count.get("first"),
        "second": count.get("second"),
        "issued": count.get("issued"),
        "body": event.body_text,
    }


def _keep_version(connection: sqlite3.Connection, event: Event, version: tuple[str, int]) -> None:
    opening, number = version
    connection.execute(
        "INSERT INTO opening_version VALUES (?, ?, ?, ?, ?)",
        (event.body["id"], opening, number, event.seq, event.body_text),
    )


def apply_instruction(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """The standing committee answered a refusal."""
    connection.execute(
        "INSERT INTO instruction VALUES (:seq, :opening, :instruction, :at, :person)",
        body | {"seq": event.seq, "person": event.person},
    )
