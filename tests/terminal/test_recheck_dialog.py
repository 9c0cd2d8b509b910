"""``recheck record`` without a table: two readers, each alone, sheet by sheet."""

import io
import sys
from collections.abc import Iterable

import pytest

from tests.conftest import READERS, SHEETS
from tests.office import Office, Told
from tests.steps.test_recheck import draw

QUESTIONS = 8
MISSING = ("m", "")
ALL_FIVE = ("5",) * QUESTIONS + ("",)


@pytest.fixture
def drawn(settled: Office) -> Office:
    """An office where every sheet was drawn."""
    draw(settled)
    return settled


def read(office: Office, patch: pytest.MonkeyPatch, person: str, typed: Iterable[str]) -> Told:
    patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    return office.run("recheck", "record", "--by", person)


def as_recorded(office: Office) -> list[str]:
    """What a reader types who sees on paper what the record says, in the order of the draw."""
    (table,) = office.path.glob("reports/*-nguoi-doc-1.csv")
    sheets = [line.split(",")[1] for line in table.read_text("utf-8-sig").splitlines()[1:]]
    known = {(row["sheet"], row["question"]): row for row in office.answers()}
    typed = []
    for sheet in sheets:
        for question in range(1, QUESTIONS + 1):
            row = known[sheet, f"q{question}"]
            typed.append(row["choice"] or {"blank": "0", "multiple": "N"}[row["status"]])
        typed.append("")
    return typed


def test_two_readers_confirm_a_period(drawn: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = as_recorded(drawn)
    for person in READERS:
        told = read(drawn, monkeypatch, person, typed)
        assert f"{SHEETS} sheets as {person} read them" in told.out
    told = drawn.run("recheck", "result")
    assert (told.status, "is confirmed" in told.out) == (0, True)
    assert "0 sheets as" in read(drawn, monkeypatch, "Lê Văn Cường", ()).out


def test_the_second_reader_sees_nothing_of_the_first(
    drawn: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = read(drawn, monkeypatch, READERS[0], ALL_FIVE * SHEETS)
    again = read(drawn, monkeypatch, READERS[1], ALL_FIVE * SHEETS)
    assert again.out.replace(READERS[1], READERS[0]) == told.out


def test_who_stops_goes_on_where_they_ended(drawn: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = read(drawn, monkeypatch, READERS[0], (*ALL_FIVE, "4"))
    assert stopped.status == 130
    told = read(drawn, monkeypatch, READERS[0], MISSING * (SHEETS - 1))
    assert f"({SHEETS - 1} left for you)" in told.out
    assert f"({SHEETS} left for you)" not in told.out


def test_slips_are_mended_and_nonsense_is_refused(
    drawn: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slips = ("<", "9", "5", "<", "4", "m", *("5",) * (QUESTIONS - 1), "<", "1", "")
    told = read(drawn, monkeypatch, READERS[0], (*slips, "h", "<", *MISSING))
    assert "«9» is no answer" in told.out
    assert "«m» is no answer" in told.out
    journal = drawn.done("log", "--json", "--kind", "recheck-read").json
    assert len(journal) == 2


def test_a_third_reads_only_where_two_differ(
    drawn: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(drawn, monkeypatch, READERS[0], ALL_FIVE * SHEETS)
    read(drawn, monkeypatch, READERS[1], (*MISSING, *ALL_FIVE * (SHEETS - 1)))
    told = read(drawn, monkeypatch, "Lê Văn Cường", ALL_FIVE)
    assert "(1 left for you)" in told.out
    assert "not settled" not in drawn.run("recheck", "result").out


def test_a_reader_has_a_name(drawn: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--by NAME" in read(drawn, monkeypatch, " ", ()).err
