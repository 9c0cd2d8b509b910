"""``decide``: one person's decision about one question of one sheet."""

from dataclasses import dataclass

from steps.closed_period import refuse_closed
from steps.left_to_third import must_leave_it, refuse_second_try
from steps.session import Session
from steps.signature import Signature, check_signature
from store.entries import SheetEntry
from store.listing import find_sheet_page, find_sheets, list_decisions
from store.sheet_settlement import PROCEDURE_QUESTION, UNKNOWN_PROCEDURE
from survey.decision import PEOPLE_APART, Settlement, left_to_third, settle
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key, plain_name
from survey.reading import Status
from survey.spoken_number import number
from templates.machine_code import MOST_PAGES

WORDS = ("blank", "multiple", "unclear")
CORRECTORS = 2


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of it: ``settlement`` is None while another person is needed.

    ``is_left_to_third`` says that two people have answered differently, ``is_otherwise`` that it
    stays as others had settled it.
    """

    sheet: str
    question: str
    settlement: Settlement | None
    is_left_to_third: bool
    is_otherwise: bool


def decide_question(
    session: Session, sheet: str, question: str, value: str, by: Signature
) -> Decided:
    """Record a decision; ``by`` says who and why.

    Raises:
        RequestError: unknown or ambiguous sheet, unknown or unread question, unknown value, no
            name or reason, or this person's answer differed from that of another.
    """
    by = check_signature(by)
    with session.record.transaction():
        entry = find_sheet(session, sheet)
        refuse_closed(session.record, entry.opening)
        value = _check_value(session, question, value)
        needed = _people_needed(session, entry, question)
        refuse_second_try(list_decisions(session.record, entry.id, question), by.person, needed)
        body = {
            "sheet": entry.id,
            "question": question,
            "value": value,
            "reason": by.reason,
            "needed": needed,
        }
        session.record.append("decision", body, person=by.person, role=by.role)
        decisions = list_decisions(session.record, entry.id, question)
    settlement = settle(decisions, needed)
    is_left_to_third = settlement is None and bool(left_to_third(decisions))
    is_otherwise = settlement is not None and not _is_among(by.person, settlement)
    return Decided(entry.id, question, settlement, is_left_to_third, is_otherwise)


def _is_among(person: str, settlement: Settlement) -> bool:
    return name_key(person) in map(name_key, settlement.decided_by.split(PEOPLE_APART))


def must_leave_question(session: Session, sheet: str, question: str, person: str) -> bool:
    """Have two people, this one among them, answered a question differently?"""
    decisions = list_decisions(session.record, sheet, question)
    if not must_leave_it(decisions, person, CORRECTORS):
        return False
    return _people_needed(session, find_sheet(session, sheet), question) > 1


def find_sheet(session: Session, prefix: str) -> SheetEntry:
    """The one sheet whose id begins so."""
    sought = plain_name(prefix).strip().upper()
    found = find_sheets(session.record, sought) if sought else ()
    if not found:
        raise RequestError(
            _("no sheet {sheet} has been read; see: hom-phieu export answers", sheet=prefix),
            on_page=_(
                "No sheet with the code {sheet} has been read; read the code again, or find the "
                "sheet in the list.",
                sheet=prefix,
            ),
        )
    whole = [sheet for sheet in found if sheet.id == sought]
    if len(whole or found) > 1:
        raise RequestError(
            _(
                "{count} sheets begin with {sheet}; type more of it",
                count=number(len(found)),
                sheet=prefix,
            )
        )
    return (whole or found)[0]


def _people_needed(session: Session, sheet: SheetEntry, question: str) -> int:
    """As many as the plan asks for; two at least where they correct what was certain (seed 004).

    Raises:
        RequestError: the page with this question has not been read.
    """
    pages = [find_sheet_page(session.record, sheet.id, n) for n in range(1, MOST_PAGES + 1)]
    read = [page for page in pages if page is not None]
    if question == PROCEDURE_QUESTION:
        is_certain = any(page.page.procedure for page in read)
    else:
        readings = {reading.question: reading for page in read for reading in page.questions}
        if question not in readings:
            raise RequestError(
                _(
                    "sheet {sheet}: question {question} has not been read; scan its page first",
                    sheet=sheet.id,
                    question=question,
                )
            )
        is_certain = readings[question].status != Status.FLAGGED
    deciders = session.plan.review.deciders
    return max(CORRECTORS, deciders) if is_certain else deciders


def _check_value(session: Session, question: str, value: str) -> str:
    """The value as the record keeps it."""
    if question == PROCEDURE_QUESTION:
        return value if value == UNKNOWN_PROCEDURE else session.plan.line_value(value)
    known = [q.id for q in session.form.asked]
    if question not in known:
        raise RequestError(
            _(
                "there is no question {question}; the form has: {known}",
                question=question,
                known=", ".join((*known, PROCEDURE_QUESTION)),
            )
        )
    allowed = (*session.form.choices_of(question), *WORDS)
    if value not in allowed:
        raise RequestError(
            _("{value} is no answer; choose one of: {known}", value=value, known=", ".join(allowed))
        )
    return value
