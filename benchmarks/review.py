"""How quickly the review page answers over 100,000 sheets with 10,000 questions waiting.

The record is an invented one (``benchmarks.grown``) over a few real scans, so that the pictures are
real too. One person has answered most of what is asked, so that their queue must
be looked for among what waits for the other. Times are CPU times of this process: other work does
not count. The first overview sums up paper and record, and is told apart (``sum``).
"""

import re
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2
from starlette.testclient import TestClient

from benchmarks.grown import Size, grow
from review.app import build_app, doors
from review.desk import Entry
from review.seats import Seats, Turn
from steps.session import open_session

PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"
PROMISED_MS = 100
ANSWERED_SHARE = 0.7
PEOPLE = ((Turn.FIRST, "Nguyễn An"), (Turn.SECOND, "Trần Bình"))


def measure_review(folder: Path, sheets: int, flags: int, rounds: int) -> dict[str, list[float]]:
    """Kind of page → milliseconds of each answer."""
    answered = ((PEOPLE[0][1], round(flags * ANSWERED_SHARE)),)
    survey = grow(folder, Size(sheets, flags, answered))
    return visit(survey, rounds)


def show_review(times: dict[str, list[float]]) -> str:
    """A table: how often each kind of page was asked for, its median and its 95th percentile."""
    lines = [f"{'page':<12}{'asked':>7}{'median ms':>11}{'p95 ms':>9}"]
    for kind, taken in times.items():
        ranked = sorted(taken)
        median, p95 = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
        lines.append(f"{kind:<12}{len(ranked):>7}{median:>11.1f}{p95:>9.1f}")
    pages = [taken for kind, taken in times.items() if kind != "sum"]
    worst = max(sorted(taken)[int(len(taken) * 0.95)] for taken in pages)
    lines.append(f"promised: p95 under {PROMISED_MS} ms; slowest kind {worst:.1f} ms")
    return "\n".join(lines)


def visit(survey: Path, rounds: int) -> dict[str, list[float]]:
    """Two people answer in turn, and look at everything else now and then."""
    entry, seats = Entry(PORT), Seats()
    app = build_app(partial(open_session, survey), seats, entry, doors())
    times: dict[str, list[float]] = defaultdict(list)
    with TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
        visitors = [
            _sit(client, entry, {"code": seats.codes[turn], "name": name}, times)
            for turn, name in PEOPLE
        ]
        for number in range(rounds):
            visitor = visitors[number % 2]
            visitor.answer(str(number % 5 + 1))
            if number % 10 == 0:
                visitor.look_around()
    return times


@dataclass
class _Visitor:
    """A person at a browser; every answer is timed."""

    client: TestClient
    times: dict[str, list[float]]
    cookies: httpx2.Cookies
    page: str = ""

    def ask(self, kind: str, path: str, sent: dict[str, str] | None = None) -> None:
        self.client.cookies = self.cookies
        start = time.process_time()
        method = "GET" if sent is None else "POST"
        answer = self.client.request(method, path, data=sent)
        self.times[kind].append((time.process_time() - start) * 1000)
        answer.raise_for_status()
        self.cookies = httpx2.Cookies(self.client.cookies)
        if answer.headers["content-type"].startswith("text/html"):
            self.page = answer.text

    def answer(self, value: str) -> None:
        """Answer the next question: its page, its picture, and what is sent."""
        self.ask("question", "/questions")
        place = re.findall(r'src="/crops/([^"]+)"', self.page)[0]
        self.ask("picture", f"/crops/{place}")
        token = re.findall(r'name="token" value="([^"]+)"', self.page)[0]
        self.ask("answer", f"/questions/{place}", {"token": token, "own": "0", "value": value})

    def look_around(self) -> None:
        self.ask("start page", "/")
        for kind in ("overview", "worklist", "procedures", "pages", "spot-check"):
            self.ask(kind, f"/{kind}")
        self.ask("filtered", "/questions?reason=faint-mark&box=hom-1")
        self.ask("sheet", re.findall(r'href="(/sheets/[^"]+)"', self.page)[0])


def _sit(
    client: TestClient, entry: Entry, who: dict[str, str], times: dict[str, list[float]]
) -> _Visitor:
    visitor = _Visitor(client, times, httpx2.Cookies())
    visitor.ask("start", entry.address.removeprefix(ORIGIN))
    token = re.findall(r'name="token" value="([^"]+)"', visitor.page)[0]
    kind = "overview" if times["sum"] else "sum"
    visitor.ask(kind, "/sign-in", {"token": token, "role": "observer"} | who)
    return visitor
