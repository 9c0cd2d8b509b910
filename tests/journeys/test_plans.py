"""Each plan from init to all its documents; answers miss its quota by one, reach it, exceed it."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from audit.standalone import xac_minh
from steps.due import due_statuses
from steps.session import open_session
from steps.status import survey_status
from survey.errors import ExitStatus
from tests.conftest import READERS, SCANS
from tests.office import COPIES, Office, run, settle_as_meant

MAPPING = """\
key = ["Mã"]
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
{questions}
"""
DICE = "31415926535897932384"
OTHER_DICE = "27182818284590452353"
MISSED, REACHED = ("lacking", 1), ("reached", 0)
"""A quota that one more answer would reach, and one that is reached."""
OWN_QUOTA = """
[[quotas]]
id = "so-phieu"
name = "Số phiếu tối thiểu"
scope = "unit"
[[quotas.tiers]]
dossiers_from = 1
minimum = 3
[report]
"""
"""What the ward of Vạn Phúc writes into its plan, which sets no quota of its own."""


def begin_plan(path: Path, plan: str) -> Office:
    assert run("init", path, "--plan", plan).status == ExitStatus.DONE
    return Office(path)


def dossiers(office: Office, rows: list[tuple[str, str, int]]) -> None:
    """Figures of settled dossiers: period, field (empty for the unit), number."""
    file = office.path / "ho-so.csv"
    lines = [("Kỳ", "Lĩnh vực", "Số hồ sơ"), *rows]
    with file.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, delimiter=";").writerows(lines)
    office.done("dossiers", file, "--source", "VP UBND", "--date", "2025-01-05")


def answers(
    office: Office, channel: str, rows: list[tuple[str, str]], questions: tuple[str, ...] = ("q1",)
) -> None:
    """Answers of a channel: a day and a field each, keys going on from import to import."""
    count = len(list(office.path.glob("*.nhap.csv")))
    file = office.path / f"{count}.nhap.csv"
    mapping = office.path / "kenh.toml"
    asked = "\n".join(f'{question} = "{question}"' for question in questions)
    mapping.write_text(MAPPING.format(questions=asked), encoding="utf-8")
    with file.open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(("Mã", "Họ tên", "Ngày", "Lĩnh vực", *questions))
        for n, (day, field) in enumerate(rows):
            given = ["ABC"[(n + i) % 3] for i in range(len(questions))]
            writer.writerow((f"{count}-{n}", "Nguyễn Văn A", day, field, *given))
    office.done("import", file, "--channel", channel, "--mapping", mapping)


def quota(office: Office, key: str = "") -> tuple[str, int | None]:
    """State and what is lacking."""
    (found,) = [quota for quota in office.status()["quotas"] if quota["key"] == key]
    return found["state"], found["lacking"]


def written(office: Office, *words: object) -> list[str]:
    """Every sentence and cell of the documents that a command writes."""
    made = [Path(word) for word in office.done(*words).out.split() if word.endswith(".docx")]
    assert made
    documents = [Document(str(file)) for file in made]
    cells = [c.text for d in documents for t in d.tables for r in t.rows for c in r.cells]
    return cells + [line.text for document in documents for line in document.paragraphs]


def publish_all(office: Office, today: date) -> set[tuple[str, str]]:
    """Write whatever the plan's calendar names by this day; kinds and periods that had answers."""
    with open_session(office.path) as session:
        dues = [one.due for one in due_statuses(session, today)]
    told = {
        (due.publication.document, str(due.period)): office.run(
            "report", due.publication.document, "--period", due.period
        )
        for due in dues
    }
    for one in told.values():
        assert one.status == ExitStatus.DONE or "has been counted" in one.err, one
    done: set[tuple[str, str]] = {key for key, one in told.items() if one.status == ExitStatus.DONE}
    with open_session(office.path) as session:
        dues_now = due_statuses(session, today)
    assert {(d.due.publication.document, str(d.due.period)) for d in dues_now if d.written} == done
    return done


def test_van_phuc(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "vp", "van-phuc-2021")
    assert office.status()["quotas"] == []  # seed 003 names none; a ward may set one
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace("\n[report]\n", OWN_QUOTA)
    plan.write_text(words, encoding="utf-8")
    dossiers(office, [("2021", "", 40)])
    scans = office.simulate(office.print_sheets("--procedure", COPIES, "--copies", 4), SCANS)
    office.scan(scans, "--opening", office.open_box(4, 4))
    assert quota(office) == REACHED
    for sheet, told in zip(
        sorted({row["sheet"] for row in office.answers()}), (REACHED, MISSED), strict=False
    ):
        for person in READERS:
            office.done("invalid", sheet, "S4", "--by", person, "--reason", "rách")
        assert quota(office) == told
    settle_as_meant(office, scans, READERS)
    minutes = written(office, "report", "minutes")
    assert any("kiểm đếm" in words for words in minutes)
    assert publish_all(office, date(2021, 12, 31)) == {("period", "2021-10"), ("annual", "2021")}
    assert "4 phiếu (2 hợp lệ, 2 không hợp lệ)" in written(office, "report", "annual")
    assert office.run("verify").status == ExitStatus.DONE


def test_huong_vinh(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "hv", "huong-vinh-2024")
    assert quota(office)[0] == "no-dossiers"
    dossiers(office, [("2024", "", 250)])
    answers(office, "hues", [("05/03/2024", "Hộ tịch")] * 99)
    assert quota(office) == MISSED
    for _more in range(2):
        answers(office, "hues", [("06/11/2024", "Chứng thực")])
        assert quota(office) == REACHED
    assert "101 phiếu" in written(office, "report", "annual")
    assert publish_all(office, date(2024, 12, 31)) == set()  # seed 000 names no day
    dossiers(office, [("2024", "", 99)])
    assert quota(office) == REACHED  # below 100 dossiers all of them are asked for
    dossiers(office, [("2024", "", 1000)])
    assert quota(office) == ("no-tier", None)
    assert "the plan names no quota" in office.done("status").out
    assert office.run("verify").status == ExitStatus.DONE


def test_a_quota_says_for_which_months_no_dossiers_are_known(tmp_path: Path) -> None:
    """A quota of the year that is reached by the dossiers of some months is not reached."""
    office = begin_plan(tmp_path / "hv", "huong-vinh-2024")
    dossiers(office, [("2024-Q1", "", 250), ("2024-H2", "", 80)])
    assert "; no dossiers are known for the months 4, 5, 6" in office.done("status").out
    dossiers(office, [("2024-Q2", "", 7)])
    assert "no dossiers are known" not in office.done("status").out


def test_tay_xuan(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "tx", "tay-xuan-2024")
    dossiers(office, [("2024", "Hộ tịch", 10), ("2024", "Chứng thực", 7), ("2024", "Đất đai", 0)])
    answers(office, "kiosk", [("05/03/2024", "Hộ tịch")] * 8 + [("05/04/2024", "Chứng thực")] * 6)
    assert quota(office, "ho-tich") == MISSED  # 80 % is not more than 80 %
    assert quota(office, "chung-thuc") == REACHED
    assert quota(office, "dat-dai") == REACHED
    assert quota(office, "y-te")[0] == "no-dossiers"
    for _more in range(2):
        answers(office, "kiosk", [("30/09/2024", "Hộ tịch")])
        assert quota(office, "ho-tich") == REACHED
    rows = office.done("tally", "--by", "field", "--json").json["rows"]
    assert "Tôn giáo" in {row["label"] for row in rows}
    periods = office.done("tally", "--by", "period", "--json").json["rows"]
    assert {row["key"]: row["answered"] for row in periods} == {
        "2024-03": 8, "2024-04": 6, "2024-09": 2
    }  # fmt: skip
    assert publish_all(office, date(2024, 12, 31)) == {
        *(("period", month) for month in ("2024-03", "2024-04", "2024-09")),
        *(("period", longer) for longer in ("2024-Q1", "2024-Q3", "2024-H1")),
        ("annual", "2024"),
    }
    sipas = written(office, "report", "sipas")
    assert any("Nội dung đo lường: 1 tiêu chí" in words for words in sipas)  # of no factor
    annual = written(office, "report", "annual")
    assert any(cell.startswith("16 phiếu") for cell in annual)
    assert any("A là Rất hài lòng" in words for words in annual)
    assert {"A", "B", "C"} <= set(annual)
    assert not {"5", "4"} & set(annual)
    with open_session(office.path) as session:
        status = survey_status(session, date(2024, 9, 20))
    assert str(status.running) == "2024-09"
    coming = [(str(d.due.period), str(d.due.day)) for d in status.due]
    assert ("2024-Q3", "2024-09-28") in coming
    assert all(d.due.is_weekend for d in status.due if str(d.due.day) == "2024-09-28")


def test_da_nang(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "dn", "da-nang-tttt-2021")
    asked = tuple(f"q{n}" for n in range(1, 8))
    dossiers(office, [("2021-H1", "Bưu chính", 300), ("2021-H2", "Báo chí", 370)])
    assert quota(office)[0] == "no-dossiers"
    assert "5 are missing: Viễn thông và Internet, Công nghệ thông tin" in office.done("status").out
    others = ("vien-thong-internet", "cong-nghe-thong-tin", "phat-thanh-truyen-hinh", "xuat-ban")
    dossiers(office, [("2021", field, 0) for field in (*others, "khac")])
    answers(office, "phan-mem", [("05/03/2021", "Bưu chính")] * 100, asked)
    answers(office, "portal", [("05/08/2021", "Báo chí")] * 100, asked)
    assert quota(office) == MISSED  # 30 % of 670 are 201
    for _more in range(2):
        answers(office, "portal", [("31/12/2021", "Báo chí")], asked)
        assert quota(office) == REACHED
    dossiers(office, [("2021-H2", "Báo chí", 371)])
    assert quota(office) == REACHED
    dossiers(office, [("2021-H2", "Báo chí", 701)])
    assert quota(office) == ("no-tier", None)
    rows = office.done("tally", "--by", "channel", "--json").json["rows"]
    assert {row["key"]: row["answered"] for row in rows} == {"portal": 714, "phan-mem": 700}
    assert publish_all(office, date(2021, 12, 31)) == {("period", "2021-H1"), ("annual", "2021")}
    assert list(office.path.glob("reports/doan-bao-cao-cchc-2021-H1.docx"))
    assert any(cell.startswith("202 phiếu") for cell in written(office, "report", "annual"))
    with open_session(office.path) as session:
        status = survey_status(session, date(2021, 12, 20))
    assert ("2021", "2021-12-24") in [(str(d.due.period), str(d.due.day)) for d in status.due]


def test_hau_giang(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "hg", "hau-giang-2021-2030")
    draw_persons(office)
    scans = scan_bundle(office, 2)
    dossiers(office, [("2021-Q4", "", 10)])  # n = 10 / (1 + 10 × 0,0025), rounded up: 10
    asked = tuple(f"q{n}" for n in range(15, 34))
    mapping = office.path / "kenh.toml"
    columns = "\n".join(f'{question} = "{question}"' for question in asked)
    mapping.write_text(MAPPING.format(questions=columns), encoding="utf-8")
    for rows, told in ((7, MISSED), (8, REACHED), (9, REACHED)):
        lines = [f"{n};15/10/2021;Hộ tịch;{';'.join('5' * 19)}" for n in range(rows)]
        file = office.path / f"{rows}.csv"
        head = f"Mã;Ngày;Lĩnh vực;{';'.join(asked)}"
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        office.done("import", file, "--channel", "thu-dien-tu", "--mapping", mapping)
        assert quota(office) == told
    channels = office.done("tally", "--by", "channel", "--json").json["rows"]
    assert {row["label"] for row in channels} == {"paper", "Khảo sát qua thư điện tử"}
    factors = office.done("tally", "--by", "factor", "--json").json["rows"]
    assert [row["answered"] for row in factors[:5]] == [36, 36, 45, 27, 27]  # paper stays apart
    settle_as_meant(office, scans, READERS)
    read_fields(office)
    assert publish_all(office, date(2021, 12, 31)) == {("sipas", "2021")}
    parts = written(office, "report", "sipas")
    for title in ("Giới thiệu chung", "TÌNH HÌNH TRIỂN KHAI", "KẾT QUẢ", "KIẾN NGHỊ", "Phụ lục"):
        assert any(title.casefold() in words.casefold() for words in parts), title
    assert any("Phiếu giấy: 2 phiếu" in words for words in parts)
    assert any("Bước 3, cỡ mẫu: 10 người" in words for words in parts)
    assert any(f"theo dãy số {DICE}" in words for words in parts)
    recheck = ("recheck", "draw", "--period", "2021-Q4", "--margin", "0.02", "--seed", OTHER_DICE)
    assert "2 sheets drawn" in office.done(*recheck).out
    assert len(list(office.path.glob("reports/phuc-tra-*.docx"))) == len(READERS)
    assert office.run("verify").status == ExitStatus.DONE


def read_fields(office: Office) -> None:
    """The lines of two sheets, on which the plan without procedures lets people read a field."""
    first, second = sorted({row["sheet"] for row in office.answers() if row["source_page"]})
    assert office.status()["lines_waiting"] == 2
    for sheet, field in ((first, "Đất đai"), (second, "unknown")):
        for person in READERS:
            signed = ("--by", person, "--reason", "đọc trên phiếu")
            office.run("decide", sheet, "procedure", field, *signed)
    assert office.status()["lines_waiting"] == 0
    told = {row["sheet"]: row["field"] for row in office.answers()}
    assert (told[first], told[second]) == ("dat-dai", "unknown")
    refused = office.run("decide", second, "procedure", "1.001193", *signed)
    assert "field 1.001193 is not in the plan; choose one of: ho-tich" in refused.err
    table = office.path / "theo-linh-vuc.json"
    table.write_text(office.done("tally", "--by", "field", "--json").out, encoding="utf-8")
    verifier = Path(xac_minh.__file__)
    told_by = subprocess.run(
        [sys.executable, verifier, office.path, "--tally", table], capture_output=True, check=False
    )
    assert told_by.returncode == 0, told_by.stdout.decode()


def draw_persons(office: Office) -> None:
    """The four steps of seed 002, with a size that was set for the year."""
    frame = office.path / "tong-so.csv"
    frame.write_text("Lĩnh vực;Số hồ sơ\nHộ tịch;7\nĐất đai;3", encoding="utf-8")
    origin = ("--source", "VP UBND tỉnh", "--date", "2021-10-01")
    office.done("sample", "frame", frame, "--period", "2021-Q4", *origin)
    draw = ("sample", "draw", "--period", "2021-Q4", "--seed", DICE, "--size", 10)
    assert "10 persons out of 10 dossiers" in office.done(*draw).out


def scan_bundle(office: Office, sheets: int) -> Path:
    """Sheets that interviewers brought back, taken in as the opening of a box."""
    scans = office.simulate(office.print_sheets("--copies", sheets), SCANS)
    office.done("open-box", "--from", scans / "mo-hom.toml")
    office.scan(scans)
    return scans


@pytest.mark.parametrize("plan", ["huong-vinh-2024", "tay-xuan-2024"])
def test_nothing_is_taken_twice_and_a_dry_run_writes_nothing(tmp_path: Path, plan: str) -> None:
    office = begin_plan(tmp_path / "x", plan)
    channel = {"huong-vinh-2024": "hues", "tay-xuan-2024": "kiosk"}[plan]
    answers(office, channel, [("05/03/2024", "Hộ tịch")] * 3)
    file, mapping = office.path / "0.nhap.csv", office.path / "kenh.toml"
    words = (file, "--channel", channel, "--mapping", mapping)
    again = office.done("import", *words, "--json").json
    assert (again["new"], again["known"], again["dropped"]) == (0, 3, ["Họ tên"])
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Hộ tịch,A", "Hộ tịch,C") + "9,A,06/03/2024,Hộ tịch,A\n",
                    encoding="utf-8")  # fmt: skip
    dry = office.run("import", *words, "--dry-run", "--json")
    assert dry.status == ExitStatus.PEOPLE_NEEDED
    assert (dry.json["new"], dry.json["known"], dry.json["bad"][0]["line"]) == (1, 2, 2)
    assert len(office.answers()) == 3
    assert "taken in before with other answers" in office.run("import", *words).out
    assert [row["choice"] for row in office.answers()].count("C") == 1
    assert {row["channel"] for row in office.answers()} == {channel}
    file = tmp_path / "tra-loi.parquet"
    assert "4 rows" in office.done("export", "answers", "--format", "parquet", "-o", file).out
    assert "Nguyễn" not in (office.path / "survey.db").read_bytes().decode(errors="replace")
    assert office.run("verify").status == ExitStatus.DONE


def test_a_channel_that_the_plan_does_not_have_is_refused(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "x", "huong-vinh-2024")
    (office.path / "m.toml").write_text("", encoding="utf-8")
    told = office.run("import", "a.csv", "--channel", "zalo", "--mapping", office.path / "m.toml")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "it has: hues" in told.err
