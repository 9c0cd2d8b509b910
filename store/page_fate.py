"""What people settled about a page that the machine did not read.

Part of the projection (see there). The page keeps what the machine left; a settlement lies over it
and is taken off again when people change their minds.
"""

import sqlite3
from typing import Any

from store.journal import Event
from store.sheet_settlement import INSERT_SHEET, MACHINE, settle_again
from survey.decision import PageDecision, agree, name_people
from survey.fate import MAKES_A_SHEET, NOT_OUR_CODE, Fate
from survey.reading import Outcome, Reason, Status

SHEET_NAME_CHARACTERS = 12


def sheet_of_place(sha256: str, source_page: int) -> str:
    """The id of a sheet that carries none: where it was scanned from."""
    return f"{sha256[:SHEET_NAME_CHARACTERS].upper()}-{source_page}"


def apply_page_decision(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """One more opinion on the fate of a page."""
    (page,) = connection.execute(
        "SELECT seq FROM page"
        " WHERE sha256 = :sha256 AND source_file = :source_file AND source_page = :source_page",
        body,
    ).fetchone()
    questions = " ".join(body["questions"])
    connection.execute(
        "INSERT INTO page_decision VALUES (:seq, :page, :fate, :sheet, :sheet_page, :fingerprint,"
        " :questions, :person, :reason, :needed)",
        body | {"seq": event.seq, "page": page, "questions": questions, "person": event.person},
    )
    agreeing = agree(read_page_decisions(connection, page), body["needed"])
    _take_off(connection, page)
    if agreeing:
        _lay_over(connection, page, agreeing[-1])
        connection.execute(
            "UPDATE page SET settled_by = ? WHERE seq = ?", (name_people(agreeing), page)
        )


def read_page_decisions(connection: sqlite3.Connection, page: int) -> tuple[PageDecision, ...]:
    """All opinions on the fate of a page, oldest first."""
    rows = connection.execute(
        "SELECT seq, fate, sheet, sheet_page, fingerprint, questions, person, reason"
        " FROM page_decision WHERE page = ? ORDER BY seq",
        (page,),
    )
    return tuple(
        PageDecision(seq, fate, sheet, number, fingerprint, tuple(questions.split()), *by)
        for seq, fate, sheet, number, fingerprint, questions, *by in rows
    )


def _take_off(connection: sqlite3.Connection, page: int) -> None:
    """The page is again what the machine left, and a sheet that only it showed is gone."""
    (sheet,) = connection.execute("SELECT sheet FROM page WHERE seq = ?", (page,)).fetchone()
    connection.execute(
        "UPDATE page SET outcome = machine_outcome, sheet = machine_sheet,"
        " sheet_page = machine_sheet_page, fingerprint = machine_fingerprint,"
        " fate = '', settled_by = '' WHERE seq = ?",
        (page,),
    )
    connection.execute("DELETE FROM answer WHERE page = ?", (page,))
    connection.execute(
        "DELETE FROM sheet WHERE id = ?1"
        " AND NOT EXISTS (SELECT 1 FROM page WHERE sheet = ?1 AND outcome = 'read')",
        (sheet,),
    )


def _lay_over(connection: sqlite3.Connection, page: int, settled: PageDecision) -> None:
    connection.execute("UPDATE page SET fate = ? WHERE seq = ?", (settled.fate, page))
    if settled.fate in MAKES_A_SHEET:
        _make_sheet(connection, page, settled)
    elif settled.fate == Fate.RESCANNED:
        _stand_aside(connection, page, settled.sheet)
    elif settled.fate == Fate.DUPLICATE:
        (sheet,) = connection.execute("SELECT sheet FROM page WHERE seq = ?", (page,)).fetchone()
        _stand_aside(connection, page, sheet)


def _stand_aside(connection: sqlite3.Connection, page: int, sheet: str) -> None:
    """The paper counts as this sheet, which was read from another page."""
    connection.execute(
        "UPDATE page SET outcome = ?, sheet = ? WHERE seq = ?", (Outcome.DUPLICATE, sheet, page)
    )


def _make_sheet(connection: sqlite3.Connection, page: int, settled: PageDecision) -> None:
    """The page is a sheet, or a page of one, and all its questions wait for people."""
    sheet = settled.sheet or _own_sheet(connection, page, settled)
    connection.execute(
        "UPDATE page SET outcome = ?, sheet = ?, sheet_page = ?, fingerprint = ? WHERE seq = ?",
        (Outcome.READ, sheet, settled.sheet_page, settled.fingerprint, page),
    )
    opening, procedure = connection.execute(
        "SELECT opening, procedure FROM page WHERE seq = ?", (page,)
    ).fetchone()
    named = {"sheet": sheet, "opening": opening, "procedure": procedure}
    connection.execute(INSERT_SHEET, named | {"fingerprint": settled.fingerprint})
    connection.executemany(
        "INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?5, NULL, ?7)"
        " ON CONFLICT DO NOTHING",  # a question that was read on another page stays as it is
        [
            (sheet, question, page, position, Status.FLAGGED, Reason.NOT_READ, MACHINE)
            for position, question in enumerate(settled.questions, 1)
        ],
    )
    settle_again(connection, sheet)


def _own_sheet(connection: sqlite3.Connection, page: int, settled: PageDecision) -> str:
    """The id its code gives, unless another page was read as that; else where it came from."""
    sha256, source_page, reason, sheet, sheet_page = connection.execute(
        "SELECT sha256, source_page, reason, machine_sheet, machine_sheet_page FROM page"
        " WHERE seq = ?",
        (page,),
    ).fetchone()
    taken = connection.execute(
        "SELECT 1 FROM page WHERE sheet = ? AND sheet_page = ? AND outcome = 'read'",
        (sheet, sheet_page),
    ).fetchone()
    is_ours = bool(sheet) and taken is None and reason not in NOT_OUR_CODE
    return sheet if is_ours else sheet_of_place(sha256, source_page)
