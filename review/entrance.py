"""Coming in, taking a seat and leaving it."""

import asyncio
import hmac

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from review.doors import SEE_OTHER, Visit
from review.seats import NAME_CHARACTERS
from review.start_page import show_start
from steps.signature import person_name
from store.listing import is_anything_scanned
from survey.errors import RequestError
from survey.language import _
from survey.plan import Role

WRONG_CODE_S = 0.5
"""How long a wrong code waits for its answer, so that nobody can try many."""


async def enter(visit: Visit) -> Response:
    """The start address: whoever knows its token gets the entry cookie."""
    entry = visit.desk.entry
    if not hmac.compare_digest(visit.asked("token").encode(), entry.token.encode()):
        raise HTTPException(403, _("Open the address that the terminal shows."))
    response = RedirectResponse("/", SEE_OTHER)
    _give_cookie(response, visit.desk.entry_cookie, visit.desk.cookie)
    return response


async def begin(visit: Visit) -> Response:
    """The start page, or first the seats."""
    return await show_start(visit) if visit.sitter else RedirectResponse("/sign-in", SEE_OTHER)


async def show_seats(visit: Visit) -> Response:
    """The form to take a seat."""
    return _show_seats(visit, "", "", 200)


async def sit_down(visit: Visit) -> Response:
    """Take the seat of a code."""
    code, name, role = (visit.form.get(field, "") for field in ("code", "name", "role"))
    try:
        sitter = visit.desk.seats.sit_down(code, _checked_name(name), _checked_role(role))
    except RequestError as error:
        await asyncio.sleep(WRONG_CODE_S)
        return _show_seats(visit, name, error.on_page, 400)
    is_read = is_anything_scanned(visit.desk.session.record)
    response = RedirectResponse("/overview" if is_read else "/", SEE_OTHER)
    _give_cookie(response, visit.desk.seat_cookie, sitter.cookie)
    return response


async def stand_up(visit: Visit) -> Response:
    """Leave the seat to the next person."""
    visit.desk.seats.stand_up(visit.seated)
    response = RedirectResponse("/sign-in", SEE_OTHER)
    response.delete_cookie(visit.desk.seat_cookie, httponly=True, samesite="strict")
    return response


def _show_seats(visit: Visit, name: str, fault: str, status: int) -> Response:
    plan = visit.desk.session.plan
    titles = {entry.role: entry.title for entry in plan.roles}
    roles = [(role, titles[role]) for role in Role if role in titles]
    return visit.show("sign-in.html", status, roles=roles, name=name, fault=fault)


def _checked_name(name: str) -> str:
    name = person_name(name)
    if not name:
        raise RequestError(_("type your name, as the record shall have it"))
    if len(name) > NAME_CHARACTERS:
        raise RequestError(_("this name is longer than {limit} characters", limit=NAME_CHARACTERS))
    return name


def _checked_role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise RequestError(_("choose your function")) from error


def _give_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="strict", path="/")
