"""Spot checks: certain readings drawn at random, looked at without the machine's opinion."""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.questions import choices_of
from steps.spot_check import spot_checked
from store.one_sheet import find_answer, find_page
from store.spot_checks import draw_certain, find_spot_check
from store.worklist import Place
from survey.language import _


async def show_spot_check(visit: Visit) -> Response:
    """The reading that was drawn for this person; it stays until it is answered."""
    place = _drawn(visit)
    return visit.show("spot-check.html", **_told(visit, place)) if place else _nothing_left(visit)


async def check(visit: Visit) -> Response:
    """Record what this person saw; only what was drawn may be answered."""
    place, value = _drawn(visit), visit.form.get("value", "")
    sent = visit.form.get("sheet"), visit.form.get("question")
    if place is not None and sent == place:
        form = visit.desk.session.form
        if value not in {choice.value for choice in choices_of(form, place[1])}:
            raise HTTPException(400, _("Choose one of the answers."))
        body = {"sheet": place[0], "question": place[1], "value": value}
        sitter = visit.seated
        visit.desk.session.record.append("spot-check", body, sitter.name, sitter.role)
        visit.desk.drawn.pop(sitter.key)
    return RedirectResponse("/spot-check", SEE_OTHER)


def _drawn(visit: Visit) -> Place | None:
    drawn, sitter = visit.desk.drawn, visit.seated
    if sitter.key not in drawn:
        place = draw_certain(visit.desk.session.record, sitter.name)
        if place is None:
            return None
        drawn[sitter.key] = place
    return drawn[sitter.key]


def _nothing_left(visit: Visit) -> Response:
    return visit.show("nothing-left.html")


def _told(visit: Visit, place: Place) -> dict[str, object]:
    session = visit.desk.session
    answer = find_answer(session.record, *place)
    page = find_page(session.record, answer.page) if answer else None
    if answer is None or page is None:
        raise HTTPException(404, _("The record knows no such question."))
    last = find_spot_check(session.record, visit.seated.name)
    return {
        "answer": answer,
        "choices": choices_of(session.form, answer.question),
        "last": last,
        "last_read": find_answer(session.record, *last[0]) if last else None,
        "page": page,
        "question": session.form.question(answer.question),
        "spot": spot_checked(session),
    }
