"""The tally against a naive count of the exported answers."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from survey.errors import ExitStatus
from tally.count import GROUPINGS
from tests.conftest import SCANS, SHEETS
from tests.office import Office

ROW = {"key", "label", "counts", "answered", "blank", "multiple", "unclear", "satisfied"}
FACTORS = {"q1": "a", "q2": "c", "q3": "c", "q4": "b", "q5": "b", "q6": "d", "q7": "d", "q8": "dd"}


def naive(office: Office, by: str) -> dict[str, Counter[str]]:
    """Group → statuses and choices, counted by hand."""
    counted: dict[str, Counter[str]] = {}
    for row in office.answers():
        keys = row | {
            "factor": FACTORS[row["question"]],
            "box": {"2021-10-hom-1-1": "hom-1"}[row["opening"]],
            "procedure": row["procedure"] or "unknown",
        }
        counted.setdefault(keys[by], Counter())[row["choice"] or row["status"]] += 1
    return counted


def tally(office: Office, *words: object) -> dict[str, Any]:
    told: dict[str, Any] = office.done("tally", *words, "--json").json
    return told


@pytest.mark.parametrize("by", [by for by in GROUPINGS if by != "unit"])  # units hand up bundles
def test_every_table_agrees_with_a_naive_count(scanned: Office, by: str) -> None:
    told = tally(scanned, "--by", by)
    counted = naive(scanned, by)
    assert set(told) - {"factors"} == {"by", "period", "rows"}
    assert ("factors" in told) == (by == "factor")
    assert (told["by"], told["period"]) == (by, None)
    assert counted.keys() <= {row["key"] for row in told["rows"]}
    for row in told["rows"]:
        assert set(row) == ROW
        group = counted.get(row["key"], Counter())
        assert row["counts"] == {choice: group[choice] for choice in "54321"}
        assert row["answered"] == sum(row["counts"].values())
        for status in ("blank", "multiple", "unclear"):
            assert row[status] == group[status]
        if row["answered"]:
            share = Fraction(group["5"] + group["4"], row["answered"])
            assert abs(Fraction(row["satisfied"]) - share) < Fraction(1, 10**9)
            assert 0 <= Decimal(row["satisfied"]) <= 1
        else:
            assert row["satisfied"] is None


def test_the_choices_stand_in_printed_order(scanned: Office) -> None:
    (first, *_rest) = tally(scanned)["rows"]
    assert list(first["counts"]) == list("54321")
    assert first["key"] == "q1"


def test_fields_and_procedures_without_sheets_are_shown(scanned: Office) -> None:
    assert len(tally(scanned, "--by", "field")["rows"]) == 21 + 1
    rows = tally(scanned, "--by", "procedure")["rows"]
    assert rows[-1]["label"] == "không xác định"
    assert sum(row["satisfied"] is None for row in rows) == len(rows) - 3


@pytest.mark.parametrize(
    ("period", "sheets"), [("2021-10", SHEETS), ("2021-Q4", SHEETS), ("2021", SHEETS), ("2022", 0)]
)
def test_a_period_holds_the_openings_within_it(scanned: Office, period: str, sheets: int) -> None:
    told = tally(scanned, "--period", period)
    assert told["period"] == period
    waiting = {f["question"]: 0 for f in scanned.answers()}
    waiting |= Counter(flag["question"] for flag in scanned.flagged() if sheets)
    for row in told["rows"]:
        counted = row["answered"] + row["blank"] + row["multiple"] + row["unclear"]
        assert counted + waiting[row["key"]] == sheets


@pytest.mark.parametrize("by", ["period", "box"])
def test_sheets_without_an_opening_have_a_row_with_a_name(printed: Office, by: str) -> None:
    printed.scan(printed.path / SCANS / "2")
    *_others, last = tally(printed, "--by", by)["rows"]
    assert (last["key"], last["label"]) == ("", "chưa gắn với lần mở hòm")
    assert "chưa gắn" in printed.done("tally", "--by", by).out


def test_a_sheet_left_wholly_blank_is_not_counted(printed: Office) -> None:
    plan = printed.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("deciders = 2", "deciders = 1"), encoding="utf-8")
    sheets = printed.print_sheets()
    folder = printed.simulate(sheets, "trang", "--blank", 1, "--double", 0, "--corrected", 0)
    printed.scan(folder)
    for flag in printed.flagged():
        by = ("--by", "An", "--reason", "phiếu trắng")
        printed.done("decide", flag["sheet"], flag["question"], "blank", *by)
    assert {row["status"] for row in printed.answers()} == {"blank"}
    assert printed.status()["sheets"] == {"valid": 0, "invalid": 1}
    assert [page["reason"] for page in printed.pages()] == [
        "invalid sheet: every question is blank"
    ]
    assert all(row["blank"] == 0 for row in tally(printed)["rows"])


def test_without_units_below_their_tally_says_how_they_come(printed: Office) -> None:
    assert "hom-phieu bundle add" in printed.done("tally", "--by", "unit").out


def test_csv_has_the_same_figures(scanned: Office) -> None:
    rows = scanned.done("tally", "--format", "csv").rows
    for row, told in zip(rows, tally(scanned)["rows"], strict=True):
        assert row["key"] == told["key"]
        assert [int(row[choice]) for choice in "54321"] == list(told["counts"].values())
        assert int(row["answered"]) == told["answered"]
        assert row["satisfied"] == told["satisfied"]


def test_json_can_be_asked_for_as_a_format_too(scanned: Office) -> None:
    assert scanned.done("tally", "--format", "json").json == tally(scanned)


def test_waiting_answers_are_said_to_be_missing(scanned: Office) -> None:
    waiting = len(scanned.flagged())
    assert f"{waiting} answers still wait for people" in scanned.done("tally").out


def test_a_period_that_is_none_is_refused(scanned: Office) -> None:
    assert scanned.run("tally", "--period", "10/2021").status == ExitStatus.USER_CAN_MEND
