"""The processes that read: what one page does to them never harms another page."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from PIL import Image

from scans.pages import PageImage, UnreadablePage, develop_pages
from steps import processes, read_pages, readers
from steps.page_task import PageTask
from steps.processes import get_ready, start_method
from steps.readers import Readers
from steps.serve_tasks import Beginning, serve_tasks
from survey.errors import FolderError, PageError
from survey.intake_limits import IntakeLimits
from survey.reading import Outcome, Reason
from templates.form import parse_form
from templates.geometry import lay_out
from templates.shelf import read_form_text
from tests.scans.samples import encode, page_picture

LAYOUT = lay_out(parse_form(read_form_text("phu-luc-1"), "phu-luc-1"), "")
LIMITS = IntakeLimits(page_seconds=30)
WHITE = Image.new("L", (620, 877), 255)


def serve_hostile(connection: Connection, beginning: Beginning) -> None:
    """Serve tasks where the first word behind a picture says what it does to whoever opens it."""
    read_pages.PageReader._open = _open_hostile  # type: ignore[method-assign, assignment]
    serve_tasks(connection, beginning)


def _open_hostile(
    reader: read_pages.PageReader, task: PageTask
) -> Iterator[PageImage | UnreadablePage]:
    words = task.path.read_bytes().rpartition(b"\xff\xd9")[2].decode().split()
    match words:
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["once"]:
            task.path.write_bytes(encode(WHITE, "JPEG"))
            os.kill(os.getpid(), signal.SIGKILL)
        case ["sleep"]:
            time.sleep(600)
        case ["bug"]:
            raise KeyError(words[0])
        case ["disk"]:
            raise FolderError("the disk is full")
    return develop_pages(task.path)


def begin_ill(_connection: Connection, _beginning: Beginning) -> None:
    """A process that never gets ready."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module", autouse=True)
def server() -> None:
    get_ready()


@pytest.fixture
def beginning() -> Beginning:
    return Beginning(b"k" * 32, LAYOUT, (), LIMITS, "en")


def read(files: list[Path], beginning: Beginning, workers: int) -> list[tuple[int, str, str]]:
    """Index, reason and detail of every page."""
    with Readers(workers, beginning) as pool:
        tasks = [PageTask(file, (1,)) for file in files]
        return [(index, one.reading.reason or "", one.detail) for index, one in pool.read(tasks)]


def picture(folder: Path, number: int, word: str = "") -> Path:
    """A white page; ``word`` says what it does to whoever opens it."""
    path = folder / f"{number}.jpg"
    path.write_bytes(encode(WHITE, "JPEG") + word.encode())
    return path


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_kills_its_reader_costs_only_itself(
    tmp_path: Path, beginning: Beginning, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "serve_tasks", serve_hostile)
    words = ["", "kill", "", "bug", "once", "", "kill", ""]
    found = read([picture(tmp_path, i, word) for i, word in enumerate(words)], beginning, workers)
    assert [index for index, _reason, _detail in found] == list(range(len(words)))
    for (_index, reason, detail), word in zip(found, words, strict=True):
        bad = word in {"kill", "bug"}
        assert reason == (Reason.UNREADABLE_FILE if bad else Reason.BLANK_PAGE)
        assert bool(detail) == bad
    assert "broke off at this page" in found[1][2]
    assert "The program failed at this page (KeyError('bug'))" in found[3][2]


def test_a_page_that_never_ends_is_given_up(
    tmp_path: Path, beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "serve_tasks", serve_hostile)
    quick = replace(beginning, limits=replace(LIMITS, page_seconds=3))
    files = [picture(tmp_path, 0), picture(tmp_path, 1, "sleep"), picture(tmp_path, 2)]
    (first, endless, last) = read(files, quick, 1)
    assert "longer than 3 seconds" in endless[2]
    assert first[1] == last[1] == Reason.BLANK_PAGE


def test_a_page_that_takes_too_much_memory_is_given_up(
    tmp_path: Path, beginning: Beginning
) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(encode(Image.new("L", (10_000, 10_000), 255), "PNG"))
    small = replace(beginning, limits=replace(LIMITS, memory_bytes=80_000_000))
    found = read([large, picture(tmp_path, 1)], small, 1)
    assert [reason for _index, reason, _detail in found] == [
        Reason.UNREADABLE_FILE, Reason.BLANK_PAGE,
    ]  # fmt: skip
    assert "more memory than is allowed" in found[0][2]


def test_what_is_no_fault_of_the_page_is_told(
    tmp_path: Path, beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "serve_tasks", serve_hostile)
    with pytest.raises(FolderError, match="full"):
        read([picture(tmp_path, 0, "disk")], beginning, 1)


def test_processes_that_cannot_begin_are_told_and_no_page_is_blamed(
    tmp_path: Path, beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "serve_tasks", begin_ill)
    with pytest.raises(PageError, match="about to read"):
        read([picture(tmp_path, 0)], beginning, 1)


def test_pages_of_long_and_short_files_come_in_order(tmp_path: Path, beginning: Beginning) -> None:
    long, short = tmp_path / "long.tif", picture(tmp_path, 1)
    pages = [page_picture(lines=number % 7) for number in range(30)]
    pages[0].save(long, save_all=True, append_images=pages[1:])
    with Readers(2, beginning) as pool:
        (counted, missing) = pool.count([long, tmp_path / "none.pdf"])
        assert (counted.pages, missing.pages) == (30, 0)
        assert missing.trouble
        tasks = [PageTask(long, tuple(range(1, 31))), PageTask(short, (1,))]
        found = [(index, one.number) for index, one in pool.read([*tasks, tasks[0]])]
    assert found == [*((0, n) for n in range(1, 31)), (1, 1), *((2, n) for n in range(1, 31))]


def test_a_page_that_is_gone_has_an_outcome(tmp_path: Path, beginning: Beginning) -> None:
    with Readers(1, beginning) as pool:
        (one, two) = pool.read([PageTask(picture(tmp_path, 0), (1, 2))])
    assert one[1].reading.outcome == Outcome.BLANK_BACK
    assert "no longer in the file" in two[1].detail


def test_where_forking_is_not_safe_processes_start_from_nothing(
    tmp_path: Path, beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: nothing is inherited, all that a process needs is sent to it."""
    monkeypatch.setattr(processes, "_HAS_SERVER", False)
    assert start_method().get_start_method() == "spawn"
    told = read([picture(tmp_path, number) for number in range(2)], beginning, 1)
    assert told == [(0, "blank-page", ""), (1, "blank-page", "")]


def test_a_page_that_is_looked_at_may_end_its_process_too(
    tmp_path: Path, beginning: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "serve_tasks", serve_hostile)
    with Readers(1, beginning) as pool:
        (killed,) = pool.develop(picture(tmp_path, 1, "kill"))
        (seen,) = pool.develop(picture(tmp_path, 2))
    assert killed.image is None
    assert "broke off at this page" in killed.detail
    assert seen.image is not None
    assert seen.image.grey.shape == WHITE.size[::-1]


def test_a_file_that_cannot_be_opened_is_one_page_without_a_picture(
    tmp_path: Path, beginning: Beginning
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no scan")
    with Readers(1, beginning) as pool:
        (page,) = pool.develop(tmp_path / "a.pdf")
    assert page.image is None
    assert "not a scan" in page.detail
