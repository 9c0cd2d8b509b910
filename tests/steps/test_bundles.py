"""Results of units handed up: exported, checked at the door, gathered, and still there later."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from bundles.archive import archive_bytes
from survey.errors import ExitStatus
from tests.handed_up import FORM, InventedUnit, units_table
from tests.office import Office, run

YEAR = "2024"


@pytest.fixture
def province(tmp_path: Path) -> Office:
    """A province that gathers; no table of units yet."""
    assert run("init", tmp_path / "tinh", "--plan", "hau-giang-2021-2030").status == ExitStatus.DONE
    return Office(tmp_path / "tinh")


def know(province: Office, table: str, day: str = "2024-01-05") -> None:
    file = province.path / "don-vi.csv"
    file.write_text(table, encoding="utf-8")
    province.done("bundle", "units", file, "--source", "Sở Nội vụ", "--date", day)


def hand_up(province: Office, *units: InventedUnit) -> Path:
    """A folder with the bundles of these units."""
    folder = province.path / "goi-den"
    folder.mkdir(exist_ok=True)
    for number, unit in enumerate(units):
        (folder / f"{number}-{unit.code}.zip").write_bytes(unit.bundle())
    return folder


def add(province: Office, *units: InventedUnit) -> tuple[int, list[str]]:
    """How many were added, and the reasons of the others."""
    folder = hand_up(province, *units)
    told = province.run("bundle", "add", folder, "--json")
    for file in folder.iterdir():
        file.unlink()
    reasons = [one["reason"] for one in told.json["refused"]]
    assert told.status == (ExitStatus.USER_CAN_MEND if reasons else ExitStatus.DONE)
    return len(told.json["added"]), reasons


def tally(province: Office, *words: object) -> dict[str, dict[str, int]]:
    rows = province.done("tally", "--json", *words).json["rows"]
    return {row["key"]: row for row in rows}


@pytest.mark.parametrize("settled", ["settled"], indirect=True)
def test_a_ward_hands_up_what_is_closed_and_the_province_counts_the_same(
    settled: Office, province: Office
) -> None:
    refused = settled.run("bundle", "export", "--period", "2021-10")
    assert "not closed" in refused.err
    close(settled)
    told = settled.done("bundle", "export", "--period", "2021-10", "--answers", "--json").json
    bundle = Path(told["file"])
    know(province, f"code,name,key\nvan-phuc,UBND phường Vạn Phúc,{told['key'].upper()}")
    assert province.done("bundle", "add", bundle, "--json").json["added"][0]["sheets"] > 0
    mine, theirs = (
        tally(settled, "--period", "2021-10"),
        tally(province, "--handed-up", "--by", "question"),
    )
    assert {q: row["counts"] for q, row in mine.items()} == {
        q: row["counts"] for q, row in theirs.items()
    }
    for office in (settled, province):
        assert office.run("verify").status == ExitStatus.DONE
    with zipfile.ZipFile(bundle) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("answers.csv").decode())))
        assert not any(name.endswith((".jpg", ".png", ".pdf")) for name in archive.namelist())
        archive.extractall(settled.path / "goi")
    assert len(rows) == len(settled.answers())
    assert {row["source_file"] for row in rows} == {""}
    assert {row["decided_by"] for row in rows} <= {"", "machine", "people"}
    assert b"Nguy\xe1\xbb\x85n" not in bundle.read_bytes()
    assert observer(settled).returncode == ExitStatus.DONE


def close(office: Office) -> None:
    """Close October, whatever stands open in the invented month explained by two people."""
    for row in office.run("close", "2021-10", "--by", "A").out.splitlines():
        words = row.split("hom-phieu ")[-1].split()
        if words[:1] == ["explain"]:
            office.done("explain", words[1], "--by", "A", "--by", "B", "--reason", "đã xem")
        if words[:1] == ["decide"]:
            settle_procedures(office)
    assert office.run("close", "2021-10", "--by", "A").status == ExitStatus.DONE


def settle_procedures(office: Office) -> None:
    sheets = {row["sheet"] for row in office.answers() if not row["procedure"]}
    for sheet in sheets:
        for name in "AB":
            office.done("decide", sheet, "procedure", "unknown", "--by", name, "--reason", "mờ")


def observer(office: Office) -> "subprocess.CompletedProcess[bytes]":
    """The verifier out of the bundle, with the head and the tally of the bundle, at the ward."""
    goi = office.path / "goi"
    head = json.loads((goi / "bundle.json").read_text("utf-8"))["head"]
    words = ["--head", head, "--tally", str(goi / "tally-by-question.json")]
    return subprocess.run(
        [sys.executable, str(goi / "xac_minh.py"), str(office.path), *words],
        check=False,
        capture_output=True,
    )


def test_forged_repeated_and_outdated_bundles_are_refused(province: Office) -> None:
    unit, forger = InventedUnit("xa-a"), InventedUnit("xa-b")
    assert "not known which units" in province.run("bundle", "add", hand_up(province, unit)).err
    know(province, units_table([unit, forger]))
    assert add(province, unit) == (1, [])
    forged = replace(forger, code="xa-b", seed=9)
    (province.path / "goi-den" / "x.zip").write_bytes(
        InventedUnit("xa-a").bundle().replace(b"bundle.json", b"bundle.josn")
    )
    (refused,) = add(province)[1]
    assert "damaged" in refused or "holds «bundle.josn»" in refused
    count, reasons = add(
        province, unit, replace(unit, events=101), replace(unit, seed=1, events=99)
    )
    assert count == 0
    assert "added before" in reasons[0]
    assert "repeats what event 4" in reasons[1]
    assert "is outdated" in reasons[2]
    stranger = InventedUnit("xa-c")
    (reason,) = add(province, stranger)[1]
    assert "no unit xa-c is in the table" in reason
    (reason,) = add_signed_by(province, InventedUnit("xa-b"), stranger)
    assert "is forged" in reason
    assert add(province, forged) == (1, [])


def add_signed_by(province: Office, unit: InventedUnit, signer: InventedUnit) -> list[str]:
    folder = province.path / "goi-den"
    (folder / "gia.zip").write_bytes(archive_bytes(unit.members, signer.secret))
    return add(province)[1]


def test_a_correction_replaces_what_came_before(province: Office) -> None:
    unit = InventedUnit("xa-a")
    know(province, units_table([unit]))
    add(province, unit)
    before = tally(province, "--by", "unit")["xa-a"]
    assert add(province, unit.later()) == (1, [])
    after = tally(province, "--by", "unit")["xa-a"]
    assert before != after
    assert after["answered"] + after["blank"] == 40 * 8
    (reason,) = add(province, unit)[1]
    assert "added before" in reason
    assert "They replace those of event 4." in province.done("log").out
    assert province.run("verify").status == ExitStatus.DONE


def test_months_quarters_and_the_year_are_not_added_twice(province: Office) -> None:
    unit = InventedUnit("xa-a", sheets=10)
    know(province, units_table([unit]))
    add(province, *(replace(unit, period=f"2024-{month:02}") for month in (1, 2, 3)))
    assert tally(province, "--by", "unit", "--period", YEAR)["xa-a"]["answered"] > 10 * 8
    add(province, replace(unit, period="2024-Q1", sheets=30))
    row = tally(province, "--by", "unit", "--period", "2024-Q1")["xa-a"]
    assert row["answered"] + row["blank"] == 30 * 8
    told = province.done("tally", "--by", "unit", "--period", YEAR)
    assert "1 unit has handed up a part of 2024 only: UBND xã xa-a" in told.out


def test_a_merger_divides_the_year(province: Office) -> None:
    old, new = InventedUnit("00001", 20), InventedUnit("00001", 30, "2025-H2")
    know(
        province,
        "Mã đơn vị;Tên đơn vị;Từ ngày;Đến ngày;Đơn vị kế thừa;Khóa\n"
        f"00001;Phường Cũ;;30/06/2025;00001;{old.key}\n"
        f"00002;Xã Cũ;;30/06/2025;00001;{old.key}\n"
        f"00001;Phường Mới;01/07/2025;;;{new.key}\n",
        "2025-07-01",
    )
    count, reasons = add(province, replace(old, period="2025"), replace(old, period="2025-H1"), new)
    assert count == 2
    assert "does not exist on every day of 2025" in reasons[0]
    assert "Phường Cũ: …-30/06/2025 → 00001" in reasons[0]
    rows = tally(province, "--by", "unit", "--period", "2025")
    assert {key: row["answered"] + row["blank"] for key, row in rows.items()} == {
        "00001": 160, "00001/2025-07-01": 240, "00002": 0
    }  # fmt: skip
    told = province.done("tally", "--by", "unit", "--period", "2025").out
    assert "3 units exist in a part of 2025 only" in told
    assert "Phường Mới (from 01/07/2025)" in told
    assert "3 units exist in a part of 2025 only" in province.done("tally", "--by", "unit").out
    assert " report sipas" in province.done("status").out.splitlines()[-1]
    told = province.done("tally", "--handed-up", "--by", "period").out
    assert "6 tháng cuối năm 2025" in told


def test_another_form_is_another_series_and_another_year_another_survey(province: Office) -> None:
    three = FORM.model_copy(update={"scale": FORM.scale[:3]})
    units = [InventedUnit("xa-a"), InventedUnit("xa-b"), InventedUnit("xa-c")]
    know(province, units_table(units))
    (reason,) = add(province, replace(units[0], period="2019"))[1]
    assert "is of 2019, this survey of 2021 to 2030" in reason
    add(province, units[0], units[1])
    assert add(province, replace(units[2], form=three)) == (1, [])
    rows = province.done("tally", "--by", "unit", "--json").json["rows"]
    answered = {(row["key"], len(row["counts"])): row["answered"] for row in rows}
    assert min(answered["xa-a", 5], answered["xa-c", 3]) > 0
    assert answered["xa-a", 3] == answered["xa-c", 5] == 0


def rows_9_and_10(province: Office) -> tuple[list[str], list[list[str]]]:
    told = province.done("report", "annual", "--period", YEAR)
    file = next(word for word in told.out.split() if word.endswith(".docx"))
    tables = Document(file).tables
    told_rows = next(t for t in tables if t.rows[0].cells[0].text == "STT").rows[-2:]
    units = [[c.text for c in r.cells] for r in tables[-1].rows]
    return [row.cells[2].text for row in told_rows], units


def test_phu_luc_2_counts_the_units_and_hides_the_small_ones(province: Office) -> None:
    units = [InventedUnit(f"xa-{n}", sheets) for n, sheets in enumerate((3, 12, 900, 1000))]
    missing = InventedUnit("xa-z")
    know(province, units_table([*units, missing]))
    assert rows_9_and_10(province)[0] == ["Không có", "Không có"]
    add(province, *units)
    figures, table = rows_9_and_10(province)
    assert figures == ["4 đơn vị", "1.915 phiếu"]
    assert [row[2] for row in table[1:]] == ["3", "12", "900", "1.000", "0"]
    assert [row[3] == "*" for row in table[1:]] == [True, True, False, False, False]
    assert table[-1][3:] == ["-", "chưa gửi kết quả"]


def test_the_index_of_a_small_unit_alone_is_not_published(province: Office) -> None:
    small = InventedUnit("xa-a", 3)
    know(province, units_table([small]))
    add(province, small)
    assert "together: –;" in province.done("tally", "--by", "unit", "--published").out
    assert "together: –;" not in province.done("tally", "--by", "unit").out


def test_a_share_of_one_form_says_of_how_many_sheets_it_is(province: Office) -> None:
    three = FORM.model_copy(update={"scale": FORM.scale[:3]})
    unit, other = InventedUnit("xa-a", 40), InventedUnit("xa-b", 40)
    know(province, units_table([unit, other]))
    second = replace(unit, sheets=15, form=three, period="2024-H1", seed=3)
    add(province, replace(unit, period="2024-H2"), other, second)
    figures, (_head, both, one) = rows_9_and_10(province)
    assert figures == ["2 đơn vị", "95 phiếu"]
    assert (both[2], both[4]) == ("55", "tỷ lệ tính trên 40 phiếu")
    assert (one[2], one[4]) == ("40", "")


def test_a_lost_or_altered_file_is_found(province: Office) -> None:
    units = [InventedUnit("xa-a"), InventedUnit("xa-b")]
    know(province, units_table(units))
    add(province, *units)
    first, second = sorted(province.path.glob("bundles/*.zip"))
    first.unlink()
    second.chmod(0o644)
    second.write_bytes(b"x")
    told = province.run("verify")
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert told.out.count("the bundle") == 2


def test_verify_tells_whose_bundle_it_is(province: Office) -> None:
    unit = InventedUnit("xa-a")
    file = hand_up(province, unit) / "0-xa-a.zip"
    told = run("--lang", "en", "verify", file, "--json")
    assert (told.status, told.json["unit"], told.json["key"]) == (0, "xa-a", unit.key)
    file.write_bytes(file.read_bytes()[:-30])
    told = run("--lang", "en", "verify", file)
    assert (told.status, "damaged" in told.out) == (ExitStatus.RECORD_DIFFERS, True)


def test_a_column_of_units_that_nobody_looked_at_is_named(province: Office) -> None:
    file = province.path / "x.csv"
    file.write_text("Mã;Tên;Khóa ký;Ghi chú\nx;Xã;12;mới", encoding="utf-8")
    words = ("bundle", "units", file, "--source", "Sở", "--date", "2025-01-01")
    assert "Columns dropped: Khóa ký, Ghi chú\n" in province.done(*words).out
    file.write_text("Mã;Tên\nx;Xã", encoding="utf-8")
    assert "dropped" not in province.done(*words).out


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("Mã;Khóa\nx;", "needs the columns"),
        ("Mã;Tên\na b;Xã", "must be the unit's code"),
        ("Mã;Tên;Khóa\nx;Xã;12", "64 digits"),
        ("Mã;Tên;Từ ngày\nx;Xã;31/02/2025", "must be a day"),
        ("Mã;Tên;Từ ngày;Đến ngày\nx;Xã;02/02/2025;01/02/2025", "must not be before"),
        ("Mã;Tên\nx;Xã\nx;Xã", "stands here twice"),
        ("Mã;Tên;Từ ngày\nx;Xã;\nx;Xã;01/07/2025", "exist on the same day"),
        ("Mã;Tên\n;Xã", "must not be empty"),
        ("Mã;Tên;Từ ngày;Đến ngày;Khóa\n;;31/02/2025;x;12", "has 5 mistake(s)"),
    ],
)
def test_a_bad_table_of_units_is_refused(province: Office, table: str, said: str) -> None:
    file = province.path / "x.csv"
    file.write_text(table, encoding="utf-8")
    words: Sequence[object] = ("--source", "Sở", "--date", "2025-01-01")
    told = province.run("bundle", "units", file, *words)
    assert (told.status, said in told.err) == (ExitStatus.USER_CAN_MEND, True), told.err
