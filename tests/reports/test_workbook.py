import io
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.workbook import Book, ChartKind, Sheet, SheetChart, write_workbook
from tests.reports.conftest import convert

HOSTILE = '=HYPERLINK("http://x","y")'
HEADINGS = ("Nội dung", "5", "Hài lòng", "Trung bình")
ROWS = ((HOSTILE, 12, Fraction(5, 6), Decimal("4.25")), ("+1", None, "*", None))
CHARTS = (
    SheetChart(ChartKind.PARTS, "Phân bố", (1, 2)),
    SheetChart(ChartKind.LENGTHS, "Tỷ lệ", (2,)),
)
SHEET = Sheet("Kết quả", HEADINGS, ROWS, ("Kết quả khảo sát", "@chưa khớp"), CHARTS)
BOOK = Book("Kết quả", "UBND", (SHEET,))


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_numbers_are_numbers_and_texts_never_run() -> None:
    parts = parts_of(write_workbook(BOOK, ""))
    page = parts["xl/worksheets/sheet1.xml"]
    for number in ("12", "0.8333333333333334", "4.25"):
        assert f"<v>{number}</v>" in page
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert "HYPERLINK" in parts["xl/sharedStrings.xml"]


def test_headings_stay_in_sight_on_screen_and_on_paper() -> None:
    page = load_workbook(io.BytesIO(write_workbook(BOOK, "")))["Kết quả"]
    assert [cell.value for cell in page[4]] == list(HEADINGS)
    assert page.freeze_panes == "B5"
    assert page.auto_filter.ref == "A4:D6"
    assert page.print_title_rows == "$4:$4"
    assert page.print_area.startswith("'Kết quả'!$A$1:$D$")
    assert page["C5"].number_format == "0.00%"


def test_what_is_unknown_stays_empty() -> None:
    page = load_workbook(io.BytesIO(write_workbook(BOOK, "")))["Kết quả"]
    assert page["B6"].value is None
    assert page["C6"].value == "*"


def test_charts_are_native_and_say_what_they_are() -> None:
    parts = parts_of(write_workbook(BOOK, ""))
    first, second = (parts[f"xl/charts/chart{number}.xml"] for number in (1, 2))
    assert 'grouping val="percentStacked"' in first
    assert "$C$5:$C$6" in second
    assert 'descr="Phân bố"' in parts["xl/drawings/drawing1.xml"]


def test_libreoffice_opens_it_and_reads_the_same_figures(tmp_path: Path, office: str) -> None:
    (tmp_path / "bang.xlsx").write_bytes(write_workbook(BOOK, ""))
    to = "csv:Text - txt - csv (StarCalc):44,34,76"
    done = convert(office, to, tmp_path, tmp_path / "bang.xlsx")
    if "source file could not be loaded" in done.stderr:
        pytest.skip("LibreOffice has no spreadsheets here")
    lines = (tmp_path / "bang.csv").read_text(encoding="utf-8").splitlines()
    assert lines[3] == "Nội dung,5,Hài lòng,Trung bình"
    assert lines[4].endswith(",12,83.33%,4.25")
    assert lines[4].startswith('"=HYPERLINK')
