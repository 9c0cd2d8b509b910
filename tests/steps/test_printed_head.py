"""Heads typed from signed paper, or read from a scan of it."""

import io
from pathlib import Path

import pytest
from PIL import Image

from reports.head import head_picture
from steps.printed_head import read_heads
from survey.errors import PageError, RequestError
from survey.head import short_head

HEAD = "9f2c1a7703bde41155aa0f8e7d6c5b4a39281706f5e4d3c2b1a0918273645546"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """The lower part of minutes as a scanner sees it, upside down and a little crooked."""
    with Image.open(io.BytesIO(head_picture(HEAD).png)) as code:
        page = Image.new("L", (1000, 1400), 245)
        page.paste(code.convert("L").resize((160, 160)), (700, 1100))
    scan = tmp_path / "bien-ban.jpg"
    page.rotate(183, fillcolor=245).save(scan, quality=60)
    return scan


def test_typed_and_scanned_heads_are_read(paper: Path) -> None:
    assert read_heads([short_head(HEAD).upper(), str(paper)]) == (HEAD[:16], HEAD)


def test_the_text_of_the_code_may_be_pasted() -> None:
    assert read_heads([HEAD, f" {HEAD} "]) == (HEAD,)


def test_paper_without_a_code_is_said(tmp_path: Path) -> None:
    blank = tmp_path / "trang.png"
    Image.new("L", (800, 800), 255).save(blank)
    with pytest.raises(PageError, match=r"trang\.png shows no QR code"):
        read_heads([str(blank)])


def test_what_is_neither_head_nor_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="type the 16 digits"):
        read_heads([str(tmp_path / "khong-co.jpg")])


def test_a_file_that_is_no_scan_is_said(tmp_path: Path) -> None:
    note = tmp_path / "ghi-chu.txt"
    note.write_text(HEAD, encoding="utf-8")
    with pytest.raises(PageError, match=r"ghi-chu\.txt"):
        read_heads([str(note)])
