"""The application: every door, in one list."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from review import (
    assets,
    entrance,
    lines,
    opening,
    overview,
    paper,
    questions,
    sheets,
    spot_checks,
    start_page,
    stray_pages,
    worklist,
)
from review.agreement import OpenSession
from review.desk import Desk, Entry
from review.doors import Access, Door, check_doors
from review.guard import MOST_BODY_BYTES, Guard
from review.seats import Seats
from review.workbench import Workbench
from survey.errors import HomPhieuError
from survey.language import _

_ANYBODY, _GUEST, _SEATED = Access.ANYBODY, Access.GUEST, Access.SEATED


def doors() -> tuple[Door, ...]:
    """Every address, and who may use it."""
    question = "/questions/{sheet}/{question}"
    return (
        Door("GET", "/start", _ANYBODY, entrance.enter),
        Door("GET", "/assets/{name}", _ANYBODY, assets.show_asset),
        Door("GET", "/", _GUEST, entrance.begin),
        Door("GET", "/sign-in", _GUEST, entrance.show_seats),
        Door("POST", "/sign-in", _GUEST, entrance.sit_down),
        Door("POST", "/sign-out", _SEATED, entrance.stand_up),
        Door("GET", "/chores", _SEATED, start_page.show_chore),
        Door("POST", "/chores/{chore}", _SEATED, start_page.begin_chore),
        Door("GET", "/opening", _SEATED, opening.show_form),
        Door("POST", "/opening", _SEATED, opening.take_form),
        Door("GET", "/files/{room}/{name}", _SEATED, start_page.send_file),
        Door("GET", "/overview", _SEATED, overview.show_overview),
        Door("GET", "/questions", _SEATED, questions.show_next),
        Door("GET", "/questions/back", _SEATED, questions.show_previous),
        Door("GET", "/questions/undo", _SEATED, questions.undo),
        Door("GET", question, _SEATED, questions.show_question),
        Door("POST", question, _SEATED, questions.decide),
        Door("GET", "/crops/{sheet}/{question}", _SEATED, questions.show_crop),
        Door("GET", "/procedures", _SEATED, lines.show_next),
        Door("GET", "/procedures/{sheet}", _SEATED, lines.show_line),
        Door("POST", "/procedures/{sheet}", _SEATED, lines.decide),
        Door("GET", "/lines/{sheet}", _SEATED, lines.show_crop),
        Door("GET", "/pages", _SEATED, stray_pages.show_list),
        Door("GET", "/pages/{page:int}", _SEATED, stray_pages.show_stray_page),
        Door("POST", "/pages/{page:int}", _SEATED, stray_pages.settle),
        Door("GET", "/spot-check", _SEATED, spot_checks.show_spot_check),
        Door("POST", "/spot-check", _SEATED, spot_checks.check),
        Door("GET", "/worklist", _SEATED, worklist.show_worklist),
        Door("GET", "/sheets", _SEATED, sheets.find),
        Door("GET", "/sheets/{sheet}", _SEATED, sheets.show_sheet),
        Door("POST", "/sheets/{sheet}/comment", _SEATED, sheets.flag_comment),
        Door("POST", "/sheets/{sheet}/validity", _SEATED, sheets.rule),
        Door("GET", "/papers/{page:int}", _SEATED, paper.show_paper),
        Door("GET", "/pictures/{page:int}", _SEATED, paper.show_picture),
    )


def build_app(
    open_session: OpenSession, seats: Seats, entry: Entry, routes: Sequence[BaseRoute]
) -> ASGIApp:
    """The whole application behind its guard.

    The survey is opened and closed on the thread that answers, with the server.

    Raises:
        UndeclaredDoorError: an address does not say who may use it.
    """
    check_doors(routes)
    app = Starlette(
        routes=routes,
        lifespan=_lifespan(open_session, seats, entry),
        exception_handlers={HTTPException: _show_refusal, HomPhieuError: _show_error},
        max_body_size=MOST_BODY_BYTES,
    )
    return Guard(app, entry.hosts)


def _lifespan(
    open_session: OpenSession, seats: Seats, entry: Entry
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def hold(app: Starlette) -> AsyncIterator[None]:
        check_doors(app.routes)
        with open_session() as session:
            app.state.desk = Desk(session, seats, entry, open_session)
            app.state.bench = Workbench(open_session)
            try:
                yield
            finally:
                app.state.bench.put_away()
                app.state.desk.lightbox.put_away()

    return hold


async def _show_refusal(request: Request, error: Exception) -> Response:
    """Why a door stayed shut, or that there is none."""
    assert isinstance(error, HTTPException)
    said = error.detail if error.status_code != 404 else _("There is no such page.")
    return _show_fault(request, error.status_code, said)


async def _show_error(request: Request, error: Exception) -> Response:
    """An expected fault, in words for somebody at the page."""
    assert isinstance(error, HomPhieuError)
    return _show_fault(request, 400, error.on_page)


def _show_fault(request: Request, status: int, said: str) -> Response:
    desk: Desk = request.app.state.desk
    return desk.show("fault.html", desk.sitter_of(request.cookies), status, said=said)
