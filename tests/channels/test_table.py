"""Tables of other offices: what they say, and what is refused."""

import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from openpyxl import Workbook

from channels import table
from channels.named_columns import find_columns
from channels.table import read_table
from steps.spreadsheet import spreadsheet_csv
from survey.errors import TableError


def write_book(path: Path, rows: list[list[object]], sheet: str = "Trang 1") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_every_kind_says_the_same(tmp_path: Path, delimiter: str, coding: str) -> None:
    lines = [["Kỳ", "Số hồ sơ"], ["2024-01", "10"], ["", ""], ["2024-02"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(coding))
    read = read_table(file)
    assert read.headings == ("Kỳ", "Số hồ sơ")
    assert [(row.number, row.cells) for row in read.rows] == [
        (2, ("2024-01", "10")),
        (4, ("2024-02", "")),
    ]


def test_what_stands_above_the_headings_separates_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Quý I, II, III, năm 2024\r\n\r\nMã;Ngày\r\n1;2024-01-05\r\n", newline="")
    read = read_table(file, heading_row=3)
    assert read.headings == ("Mã", "Ngày")
    assert [(row.number, row.cells) for row in read.rows] == [(4, ("1", "2024-01-05"))]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_that_look_alike_are_alike(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    words = [unicodedata.normalize(form, word) for word in ("Mã đánh giá", "Hộ tịch")]
    (tmp_path / "a.csv").write_text("\n".join(words))
    for file in (tmp_path / "a.csv", write_book(tmp_path / "a.xlsx", [[word] for word in words])):
        read = read_table(file)
        assert (read.headings, read.rows[0].cells) == (("Mã đánh giá",), ("Hộ tịch",))


def test_a_text_that_was_guarded_is_read_as_it_was(tmp_path: Path) -> None:
    rows = [("=1+1", "-5", "@x", "'tên'", "+84 236", -5)]
    (tmp_path / "a.csv").write_bytes(spreadsheet_csv([("a", "b", "c", "d", "e", "f"), *rows]))
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "'=1+1,'-5,'@x,'tên','+84 236,-5"
    assert read_table(tmp_path / "a.csv").rows[0].cells == tuple(map(str, rows[0]))


def test_a_workbook_gives_texts(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Báo cáo"],
        ["Ngày", "Giờ", "Số", "Tỷ lệ", "Có"],
        [datetime(2024, 8, 5), datetime(2024, 8, 5, 7, 30), 1234.0, 0.5, None],
        ["=1+1", " chữ ", "", "", "x"],
    ]
    read = read_table(write_book(tmp_path / "a.xlsx", rows), heading_row=2)
    assert read.headings == ("Ngày", "Giờ", "Số", "Tỷ lệ", "Có")
    assert read.rows[0].cells == ("2024-08-05", "2024-08-05 07:30:00", "1234", "0.5", "")
    assert read.rows[1].cells == ("", "chữ", "", "", "x")  # no value was saved with the formula


def test_a_sheet_is_found_by_name(tmp_path: Path) -> None:
    file = write_book(tmp_path / "a.xlsx", [["x"], ["1"]], "Số liệu")
    assert read_table(file, "Số liệu").rows[0].cells == ("1",)
    with pytest.raises(TableError, match="it has: Số liệu"):
        read_table(file, "Khác")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\xff\x00\xfe"),
        ("a.csv", b'a,b\n"1,2\n'),
        ("a.csv", b"\n\na,b\n"),
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 cut off"),
        ("missing.csv", None),
        ("missing.xlsx", None),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError):
        read_table(tmp_path / name)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(TableError):
        read_table(tmp_path / "a.xlsx")


def test_a_workbook_cut_off_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    whole = write_book(tmp_path / "a.xlsx", [["x", "y"], ["1", "2"]]).read_bytes()
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        (tmp_path / "b.xlsx").write_bytes(whole[:end])
        with pytest.raises(TableError):
            read_table(tmp_path / "b.xlsx")


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x\n" + "1\n" * 20, encoding="utf-8")
    monkeypatch.setattr(table, "MOST_ROWS", 20)
    with pytest.raises(TableError, match="row 21"):
        read_table(file)
    monkeypatch.setattr(table, "MOST_UNPACKED_BYTES", 20)
    with pytest.raises(TableError, match="too large"):
        read_table(file)
    with pytest.raises(TableError, match="too large"):
        read_table(write_book(tmp_path / "a.xlsx", [["x"]]))


def write_merged(path: Path, *ranges: str) -> Path:
    """Four rows below the headings, with these cells merged."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Lĩnh vực", "Số hồ sơ", "Ghi chú"])
    for number in range(4):
        page.append(["Đất đai", number, "x"])
    for cells in ranges:
        page.merge_cells(cells)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "cells",
    ["A2:A4", "B2:B3", "A2:B2", "A4:C5", "A1:A2"],
)
def test_merged_cells_that_hide_a_value_are_refused(tmp_path: Path, cells: str) -> None:
    read = read_table(write_merged(tmp_path / "a.xlsx", "C3:C5", cells))
    with pytest.raises(TableError, match=f"a.xlsx has merged cells.*{cells}. Unmerge"):
        read.refuse_merged([0, 1])


def test_only_the_columns_looked_at_must_not_be_merged(tmp_path: Path) -> None:
    read = read_table(write_merged(tmp_path / "a.xlsx", "C3:C5", "A1:C1", "B2:C2"))
    read.refuse_merged([0, 1])
    with pytest.raises(TableError, match="C3:C5"):
        read.refuse_merged([2])


def test_empty_cells_that_are_merged_hide_nothing(tmp_path: Path) -> None:
    read = read_table(write_merged(tmp_path / "a.xlsx", "A7:C9", "D2:E4"))
    read.refuse_merged(range(5))


def test_tables_of_every_kind_refuse_merged_cells(tmp_path: Path) -> None:
    read = read_table(write_merged(tmp_path / "a.xlsx", "A2:A4"))
    with pytest.raises(TableError, match="A2:A4"):
        find_columns(read, {"field": ("lĩnh vực",)})
