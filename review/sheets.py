"""One sheet: its pages, its questions as they stand, its history, its comment."""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.history import Teller
from steps.decide import find_sheet
from store.entries import SheetEntry
from store.one_sheet import find_comment, list_sheet_answers, list_sheet_pages
from store.worklist import count_opinions, find_own_decision
from survey.errors import RequestError


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
    return visit.show(
        "sheet.html",
        sheet=sheet,
        answers=answers,
        comment=find_comment(record, sheet.id),
        history=tuple(teller.tell(sheet.id)),
        name_question=teller.name_question,
        open={q: count_opinions(record, place) is not None for q, place in places.items()},
        own={q: find_own_decision(record, place, sitter.key)[1] for q, place in places.items()},
        pages=list_sheet_pages(record, sheet.id),
    )


async def flag_comment(visit: Visit) -> Response:
    """Note that the comment on this sheet deserves an answer; its words stay on the paper."""
    sheet, sitter, record = _find(visit), visit.seated, visit.desk.session.record
    with record.transaction():
        if find_comment(record, sheet.id) is None:
            record.append("comment", {"sheet": sheet.id}, person=sitter.name, role=sitter.role)
    return RedirectResponse(f"/sheets/{sheet.id}", SEE_OTHER)


def _find(visit: Visit) -> SheetEntry:
    try:
        return find_sheet(visit.desk.session, visit.place("sheet"))
    except RequestError as error:
        raise HTTPException(404, str(error)) from error
