"""The printed PDF, looked at as a printer, a scanner and a reader of PDFs would."""

import io
import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from numpy.typing import NDArray
from pdf2image import convert_from_bytes

from ballots.printing import Stack, write_sheets
from templates.form import parse_form
from templates.geometry import lay_out
from templates.layout import OUTLINE_MM, Box, Layout
from templates.machine_code import NO_TOKEN, SheetCode, is_genuine, parse_code, survey_tag
from templates.shelf import read_form_text
from tests.templates.invented_forms import invent_form

KEY = b"k" * 32
TITLE = "Chứng thực bản sao từ bản chính"
PLAN_LINE = "(Kèm theo Kế hoạch số 129/KH-UBND ngày 01/10/2021 của UBND phường Vạn Phúc)"
MM_PER_INCH = 25.4


@pytest.fixture(scope="module")
def layout() -> Layout:
    return lay_out(parse_form(read_form_text("phu-luc-1"), "phu-luc-1"), PLAN_LINE)


@pytest.fixture(scope="module")
def pdf(layout: Layout) -> bytes:
    """Four sheets for one procedure, two with the free-text line."""
    return write_sheets(layout, [Stack("2.000815", TITLE, 4), Stack("", "", 2)], KEY)


def rasterise(pdf: bytes, dpi: int, last_page: int = 99) -> list[NDArray[np.uint8]]:
    pages = convert_from_bytes(pdf, dpi, last_page=last_page, grayscale=True)
    return [np.array(page) for page in pages]


def read_codes(pdf: bytes) -> list[str]:
    found = [zxingcpp.read_barcodes(page) for page in rasterise(pdf, 150)]
    assert all(len(codes) == 1 for codes in found)
    return [codes[0].text for codes in found]


def parsed(text: str) -> SheetCode:
    code = parse_code(text)
    assert code is not None
    return code


def text_of(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "phieu.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    )
    return " ".join(told.stdout.split())


def test_every_page_has_a_genuine_code_of_its_own(pdf: bytes, layout: Layout) -> None:
    texts = read_codes(pdf)
    assert len(texts) == 6
    assert all(is_genuine(text, KEY) for text in texts)
    codes = [parsed(text) for text in texts]
    assert len({code.sheet for code in codes}) == 6
    assert [code.procedure for code in codes] == ["2.000815"] * 4 + [""] * 2
    assert {code.fingerprint for code in codes} == {layout.fingerprint}
    assert {code.survey for code in codes} == {survey_tag(KEY)}


def test_the_pages_of_a_sheet_share_its_token_and_count_up() -> None:
    layout = lay_out(invent_form(questions=30), PLAN_LINE)
    codes = [parsed(text) for text in read_codes(write_sheets(layout, [Stack("", "", 2)], KEY))]
    assert [code.page for code in codes] == [1, 2, 3, 1, 2, 3]
    assert len({code.sheet for code in codes[:3]}) == 1
    assert len({code.sheet for code in codes}) == 2


@pytest.mark.parametrize(("questions", "pages"), [(8, 1), (20, 2), (34, 3)])
def test_two_sided_sheets_never_share_a_piece_of_paper(questions: int, pages: int) -> None:
    layout = lay_out(invent_form(questions), PLAN_LINE)
    assert len(layout.pages) == pages
    printed = write_sheets(layout, [Stack("", "", 2)], KEY, is_two_sided=True)
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 2 * (pages + pages % 2)


def test_a_plan_may_switch_the_token_off(layout: Layout) -> None:
    pdf = write_sheets(layout, [Stack("", "", 3)], KEY, with_token=False)
    texts = read_codes(pdf)
    assert len(set(texts)) == 1
    assert parsed(texts[0]).sheet == NO_TOKEN
    assert is_genuine(texts[0], KEY)


def test_tokens_come_in_no_order(layout: Layout) -> None:
    sheets = [
        parsed(text).sheet for text in read_codes(write_sheets(layout, [Stack("", "", 12)], KEY))
    ]
    assert sheets not in (sorted(sheets), sorted(sheets, reverse=True))


def test_the_token_is_printed_in_no_form_that_people_read(pdf: bytes, tmp_path: Path) -> None:
    text = text_of(pdf, tmp_path)
    for code in read_codes(pdf):
        assert parsed(code).sheet not in text
        assert parsed(code).sheet.encode() not in pdf


def test_only_be_vietnam_pro_is_used_embedded_and_subset(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        names = {str(font.BaseFont) for font in fonts}
        embedded = {str(font.BaseFont) for font in fonts if "/FontFile2" in font.FontDescriptor}
    assert names
    assert embedded == names
    assert all(re.fullmatch(r"/[A-Z]{6}\+BeVietnamPro-\w+", name) for name in names)


def test_a_hundred_sheets_take_less_than_15_kb_each(layout: Layout) -> None:
    pdf = write_sheets(layout, [Stack("2.000815", TITLE, 100)], KEY)
    assert len(pdf) / 100 < 15_000


def test_the_words_can_be_copied_out_of_the_pdf(pdf: bytes, tmp_path: Path) -> None:
    text = text_of(pdf, tmp_path)
    assert text.count(TITLE) == 4
    assert text.count("Cơ quan trả kết quả có đúng hẹn?") == 6
    assert "XIN TRÂN TRỌNG CẢM ƠN ÔNG/BÀ!" in text


def test_a_title_longer_than_its_two_lines_is_cut_visibly(layout: Layout, tmp_path: Path) -> None:
    pdf = write_sheets(layout, [Stack("2.000815", f"{TITLE}, giấy tờ, văn bản " * 6, 1)], KEY)
    text = text_of(pdf, tmp_path)
    assert text.count(TITLE) >= 2
    assert "…" in text.split("Xin Ông/Bà")[0]


def test_progress_is_told_to_the_end(layout: Layout) -> None:
    told: list[int] = []
    write_sheets(layout, [Stack("", "", 120)], KEY, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 120


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_the_page_has_the_size_of_its_paper(paper: str) -> None:
    layout = lay_out(invent_form(questions=3, paper=paper), PLAN_LINE)
    with pikepdf.open(io.BytesIO(write_sheets(layout, [Stack("", "", 1)], KEY))) as document:
        points = [float(corner) for corner in document.pages[0].mediabox]
    millimetres = [point / 72 * MM_PER_INCH for point in points[2:]]
    assert millimetres == pytest.approx(layout.page_size_mm, abs=0.01)


def test_a_box_of_the_layout_is_the_inside_of_its_printed_outline(
    pdf: bytes, layout: Layout
) -> None:
    dpi = 600
    page = rasterise(pdf, dpi, last_page=1)[0]
    for box in layout.pages[0].boxes:
        left, right, top, bottom = inside_mm(page, box, dpi / MM_PER_INCH)
        rect = box.rect
        assert left == pytest.approx(rect.x_mm, abs=0.1)
        assert right == pytest.approx(rect.x_mm + rect.width_mm, abs=0.1)
        assert top == pytest.approx(rect.y_mm, abs=0.1)
        assert bottom == pytest.approx(rect.y_mm + rect.height_mm, abs=0.1)


def inside_mm(
    page: NDArray[np.uint8], box: Box, px_per_mm: float
) -> tuple[float, float, float, float]:
    """Where the white inside of a box ends on each side: left, right, top, bottom."""
    x_px, y_px = (round(centre_mm * px_per_mm) for centre_mm in box.rect.center_mm)
    reach_px = round((box.rect.width_mm / 2 + OUTLINE_MM + 0.5) * px_per_mm)
    row = page[y_px, x_px - reach_px : x_px + reach_px + 1] < 128
    column = page[y_px - reach_px : y_px + reach_px + 1, x_px] < 128
    left, right = edges_px(row)
    top, bottom = edges_px(column)
    return (
        (x_px - reach_px + left) / px_per_mm,
        (x_px - reach_px + right) / px_per_mm,
        (y_px - reach_px + top) / px_per_mm,
        (y_px - reach_px + bottom) / px_per_mm,
    )


def edges_px(is_dark: NDArray[np.bool_]) -> tuple[int, int]:
    """Where white begins and ends around the middle of a line of pixels."""
    middle = len(is_dark) // 2
    dark = np.flatnonzero(is_dark)
    return int(dark[dark < middle].max()) + 1, int(dark[dark > middle].min())
