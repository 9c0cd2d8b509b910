"""Pictures of the review page, taken in Chromium from a survey full of doubtful marks."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import which
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

from scans.rehearsal import Options
from steps.begin import begin_survey
from steps.demo import opening_text
from steps.open_box import read_opening_file, record_opening
from steps.print_sheets import print_sheets
from steps.scan import scan_paths
from steps.session import open_session
from steps.simulate import simulate_scans

SCREEN = {"width": 1366, "height": 768}
SHEETS = 40
PEOPLE = ("Nguyễn Thị Hòa", "Trần Văn Bình")
A_LOOK_MS = 500
"""Before it, no key answers."""
SECOND_SCANS = 3
"""Pages scanned again that say something else: two sheets with the same code."""
AGREEING = 6
"""Questions that both people have answered before the pictures are taken."""


def make_survey(folder: Path, options: Options) -> Path:
    """A survey whose sheets were filled in by people who leave out, mark twice and correct."""
    begin_survey(folder, "van-phuc-2021")
    with open_session(folder) as session:
        printed = print_sheets(session, (), SHEETS, None)
        simulate_scans(session, printed.file, folder / "may-quet", options, lambda _d, _a: None)
        opening = folder / "mo-hom.toml"
        opening.write_text(opening_text(SHEETS, SHEETS), encoding="utf-8")
        record_opening(session, read_opening_file(session, opening))
        scan_paths(session, [folder / "may-quet"], None, 1)
        again = replace(options, seed=options.seed + 1)
        simulate_scans(session, printed.file, folder / "lan-hai", again, lambda _d, _a: None)
        differing = sorted((folder / "lan-hai").glob("*.jpg"))[:SECOND_SCANS]
        scan_paths(session, differing, None, 1)
    return folder


def take_review(folder: Path, pictures: Path) -> None:
    """Every page on which people decide or write something down, the start page, the overview."""
    with _serve(folder) as (address, codes), sync_playwright() as player:
        arguments = ["--no-sandbox"]
        browser = player.chromium.launch(executable_path=which("chromium"), args=arguments)
        for seat, name in enumerate(PEOPLE):
            page = browser.new_context(viewport=SCREEN).new_page()  # type: ignore[arg-type]
            page.goto(address)
            page.screenshot(path=str(pictures / "review-sign-in.png"))
            _sit(page, codes[seat], name)
            for _question in range(AGREEING - seat):
                _go(page, "/questions")
                page.wait_for_timeout(A_LOOK_MS)
                with page.expect_navigation():
                    page.keyboard.press("m")
        sheet, paper = (_first_link(page, "/questions", kind) for kind in ("sheets", "papers"))
        two_scans = _first_link(page, "/pages", "pages")
        for path, name in (
            ("/questions", "review"),
            ("/overview", "review-overview"),
            ("/procedures", "review-procedure"),
            ("/pages", "review-pages"),
            (two_scans, "review-two-scans"),
            ("/worklist", "review-list"),
            ("/spot-check", "review-spot-check"),
            ("/opening", "opening"),
            (sheet, "review-sheet"),
            (paper, "review-paper"),
        ):
            _go(page, path)
            page.screenshot(path=str(pictures / f"{name}.png"))
            print(f"{name}.png")
        _take_start(page, pictures / "start.png")
        browser.close()


def _take_start(page: Page, file: Path) -> None:
    """The whole start page, with a folder as a ward would have it."""
    _go(page, "/")
    page.locator("#folder").fill("/home/mot-cua/khao-sat-2021/ban-quet")
    page.screenshot(path=str(file), full_page=True)
    print(file.name)


def _first_link(page: Page, path: str, kind: str) -> str:
    """The first link of a page that leads to one of a kind."""
    _go(page, path)
    return str(page.locator(f'a[href^="/{kind}/"]').first.get_attribute("href"))


def _go(page: Page, path: str) -> None:
    page.goto(urljoin(page.url, path))


def _sit(page: Page, code: str, name: str) -> None:
    page.locator("#name").fill(name)
    page.locator("#code").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")


@contextmanager
def _serve(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The page running; its start address, and the codes of its seats."""
    command = [sys.executable, "-u", "-m", "cli", "-C", str(folder), "review", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            told = "".join(running.stdout.readline() for _line in range(6))
            codes = re.findall(r": ([A-Z0-9]{6})$", told, re.MULTILINE)
            yield re.findall(r"http://\S+", told)[0], codes
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
