"""Phúc tra through the real command: drawn by lot, read twice from paper, and what came of it."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from audit.lot import ticket
from steps import recheck_record
from steps.recheck_draw import SHEET_COLUMN
from survey.errors import RequestError
from tests.conftest import READERS
from tests.office import Office, Told, run
from tests.reports.conftest import text_of
from tests.steps.test_next_act import key_in_lines

DICE = "3141 5926 5358 9793 2384"
SEED = DICE.replace(" ", "")
THIRD = "Lê Văn Cường"
Change = Callable[[dict[str, str]], None]


def draw(office: Office, *words: object) -> Told:
    return office.done(
        "recheck", "draw", "--period", "2021-10", "--margin", "0.02", "--seed", DICE, *words
    )


def fill_in(office: Office, name: str, change: Change = lambda _row: None) -> Path:
    """Fill in an empty table with what the record says of each sheet, then change a row or two."""
    known = {(row["sheet"], row["question"]): row for row in office.answers()}
    (empty,) = office.path.glob("reports/*-tu-1-nguoi-doc-1.csv")
    rows = list(csv.DictReader(io.StringIO(empty.read_text("utf-8-sig"))))
    for row in rows:
        for question in (name for name in row if name not in ("stt", SHEET_COLUMN, "vi_tri")):
            answer = known[row["phieu"], question]
            row[question] = answer["choice"] or {"blank": "0", "multiple": "N"}[answer["status"]]
        change(row)
    filled = office.path / f"{name}.csv"
    with filled.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return filled


def record(office: Office, file: Path, person: str) -> Told:
    return office.run("recheck", "record", file, "--by", person)


def test_the_pile_is_counted_before_the_dice_are_thrown(settled: Office) -> None:
    told = settled.run("recheck", "draw", "--period", "2021-10", "--margin", "0.02")
    assert told.status == 3
    assert "6 sheets can be drawn" in told.out
    assert settled.run("recheck", "result").status == 1


def test_what_waits_for_people_is_settled_before(scanned: Office) -> None:
    told = scanned.run("recheck", "draw", "--period", "2021-10", "--margin", "0.02")
    assert (told.status, "people must still settle something" in told.err.lower()) == (1, True)


def test_a_clean_period_is_confirmed(settled: Office) -> None:
    draw(settled)
    for person in READERS:
        assert record(settled, fill_in(settled, person), person).status == 0
    told = settled.run("recheck", "result")
    assert (told.status, "is confirmed" in told.out) == (0, True)
    (file,) = settled.path.glob("reports/bien-ban-phuc-tra-1-*.docx")
    for paper in (file, *settled.path.glob("reports/phuc-tra-1-*.docx")):
        assert settled.done("verify", paper, "--json").json["findings"] == []
    words = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    assert SEED in words
    assert re.search(r"Thời gian bắt đầu: \d\d giờ \d\d phút, ngày .* \(lúc ghi lần đọc", words)
    for said in (
        "Địa điểm: …",
        "THÀNH PHẦN THAM DỰ",
        "1. Chủ trì: Ông (bà) …",
        "Thư ký (người ghi",
    ):
        assert said in words
    for at, reader in zip(("thứ nhất", "thứ hai"), READERS, strict=True):
        assert f"Người đọc {at}: Ông (bà) {reader}." in words
    assert "kết quả của kỳ được xác nhận" in words
    assert settled.run("verify").status == 0


def test_a_confirmed_period_is_closed_once(settled: Office) -> None:
    key_in_lines(settled)
    draw(settled)
    for person in READERS:
        record(settled, fill_in(settled, person), person)
    confirmed = settled.done("recheck", "result").out
    assert confirmed.endswith(" close 2021-10 --by NAME\n")
    settled.done("close", "2021-10", "--by", "An")
    assert settled.done("recheck", "result").out.endswith(" status\n")


def test_the_forms_name_the_sheets_in_the_order_of_their_tickets(settled: Office) -> None:
    draw(settled, "--count", 3)
    (table,) = settled.path.glob("reports/phuc-tra-1-tu-1-nguoi-doc-2.csv")
    drawn = [row["phieu"] for row in csv.DictReader(io.StringIO(table.read_text("utf-8-sig")))]
    sheets = {row["sheet"] for row in settled.answers()}
    assert drawn == sorted(sheets, key=lambda sheet: ticket(SEED, sheet))[:3]
    (form,) = settled.path.glob("reports/phuc-tra-1-tu-1-nguoi-doc-2.docx")
    cells = [cell.text for row in Document(str(form)).tables[1].rows for cell in row.cells]
    assert [cell for cell in cells if cell in sheets] == drawn


def test_more_sheets_go_on_where_the_draw_ended(settled: Office) -> None:
    draw(settled, "--count", 2)
    assert "4 so far of 6" in settled.done("recheck", "draw", "--more", 2).out
    assert "6 so far of 6" in settled.done("recheck", "draw", "--more", 9).out
    assert settled.run("recheck", "draw", "--more", 1).status == 1
    assert settled.run("verify").status == 0


def test_two_readers_who_differ_need_a_third(settled: Office) -> None:
    def misread(row: dict[str, str]) -> None:
        if row["stt"] == "2":
            row["q3"] = "1" if row["q3"] != "1" else "2"

    draw(settled)
    record(settled, fill_in(settled, "a"), READERS[0])
    record(settled, fill_in(settled, "b", misread), READERS[1])
    waiting = settled.run("recheck", "result", "--json")
    assert waiting.status == 3
    assert [one["question"] for one in waiting.json["open"]] == ["q3"]
    record(settled, fill_in(settled, "c"), THIRD)
    assert settled.run("recheck", "result").status == 0


def test_one_reader_is_not_enough(settled: Office) -> None:
    draw(settled)
    for _again in range(2):
        record(settled, fill_in(settled, "a"), READERS[0])
    assert settled.run("recheck", "result").status == 3


def test_a_reader_is_one_person_however_the_name_is_typed(settled: Office) -> None:
    draw(settled)
    record(settled, fill_in(settled, "a"), "Nguyễn Thị Hòa")
    record(settled, fill_in(settled, "a"), "nguyễn thị Hoà")
    told = settled.run("recheck", "result")
    assert "Câu 1: read by 1" in told.out + told.err
    record(settled, fill_in(settled, "b"), READERS[1])
    settled.done("recheck", "result")
    (minutes,) = settled.path.glob("reports/bien-ban-phuc-tra-*.docx")
    text = text_of(Document(str(minutes)))
    assert ("Nguyễn Thị Hòa" in text) + ("nguyễn thị Hoà" in text) == 1


def test_a_paper_that_says_otherwise_is_found(settled: Office) -> None:
    def as_on_paper(row: dict[str, str]) -> None:
        row["q1"] = "1"

    draw(settled)
    for person in READERS:
        record(settled, fill_in(settled, person, as_on_paper), person)
    told = settled.run("recheck", "result", "--json")
    assert told.status == 4
    assert told.json["verdict"] == "full-count"
    assert {one["question"] for one in told.json["discrepancies"]} == {"q1"}
    told = run("--lang", "vi", "-C", settled.path, "recheck", "result")
    assert re.search(r"phiếu \w+, Câu 1: ", told.out)
    (minutes,) = settled.path.glob("reports/bien-ban-phuc-tra-1-*.docx")
    assert re.search(r"phiếu \w+, Câu 1: bản ghi", text_of(Document(str(minutes))))


def test_what_stands_on_paper_is_told_in_words(settled: Office) -> None:
    def spoil(row: dict[str, str]) -> None:
        row["q1"] = "N" if row["stt"] == "1" else row["q1"]

    draw(settled)
    for person in READERS:
        record(settled, fill_in(settled, person, spoil), person)
    told = run("--lang", "vi", "-C", settled.path, "recheck", "result").out
    assert re.search(r"Câu 1: .*nhiều dấu", told)
    assert "multiple" not in told


def test_a_sheet_that_is_gone_counts_as_wrong(settled: Office) -> None:
    def lose(row: dict[str, str]) -> None:
        if row["stt"] == "1":
            row.update({name: "" for name in row if name.startswith("q")} | {"q1": "M"})

    draw(settled)
    for person in READERS:
        record(settled, fill_in(settled, person, lose), person)
    assert settled.run("recheck", "result", "--json").json["verdict"] == "full-count"


def test_the_machines_errors_are_a_question_of_their_own(settled: Office) -> None:
    settled.done("recheck", "draw", "--period", "2021", "--error-rate", "0.01", "--seed", DICE)
    for person in READERS:
        record(settled, fill_in(settled, person), person)
    assert settled.run("recheck", "result").status == 0


def test_a_period_changed_after_the_draw_is_not_confirmed(settled: Office) -> None:
    draw(settled)
    row = settled.answers()[0]
    value = "1" if row["choice"] != "1" else "2"
    for person in READERS:
        settled.done(
            "decide", row["sheet"], row["question"], value, "--by", person, "--reason", "x"
        )
    told = settled.run("recheck", "result")
    assert (told.status, "after its sheets were drawn" in told.err) == (1, True)


def test_a_cell_without_an_end_is_told_in_words(tmp_path: Path) -> None:
    table = tmp_path / "to.csv"
    table.write_text(f"{SHEET_COLUMN},q1\nA,{'5' * 200_000}\n", encoding="utf-8")
    with pytest.raises(RequestError, match=r"row \d: this is no table of text"):
        list(recheck_record._rows(table, ["q1"]))


def test_everything_wrong_in_a_table_is_named(settled: Office) -> None:
    def spoil(row: dict[str, str]) -> None:
        if row["stt"] == "1":
            row["q2"] = "7"
        if row["stt"] == "2":
            row["phieu"] = "KHAC"
        if row["stt"] == "3":
            row["q4"] = ""

    draw(settled)
    told = record(settled, fill_in(settled, "a", spoil), READERS[0])
    assert told.status == 1
    assert all(word in told.err for word in ("line 2, q2", "line 3, phieu", "line 4, q4"))


@pytest.mark.parametrize(
    "words",
    [
        ("--period", "2021-10"),
        ("--margin", "0.02"),
        ("--period", "2021-10", "--margin", "0.02", "--error-rate", "0.01"),
        ("--period", "2021-10", "--margin", "viel"),
    ],
)
def test_half_a_question_is_a_mistake_of_usage(settled: Office, words: tuple[str, ...]) -> None:
    assert settled.run("recheck", "draw", *words).status == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--margin", "1.5"), "between 0 and 1"),
        (("--margin", "0.02", "--seed", "12345"), "is no seed"),
        (("--period", "2022-10", "--margin", "0.02"), "no opening"),
    ],
)
def test_what_cannot_be_drawn(settled: Office, words: tuple[str, ...], said: str) -> None:
    told = settled.run("recheck", "draw", "--period", "2021-10", *words)
    assert (told.status, said in told.err) == (1, True)


def test_dice_are_thrown_anew_each_time(settled: Office) -> None:
    draw(settled)
    told = settled.run("recheck", "draw", "--period", "2021-10", "--margin", "0.02", "--seed", DICE)
    assert (told.status, "thrown" in told.err or "throw the dice anew" in told.err) == (1, True)
