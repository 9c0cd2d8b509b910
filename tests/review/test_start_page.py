"""The start page: the parts of a survey begun from the browser, by the same steps."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from review import chores
from review.seats import Turn
from review.workbench import Act, OnProgress, Outcome, Workbench
from steps.demo import opening_text
from steps.session import Session, open_session
from survey.errors import RequestError
from tests.conftest import SCANS
from tests.office import Office
from tests.review.visitors import HOA, Browser, Review, open_review


@pytest.fixture
def clerk(printed: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A seated person in a ward that has printed and scanned, and recorded nothing of it."""
    (printed.path / "mo-hom.toml").write_text(opening_text(6, 6), encoding="utf-8")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with open_review(printed) as review:
        browser = review.browser()
        code = review.seats.codes[Turn.FIRST]
        assert browser.send("/sign-in", name=HOA, role="observer", code=code).url.path == "/"
        yield browser


def follow(browser: Browser, chore: str, **fields: object) -> str:
    """Begin a chore and wait until its page no longer asks again."""
    browser.get("/")
    told = browser.send(f"/chores/{chore}", **fields)
    assert told.url.path == "/chores", told.text
    for _time in range(1000):
        if 'http-equiv="refresh"' not in browser.page:
            return browser.page
        threading.Event().wait(0.05)
        browser.get("/chores")
    raise AssertionError(browser.page)


def test_a_month_is_done_from_the_browser(clerk: Browser, printed: Office) -> None:
    assert 'aria-labelledby="open" class="panel next"' in clerk.page
    page = follow(clerk, "open-box", file=printed.path / "mo-hom.toml")
    assert "bien-ban-2021-10-hom-1-1.docx" in page
    assert 'aria-labelledby="scan" class="panel next"' in clerk.get("/").text
    page = follow(clerk, "scan", folder=printed.path / SCANS)
    assert "read: 6" in page
    assert len(printed.pages()) == 6
    assert "phu-luc-2-2021.docx" in follow(clerk, "report", kind="annual")
    assert clerk.get("/files/reports/phu-luc-2-2021.docx").content.startswith(b"PK")
    assert "bao-cao-sipas-2021.docx" in follow(clerk, "report", kind="sipas")
    assert "tong-hop-question.xlsx" in follow(clerk, "tally")
    assert "%" in clerk.page


def test_sheets_are_printed_and_the_pdf_is_there(clerk: Browser, printed: Office) -> None:
    page = follow(clerk, "print", copies=3)
    assert "phieu-003.pdf" in page
    assert clerk.get("/files/printed/phieu-003.pdf").content.startswith(b"%PDF")
    assert printed.status()["printed"] == 9


def test_an_expected_fault_is_told_on_the_page(clerk: Browser, tmp_path: Path) -> None:
    assert "no-such" in follow(clerk, "scan", folder=tmp_path / "no-such")
    page = follow(clerk, "report", kind="period")
    assert "Type the period the notice is for, such as 2021-10." in page
    assert "--period" not in page


def test_of_several_openings_the_page_lets_choose_even_when_none_waits(
    clerk: Browser, printed: Office
) -> None:
    first, second = printed.open_box(4, 4), printed.open_box(2, 2)
    page = follow(clerk, "scan", folder=printed.path / SCANS)
    assert "Choose the opening that these sheets came from." in page
    assert "--opening" not in page
    follow(clerk, "scan", folder=printed.path / SCANS / "1", opening=first)
    follow(clerk, "scan", folder=printed.path / SCANS / "2", opening=second)
    page = clerk.get("/").text
    assert f"<option>{first}</option>" in page
    assert f"<option>{second}</option>" in page


def test_scans_without_an_opening_are_told_in_words_of_the_page(
    clerk: Browser, printed: Office
) -> None:
    page = follow(clerk, "scan", folder=printed.path / SCANS / "1")
    assert "these sheets belong to no opening until one is recorded" in page
    assert "--opening" not in page


@pytest.mark.parametrize(
    ("chore", "fields", "status"),
    [
        ("print", {"copies": "many"}, 400),
        ("print", {"copies": "9" * 5000}, 400),
        ("scan", {"folder": "ban-quet\x00"}, 400),
        ("report", {"kind": "letter"}, 400),
        ("open-box", {}, 400),
        ("delete", {}, 404),
    ],
)
def test_what_no_form_sends_is_refused(
    clerk: Browser, chore: str, fields: dict[str, str], status: int
) -> None:
    clerk.get("/")
    assert clerk.send(f"/chores/{chore}", **fields).status_code == status


@pytest.mark.parametrize(
    "path", ["printed/survey.db", "scans/x.jpg", "printed/..%2Fsurvey.toml", "reports/no.docx"]
)
def test_only_what_the_program_wrote_for_people_is_sent(clerk: Browser, path: str) -> None:
    assert clerk.get(f"/files/{path}").status_code == 404


def test_who_has_no_seat_begins_nothing(shared: Review) -> None:
    guest = shared.browser()
    assert guest.get("/").url.path == "/sign-in"
    assert guest.send("/chores/print", copies=1).status_code == 403
    assert guest.get("/files/printed/phieu-001.pdf").url.path == "/sign-in"


def test_one_piece_of_work_at_a_time_and_a_closing_server_stops_it(printed: Office) -> None:
    bench = Workbench(lambda: open_session(printed.path))
    started, may_go_on = threading.Event(), threading.Event()

    def slow(_session: Session, on_progress: OnProgress) -> Outcome:
        started.set()
        may_go_on.wait(10)
        on_progress(1, 2)
        return Outcome(("done",))

    bench.begin("first", slow)
    assert started.wait(10)
    with pytest.raises(RequestError, match="first"):
        bench.begin("second", slow)
    threading.Timer(0.2, may_go_on.set).start()
    bench.put_away()
    assert bench.newest is not None
    assert "was stopped" in bench.newest.fault
    assert bench.newest.outcome == Outcome()


def test_a_mistake_of_ours_is_told_as_one(printed: Office) -> None:
    bench = Workbench(lambda: open_session(printed.path))

    def broken(_session: Session, _on_progress: OnProgress) -> Outcome:
        raise ZeroDivisionError

    bench.begin("broken", broken)
    bench.put_away()
    assert bench.newest is not None
    assert "bug" in bench.newest.fault


def test_every_chore_of_the_page_is_known(clerk: Browser) -> None:
    page = clerk.get("/").text
    acts: dict[str, Act | object] = dict(chores.CHORES)
    assert all(f'action="/chores/{name}"' in page for name in acts)
