"""The exported data: columns as the specification has them, a row for everything."""

import csv
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from pyarrow.parquet import read_table

from steps import write_parquet
from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tally.count import UNCOUNTED
from tests.conftest import READERS, SCANS, SHEETS
from tests.office import COPIES, Office, read_truth

ANSWERS = (
    "source_file,source_page,sheet,opening,period,procedure,field,channel,question,status,choice,"
    "decided_by"
)
PAGES = "source_file,source_page,sha256,outcome,reason,sheet"


def test_the_columns_are_those_of_the_specification(scanned: Office) -> None:
    assert scanned.done("export", "answers").out.splitlines()[0] == ANSWERS
    assert scanned.done("export", "pages").out.splitlines()[0] == PAGES


def test_an_empty_survey_exports_its_columns(printed: Office) -> None:
    assert printed.done("export", "answers").out == f"{ANSWERS}\n"
    assert printed.done("export", "pages").out == f"{PAGES}\n"


def test_answers_have_a_row_for_each_sheet_and_question(scanned: Office) -> None:
    rows = scanned.answers()
    assert len(rows) == SHEETS * 8
    assert len({(row["sheet"], row["question"]) for row in rows}) == SHEETS * 8
    assert {row["question"] for row in rows} == {f"q{n}" for n in range(1, 9)}
    assert {row["channel"] for row in rows} == {"paper"}
    for row in rows:
        assert row["status"] in set(Status)
        assert bool(row["choice"]) == (row["status"] == Status.ANSWERED)
        assert row["decided_by"] == ("" if row["status"] == Status.FLAGGED else "machine")


def test_answers_name_procedure_and_field(scanned: Office) -> None:
    fields = {row["procedure"]: row["field"] for row in scanned.answers()}
    assert fields == {COPIES: "chung-thuc", "1.001193": "ho-tich", "": "unknown"}


def test_no_cell_of_the_csv_runs_in_a_spreadsheet(scanned: Office) -> None:
    flag = scanned.flagged()[0]
    for person in ("=1+1", "@Bình"):
        words = (flag["sheet"], flag["question"], "4", "--by", person, "--reason", "rõ")
        scanned.run("decide", *words)
    assert "'=1+1; @Bình" in {row["decided_by"] for row in scanned.answers()}
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace('name = "Chứng thực"', 'name = "-Chứng thực"'), encoding="utf-8")
    assert ",'-Chứng thực," in scanned.done("tally", "--by", "field", "--format", "csv").out
    assert ",'-" not in scanned.done("export", "boxes").out  # numbers stay numbers


def test_certain_answers_are_what_was_meant(scanned: Office) -> None:
    truth = read_truth([scanned.path / SCANS / folder for folder in "12"])
    certain = [row for row in scanned.answers() if row["status"] != Status.FLAGGED]
    assert len(certain) > SHEETS * 4
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"])


def test_pages_have_a_row_for_everything_that_entered(scanned: Office, tmp_path: Path) -> None:
    (tmp_path / "hong.jpg").write_bytes(b"\xff\xd8\xff")
    scanned.scan(tmp_path / "hong.jpg")
    *read, rejected = scanned.pages()
    assert [page["outcome"] for page in read] == [Outcome.READ] * SHEETS
    assert all(page["reason"] == "" and page["sheet"] for page in read)
    assert rejected["outcome"] == Outcome.REJECTED
    assert rejected["reason"]
    assert {len(page["sha256"]) for page in scanned.pages()} == {64}


def test_without_the_invalid_sheets_that_pages_name_the_answers_are_those_of_the_tally(
    settled: Office,
) -> None:
    sheet = settled.answers()[0]["sheet"]
    for person in READERS:
        settled.done("invalid", sheet, "S5", "--by", person, "--reason", "bản sao chụp")
    why = {page["sheet"]: page["reason"] for page in settled.pages()}
    assert {sheet: why[sheet]} == {key: words for key, words in why.items() if words}
    assert "copy of another sheet" in why[sheet]
    answers = settled.answers()
    assert len(answers) == SHEETS * 8  # it does not disappear
    counted = Counter(row["question"] for row in answers if not why[row["sheet"]])
    for row in settled.done("tally", "--format", "json").json["rows"]:
        assert counted[row["key"]] == row["answered"] + sum(row[status] for status in UNCOUNTED)


def test_boxes_have_a_row_for_every_measured_box(scanned: Office) -> None:
    rows = scanned.done("export", "boxes").rows
    assert len(rows) == SHEETS * 8 * 5
    assert all(0 <= float(row["ink"]) <= 1 for row in rows)


def test_a_file_holds_what_standard_output_shows(scanned: Office, tmp_path: Path) -> None:
    file = tmp_path / "phieu.csv"
    told = scanned.done("export", "answers", "-o", file)
    assert f"{SHEETS * 8} rows written: {file}" in told.out
    assert file.read_text(encoding="utf-8") == scanned.done("export", "answers").out
    with file.open(encoding="utf-8", newline="") as lines:
        assert list(csv.DictReader(lines)) == scanned.answers()
    assert [path.name for path in tmp_path.glob("*phieu*")] == ["phieu.csv"]


def test_a_place_that_cannot_be_written_leaves_the_old_file(
    scanned: Office, tmp_path: Path
) -> None:
    told = scanned.run("export", "answers", "-o", tmp_path)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert str(tmp_path) in told.err
    assert not list(tmp_path.parent.glob("*.part"))


@pytest.mark.parametrize("what", ["answers", "pages", "boxes"])
def test_parquet_holds_the_same_rows(
    scanned: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(write_parquet, "_ROWS_TOGETHER", 7)  # several stretches
    file = tmp_path / "phieu.parquet"
    scanned.done("export", what, "--format", "parquet", "-o", file)
    assert pd.read_parquet(file).to_csv(index=False) == scanned.done("export", what).out


def test_parquet_takes_paper_and_other_channels_together(tmp_path: Path) -> None:
    rows = [("1.jpg", 1, 0.5), ("web.csv", None, 1.0)]
    columns = {"source_file": str, "source_page": int, "fit_mm": float}
    assert write_parquet.write_parquet(columns, rows, tmp_path / "a.parquet") == 2
    assert read_table(tmp_path / "a.parquet").to_pylist() == [
        dict(zip(columns, row, strict=True)) for row in rows
    ]


def test_without_the_extra_parquet_says_how_to_get_it(
    scanned: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    file = tmp_path / "phieu.parquet"
    told = scanned.run("export", "answers", "--format", "parquet", "-o", file)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "pip install 'hom-phieu[parquet]'" in told.err
    assert not file.exists()
