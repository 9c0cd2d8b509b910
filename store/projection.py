"""What an event means: the only code that writes the derived tables.

It runs while an event is appended and again when the journal is replayed, so the derived tables are
a pure function of the journal. A function here must read nothing but the event and those tables.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from store.bundle_projection import apply_bundle_added, apply_units
from store.channel_projection import apply_dossiers, apply_imported
from store.closing_projection import apply_closed, apply_explained, apply_reopened
from store.custody_projection import (
    apply_instruction,
    apply_opening,
    apply_paper,
    apply_sealed,
)
from store.journal import CLOCK_SET_BACK, Event
from store.open_questions import list_anew, move_open
from store.page_fate import apply_page_decision
from store.recheck_projection import (
    apply_recheck_drawn,
    apply_recheck_read,
    apply_recheck_result,
)
from store.sheet_settlement import (
    INSERT_SHEET,
    MACHINE,
    apply_decision,
    apply_sheet_decision,
)
from survey.reading import Outcome

# The derived tables and their primary keys, in an order that a reader can follow.
DERIVED_TABLES: dict[str, tuple[str, ...]] = {
    "printed_run": ("seq",),
    "paper": ("seq",),
    "sealing": ("seq",),
    "opening": ("id",),
    "opening_version": ("id",),
    "instruction": ("seq",),
    "original": ("sha256",),
    "page": ("seq",),
    "sheet": ("id",),
    "answer": ("sheet", "question"),
    "sheet_count": ("opening", "procedure", "fingerprint", "ground", "is_blank"),
    "answer_count": (
        *("opening", "procedure", "fingerprint", "ground", "is_blank"),
        *("question", "status", "choice"),
    ),
    "asked_count": ("reason", "status"),
    "decision": ("seq",),
    "page_decision": ("seq",),
    "sheet_decision": ("seq",),
    "open_question": ("sheet", "question"),
    "open_count": ("opening", "question", "reason", "opinions", "given_by", "is_blank"),
    "spot_check": ("seq",),
    "comment": ("sheet",),
    "explanation": ("seq",),
    "closed_period": ("period",),
    "batch": ("seq",),
    "report": ("seq",),
    "dossiers": ("period", "scope", "key", "seq"),
    "import_part": ("seq",),
    "imported": ("channel", "key"),
    "imported_answer": ("channel", "key", "question"),
    "recheck": ("id",),
    "recheck_sheet": ("recheck", "place"),
    "recheck_reading": ("seq", "unit", "question"),
    "recheck_result": ("seq",),
    "unit": ("code", "starts", "seq"),
    "bundle": ("seq",),
}


def apply_event(connection: sqlite3.Connection, event: Event) -> None:
    """Write into the derived tables what this event means.

    Raises:
        KeyError: the kind is unknown.
        sqlite3.Error: the body does not fit, or speaks of something the record does not know.
    """
    APPLY[event.kind](connection, event, event.body)


def _apply_nothing(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Some events only bear witness."""


def _apply_printed(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO printed_run VALUES"
        " (:seq, :form, :fingerprint, :procedure, :copies, :file, :sha256)",
        body | {"seq": event.seq},
    )


def _apply_original(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    # the same content may arrive again under another name; the first name stays
    connection.execute(
        "INSERT INTO original VALUES (:sha256, :name, :size_bytes, :seq) ON CONFLICT DO NOTHING",
        body | {"seq": event.seq},
    )


def _apply_page(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO page VALUES (:seq, :sha256, :source_file, :source_page, :opening, :outcome,"
        " :reason, :detail, :sheet, :sheet_page, :fingerprint, :procedure, :fit_mm,"
        " :outcome, :sheet, :sheet_page, :fingerprint, '', '')",
        body | {"seq": event.seq},
    )
    if body["outcome"] == Outcome.READ:
        _apply_reading(connection, event.seq, body)


def _apply_reading(connection: sqlite3.Connection, page: int, body: dict[str, Any]) -> None:
    """A page that was read makes its sheet, or adds to it, and brings its answers."""
    connection.execute(INSERT_SHEET, body)
    connection.executemany(
        "INSERT INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5, ?6, ?8)",
        [
            (body["sheet"], question, page, position, status, choice, reason, MACHINE)
            for position, (question, status, choice, reason) in enumerate(body["questions"], 1)
        ],
    )
    list_anew(connection, body["sheet"])


def _apply_assigned(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    """Pages taken in before any opening was recorded get theirs, and so do their sheets."""
    moved = connection.execute(
        "UPDATE sheet SET opening = :opening WHERE opening = '' AND id IN (SELECT sheet FROM page"
        " WHERE sha256 = :sha256 AND source_file = :source_file AND outcome = 'read')"
        " RETURNING id",
        body,
    ).fetchall()
    move_open(connection, body["opening"], (sheet for (sheet,) in moved))
    connection.execute(
        "UPDATE page SET opening = :opening"
        " WHERE sha256 = :sha256 AND source_file = :source_file AND opening = ''",
        body,
    )


def _apply_decision(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    apply_decision(connection, event, body)
    list_anew(connection, body["sheet"])


def _apply_sheet_decision(
    connection: sqlite3.Connection, event: Event, body: dict[str, Any]
) -> None:
    apply_sheet_decision(connection, event, body)
    list_anew(connection, body["sheet"])


def _apply_page_decision(
    connection: sqlite3.Connection, event: Event, body: dict[str, Any]
) -> None:
    """The page may have been one sheet before, and be another one, or none, afterwards."""
    sheet_of_page = (
        "SELECT sheet FROM page"
        " WHERE sha256 = :sha256 AND source_file = :source_file AND source_page = :source_page"
    )
    (before,) = connection.execute(sheet_of_page, body).fetchone()
    apply_page_decision(connection, event, body)
    (after,) = connection.execute(sheet_of_page, body).fetchone()
    for sheet in {before, after}:
        list_anew(connection, sheet)


def _apply_spot_check(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO spot_check SELECT :seq, :sheet, :question, :value, :person,"
        " coalesce(machine_choice, machine_status) = :value"
        " FROM answer WHERE sheet = :sheet AND question = :question",
        body | {"seq": event.seq, "person": event.person},
    )


def _apply_comment(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO comment VALUES (:sheet, :seq, :person) ON CONFLICT DO NOTHING",
        body | {"seq": event.seq, "person": event.person},
    )


def _apply_batch(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO batch VALUES (:seq, :files, :pages, :flags, :reader)",
        body | {"seq": event.seq},
    )


def _apply_report(connection: sqlite3.Connection, event: Event, body: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO report VALUES (:seq, :kind, :period, :file, :sha256, 0)",
        body | {"seq": event.seq},
    )


APPLY: dict[str, Callable[[sqlite3.Connection, Event, dict[str, Any]], None]] = {
    "survey-created": _apply_nothing,  # {plan, survey, key_sha256}
    "plan-read": _apply_nothing,  # {sha256}: the plan people edit was this one from here on
    "printed": _apply_printed,  # {form, fingerprint, procedure, copies, file, sha256}
    "paper": apply_paper,  # {act, count, box, note}
    "sealed": apply_sealed,  # {box, seal_number, note}
    "opening": apply_opening,  # see steps.open_box; a correction names what it corrects
    "instruction": apply_instruction,  # {opening, instruction, at}
    "original": _apply_original,  # {sha256, name, size_bytes}
    "page": _apply_page,  # see store.page_body
    # {files, pages, outcomes, flags, reader, bound: {kind of scans: see omr.bound}}
    "batch": _apply_batch,
    "assigned": _apply_assigned,  # {sha256, source_file, opening}: its pages without an opening
    "decision": _apply_decision,  # {sheet, question, value, reason, needed}, by a person
    # {sha256, source_file, source_page, fate, sheet, reason, needed}, and for a sheet that people
    # will read {sheet_page, fingerprint, questions}; by a person
    "page-decision": _apply_page_decision,
    "sheet-decision": _apply_sheet_decision,  # {sheet, value, ground, reason, needed}, by a person
    "mixed": _apply_nothing,  # {file, sha256}: a printed file that forgot its order
    "spot-check": _apply_spot_check,  # {sheet, question, value}, by a person; changes no answer
    "comment": _apply_comment,  # {sheet}: its comment deserves an answer; by a person
    "explained": apply_explained,  # {slug, key, expected, found, reason, people}
    "closed": apply_closed,  # {period}, by a person
    "reopened": apply_reopened,  # {period, reason, people}
    "report": _apply_report,  # {kind, period, file, sha256}
    "imported": apply_imported,  # {channel, file, sha256, form, asked, answers, …}, see steps
    "dossiers": apply_dossiers,  # {source, as_of, file, sha256, figures}: settled dossiers
    # {id, period, question, allowed, risk_limit, satisfied, per_sheet, seed, population,
    # record_sha256, first, units}
    "recheck-drawn": apply_recheck_drawn,
    "recheck-read": apply_recheck_read,  # {recheck, sheets: {unit: {question: value}}}, by a reader
    "recheck-result": apply_recheck_result,  # {recheck, sheets, risk, verdict, file, sha256}
    "bundle-exported": _apply_nothing,  # {period, file, sha256, head, key, answers}
    "units": apply_units,  # {source, as_of, file, sha256, units}: the offices below this one
    "bundle-added": apply_bundle_added,  # see steps.add_bundle; {…, replaces}: a unit's results
    # the four steps of sampling, see steps.sample; what they say is read from the journal
    "sample-units": _apply_nothing,  # {period, seed, population, population_sha256, units}
    "sample-frame": _apply_nothing,  # {period, source, as_of, file, sha256, frame}
    "sample-drawn": _apply_nothing,  # {period, seed, error, size, dossiers, allotted, file, sha256}
    CLOCK_SET_BACK: _apply_nothing,  # {before, now}
}
