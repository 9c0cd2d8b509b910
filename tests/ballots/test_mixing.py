"""Printed files dealt anew hold the same sheets, in an order that nobody knows."""

import io
from collections import Counter

import pikepdf
import pytest

from ballots.mixing import PrintedFile, deal_anew
from ballots.printing import Stack, write_sheets
from templates.form import parse_form
from templates.geometry import lay_out
from templates.layout import Layout
from templates.shelf import read_form_text
from tests.office import BIRTHS, COPIES

KEY = bytes(32)


def print_file(layout: Layout, *stacks: tuple[str, int]) -> PrintedFile:
    content = write_sheets(layout, [Stack(code, "", copies) for code, copies in stacks], KEY)
    return PrintedFile(content, tuple(code for code, copies in stacks for _copy in range(copies)))


def sheets_of(content: bytes) -> list[bytes]:
    """What is drawn on each page; no two sheets have the same code."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [page.Contents.read_bytes() for page in pdf.pages]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return lay_out(parse_form(read_form_text("phu-luc-1"), "phu-luc-1"), "")


@pytest.fixture
def files(layout: Layout) -> list[PrintedFile]:
    return [print_file(layout, (COPIES, 14), (BIRTHS, 2)), print_file(layout, (COPIES, 14))]


def test_no_sheet_is_lost_or_made(files: list[PrintedFile]) -> None:
    before = [sheet for file in files for sheet in sheets_of(file.content)]
    after = [sheet for content in deal_anew(files) for sheet in sheets_of(content)]
    assert Counter(after) == Counter(before)
    assert after != before


def test_each_place_keeps_its_kind(files: list[PrintedFile]) -> None:
    births = sheets_of(files[0].content)[14:]
    dealt = [sheets_of(content) for content in deal_anew(files)]
    assert [len(sheets) for sheets in dealt] == [16, 14]
    assert sorted(dealt[0][14:]) == sorted(births)


def test_sheets_of_one_kind_change_files(files: list[PrintedFile]) -> None:
    of_first = set(sheets_of(files[0].content)[:14])
    first, second = (sheets_of(content) for content in deal_anew(files))
    assert of_first & set(first)
    assert of_first & set(second)


def test_nothing_in_the_file_tells_the_old_order(files: list[PrintedFile]) -> None:
    for content in deal_anew(files):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            numbers = [page.Contents.objgen[0] for page in pdf.pages]
            assert numbers == sorted(numbers)
            assert not pdf.docinfo


def test_no_files_are_no_trouble() -> None:
    assert deal_anew(()) == ()
