"""Printing: what is written, what is kept, and what the journal says of it."""

import hashlib
import json
from pathlib import Path

import pikepdf
import pytest

from steps.print_sheets import MOST_COPIES
from steps.session import open_session
from store.listing import list_printed_runs
from survey.errors import ExitStatus
from templates.layout_file import read_layout
from tests.conftest import SCANS
from tests.office import BIRTHS, COPIES, Office, begin


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return begin(tmp_path / "khao-sat")


def pages_of(file: Path) -> int:
    with pikepdf.open(file) as document:
        return len(document.pages)


def test_one_sheet_with_the_free_text_line_unless_more_is_asked(office: Office) -> None:
    assert pages_of(office.print_sheets()) == 1
    assert office.status()["printed"] == 1


def test_so_many_copies_for_each_procedure(office: Office) -> None:
    file = office.print_sheets("--procedure", COPIES, "--procedure", BIRTHS, "--copies", 3)
    assert pages_of(file) == 6
    with open_session(office.path) as session:
        runs = list_printed_runs(session.record)
    assert [(run.procedure, run.copies) for run in runs] == [(COPIES, 3), (BIRTHS, 3)]
    assert {run.file for run in runs} == {file.name}
    assert {run.sha256 for run in runs} == {hashlib.sha256(file.read_bytes()).hexdigest()}


def test_a_second_copy_is_the_kept_file(office: Office, tmp_path: Path) -> None:
    told = office.done("print", "-o", tmp_path / "in.pdf")
    assert str(tmp_path / "in.pdf") in told.out
    kept = office.path / "printed" / "phieu-001.pdf"
    assert (tmp_path / "in.pdf").read_bytes() == kept.read_bytes()


def test_each_print_is_a_file_of_its_own(office: Office) -> None:
    files = [office.print_sheets().name for _ in range(3)]
    assert files == ["phieu-001.pdf", "phieu-002.pdf", "phieu-003.pdf"]


def test_the_layout_is_kept_beside_the_sheets(office: Office) -> None:
    office.print_sheets()
    (file,) = (office.path / "printed").glob("layout-*.json")
    layout = read_layout(file.read_text(encoding="utf-8"), file.name)
    told = office.done("layout").json
    assert told["fingerprint"] == layout.fingerprint
    assert file.name == f"layout-{layout.fingerprint}.json"


def test_the_provinces_way_of_writing_a_code_is_understood(office: Office) -> None:
    office.print_sheets("--procedure", f"{COPIES}.000.00.00.H61")
    with open_session(office.path) as session:
        assert [run.procedure for run in list_printed_runs(session.record)] == [COPIES]


def test_too_many_copies_are_refused(office: Office) -> None:
    told = office.run("print", "--copies", MOST_COPIES + 1)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert f"{MOST_COPIES:,}" in told.err
    assert office.status()["printed"] == 0


def test_sheets_printed_before_the_plan_was_edited_are_still_read(printed: Office) -> None:
    plan = printed.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("129/KH-UBND", "130/KH-UBND"), encoding="utf-8")
    newer = printed.simulate(printed.print_sheets(), "moi")
    printed.scan(printed.path / SCANS / "2", newer)
    assert {page["outcome"] for page in printed.pages()} == {"read"}
    with open_session(printed.path) as session:
        rows = session.record.rows("SELECT body FROM journal WHERE kind = 'page'")
        fingerprints = {json.loads(body)["fingerprint"] for (body,) in rows}
    assert len(fingerprints) == 2


def test_a_tampered_layout_is_refused_by_name(printed: Office) -> None:
    (file,) = (printed.path / "printed").glob("layout-*.json")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"x_mm": 12.0', '"x_mm": 12.5', 1), encoding="utf-8")
    told = printed.scan(printed.path / SCANS / "2")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert file.name in told.err
