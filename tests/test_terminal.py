"""What people see: long lists counted, figures and tables in their language."""

import re
import sys
from collections import Counter
from fractions import Fraction

import pytest

from steps.scan import Taken
from steps.unfinished import StillOpen
from survey.language import speaking
from survey.reading import Outcome
from survey.spoken_number import number
from terminal.results import NAMED_FILES, say_taken
from terminal.screen import percent, progress_bar
from terminal.spoken import Share
from terminal.table import say_table


def taken(**told: object) -> Taken:
    nothing = {
        "opening": "2021-10-hom-1-1", "without_opening": "", "files": 0, "known_pages": 0,
        "assigned_pages": 0,
        "outcomes": Counter(), "flags": 0, "still_open": StillOpen(0, 0, 0, ()),
        "left_aside": (), "troubles": (), "bounds": {},
    }  # fmt: skip
    return Taken(**nothing | told)  # type: ignore[arg-type]


def test_of_many_files_left_aside_some_are_named_and_the_others_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_taken(taken(left_aside=tuple(f"ghi-chu-{n}.txt" for n in range(NAMED_FILES + 2_345))))
    (line,) = capsys.readouterr().out.splitlines()
    assert line.count("ghi-chu") == NAMED_FILES
    assert line.endswith("… (+2,345)")


def test_outcomes_and_troubles_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = Counter({Outcome.READ: 1_200, Outcome.REJECTED: 3})
    say_taken(
        taken(
            outcomes=outcomes,
            flags=7,
            still_open=StillOpen(7, 0, 0, ()),
            troubles=("a.jpg cannot be read",),
        )
    )
    told = capsys.readouterr().out.splitlines()
    assert told == ["  read: 1,200", "  rejected: 3", "! a.jpg cannot be read",
                    "7 questions wait for people."]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "english", "vietnamese"),
    [
        (Fraction(2, 3), "66.67 %", "66,67 %"),
        (Fraction(1, 1), "100.00 %", "100,00 %"),
        (Fraction(1, 80_000), "0.00 %", "0,00 %"),
        (Fraction(5, 100_000), "0.01 %", "0,01 %"),
        (None, "–", "–"),
    ],
)
def test_a_share_is_told_in_per_cent_rounded_half_up(
    share: Fraction | None, english: str, vietnamese: str
) -> None:
    assert percent(share) == english
    with speaking("vi"):
        assert percent(share) == vietnamese


def test_a_count_has_the_thousands_sign_of_the_language() -> None:
    assert number(36_525) == "36,525"
    with speaking("vi"):
        assert number(36_525) == "36.525"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_figures_stay_whole_however_large(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    figures = ("1.234.567", "22.333.444", "100,00 %")
    say_table("", ("nội dung", "5", "4", "hài lòng"), [("Câu 1. Cơ sở vật chất" * 5, *figures)])
    *_head, row = capsys.readouterr().out.splitlines()
    assert row.split()[-4:] == [*figures[:2], "100,00", "%"]
    assert row.startswith("Câu 1. Cơ s")
    assert "…" in row


def test_words_that_look_like_markup_are_printed_as_they_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_table("", ("", "n"), [("[bold]Hộ tịch[/bold] [link=x]", "[1]")])
    assert "[bold]Hộ tịch[/bold] [link=x]  [1]" in capsys.readouterr().out


def test_progress_is_drawn_on_standard_error_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress_bar("Reading") as tell:
        tell(1, 12)
        tell(3, 12)
    told = capsys.readouterr()
    assert told.out == ""
    assert "Reading" in told.err
    assert "3/12" in told.err
    assert re.search(r"[0-9.,]+/s.*[0-9]+:[0-9]{2}:[0-9]{2}", told.err), "speed and time left"


def test_no_progress_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Reading") as tell:
        tell(1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("typed", ["0.05", "0,05", "5%", "5 %", " 5,0 % ", "1/20"])
def test_a_share_may_be_typed_in_per_cent(typed: str) -> None:
    assert Share().convert(typed, None, None) == Fraction(1, 20)
