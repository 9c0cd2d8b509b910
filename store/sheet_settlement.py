"""What people settled about a sheet: its answers, its procedure, whether it is valid.

Part of the projection (see there): an opinion is added to the others, and all are weighed together.
"""

import sqlite3
from typing import Any

from store.journal import Event
from survey.decision import Decision, Settlement, SheetDecision, agree, name_people, settle
from survey.names import name_key
from survey.reading import Outcome

MACHINE = "machine"
# People may settle which procedure a sheet is about, or that nobody can tell («không xác định»).
PROCEDURE_QUESTION = "procedure"
UNKNOWN_PROCEDURE = "unknown"

INSERT_SHEET = (
    "INSERT INTO sheet VALUES (:sheet, :opening, :procedure, :fingerprint, '', '', '', 0)"
    " ON CONFLICT DO NOTHING"
)


def apply_decision(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """One more opinion on a question of a sheet."""
    connection.execute(
        "INSERT INTO decision VALUES"
        " (:seq, :sheet, :question, :value, :person, :reason, :needed, :key)",
        body | {"seq": event.seq, "person": event.person, "key": name_key(event.person)},
    )
    _settle_question(connection, (body["sheet"], body["question"]), body["needed"])


def apply_sheet_decision(
    connection: sqlite3.Connection, event: Event, body: dict[str, Any]
) -> None:
    """One more opinion on whether a sheet is valid."""
    connection.execute(
        "INSERT INTO sheet_decision VALUES"
        " (:seq, :sheet, :value, :ground, :person, :reason, :needed)",
        body | {"seq": event.seq, "person": event.person},
    )
    _settle_validity(connection, body["sheet"], body["needed"])


def settle_again(connection: sqlite3.Connection, sheet: str) -> None:
    """Weigh all opinions on a sheet that has just come back into the record."""
    asked = connection.execute(
        "SELECT question, needed, max(seq) FROM decision WHERE sheet = ? GROUP BY question",
        (sheet,),
    )
    for question, needed, _newest in asked.fetchall():
        _settle_question(connection, (sheet, question), needed)
    ruled = connection.execute(
        "SELECT needed FROM sheet_decision WHERE sheet = ? ORDER BY seq DESC LIMIT 1", (sheet,)
    )
    for (needed,) in ruled.fetchall():
        _settle_validity(connection, sheet, needed)


def read_decisions(
    connection: sqlite3.Connection, sheet: str, question: str
) -> tuple[Decision, ...]:
    """All opinions on one question of one sheet, oldest first."""
    rows = connection.execute(
        "SELECT seq, sheet, question, value, person, reason FROM decision"
        " WHERE sheet = ? AND question = ? ORDER BY seq",
        (sheet, question),
    )
    return tuple(Decision(*row) for row in rows)


def read_sheet_decisions(connection: sqlite3.Connection, sheet: str) -> tuple[SheetDecision, ...]:
    """All opinions on whether a sheet is valid, oldest first."""
    rows = connection.execute(
        "SELECT seq, sheet, value, ground, person, reason FROM sheet_decision"
        " WHERE sheet = ? ORDER BY seq",
        (sheet,),
    )
    return tuple(SheetDecision(*row) for row in rows)


def _settle_question(connection: sqlite3.Connection, place: tuple[str, str], needed: int) -> None:
    settlement = settle(read_decisions(connection, *place), needed)
    sheet, question = place
    if question == PROCEDURE_QUESTION:
        _settle_procedure(connection, sheet, settlement)
    else:
        _settle_answer(connection, place, settlement)


def _settle_answer(
    connection: sqlite3.Connection, place: tuple[str, str], settlement: Settlement | None
) -> None:
    """People's settlement counts; without one the machine's reading counts again."""
    if settlement:
        connection.execute(
            "UPDATE answer SET status = ?, choice = ?, decided_by = ?"
            " WHERE sheet = ? AND question = ?",
            (settlement.status, settlement.choice, settlement.decided_by, *place),
        )
    else:
        connection.execute(
            "UPDATE answer SET status = machine_status, choice = machine_choice, decided_by = ?"
            " WHERE sheet = ? AND question = ?",
            (MACHINE, *place),
        )


def _settle_procedure(
    connection: sqlite3.Connection, sheet: str, settlement: Settlement | None
) -> None:
    """People's settlement counts; without one, what was printed on the sheet."""
    if settlement:
        procedure = settlement.choice or UNKNOWN_PROCEDURE
        connection.execute("UPDATE sheet SET procedure = ? WHERE id = ?", (procedure, sheet))
    else:
        connection.execute(
            "UPDATE sheet SET procedure = (SELECT procedure FROM page"
            " WHERE sheet = ?1 AND outcome = ?2 ORDER BY seq LIMIT 1) WHERE id = ?1",
            (sheet, Outcome.READ),
        )


def _settle_validity(connection: sqlite3.Connection, sheet: str, needed: int) -> None:
    agreeing = agree(read_sheet_decisions(connection, sheet), needed)
    verdict, ground = (agreeing[-1].verdict, agreeing[-1].ground) if agreeing else ("", "")
    connection.execute(
        "UPDATE sheet SET verdict = ?, ground = ?, ruled_by = ? WHERE id = ?",
        (verdict, ground, name_people(agreeing), sheet),
    )
