"""The independent verifier against the product: on generated surveys, whole and tampered."""

import hashlib
import json
import sqlite3
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.standalone import xac_minh
from store.folder import SurveyFolder
from store.record import Record
from tests.office import Office, begin
from tests.store.test_replay import ACTS, Act, PageCame, new_record

FILE = Path(xac_minh.__file__)
MOST_LINES = 300
GENERATED = 300
FIELD_FORM = "phieu-co-linh-vuc"


def verify(folder: SurveyFolder, *heads: str) -> list[str]:
    findings, _told = xac_minh.verify(  # type: ignore[no-untyped-call]
        Namespace(folder=folder.path, head=heads, tally=())
    )
    return list(findings)


def write(record: Record, acts: list[Act]) -> None:
    with record.transaction():
        for number, act in enumerate(acts):
            act.write(record, number)


def test_it_is_short_and_stands_alone() -> None:
    text = FILE.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names


@settings(max_examples=GENERATED, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS)
def test_it_agrees_with_the_product(acts: list[Act]) -> None:
    with new_record() as record:
        write(record, acts)
        assert verify(record.folder, record.head()) == []


# --- tampering ------------------------------------------------------------------------------------

Tampering = Callable[[sqlite3.Connection, int], None]


def _rehash(connection: sqlite3.Connection, first: int) -> None:
    """Make the chain fit again from this event on, as a thief with time would."""
    rows = connection.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    previous = rows[first - 2][8] if first > 1 else "0" * 64
    for row in rows[first - 1 :]:
        sealed = json.dumps([*row[:7], previous], ensure_ascii=False, separators=(",", ":"))
        fresh = hashlib.sha256(sealed.encode()).hexdigest()
        connection.execute(
            "UPDATE journal SET previous = ?, hash = ? WHERE seq = ?", (previous, fresh, row[0])
        )
        previous = fresh


def _a_body(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("UPDATE journal SET body = body || ' ' WHERE seq = ?", (seq,))


def _a_time(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("UPDATE journal SET at = '2020-01-01T00:00:00Z' WHERE seq = ?", (seq,))


def _an_event_gone(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("DELETE FROM journal WHERE seq = ?", (seq,))


def _the_end_gone(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("DELETE FROM journal WHERE seq >= ?", (seq,))


def _a_new_past(connection: sqlite3.Connection, seq: int) -> None:
    connection.execute("UPDATE journal SET role = role || 'x' WHERE seq = ?", (seq,))
    _rehash(connection, seq)


def _an_answer(connection: sqlite3.Connection, _seq: int) -> None:
    connection.execute("UPDATE answer SET choice = '1', status = 'answered'")


def _an_answer_gone(connection: sqlite3.Connection, _seq: int) -> None:
    connection.execute("DELETE FROM answer")


def _a_sheet_elsewhere(connection: sqlite3.Connection, _seq: int) -> None:
    connection.execute("UPDATE sheet SET opening = opening || 'x'")


def _a_ruling(connection: sqlite3.Connection, _seq: int) -> None:
    connection.execute("UPDATE sheet SET verdict = iif(verdict = 'invalid', '', 'invalid')")


def _a_page(connection: sqlite3.Connection, _seq: int) -> None:
    connection.execute("UPDATE page SET outcome = 'blank-back'")


TAMPERINGS: tuple[Tampering, ...] = (
    _a_body, _a_time, _an_event_gone, _the_end_gone, _a_new_past, _an_answer, _an_answer_gone,
    _a_sheet_elsewhere, _a_ruling, _a_page,
)  # fmt: skip


def tamper(folder: SurveyFolder, tampering: Tampering, place: int) -> bool:
    """Change the database behind the program's back; was there anything to change?"""
    with closing(sqlite3.connect(folder.database_path)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        ((last,),) = connection.execute("SELECT max(seq) FROM journal")
        before = list(connection.iterdump())
        tampering(connection, place % last + 1)
        return before != list(connection.iterdump())


@settings(max_examples=GENERATED, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS, st.sampled_from(TAMPERINGS), st.integers(0, 60))
def test_it_finds_what_was_tampered_with(acts: list[Act], tampering: Tampering, place: int) -> None:
    with new_record() as record:
        write(record, [PageCame([], ""), *acts])
        head = record.head()
        changed = tamper(record.folder, tampering, place)
        assert bool(verify(record.folder, head)) == changed


# --- the draw -------------------------------------------------------------------------------------


def test_a_draw_that_the_dice_did_not_make(settled: Office) -> None:
    dice = "31415926535897932384"
    settled.done("recheck", "draw", "--period", "2021", "--margin", "0.02", "--seed", dice,
                 "--count", 2)  # fmt: skip
    settled.done("recheck", "draw", "--more", 1)
    folder = SurveyFolder(settled.path)
    assert verify(folder) == []
    with Record.open(folder) as record:
        ((body,),) = record.rows("SELECT body FROM journal WHERE kind = 'recheck-drawn' LIMIT 1")
        drawn: dict[str, Any] = json.loads(body)
        swapped = drawn | {"id": "phuc-tra-2", "units": drawn["units"][::-1]}
        record.append("recheck-drawn", swapped)
        larger = drawn | {"id": "phuc-tra-3", "population": drawn["population"] + 1}
        record.append("recheck-drawn", larger)
    said = verify(folder)
    assert [line.split(":")[0] for line in said] == ["phuc-tra-2", "phuc-tra-3"]


# --- as people run it -----------------------------------------------------------------------------


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """In a Python that knows no installed package."""
    return subprocess.run(
        [sys.executable, "-I", "-S", FILE, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )


BY = ("question", "factor", "procedure", "field", "box", "period", "channel")


def published(office: Office, *words: object) -> Path:
    file = office.path / f"bang-{'-'.join(map(str, words))}.json"
    told = office.done("tally", "--format", "json", *words)
    file.write_text(told.out, encoding="utf-8")
    return file


def test_published_tables_are_counted_again(settled: Office) -> None:
    tables = [published(settled, "--by", by) for by in BY]
    of_month = published(settled, "--period", "2021-10")
    hidden = published(settled, "--published")
    words = [word for table in (*tables, of_month, hidden) for word in ("--tally", table)]
    told = run(settled.path, *words)
    assert (told.returncode, "Không thấy gì sai" in told.stdout) == (0, True), told


@pytest.mark.parametrize("change", ["counts", "blank", "answered", "satisfied"])
def test_a_published_table_that_was_embellished(settled: Office, change: str) -> None:
    table = published(settled)
    told = json.loads(table.read_text("utf-8"))
    row = told["rows"][2]
    better = {"counts": row["counts"] | {"5": row["counts"]["5"] + 1}, "satisfied": "0.99"}
    row[change] = better.get(change, row["blank"] + 1)
    table.write_text(json.dumps(told), encoding="utf-8")
    said = run(settled.path, "--tally", table)
    assert (said.returncode, "SAI: q3" in said.stdout) == (4, True), said


@pytest.mark.parametrize(("by", "form"), [("factor", "sipas-19-cau"), ("field", FIELD_FORM)])
def test_tables_by_factor_and_field_of_other_forms(tmp_path: Path, by: str, form: str) -> None:
    """Questions belong to factors; people may tick their field on the sheet."""
    office = begin(tmp_path / "khao-sat")
    plan = office.path / "survey.toml"
    text = plan.read_text("utf-8").replace('form = "phu-luc-1"', f'form = "{form}"')
    plan.write_text(text, encoding="utf-8")
    scans = office.simulate(office.print_sheets("--copies", 3), "quet", "--seed", 2)
    office.open_box(3, 3)
    office.scan(scans)
    table = published(office, "--by", by)
    assert run(office.path, "--tally", table).returncode == 0
    told = json.loads(table.read_text("utf-8"))
    row = next(row for row in told["rows"] if row["answered"])
    row["blank"] += 1
    table.write_text(json.dumps(told), encoding="utf-8")
    said = run(office.path, "--tally", table)
    assert (said.returncode, f"SAI: {row['key']}, blank" in said.stdout) == (4, True), said


def test_what_came_by_another_channel_alone_is_passed_over(tmp_path: Path) -> None:
    """Its file was not kept: nobody can count it again, and nothing is wrong with it."""
    office = begin(tmp_path / "khao-sat", "tay-xuan-2024")
    mapping, file, told = (tmp_path / name for name in ("cot.toml", "kiosk.csv", "tong-hop.json"))
    mapping.write_text('[columns]\ndate = "Ngày"\n[columns.questions]\nq1 = "Câu"\n', "utf-8")
    file.write_text("Ngày;Câu\n" + "05/03/2024;A\n" * 7, "utf-8")
    office.done("import", file, "--channel", "kiosk", "--mapping", mapping)
    office.done("tally", "--json", "-o", told)
    asked = Namespace(folder=office.path, head=[], tally=[told])
    assert xac_minh.verify(asked)[0] == []  # type: ignore[no-untyped-call]


def test_the_head_on_paper(settled: Office) -> None:
    head = settled.done("verify", "--json").json["head"]
    assert run(settled.path, "--head", f"{head[:4]} {head[4:16]}").returncode == 0
    assert run(settled.path, "--head", "0" * 16).returncode == 4
    assert run(settled.path, "--head", head[:4]).returncode == 4


def test_no_survey_is_no_success(tmp_path: Path) -> None:
    told = run(tmp_path)
    assert (told.returncode, "cần thư mục khảo sát có survey.db" in told.stdout) == (1, True)


def test_it_is_handed_out(settled: Office, tmp_path: Path) -> None:
    file = tmp_path / "doc-lap.py"
    told = settled.done("verify", "--emit", file)
    assert str(file) in told.out
    assert file.read_bytes() == FILE.read_bytes()
