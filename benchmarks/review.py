"""How quickly the review page answers over 100,000 sheets with 10,000 questions waiting.

The record is invented event by event, as ``scan`` would write it, over a few real scans, so that
the pictures are real too. One person has answered most of what is asked, so that their queue must
be looked for among what waits for the other. Times are CPU times of this process: other work does
not count. The first overview sums up paper and record, and is told apart (``sum``).
"""

import re
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import httpx2
from starlette.testclient import TestClient

from benchmarks.survey_folder import make_pile
from review.app import build_app, doors
from review.desk import Entry
from review.seats import Seats, Turn
from steps.scan import scan_paths
from steps.session import Session, open_session
from store.listing import list_flags, list_pages
from store.page_body import PageSource, page_body
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status

PORT = 8000
ORIGIN = f"http://127.0.0.1:{PORT}"
SCANS = 20
SHEETS_PER_TRANSACTION = 2000
REASONS = (Reason.TWO_MARKS, Reason.FAINT_MARK, Reason.OUTSIDE_BOX, Reason.CANCELLED)
PROMISED_MS = 100
REJECTED_SHARE = 0.005
ANSWERED_SHARE = 0.7
PEOPLE = ((Turn.FIRST, "Nguyễn An"), (Turn.SECOND, "Trần Bình"))


def measure_review(folder: Path, sheets: int, flags: int, rounds: int) -> dict[str, list[float]]:
    """Kind of page → milliseconds of each answer."""
    survey = make_pile(folder, SCANS).survey
    with open_session(survey) as session:
        scan_paths(session, [folder / "scans"], None, 1)
        _invent_sheets(session, sheets, flags)
        _invent_opinions(session, round(flags * ANSWERED_SHARE))
    return _visit(survey, rounds)


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


def _invent_sheets(session: Session, sheets: int, flags: int) -> None:
    """Pages of sheets nobody ever held, each the picture of a real one."""
    real = [page for page in list_pages(session.record) if page.outcome == Outcome.READ]
    rng = Random(7)
    flagged = set(rng.sample(range(sheets * 8), flags))
    for start in range(0, sheets, SHEETS_PER_TRANSACTION):
        with session.record.transaction():
            for number in range(start, min(start + SHEETS_PER_TRANSACTION, sheets)):
                page = real[number % len(real)]
                name = f"{rng.getrandbits(48):012X}"
                source = PageSource(page.sha256, f"{number}-{page.source_file}", 1, page.opening)
                questions = tuple(_question(number * 8 + at, at, flagged, rng) for at in range(8))
                reading = PageReading(
                    Outcome.READ,
                    sheet=name,
                    sheet_page=1,
                    fingerprint=page.fingerprint,
                    procedure="2.000815" if number % 2 else "",
                    questions=questions,
                )
                if rng.random() < REJECTED_SHARE:
                    reading = PageReading(Outcome.REJECTED, Reason.NO_CODE)
                session.record.append("page", page_body(source, reading))


def _invent_opinions(session: Session, count: int) -> None:
    """What the first person has answered already."""
    flagged = list(islice(list_flags(session.record), count))
    told = {"value": "multiple", "reason": "hai dấu", "needed": 2}
    for start in range(0, count, SHEETS_PER_TRANSACTION):
        with session.record.transaction():
            for flag in flagged[start : start + SHEETS_PER_TRANSACTION]:
                place = {"sheet": flag.sheet, "question": flag.question}
                session.record.append("decision", place | told, person=PEOPLE[0][1])


def _question(unit: int, at: int, flagged: set[int], rng: Random) -> QuestionReading:
    if unit in flagged:
        return QuestionReading(f"q{at + 1}", Status.FLAGGED, None, rng.choice(REASONS))
    return QuestionReading(f"q{at + 1}", Status.ANSWERED, str(rng.randint(1, 5)))


def _visit(survey: Path, rounds: int) -> dict[str, list[float]]:
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
