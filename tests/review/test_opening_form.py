"""An opening written down in the browser: the same rules and the same record as from a file."""

import json
import os
import re
import threading
import tomllib
from collections.abc import Iterator

import pytest

from review.seats import Turn
from steps.demo import opening_text
from steps.session import open_session
from store.listing import list_openings
from survey.opening import opening_body, parse_opening
from survey.opening_form import ROWS
from survey.typed_answers import say_moment
from tests.office import Office
from tests.review.visitors import HOA, Browser, open_review


def typed() -> dict[str, str]:
    """The form, filled in as the file of the demonstration has it."""
    table = tomllib.loads(opening_text(6, 6))
    form = {"box": table["box"], "period": table["period"], "remarks": table.get("remarks", "")}
    people = {person["role"]: person for person in table["people"]}
    for row, role in enumerate(ROWS):
        if role in people:
            person = people.pop(role)
            form[f"people.{row}.name"] = person["name"]
            form[f"people.{row}.title"] = person.get("title", "")
    for section in ("before", "opened", "count", "handover", "closed"):
        for key, value in table[section].items():
            is_moment = hasattr(value, "astimezone")
            form[f"{section}.{key}"] = say_moment(value) if is_moment else str(value)
    return form


@pytest.fixture
def clerk(printed: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with open_review(printed) as review:
        browser = review.browser()
        browser.send("/sign-in", name=HOA, role="observer", code=review.seats.codes[Turn.FIRST])
        browser.get("/opening")
        yield browser


def send(clerk: Browser, form: dict[str, str], step: str) -> str:
    clerk.send("/opening", **form, step=step)
    for _time in range(400):
        if 'http-equiv="refresh"' not in clerk.page:
            break
        threading.Event().wait(0.05)
        clerk.get("/chores")
    return clerk.page


def recorded(office: Office) -> list[dict[str, object]]:
    with open_session(office.path) as session:
        return [entry.body for entry in list_openings(session.record)]


def _by_the_clock(body: dict[str, object]) -> str:
    """The body without offsets: a form is typed by the clock on the wall, without one."""
    return re.sub(r"(T\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)", r"\1", json.dumps(body, sort_keys=True))


def test_nothing_is_recorded_before_it_was_read_and_agreed_to(
    clerk: Browser, printed: Office
) -> None:
    page = send(clerk, typed(), "look")
    assert "The minutes will say:" in page
    assert "lần một 6 phiếu, lần hai 6 phiếu" in page
    assert recorded(printed) == []
    assert 'name="count.first" type="password"' in send(clerk, typed(), "change")
    assert recorded(printed) == []
    assert "bien-ban-2021-10-hom-1-1.docx" in send(clerk, typed(), "record")
    with open_session(printed.path) as session:
        from_file = opening_body(parse_opening(opening_text(6, 6), "", session.plan, {}))
    (from_form,) = recorded(printed)
    assert _by_the_clock(from_form) == _by_the_clock(from_file)


def test_an_empty_form_says_beside_each_answer_what_is_missing(
    clerk: Browser, printed: Office
) -> None:
    page = send(clerk, {"before.checked_at": "16:00"}, "record")
    for name in (
        "box",
        "period",
        "before.lock",
        "before.seal",
        "people.0.name",
        "opened.at",
        "count.first",
    ):
        assert f'id="fault-{name}"' in page, name
    assert "nobody has the role" not in page
    assert recorded(printed) == []


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("opened.at", "25:00", "write a time such as 16:05"),
        ("count.second", "sáu", "write a whole number"),
        ("count.second", "5", "difference"),
        ("closed.at", "01:00 29/10/2021", "before"),
        ("people.0.name", "", "is missing; add it"),
        ("box", "hom-9", "is not a box of the plan"),
        ("period", "2021-13", "period"),
        ("before.seal_number", "", "number"),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_stays(
    clerk: Browser, printed: Office, name: str, answer: str, said: str
) -> None:
    page = send(clerk, typed() | {name: answer}, "record")
    assert 'role="alert"' in page
    assert said in page
    assert f'value="{typed()["people.1.name"]}"' in page
    assert recorded(printed) == []


def test_a_suspicious_box_stays_closed_and_is_reported(clerk: Browser, printed: Office) -> None:
    form = typed() | {"before.seal": "broken"}
    assert 'role="alert"' in send(clerk, form, "record")
    opened = ("opened.", "count.", "handover.", "closed.")
    form = {name: answer for name, answer in form.items() if not name.startswith(opened)}
    form |= {"before.note": "Niêm phong bị rách một góc.", "refusal.reported_at": "16:30"}
    assert "Niêm phong bị rách" in send(clerk, form, "look")
    send(clerk, form, "record")
    (body,) = recorded(printed)
    assert body["opened"] is None
    with open_session(printed.path) as session:
        standing = session.plan.agency.standing
    assert body["refusal"]["reported_to"] == standing  # type: ignore[index]
    assert "hom-phieu instruct" in send(clerk, typed(), "look")


def test_what_is_typed_is_shown_as_text(clerk: Browser) -> None:
    page = send(clerk, typed() | {"remarks": "<script>alert(1)</script>"}, "look")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
