"""No name, number or time in the survey folder ties a sheet to a person or an hour."""

import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from store.projection import DERIVED_TABLES
from templates.machine_code import draw_token
from tests.conftest import SCANS, SHEETS
from tests.office import Office, read_truth

A_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|\b\d{1,2}:\d{2}\b")
LONG_AGO = 1_000_000_000
PEOPLE_ON_A_SHEET = {"decision", "page-decision", "sheet-decision", "spot-check", "comment"}
"""Acts of people upon a sheet, long after it was handed in."""
OF_A_SHEET = {"page"} | PEOPLE_ON_A_SHEET


def events(office: Office) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(office.path / "survey.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM journal ORDER BY seq")]


def tokens(office: Office) -> set[str]:
    """The sheets as the rehearsal's notes name them."""
    return {sheet for sheet, _question in read_truth(sorted((office.path / SCANS).iterdir()))}


def texts_in(value: object) -> Iterator[str]:
    """Every text anywhere in a body."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif isinstance(value, str):
        yield value


def drawn_pages(office: Office) -> dict[str, list[bytes]]:
    """What is drawn on each page of every printed file, in its order."""
    drawn = {}
    for file in sorted(office.path.glob("printed/*.pdf")):
        with pikepdf.open(file) as pdf:
            drawn[file.name] = [page.Contents.read_bytes() for page in pdf.pages]
    return drawn


def test_a_sheet_is_known_nowhere_before_it_is_scanned(printed: Office) -> None:
    sheets = tokens(printed)
    assert len(sheets) == SHEETS
    for file in printed.path.rglob("*"):
        if file.is_file() and SCANS not in file.parts:
            content = file.read_bytes()
            assert not [sheet for sheet in sheets if sheet.encode() in content], file


def test_only_readings_and_decisions_name_a_sheet(scanned: Office) -> None:
    flag = scanned.flagged()[0]
    scanned.done("decide", flag["sheet"], flag["question"], "5", "--by", "An", "--reason", "rõ")
    named = [event for event in events(scanned) if any(t in event["body"] for t in tokens(scanned))]
    assert {event["kind"] for event in named} <= OF_A_SHEET
    by_people = [event for event in named if event["person"] or event["role"]]
    assert {event["kind"] for event in by_people} <= PEOPLE_ON_A_SHEET


def test_no_sheet_has_a_time_of_its_own(scanned: Office) -> None:
    """Wherever a sheet is named, no hour stands beside it; the journal knows when it was read."""
    sheets = tokens(scanned)
    with closing(sqlite3.connect(scanned.path / "survey.db")) as connection:
        told = [
            " ".join(map(str, row))
            for table in DERIVED_TABLES
            for row in connection.execute(f"SELECT * FROM {table}")
        ]
    told += [" ".join(texts_in(json.loads(event["body"]))) for event in events(scanned)]
    of_sheets = [text for text in told if any(sheet in text for sheet in sheets)]
    assert len(of_sheets) > SHEETS
    assert not [text for text in of_sheets if A_MOMENT.search(text)]


def test_sheets_enter_the_record_only_after_their_box_was_opened(scanned: Office) -> None:
    """What hour a sheet was filled in lies before; the record knows the hour of scanning only."""
    kinds = [event["kind"] for event in events(scanned)]
    assert kinds.index("opening") < kinds.index("page")


def test_no_file_keeps_the_order_of_printing(printed: Office) -> None:
    printed.print_sheets("--copies", 12)
    before = drawn_pages(printed)
    printed.open_box(SHEETS, SHEETS)
    after = drawn_pages(printed)
    assert sorted(chain(*before.values())) == sorted(chain(*after.values()))
    assert after["phieu-003.pdf"] != before["phieu-003.pdf"]


def test_printed_files_tell_no_time(printed: Office) -> None:
    dates = set()
    for file in printed.path.glob("printed/*.pdf"):
        with pikepdf.open(file) as pdf:
            dates.add(str(pdf.docinfo.get("/CreationDate")))
    assert len(dates) == 1


def test_a_kept_original_has_not_the_time_of_the_scanned_file(printed: Office) -> None:
    for scan in printed.path.glob(f"{SCANS}/*/*.jpg"):
        os.utime(scan, (LONG_AGO, LONG_AGO))
    printed.scan(printed.path / SCANS)
    kept = list((printed.path / "scans").iterdir())
    assert len(kept) == SHEETS
    assert all(file.stat().st_mtime > LONG_AGO + 1 for file in kept)


def test_tokens_follow_no_order() -> None:
    drawn = [draw_token() for _sheet in range(2000)]
    rising = sum(one < other for one, other in pairwise(drawn))
    assert rising == pytest.approx(1000, abs=100)  # eight standard deviations
    assert len(set(drawn)) == len(drawn)


def test_sheets_without_token_are_all_alike(printed: Office) -> None:
    plan = printed.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"token = .*", "token = false", text), encoding="utf-8")
    name = printed.print_sheets("--copies", 3).name
    assert len(set(drawn_pages(printed)[name])) == 1


def test_reports_name_no_sheet(scanned: Office) -> None:
    scanned.done("report", "annual")
    for document in (scanned.path / "reports").iterdir():
        assert not _parts_naming(document, tokens(scanned)), document.name


def _parts_naming(document: Path, sheets: set[str]) -> list[str]:
    """The parts of a .docx that name one of these sheets."""
    with zipfile.ZipFile(document) as parts:
        read = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    return [name for name, text in read.items() if any(sheet in text for sheet in sheets)]
