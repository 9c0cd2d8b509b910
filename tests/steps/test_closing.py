"""A period is closed when nothing of it is open, and reopened by two people."""

import getpass
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from survey.errors import ExitStatus
from tests.conftest import SCANS, SHEETS
from tests.office import COPIES, Office, Told, begin, sealed_on

AN, BINH = "Nguyễn Văn An", "Trần Thị Bình"
OCTOBER = "2021-10"
OPENING = "2021-10-hom-1-1"
WHY = ("--reason", "đã xem lại phiếu giấy")


def both(office: Office, *words: object) -> Told:
    """The same word by two people, one after the other."""
    office.done(*words, "--by", AN, *WHY)
    return office.done(*words, "--by", BINH, *WHY)


def settle_questions(office: Office) -> None:
    for flag in office.flagged():
        both(office, "decide", flag["sheet"], flag["question"], "multiple")
    for sheet in sorted({row["sheet"] for row in office.answers() if not row["procedure"]}):
        both(office, "decide", sheet, "procedure", COPIES)


def close(office: Office, period: str = OCTOBER) -> Told:
    return office.run("close", period, "--by", AN)


def annual_report(office: Office) -> str:
    """The words of a new annual report."""
    office.done("report", "annual")
    with zipfile.ZipFile(office.path / "reports" / "phu-luc-2-2021.docx") as document:
        return document.read("word/document.xml").decode()


@pytest.fixture
def settled(scanned: Office) -> Office:
    """An office of which nothing is open."""
    settle_questions(scanned)
    return scanned


def test_what_is_open_is_named_with_the_next_command(scanned: Office) -> None:
    told = close(scanned)
    assert told.status == ExitStatus.PEOPLE_NEEDED
    waiting = len(scanned.flagged())
    assert f"! {waiting} questions wait for people" in told.out
    assert "! the procedure of 2 sheets is not keyed in" in told.out
    assert "hom-phieu decide SHEET procedure CODE --by NAME --reason TEXT" in told.out
    assert scanned.status()["closed"] == []


def test_a_settled_period_is_closed_once(settled: Office) -> None:
    assert close(settled).status == ExitStatus.DONE
    assert settled.status()["closed"] == [OCTOBER]
    assert "Closed: 2021-10" in settled.done("status").out
    assert "closed already" in close(settled).err
    assert settled.run("verify").status == ExitStatus.DONE


def test_a_missing_sheet_must_be_explained_by_two_and_stays_visible(printed: Office) -> None:
    printed.done("print", "--copies", 5)
    printed.open_box(SHEETS + 1, SHEETS + 1)
    printed.scan(printed.path / SCANS)
    settle_questions(printed)
    told = close(printed)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert f"hom-phieu explain hand-count:{OPENING}" in told.out
    assert printed.run("status", "--check").status == ExitStatus.RECORD_DIFFERS
    name = ("explain", f"hand-count:{OPENING}", *WHY)
    assert "two people" in printed.run(*name, "--by", AN).err
    assert "two people" in printed.run(*name, "--by", AN, "--by", "nguyễn văn  an").err
    printed.done(*name, "--by", AN, "--by", BINH)
    told = printed.run("status", "--check")
    assert told.status == ExitStatus.DONE
    assert f"explained: đã xem lại phiếu giấy ({AN}; {BINH})" in told.out
    (difference,) = printed.status()["differences"]
    assert difference["explanation"]["people"] == f"{AN}; {BINH}"
    assert printed.status()["reconciled"] is True
    assert "Kỳ lấy phiếu chưa khóa sổ: tháng 10 năm 2021" in annual_report(printed)
    assert close(printed).status == ExitStatus.DONE
    report = annual_report(printed)
    assert "Lý do: đã xem lại phiếu giấy" in report
    assert BINH not in report  # published: who explained stays in the record
    assert "S3 bỏ trống mọi câu" in report
    assert "chưa khóa sổ" not in report


def test_an_explained_difference_is_open_again_when_its_figures_change(printed: Office) -> None:
    printed.open_box(SHEETS, SHEETS)
    printed.scan(printed.path / SCANS / "1")
    explain = ("explain", "hand-count", *WHY, "--by", AN, "--by", BINH)
    printed.done(*explain)
    assert printed.status()["reconciled"] is True
    printed.scan(min((printed.path / SCANS / "2").glob("*.jpg")))
    assert printed.status()["reconciled"] is False


def test_a_box_that_was_never_opened_keeps_the_period_open(settled: Office) -> None:
    plan = settled.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    box = '\n[[boxes]]\nid = "hom-2"\nname = "Hòm số 2"\nplace = "Nhà văn hóa"\n'
    plan.write_text(text.replace("\n[[boxes]]\n", f"{box}\n[[boxes]]\n", 1), encoding="utf-8")
    told = close(settled)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "2021-10/hom-2: this box was not opened in this period" in told.out
    name = "box-not-opened:2021-10/hom-2"
    settled.done("explain", name, *WHY, "--by", AN, "--by", BINH)
    assert close(settled).status == ExitStatus.DONE


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("1999-01", "1999-01 is no period of this survey, which runs from 2021-10-01 to"),
        ("2030", "openings are recorded of: 2021-10"),
        ("2021-11", "hom-phieu explain box-not-opened:2021-11/hom-1"),
    ],
)
def test_a_period_of_which_nothing_is_recorded_is_named_and_not_closed(
    settled: Office, period: str, said: str
) -> None:
    collect_until_december(settled)
    told = close(settled, period)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err
    assert settled.status()["closed"] == []


def test_a_month_of_a_half_year_is_not_closed_by_itself(tmp_path: Path) -> None:
    office = begin(tmp_path / "khao-sat", "da-nang-tttt-2021")
    told = close(office, "2021-02")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "hom-phieu close 2021-H1 --by NAME" in told.err
    assert office.status()["closed"] == []
    assert close(office, "2021-H1").status == ExitStatus.DONE


def test_a_period_without_openings_is_closed_when_two_people_said_why(settled: Office) -> None:
    collect_until_december(settled)
    by_two = ("--by", AN, "--by", BINH)
    settled.done("explain", "box-not-opened:2021-11/hom-1", *WHY, *by_two)
    assert close(settled, "2021-11").status == ExitStatus.DONE


def collect_until_december(office: Office) -> None:
    plan = office.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("\nends = 2021-10-31", "\nends = 2021-12-31"), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("answers", "answers names no single difference; there are: none"),
        ("box-not-opened:2021-10/hom-1", "names no single difference"),
        ("box-not-opened:autumn", "autumn is not a period"),
    ],
)
def test_only_a_difference_that_is_there_can_be_explained(
    settled: Office, name: str, said: str
) -> None:
    told = settled.run("explain", name, *WHY, "--by", AN, "--by", BINH)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert said in told.err


def test_after_closing_nothing_of_the_period_may_change(settled: Office) -> None:
    sheet = settled.answers()[0]["sheet"]
    page = settled.pages()[0]["sha256"]
    close(settled)
    head = settled.run("verify", "--json").json["head"]
    by = ("--by", AN, *WHY)
    for words in (
        ("scan", settled.path / SCANS, "--opening", OPENING),
        ("decide", sheet, "q1", "5", *by),
        ("settle", page, 1, "foreign", *by),
        ("invalid", sheet, "S5", *by),
        ("valid", sheet, *by),
    ):
        told = settled.run(*words)
        assert told.status == ExitStatus.USER_CAN_MEND, words
        assert "hom-phieu reopen 2021-10 --by NAME --by NAME" in told.err
    assert settled.run("verify", "--json").json["head"] == head


def test_a_closed_period_takes_no_further_opening(settled: Office) -> None:
    close(settled, "2021-Q4")
    file = settled.path / f"mo-hom-{SHEETS}-{SHEETS}.toml"
    text = file.read_text(encoding="utf-8").replace(f"= {SHEETS}", f"= {SHEETS - 1}")
    file.write_text(sealed_on(text, 2), encoding="utf-8")
    told = settled.run("open-box", "--from", file)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "the period 2021-10 is closed" in told.err


def test_two_people_reopen_and_reports_are_superseded(settled: Office) -> None:
    close(settled)
    settled.done("report", "annual")
    reopen = ("reopen", OCTOBER, *WHY)
    assert "two people" in settled.run(*reopen, "--by", AN).err
    settled.done(*reopen, "--by", AN, "--by", BINH)
    (report,) = settled.status()["superseded"]
    assert (report["kind"], report["period"], report["reopened"]) == ("annual", "2021", OCTOBER)
    assert "phu-luc-2-2021.docx" in settled.done("status").out
    assert not any(due["written"] for due in settled.status()["due"])
    told = settled.run("verify")
    assert told.status == ExitStatus.DONE
    assert "it is superseded" in told.out
    both(settled, "invalid", settled.answers()[0]["sheet"], "S5")
    assert close(settled).status == ExitStatus.DONE
    assert "is not closed" in settled.run("reopen", "2021-11", *WHY, "--by", AN, "--by", BINH).err


def test_a_page_whose_sheet_was_read_is_said_to_be_rescanned(scanned: Office) -> None:
    scan = min((scanned.path / SCANS / "1").glob("*.jpg"))
    marks = scanned.done("layout").json["pages"][0]["marks"]
    with Image.open(scan) as picture:
        sheet = picture.convert("L")
    draw, mm = ImageDraw.Draw(sheet), sheet.width / 210
    for mark in marks:
        left, top = mark["x_mm"] - 3, mark["y_mm"] - 3
        corner = (left + mark["width_mm"] + 6, top + mark["height_mm"] + 6)
        draw.rectangle([left * mm, top * mm, corner[0] * mm, corner[1] * mm], fill=255)
    sheet.save(scanned.path / "mat-goc.jpg", dpi=(200, 200))
    scanned.scan(scanned.path / "mat-goc.jpg", "--opening", OPENING)
    page = scanned.pages()[-1]
    assert page["outcome"] == "rejected"
    settle = f"hom-phieu settle mat-goc.jpg 1 rescanned --sheet {page['sheet']}"
    assert settle in close(scanned).out
    assert settle in scanned.done("status").out
    assert [d["found"] - d["expected"] for d in scanned.status()["differences"]] == [1]
    told = scanned.run("settle", "mat-goc.jpg", 1, "accepted", "--by", AN, *WHY)
    assert f"rescanned --sheet {page['sheet']}" in told.err
    both(scanned, "settle", "mat-goc.jpg", 1, "rescanned", "--sheet", page["sheet"])
    assert scanned.status()["differences"] == []


def test_whoever_closes_gives_a_name(settled: Office) -> None:
    assert "who closes the period" in settled.run("close", OCTOBER, "--by", " ").err


def test_scans_after_everything_is_closed_say_that_they_belong_to_no_opening(
    settled: Office, tmp_path: Path
) -> None:
    close(settled)
    Image.new("L", (600, 800), 255).save(tmp_path / "late.png")
    told = settled.run("scan", tmp_path / "late.png")
    assert "Every recorded opening is of a closed period" in told.out


def test_scans_repeated_after_everything_is_closed_still_belong_to_their_opening(
    settled: Office,
) -> None:
    close(settled)
    assert "belong to no opening" not in settled.done("scan", settled.path / SCANS).out


def test_a_period_may_be_closed_in_the_name_of_the_account(settled: Office) -> None:
    settled.done("close", OCTOBER)
    assert getpass.getuser() in settled.done("log").out


def test_a_document_that_people_changed_is_not_written_over(settled: Office) -> None:
    settled.done("report", "annual")
    settled.done("report", "annual")
    (file,) = settled.path.glob("reports/phu-luc-2-*.docx")
    changed = file.read_bytes() + b" "
    file.write_bytes(changed)
    told = settled.run("report", "annual")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert file.name in told.err
    assert file.read_bytes() == changed
    file.rename(file.with_name("ban-sua.docx"))
    settled.done("report", "annual")
    assert file.is_file()
