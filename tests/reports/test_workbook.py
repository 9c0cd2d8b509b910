import io
import zipfile
from fractions import Fraction

from reports.workbook import Sheet, write_workbook


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_numbers_are_numbers_and_texts_never_run() -> None:
    hostile = '=HYPERLINK("http://x","y")'
    sheet = Sheet(
        "Kết quả", ("Nội dung", "5", "Hài lòng"), ((hostile, 12, Fraction(5, 6)),), ("@x",)
    )
    parts = parts_of(write_workbook([sheet]))
    page = parts["xl/worksheets/sheet1.xml"]
    assert "<v>12</v>" in page
    assert "<v>0.8333333333333334</v>" in page
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert "HYPERLINK" in parts["xl/sharedStrings.xml"]
    assert "<pane" in page
    assert "<autoFilter" in page


def test_what_is_unknown_stays_empty() -> None:
    page = parts_of(write_workbook([Sheet("A", ("a", "b"), (("x", None),))]))
    assert '<c r="B2"' not in page["xl/worksheets/sheet1.xml"]
