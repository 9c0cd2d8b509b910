"""The desk: one survey being reviewed, who sits there, and how its pages look."""

import hmac
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import HTMLResponse

from review.agreement import Agreements, OpenSession
from review.looks import load_pages
from review.seats import Seats, Sitter
from steps.lightbox import Lightbox
from steps.session import Session
from steps.tell_event import name_question
from store.worklist import Place
from survey.language import chosen_language


class Entry:
    """What opens the page at all: the token of the start address, drawn anew for each server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    @property
    def address(self) -> str:
        """What the browser must open."""
        return f"http://{self.hosts[0]}/start?token={self.token}"


class Desk:
    """Everything of one running server.

    Attributes:
        session: the survey.
        seats: who sits where.
        lightbox: pictures of its pages.
        has_lines: the procedure may stand on a line by hand.
        agreements: paper against record.
        drawn: name key of a person → the certain reading drawn for a spot check.
        entry: what opens the page.
        guest_form_token: stands in the forms of those who have no seat yet.
    """

    def __init__(
        self, session: Session, seats: Seats, entry: Entry, open_session: OpenSession
    ) -> None:
        self.session = session
        self.seats = seats
        self.lightbox = Lightbox(session)
        self.has_lines = session.has_procedure_line()
        self.agreements = Agreements(open_session)
        self.drawn: dict[str, Place] = {}
        self.entry = entry
        self.guest_form_token = secrets.token_urlsafe(24)
        # cookies do not tell ports apart, so the name does
        self.entry_cookie = f"hom-phieu-{entry.port}"
        self.seat_cookie = f"hom-phieu-seat-{entry.port}"
        self._cookie = secrets.token_urlsafe(32)
        self._pages = load_pages()

    @property
    def cookie(self) -> str:
        """What a browser keeps that came in through the start address."""
        return self._cookie

    def knows(self, cookies: Mapping[str, str]) -> bool:
        """Did this browser come in through the start address?"""
        shown = cookies.get(self.entry_cookie, "").encode()
        return hmac.compare_digest(shown, self._cookie.encode())

    def sitter_of(self, cookies: Mapping[str, str]) -> Sitter | None:
        """Who sits at this browser."""
        return self.seats.find(cookies.get(self.seat_cookie, ""))

    def show(
        self, template: str, sitter: Sitter | None, status: int, /, **told: Any
    ) -> HTMLResponse:
        """A page, with what every page knows."""
        common = {
            "language": chosen_language(),
            "name_question": partial(name_question, self.session.form),
            "survey": self.session.plan,
            "sitter": sitter,
            "has_lines": self.has_lines,
            "token": sitter.form_token if sitter else self.guest_form_token,
        }
        text = self._pages.get_template(template).render(common | told)
        return HTMLResponse(text, status)
