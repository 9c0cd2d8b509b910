"""Questions that people must still settle: kept as the journal is applied, asked by the review.

A question is open from the moment the machine flags it, or a person doubts what was certain, until
people have settled it; the hand-written line is a question too. The order of the queue follows from
a hash of the sheet alone, so that it says nothing about reason, pile or hour (spec, chapter 7).
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable

from store.sheet_settlement import PROCEDURE_QUESTION, read_decisions
from survey.decision import settle
from survey.fate import Verdict
from survey.names import name_key

TURN_CHARACTERS = 12
DOUBT = "doubt"
"""What stands for a reason where people doubt what the machine was certain of."""

# seldom anything to write, and then the sheet is counted elsewhere
NOTE_BLANK = """
UPDATE sheet SET is_blank = NOT is_blank WHERE id = ?1 AND is_blank <> (
    verdict = '' AND EXISTS (SELECT 1 FROM answer WHERE sheet = ?1)
    AND NOT EXISTS (SELECT 1 FROM answer WHERE sheet = ?1 AND status <> 'blank'))
"""


def turn_of(sheet: str) -> str:
    """Where a sheet stands in the queue: the beginning of a hash of its id."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:TURN_CHARACTERS]


def list_anew(connection: sqlite3.Connection, sheet: str) -> None:
    """What is open of a sheet, after anything about it has changed."""
    connection.execute("DELETE FROM open_question WHERE sheet = ?", (sheet,))
    connection.execute(NOTE_BLANK, (sheet,))
    known = connection.execute(
        "SELECT procedure, opening, is_blank FROM sheet WHERE id = ? AND verdict <> ?",
        (sheet, Verdict.INVALID),
    ).fetchone()
    if known is None:  # withdrawn, or invalid: nobody needs to look at it
        return
    procedure, opening, is_blank = known
    # for a value in its place SQLite would plan anew each time, because of `answer_waiting`
    asked = connection.execute(
        "SELECT question, machine_reason FROM answer WHERE sheet = ? AND status = 'flagged'",
        (sheet,),
    )
    reasons = {question: reason or "" for question, reason in asked}
    if not procedure:
        reasons[PROCEDURE_QUESTION] = ""
    givers = _find_givers(connection, sheet)
    for question in reasons.keys() | givers.keys():
        keys, reason = givers.get(question, set()), reasons.get(question, DOUBT)
        place, given = (sheet, question, opening, reason, turn_of(sheet)), _write_keys(keys)
        connection.execute(
            "INSERT INTO open_question VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, len(keys), given, is_blank),
        )


def move_open(connection: sqlite3.Connection, opening: str, sheets: Iterable[str]) -> None:
    """These sheets came out of this opening, as is known only now."""
    connection.executemany(
        "UPDATE open_question SET opening = ? WHERE sheet = ?",
        [(opening, sheet) for sheet in sheets],
    )


def _find_givers(connection: sqlite3.Connection, sheet: str) -> dict[str, set[str]]:
    """Question → name keys of those who have given an opinion on it that has settled nothing."""
    decided = connection.execute(
        "SELECT question, needed, max(seq) FROM decision WHERE sheet = ? GROUP BY question",
        (sheet,),
    ).fetchall()
    givers = {}
    for question, needed, _newest in decided:
        decisions = read_decisions(connection, sheet, question)
        if settle(decisions, needed) is None:
            givers[question] = {name_key(decision.person) for decision in decisions}
    return givers


def _write_keys(keys: Collection[str]) -> str:
    """Each between line ends, which no name has, so that one is found among others."""
    return "".join(f"\n{key}\n" for key in sorted(keys))
