"""The page in a real browser: three people by keyboard alone, and what WCAG asks of every page.

Needs Debian's Chromium (`make` installs it where it may); without it these tests are skipped.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from statistics import median

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.conftest import copy_survey
from tests.office import Office, begin
from tests.review.visitors import BINH, CHI, HOA

CHROMIUM = which("chromium") or which("chromium-browser")
ROOT = Path(__file__).resolve().parents[2]
OFFICE_SCREEN = (1366, 768)
AT_150_PERCENT = (911, 512)
AT_200_PERCENT = (683, 384)
PHONE = (390, 844)
IN_A_ROW = 50
A_LOOK_MS = 500
"""A little more than the page waits until a key may answer."""
A_THOUGHT_S = 1.0
"""The limit at which people notice that they wait (Nielsen); a busy machine stays under it."""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium: apt-get install chromium"),
    pytest.mark.skipif(os.name != "posix", reason="the server is interrupted by a POSIX signal"),
]


@dataclass(frozen=True)
class Server:
    """A running ``hom-phieu review``: its start address, and the codes of its seats."""

    office: Office
    address: str
    codes: list[str]

    @property
    def origin(self) -> str:
        return self.address.partition("/start")[0]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def server(scanned: Office) -> Iterator[Server]:
    """A server of one's own."""
    with serve(scanned) as server:
        yield server


@pytest.fixture(scope="module")
def shared(scanned_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for tests that settle nothing."""
    survey = copy_survey(scanned_survey, tmp_path_factory.mktemp("chromium"))
    with serve(Office(survey)) as server:
        yield server


@contextmanager
def serve(office: Office, language: str = "en") -> Iterator[Server]:
    words = ("--lang", language, "-C", str(office.path), "review", "--no-browser")
    command = [sys.executable, "-u", "-m", "cli", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            told = "".join(running.stdout.readline() for _line in range(6))
            (address,) = re.findall(r"http://\S+", told)
            yield Server(office, address, re.findall(r": ([A-Z0-9]{6})$", told, re.MULTILINE))
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)
        finally:
            running.kill()


def sit(chromium: Browser, server: Server, seat: int, name: str) -> Page:
    """A person in a window of their own takes a seat, without a mouse."""
    width, height = OFFICE_SCREEN
    page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(server.address)
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(server.codes[seat - 1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    return page


def press(page: Page, key: str) -> None:
    """Read, then press a key that leads to another page."""
    read(page)
    follow(page, key)


def follow(page: Page, key: str) -> None:
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)


def read(page: Page) -> None:
    """Look at a page as long as one does who then knows what it asks."""
    page.wait_for_load_state()
    page.wait_for_timeout(A_LOOK_MS)


def test_three_people_settle_everything_by_keyboard_alone(
    chromium: Browser, server: Server
) -> None:
    waiting = len(server.office.flagged())
    for seat, name, first_answer in ((1, HOA, "5"), (2, BINH, "4")):
        page = sit(chromium, server, seat, name)
        press(page, "Enter")
        for number in range(waiting):
            press(page, first_answer if number == 0 else "m")
        assert page.get_by_text("Nothing left for you here").is_visible()
    page = sit(chromium, server, 3, CHI)
    press(page, "Enter")
    read(page)
    page.keyboard.press("4")
    page.keyboard.type("ô 5 đã tô kín để bỏ")
    press(page, "Enter")
    assert page.get_by_text("Nothing left for you here").is_visible()
    assert server.office.flagged() == []
    settled = [row for row in server.office.answers() if ";" in row["decided_by"]]
    assert len(settled) == waiting
    assert [row["choice"] for row in settled if row["choice"]] == ["4"]


def test_the_whole_sheet_is_one_key_away_and_a_slip_is_mended(
    chromium: Browser, server: Server
) -> None:
    page = sit(chromium, server, 1, HOA)
    press(page, "Enter")
    question = page.url
    press(page, "Space")
    assert page.get_by_role("img", name="The whole page as it was scanned").is_visible()
    press(page, "3")
    press(page, "Space")
    assert page.url == question
    press(page, "5")
    press(page, "z")
    assert page.url == question
    read(page)
    page.keyboard.press("4")
    press(page, "Enter")
    page.go_back()
    told = server.office.done("log", "--json", "--kind", "decision").json
    assert [line["said"].split("decided ")[1][0] for line in told] == ["5", "4"]


def test_nothing_is_answered_before_its_picture_is_there(chromium: Browser, server: Server) -> None:
    """An impatient key, pressed twice, must not answer the next question unseen."""

    def hold(_route: Route) -> None:
        """The picture is on its way until nobody holds it any more."""

    page = sit(chromium, server, 1, HOA)
    page.route("**/crops/**", hold)
    page.goto(f"{server.origin}/questions", wait_until="commit")
    page.locator(".values button").first.wait_for()
    question = page.url
    page.keyboard.press("5")
    page.wait_for_timeout(300)
    assert page.url == question
    page.unroute("**/crops/**")
    press(page, "5")
    (told,) = server.office.done("log", "--json", "--kind", "decision").json
    assert "decided 5" in told["said"]


def test_what_comes_at_once_or_is_held_down_answers_nothing(
    chromium: Browser, server: Server
) -> None:
    """A key pressed twice, and one held too long, were meant for the question before."""
    page = sit(chromium, server, 1, HOA)
    press(page, "Enter")
    press(page, "5")
    page.wait_for_load_state()
    second = page.url
    page.keyboard.press("4")
    page.locator(".values button").first.click()
    read(page)
    page.keyboard.down("m")
    page.wait_for_url(lambda url: url != second)
    third = page.url
    read(page)
    page.keyboard.down("m")
    read(page)
    assert page.url == third
    told = server.office.done("log", "--json", "--kind", "decision").json
    assert [line["said"].split("decided ")[1].split(".")[0] for line in told] == ["5", "multiple"]


def test_a_search_with_enter_held_down_answers_nothing(chromium: Browser, server: Server) -> None:
    """What was found first has the focus."""
    page = sit(chromium, server, 1, HOA)
    page.goto(f"{server.origin}/procedures")
    line = page.url
    page.keyboard.type("sinh")
    page.keyboard.down("Enter")
    page.wait_for_url("**find=sinh")
    for _repeat in range(3):
        read(page)
        page.keyboard.down("Enter")
    page.wait_for_timeout(A_LOOK_MS)
    assert page.url.startswith(line)
    assert server.office.done("log", "--json", "--kind", "decision").json == []
    page.keyboard.up("Enter")
    press(page, "Enter")
    assert len(server.office.done("log", "--json", "--kind", "decision").json) == 1


def test_the_keys_of_a_line_work_once_its_search_is_left(chromium: Browser, server: Server) -> None:
    page = sit(chromium, server, 1, HOA)
    page.goto(f"{server.origin}/procedures")
    line = page.url
    page.keyboard.type("u")
    assert page.url == line
    assert page.get_by_label("Search").input_value() == "u"
    page.keyboard.press("Escape")
    press(page, "u")
    (told,) = server.office.done("log", "--json", "--kind", "decision").json
    assert "decided not identified" in told["said"]


def test_without_script_everything_essential_works(chromium: Browser, shared: Server) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shared.address)
    page.get_by_label("First and last name").fill(CHI)
    page.get_by_label("Code of the seat").fill(shared.codes[1])
    page.get_by_role("button", name="Sit down").click()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("button", name="multiple").click()
    page.get_by_text("Just before").wait_for()  # a busy machine takes a while


def test_every_page_is_accessible_on_a_small_screen_and_at_200_percent(
    chromium: Browser, shared: Server
) -> None:
    page = chromium.new_page()
    page.goto(shared.address)
    check(page)
    page = sit(chromium, shared, 1, HOA)
    page.goto(shared.origin + "/questions")
    paper = re.findall(r"papers/\d+", page.content())[0]
    sheet = re.findall(r"/sheets/[^\"]+", page.content())[0]
    kinds = ("overview", "questions", "procedures", "pages", "worklist", "spot-check", paper)
    others = (sheet, "/questions?question=none", "/opening", "/")
    for address in (*(f"/{kind}" for kind in kinds), *others):
        page.goto(shared.origin + address)
        check(page)
    page.get_by_role("button", name="Count").click()
    page.get_by_text("Done.").wait_for()
    check(page)


def check(page: Page) -> None:
    """The rules of axe-core, and no page wider than its window."""
    assert page.evaluate("document.documentElement.lang") == "en"
    for width, height in (OFFICE_SCREEN, AT_200_PERCENT):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        found = Axe().run(page)
        assert found.violations_count == 0, (page.url, found.generate_report())


def test_the_question_is_in_sight_on_any_screen(chromium: Browser, scanned: Office) -> None:
    """In Vietnamese, whose words are the longer ones."""
    with serve(scanned, "vi") as server:
        page = sit(chromium, server, 1, HOA)
        press(page, "Enter")
        for width, height in (OFFICE_SCREEN, AT_150_PERCENT, AT_200_PERCENT):
            page.set_viewport_size({"width": width, "height": height})
            crop = page.locator(".crop").bounding_box()
            assert crop is not None
            assert crop["y"] < height * 0.6


def test_the_page_of_evidence_is_accessible_on_a_desk_and_on_a_phone(
    chromium: Browser, settled: Office
) -> None:
    settled.done("report", "evidence", "--period", "2021-10")
    page = chromium.new_page()
    page.goto((settled.path / "reports" / "minh-chung-2021-10.html").as_uri())
    for width, height in (OFFICE_SCREEN, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A survey in which some sixty questions wait: nearly every one has two marks."""
    office = begin(tmp_path_factory.mktemp("doubtful") / "khao-sat")
    scans = office.simulate(office.print_sheets("--copies", 8), "quet", "--double", 0.95)
    office.open_box(8, 8)
    office.scan(scans)
    return office


def test_fifty_questions_by_keyboard_without_a_pause_that_is_felt(
    chromium: Browser, doubtful: Office
) -> None:
    """No mouse; from key to the next picture, shown, less than breaks a train of thought."""
    assert len(doubtful.flagged()) >= IN_A_ROW
    taken = []
    with serve(doubtful) as server:
        page = sit(chromium, server, 1, HOA)
        press(page, "Enter")
        for _question in range(IN_A_ROW):
            read(page)
            start = time.perf_counter()
            follow(page, "m")
            page.locator(".crop img").evaluate("picture => picture.decode()")
            taken.append(time.perf_counter() - start)
    decided = doubtful.done("log", "--json", "--kind", "decision").json
    assert len(decided) == IN_A_ROW
    print(f"key to picture, median {median(taken) * 1000:.0f} ms, longest {max(taken) * 1000:.0f}")
    assert median(taken) < A_THOUGHT_S
