"""Each plan from init to its documents; answers miss its quota by one, reach it, exceed it."""

import csv
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from steps.session import open_session
from steps.status import survey_status
from survey.errors import ExitStatus
from tests.office import Office, run

MAPPING = """\
key = ["Mã"]
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
{questions}
"""


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


def annual_cells(office: Office) -> list[str]:
    told = office.done("report", "annual")
    file = next(word for word in told.out.split() if word.endswith(".docx"))
    return [c.text for t in Document(file).tables for r in t.rows for c in r.cells]


def test_huong_vinh(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "hv", "huong-vinh-2024")
    assert quota(office)[0] == "no-dossiers"
    dossiers(office, [("2024", "", 250)])
    answers(office, "hues", [("05/03/2024", "Hộ tịch")] * 99)
    assert quota(office) == ("lacking", 1)
    answers(office, "hues", [("06/11/2024", "Chứng thực")])
    assert quota(office) == ("reached", 0)
    answers(office, "hues", [("06/11/2024", "Chứng thực")])
    assert quota(office) == ("reached", 0)
    assert "101 phiếu" in annual_cells(office)
    dossiers(office, [("2024", "", 1000)])
    assert quota(office) == ("no-tier", None)
    assert "the plan names no quota" in office.done("status").out
    assert office.run("verify").status == ExitStatus.DONE


def test_tay_xuan(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "tx", "tay-xuan-2024")
    dossiers(office, [("2024", "Hộ tịch", 10), ("2024", "Chứng thực", 7), ("2024", "Đất đai", 0)])
    answers(office, "kiosk", [("05/03/2024", "Hộ tịch")] * 8 + [("05/04/2024", "Chứng thực")] * 7)
    assert quota(office, "ho-tich") == ("lacking", 1)  # 80 % is not more than 80 %
    assert quota(office, "chung-thuc") == ("reached", 0)
    assert quota(office, "dat-dai") == ("reached", 0)
    assert quota(office, "y-te")[0] == "no-dossiers"
    answers(office, "kiosk", [("30/09/2024", "Hộ tịch")])
    assert quota(office, "ho-tich") == ("reached", 0)
    rows = office.done("tally", "--by", "field", "--json").json["rows"]
    assert "Tôn giáo" in {row["label"] for row in rows}
    periods = office.done("tally", "--by", "period", "--json").json["rows"]
    assert {row["key"]: row["answered"] for row in periods} == {
        "2024-03": 8, "2024-04": 7, "2024-09": 1
    }  # fmt: skip
    assert any(cell.startswith("16 phiếu") for cell in annual_cells(office))
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
    answers(office, "phan-mem", [("05/03/2021", "Bưu chính")] * 100, asked)
    answers(office, "portal", [("05/08/2021", "Báo chí")] * 100, asked)
    assert quota(office) == ("lacking", 1)  # 30 % of 670 are 201
    answers(office, "portal", [("31/12/2021", "Báo chí")], asked)
    assert quota(office) == ("reached", 0)
    dossiers(office, [("2021-H2", "Báo chí", 371)])
    answers(office, "portal", [("31/12/2021", "Báo chí")], asked)
    assert quota(office) == ("reached", 0)
    rows = office.done("tally", "--by", "channel", "--json").json["rows"]
    assert {row["key"]: row["answered"] for row in rows} == {"portal": 714, "phan-mem": 700}
    assert any(cell.startswith("202 phiếu") for cell in annual_cells(office))
    with open_session(office.path) as session:
        status = survey_status(session, date(2021, 12, 20))
    assert ("2021", "2021-12-24") in [(str(d.due.period), str(d.due.day)) for d in status.due]


def test_hau_giang(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "hg", "hau-giang-2021-2030")
    dossiers(office, [("2021-Q4", "", 10)])  # n = 10 / (1 + 10 × 0,0025), rounded up: 10
    office.print_sheets("--copies", 1)
    asked = tuple(f"q{n}" for n in range(15, 34))
    mapping = office.path / "kenh.toml"
    columns = "\n".join(f'{question} = "{question}"' for question in asked)
    mapping.write_text(MAPPING.format(questions=columns), encoding="utf-8")
    for rows, told in ((9, ("lacking", 1)), (10, ("reached", 0)), (11, ("reached", 0))):
        lines = [f"{n};15/10/2021;Hộ tịch;{';'.join('5' * 19)}" for n in range(rows)]
        file = office.path / f"{rows}.csv"
        head = f"Mã;Ngày;Lĩnh vực;{';'.join(asked)}"
        file.write_text("\n".join([head, *lines]), encoding="utf-8")
        office.done("import", file, "--channel", "thu-dien-tu", "--mapping", mapping)
        assert quota(office) == told
    factors = office.done("tally", "--by", "factor", "--json").json["rows"]
    assert [row["answered"] for row in factors] == [44, 44, 55, 33, 33]


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
    assert "Nguyễn" not in (office.path / "survey.db").read_bytes().decode(errors="replace")
    assert office.run("verify").status == ExitStatus.DONE


def test_a_channel_that_the_plan_does_not_have_is_refused(tmp_path: Path) -> None:
    office = begin_plan(tmp_path / "x", "huong-vinh-2024")
    (office.path / "m.toml").write_text("", encoding="utf-8")
    told = office.run("import", "a.csv", "--channel", "zalo", "--mapping", office.path / "m.toml")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "it has: hues" in told.err
