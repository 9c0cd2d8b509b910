"""Numbers are rounded alike wherever they are told."""

from fractions import Fraction

import pytest

from reports.figures import percent
from review.looks import percent as percent_on_page
from survey.acts import say_act
from survey.language import speaking
from survey.spoken_number import half_up
from terminal.screen import percent as percent_on_terminal


@pytest.mark.parametrize(
    ("exact", "places", "rounded"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 9), 2, "-0.11"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1005, 1000), 2, "1.01"),  # no binary number is that
    ],
)
def test_a_half_is_rounded_away_from_zero(exact: Fraction, places: int, rounded: str) -> None:
    assert str(half_up(exact, places)) == rounded


def test_document_terminal_page_and_journal_round_alike() -> None:
    share = Fraction(4125, 100_000)  # 4,125 %
    body = {"recheck": "R1", "sheets": 1, "risk": "0.041250", "verdict": "stop"}
    with speaking("vi"):
        assert percent(share) == "4,13"
        assert percent_on_terminal(share) == "4,13 %"
        assert "4,13 %" in say_act("recheck-result", body)
        assert percent_on_page(Fraction(8125, 10_000)) == "81,3 %"
