"""Doors: every address of the page says who may come through it, or the application does not start.

A door checks the entry cookie, the seat and the form's token before the page behind it is asked, so
that no page can forget to.
"""

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from review.desk import Desk
from review.seats import Sitter
from survey.language import _

SEE_OTHER = 303
MOST_FIELDS = 60
WHY_CHARACTERS = 300
FORM_TYPE = "application/x-www-form-urlencoded"


class Access(Enum):
    """Who may use a door."""

    ANYBODY = "anybody"
    GUEST = "whoever came in through the start address"
    SEATED = "whoever has a seat"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in.

    Attributes:
        desk: the survey and everything else of this server.
        request: as it came.
        sitter: who asks; None at doors that ask for no seat.
        form: what was filled in, empty when nothing was sent.
    """

    desk: Desk
    request: Request
    sitter: Sitter | None
    form: Mapping[str, str]

    @property
    def seated(self) -> Sitter:
        """Who asks, behind a door that asks for a seat."""
        if self.sitter is None:
            raise HTTPException(403, _("Sign in first."))
        return self.sitter

    @property
    def why(self) -> str:
        """The reason that was filled in, empty for none."""
        return self.form.get("why", "").strip()[:WHY_CHARACTERS]

    def asked(self, name: str) -> str:
        """A value of the address, empty when it is not there."""
        return self.request.query_params.get(name, "")

    def place(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def picture(self, jpeg: bytes | None) -> Response:
        """A picture, or the word that there is none."""
        if jpeg is None:
            raise HTTPException(404, _("This page of the scan cannot be opened."))
        return Response(jpeg, media_type="image/jpeg")

    def show(self, template: str, status: int = 200, /, **told: Any) -> Response:
        """A page, with what every page knows."""
        return self.desk.show(template, self.sitter, status, **told)


Answer = Callable[[Visit], Awaitable[Response]]


class UndeclaredDoorError(RuntimeError):
    """An address that does not say who may use it: a mistake of ours, never of the person."""


class Door(Route):
    """A route that says who may use it."""

    def __init__(self, method: str, path: str, access: Access, answer: Answer) -> None:
        super().__init__(path, self.open, methods=[method], name=f"{method} {path}")
        self.access = access
        self.answer = answer

    async def open(self, request: Request) -> Response:
        """Let the request in, or say why not."""
        desk: Desk = request.app.state.desk
        if self.access is not Access.ANYBODY and not desk.knows(request.cookies):
            raise HTTPException(403, _("Open the address that the terminal shows."))
        sitter = desk.sitter_of(request.cookies)
        if self.access is Access.SEATED and sitter is None:
            if request.method == "POST":
                raise HTTPException(403, _("You have left your seat; sign in again."))
            return RedirectResponse("/sign-in", SEE_OTHER)
        form = await _read_form(request) if request.method == "POST" else {}
        if request.method == "POST" and not _is_ours(form, desk, sitter):
            raise HTTPException(403, _("This form is no longer valid; go back and load it again."))
        return await self.answer(Visit(desk, request, sitter, form))


def check_doors(routes: Iterable[BaseRoute]) -> None:
    """Refuse an application with an address that does not say who may use it.

    Raises:
        UndeclaredDoorError: with the address.
    """
    for route in routes:
        if not isinstance(getattr(route, "access", None), Access):
            raise UndeclaredDoorError(f"{route!r} does not declare who may use it")


async def _read_form(request: Request) -> dict[str, str]:
    """What was filled in; of a field sent twice the last value, and nothing with a zero byte."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != FORM_TYPE:
        raise HTTPException(415, _("This page understands only its own forms."))
    body = await request.body()
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400, _("This page understands only its own forms.")) from error
    if any("\x00" in value for _name, value in fields):  # nobody types it, and files have none
        raise HTTPException(400, _("This page understands only its own forms."))
    return dict(fields)


def _is_ours(form: Mapping[str, str], desk: Desk, sitter: Sitter | None) -> bool:
    """Does the form carry the token of this seat, or before there is one, of this server?"""
    expected = sitter.form_token if sitter else desk.guest_form_token
    return hmac.compare_digest(form.get("token", "").encode(), expected.encode())
