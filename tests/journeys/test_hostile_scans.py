"""A pile of scans into which somebody put everything but sheets: no sheet is lost by it."""

import os
import unicodedata
from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.names import plain_name
from survey.reading import Outcome
from survey.signs import bare_cell
from tests.conftest import SCANS, SHEETS
from tests.office import Office, Told

pytestmark = pytest.mark.skipif(os.name != "posix", reason="such names and links are POSIX")
NAMES = ("xuống\ndòng.jpg", "ngược\u202egpj.exe", "\x1b[31mđỏ.pdf", "-rf.png", "'; --.tif")
LINKS = {
    "vô tận.jpg": "/dev/zero",
    "vòng.jpg": "vòng.jpg",
    "ra ngoài.jpg": "/etc/hostname",
    "cha": "..",
    "trong.jpg": "-rf.png",
}


@pytest.fixture
def pile(printed: Office) -> Path:
    folder = printed.path / SCANS
    for name in NAMES:
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    for name, target in LINKS.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "ống.tif")
    return folder


def assert_plain(told: Told) -> None:
    """No sign in it breaks a line, turns its direction or commands the terminal."""
    signs = {sign for line in (told.out + told.err).splitlines() for sign in line}
    assert not {sign for sign in signs if unicodedata.category(sign) in {"Cc", "Cf"}}


def test_every_sheet_is_read_and_everything_else_is_named(printed: Office, pile: Path) -> None:
    told = printed.scan(pile)
    assert told.status == ExitStatus.PEOPLE_NEEDED, told
    assert_plain(told)
    for name in ("vô tận.jpg", "vòng.jpg", "ra ngoài.jpg", "cha", "ống.tif"):
        assert name in told.out, name
    pages = printed.pages()
    assert [page["outcome"] for page in pages].count(Outcome.READ) == SHEETS
    rejected = {bare_cell(page["source_file"]): page["reason"] for page in pages if page["reason"]}
    assert rejected.keys() == set(map(plain_name, NAMES))
    assert all(map(str.isprintable, rejected))
    assert_plain(printed.scan(pile))
    assert printed.pages() == pages
    for words in (("status",), ("log",), ("close", "2021-10", "--by", "A")):
        assert_plain(printed.run(*words))
    assert printed.run("verify").status == ExitStatus.DONE
