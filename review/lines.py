"""The line on which people wrote their procedure by hand: read by people, chosen from the plan."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.opinions import record_opinion
from review.queues import address_of, follow, lines_of
from review.stance import find_stance, say_left
from steps.decide import find_sheet
from steps.left_to_third import settled_by
from steps.session import Session
from store.entries import PageEntry
from store.listing import list_decisions
from store.one_sheet import list_sheet_pages
from store.sheet_settlement import PROCEDURE_QUESTION, UNKNOWN_PROCEDURE
from store.worklist import Place, count_asked, find_own_decision
from survey.language import _
from survey.procedure_search import find_on_line
from survey.wording import say_value

MOST_FOUND = 40


async def show_next(visit: Visit) -> Response:
    """The next line of this person's queue, behind the sheet the address names."""
    after = visit.asked("after"), PROCEDURE_QUESTION
    place = follow(visit.desk, lines_of(visit.seated), after)
    if place is None:
        return visit.show("nothing-left.html")
    return RedirectResponse(address_of(place), SEE_OTHER)


async def show_line(visit: Visit) -> Response:
    """One line, and the procedures that fit the words typed."""
    return _show(visit)


async def decide(visit: Visit) -> Response:
    """Record what this person read; a form that was sent before changes nothing."""
    place: Place = _find(visit).sheet, PROCEDURE_QUESTION
    fault = record_opinion(visit, place)
    if fault:
        return _show(visit, fault)
    following = follow(visit.desk, lines_of(visit.seated), place)
    return RedirectResponse(address_of(following) if following else "/procedures", SEE_OTHER)


async def show_crop(visit: Visit) -> Response:
    """The picture of the line."""
    return visit.picture(await run_in_threadpool(visit.desk.lightbox.line, _find(visit)))


def _show(visit: Visit, fault: str = "") -> Response:
    page, session, sitter = _find(visit), visit.desk.session, visit.seated
    place: Place = page.sheet, PROCEDURE_QUESTION
    words = visit.asked("find")
    found = find_on_line(session.plan, words)
    own, own_value = find_own_decision(session.record, place, sitter.key)
    told: dict[str, Any] = {
        "fault": fault,
        "found": found[:MOST_FOUND],
        "left": count_asked(session.record, lines_of(sitter)),
        "left_said": say_left(session, place),
        "more": len(found) - MOST_FOUND,
        "own": own,
        "own_value": own_value,
        "page": page,
        "printed": say_procedure(session, page.procedure),
        "settled": say_procedure(session, find_sheet(session, page.sheet).procedure),
        "settled_by": settled_by(list_decisions(session.record, *place)),
        "stance": find_stance(session, sitter, place),
        "unknown": UNKNOWN_PROCEDURE,
        "words": words,
    }
    return visit.show("procedure.html", 409 if fault else 200, **told)


def say_procedure(session: Session, code: str) -> str:
    """A procedure or field by its name in the plan, its code where the plan has none."""
    return session.plan.line_names.get(code) or say_value(code)


def _find(visit: Visit) -> PageEntry:
    """The first page of the sheet that the path names.

    Raises:
        HTTPException: the record knows no such sheet.
    """
    pages = list_sheet_pages(visit.desk.session.record, visit.place("sheet"))
    if not pages:
        raise HTTPException(404, _("The record knows no such page."))
    return pages[0]
