"""Browsers without a screen, and a review page of one's own for them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import httpx2 as httpx
from starlette.testclient import TestClient

from review.app import build_app, doors
from review.desk import Entry
from review.seats import Seats, Turn
from steps.session import open_session
from store.listing import list_pages
from tests.office import Office

PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"
HOA, BINH, CHI = "Nguyễn Thị Hòa", "Trần Văn Bình", "Lê Chi"
TOKEN = re.compile(r'name="token" value="([^"]+)"')
OWN = re.compile(r'name="own" value="(\d+)"')


@dataclass
class Browser:
    """One browser with its cookies; it sends what the last page's form holds."""

    client: TestClient
    entry: Entry
    seats: Seats
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    page: str = ""

    def ask(self, method: str, path: str, **sent: object) -> httpx.Response:
        """A request with this browser's cookies; redirects are followed."""
        self.client.cookies = self.cookies
        answer = self.client.request(method, path, **sent)  # type: ignore[arg-type]
        self.cookies = httpx.Cookies(self.client.cookies)
        if "text/html" in answer.headers.get("content-type", ""):
            self.page = answer.text
        return answer

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def come_in(self) -> "Browser":
        assert self.get(self.entry.address.removeprefix(ORIGIN)).status_code == 200
        return self

    def sit(self, turn: Turn, name: str, role: str = "observer") -> "Browser":
        told = self.send("/sign-in", name=name, role=role, code=self.seats.codes[turn])
        assert told.url.path == "/overview", told.text
        return self

    def send(self, path: str, **fields: object) -> httpx.Response:
        """Send the form of the last page; its hidden fields unless they are named."""
        hidden = {"token": TOKEN, "own": OWN}
        found = {name: pattern.search(self.page) for name, pattern in hidden.items()}
        filled = {name: match[1] for name, match in found.items() if match}
        return self.ask("POST", path, data=filled | fields, headers={"Origin": ORIGIN})

    def answer(self, value: str, **fields: object) -> httpx.Response:
        """Answer the question of the last page."""
        (crop,) = re.findall(r'src="/crops/([^"]+)"', self.page)
        return self.send(f"/questions/{crop}", value=value, **fields)


@dataclass
class Review:
    """A running review page."""

    office: Office
    client: TestClient
    entry: Entry
    seats: Seats

    def stranger(self) -> Browser:
        """A browser that nobody told the start address."""
        return Browser(self.client, self.entry, self.seats)

    def browser(self) -> Browser:
        return self.stranger().come_in()

    def sitter(self, turn: Turn, name: str) -> Browser:
        return self.browser().sit(turn, name)

    def head(self) -> str:
        """The newest event of the record."""
        return str(self.office.done("verify", "--json").json["head"])

    def page_number(self) -> int:
        """The number by which the page knows one page of the scans."""
        with open_session(self.office.path) as session:
            return next(page.seq for page in list_pages(session.record))

    def last_page(self) -> int:
        """The number of the page that came last."""
        with open_session(self.office.path) as session:
            return max(page.seq for page in list_pages(session.record))


@contextmanager
def open_review(office: Office) -> Iterator[Review]:
    """The review page of an office, without a network."""
    entry, seats = Entry(PORT), Seats()
    app = build_app(partial(open_session, office.path), seats, entry, doors())
    with TestClient(app, base_url=ORIGIN) as client:
        yield Review(office, client, entry, seats)
