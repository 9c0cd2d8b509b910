"""One sheet: its pages, its questions as they stand, its history, its comment."""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.history import Teller
from review.lines import say_procedure
from steps.decide import CORRECTORS, find_sheet
from steps.left_to_third import must_leave_it, say_left_to_you
from steps.rule_sheet import rule_sheet
from steps.signature import Signature
from store.entries import SheetEntry
from store.listing import list_sheet_decisions
from store.one_sheet import find_comment, list_sheet_answers, list_sheet_pages
from store.sheet_settlement import PROCEDURE_QUESTION
from store.worklist import count_opinions, find_own_decision
from survey.decision import SheetDecision
from survey.errors import RequestError
from survey.fate import Ground
from survey.names import name_key
from survey.wording import say_ground


async def find(visit: Visit) -> Response:
    """The sheet whose id begins as the address says."""
    sheet = find_sheet(visit.desk.session, visit.asked("sheet"))
    return RedirectResponse(f"/sheets/{sheet.id}", SEE_OTHER)


async def show_sheet(visit: Visit) -> Response:
    """Everything that is known of one sheet."""
    session, sitter = visit.desk.session, visit.seated
    sheet, record = _find(visit), session.record
    answers = list_sheet_answers(record, sheet.id)
    teller = Teller(session, sitter)
    places = {answer.question: (sheet.id, answer.question) for answer in answers}
    grounds, pages = session.plan.validity.grounds, list_sheet_pages(record, sheet.id)
    rulings = list_sheet_decisions(record, sheet.id)
    return visit.show(
        "sheet.html",
        sheet=sheet,
        answers=answers,
        comment=find_comment(record, sheet.id),
        grounds=[(one, say_ground(one)) for one in grounds if one != Ground.ALL_BLANK],
        history=tuple(teller.tell(sheet.id)),
        open={q: count_opinions(record, place) is not None for q, place in places.items()},
        own={q: find_own_decision(record, place, sitter.key)[1] for q, place in places.items()},
        pages=pages,
        left_said=say_left_to_you(rulings),
        is_printed=any(page.procedure and page.procedure == sheet.procedure for page in pages),
        is_procedure_open=count_opinions(record, (sheet.id, PROCEDURE_QUESTION)) is not None,
        procedure=say_procedure(session, sheet.procedure),
        ruling=_own_ruling(visit, sheet),
        ruling_is_left=must_leave_it(rulings, sitter.name, CORRECTORS),
    )


async def rule(visit: Visit) -> Response:
    """Record that this person finds the sheet invalid, or valid after all; two must agree."""
    sheet, sitter, session = _find(visit), visit.seated, visit.desk.session
    ground, why = visit.form.get("ground", ""), visit.why
    with session.record.transaction():
        own = _own_ruling(visit, sheet)
        if visit.form.get("own") == str(own.seq if own else 0):
            rule_sheet(session, sheet.id, ground, Signature(sitter.name, why, sitter.role))
    return RedirectResponse(f"/sheets/{sheet.id}", SEE_OTHER)


async def flag_comment(visit: Visit) -> Response:
    """Note that the comment on this sheet deserves an answer; its words stay on the paper."""
    sheet, sitter, record = _find(visit), visit.seated, visit.desk.session.record
    with record.transaction():
        if find_comment(record, sheet.id) is None:
            record.append("comment", {"sheet": sheet.id}, person=sitter.name, role=sitter.role)
    return RedirectResponse(f"/sheets/{sheet.id}", SEE_OTHER)


def _own_ruling(visit: Visit, sheet: SheetEntry) -> SheetDecision | None:
    """What this person said last of the sheet's validity."""
    decisions = list_sheet_decisions(visit.desk.session.record, sheet.id)
    mine = [one for one in decisions if name_key(one.person) == visit.seated.key]
    return mine[-1] if mine else None


def _find(visit: Visit) -> SheetEntry:
    try:
        return find_sheet(visit.desk.session, visit.place("sheet"))
    except RequestError as error:
        raise HTTPException(404, error.on_page) from error
