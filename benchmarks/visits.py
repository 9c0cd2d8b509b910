"""Two people at the review page of a real server, until it is struck or nothing is left."""

import re
from collections.abc import Iterator
from contextlib import closing, nullcontext

import httpx2

from benchmarks.custody_survey import DECIDERS
from benchmarks.disturb import Ended, Way, Workplace, start, strike
from benchmarks.month import REVIEW, decided_value

LINES_TOLD = 6
SEAT_CODE = re.compile(r"\b([A-Z2-9]{6})\b")
PATIENCE_S = 120


def review(work: Workplace, way: Way) -> Ended:
    """Decide on the page; struck after so many answers, or ended by Ctrl-C when all is decided."""
    server = start(work.survey, REVIEW)
    assert server.stdout is not None
    told = "".join(server.stdout.readline() for _line in range(LINES_TOLD))
    answers = work.chance.randint(0, 12) if way in {Way.KILL, Way.INTERRUPT} else None
    short = work.disk.full(work.chance) if way is Way.FULL_DISK else nullcontext()
    try:
        with short:
            _answer(told, answers)
    except httpx2.HTTPError as fault:
        told += _say_fault(fault, way)
    finally:
        strike(server, way if way is Way.KILL else Way.INTERRUPT)
    said, _nothing = server.communicate(timeout=PATIENCE_S)
    return Ended(REVIEW, way, server.returncode, told + said)


def _say_fault(fault: httpx2.HTTPError, way: Way) -> str:
    """Nothing when a page said that the disk is full; anything else is as bad as a traceback."""
    is_refusal = isinstance(fault, httpx2.HTTPStatusError) and fault.response.status_code < 500
    return "" if is_refusal and way is Way.FULL_DISK else f"Traceback: {fault!r}\n"


def _answer(told: str, most: int | None) -> None:
    """Both people answer what the page asks them, up to so many questions in all."""
    (address,) = re.findall(r"http://\S+", told) or ("",)
    codes = SEAT_CODE.findall(told.replace(address, "")) if address else ()
    given = 0
    for person, code in zip(DECIDERS, codes, strict=False):
        for _answered in _sit(address, code, person):
            given += 1
            if given == most:
                return


def _sit(address: str, code: str, person: str) -> Iterator[str]:
    """Each question this person has answered; ends when none is left, or one is refused."""
    host = address.partition("/start")[0]
    client = httpx2.Client(base_url=host, follow_redirects=True, timeout=PATIENCE_S,
                           headers={"Origin": host})  # fmt: skip
    with closing(client):
        page = client.get(address).text
        seat = {"token": _hidden(page, "token"), "role": "observer", "code": code, "name": person}
        client.post("/sign-in", data=seat).raise_for_status()
        while place := re.search(r'src="/crops/([^/"]+)/([^"?]+)', client.get("/questions").text):
            yield _decide(client, *place.groups())


def _decide(client: httpx2.Client, sheet: str, question: str) -> str:
    where = f"/questions/{sheet}/{question}"
    page = client.get(where).text
    client.get(f"/crops/{sheet}/{question}").raise_for_status()
    told = {name: _hidden(page, name) for name in ("token", "own")}
    client.post(where, data=told | {"value": decided_value(sheet, question)}).raise_for_status()
    return where


def _hidden(page: str, name: str) -> str:
    return str(re.findall(f'name="{name}" value="([^"]*)"', page)[0])
