"""Small cells are hidden, and no attacker gets them back from all published tables together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.disclosure import Curtain, hide_small_cells
from tally.published import SHEET_TABLES, Figures
from tests.tally.attack import Name, prepare, recover
from tests.tally.cells import FIVE_LEVELS, PaperSheet, cells_of, invent_sheets

OCTOBER, NOVEMBER, YEAR = "2021-10", "2021-11", "2021"


def hide(sheets: list[PaperSheet], scopes: tuple[str, ...], minimum: int = 5) -> dict[Name, int]:
    """Every hidden figure of every scope, with what it hides."""
    curtain = Curtain(Figures(cells_of(sheets), FIVE_LEVELS, scopes), minimum)
    for scope in scopes:
        curtain.draw(scope)
    hidden = curtain.hidden
    return {(*one.row, str(one.column)): curtain.figures.value[one] for one in hidden}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 80), st.integers(1, 5))
def test_nothing_hidden_can_be_recovered(seed: int, count: int, places: int) -> None:
    sheets = invent_sheets(seed, count, places)
    attack = prepare(sheets, [OCTOBER])
    hidden = {name: 0 for name in hide(sheets, (OCTOBER,)) if name in attack.sums}
    assert recover(attack, hidden) == []


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.integers(10, 40))
def test_nor_when_the_year_is_published_after_its_months(seed: int, count: int) -> None:
    scopes = (OCTOBER, NOVEMBER, YEAR)
    sheets = invent_sheets(seed, count, 3, (OCTOBER, NOVEMBER))
    attack = prepare(sheets, scopes)
    hidden = {name: 0 for name in hide(sheets, scopes) if name in attack.sums}
    assert recover(attack, hidden) == []


@given(st.integers(0, 10**6), st.integers(1, 120), st.integers(2, 7))
@settings(max_examples=15, deadline=None)
def test_everything_small_is_hidden(seed: int, count: int, minimum: int) -> None:
    sheets = invent_sheets(seed, count)
    figures = Figures(cells_of(sheets), FIVE_LEVELS, (OCTOBER,))
    hidden = hide(sheets, (OCTOBER,), minimum)
    for (row, column), value in figures.value.items():
        if value < minimum and column != "total":
            assert (*row, column) in hidden
        if row.table in SHEET_TABLES and figures.sheets(row) < minimum and column != "total":
            assert (*row, column) in hidden


def test_without_the_complement_the_attacker_would_know() -> None:
    """The attacker of these tests is a good one: the small cells alone they get back."""
    sheets = invent_sheets(3, 60)
    attack = prepare(sheets, [OCTOBER])
    small = {name: 0 for name, value in attack.value.items() if 0 < value < 5}
    assert recover(attack, small)


def test_a_small_field_is_hidden_with_another_one() -> None:
    sheets = [PaperSheet(OCTOBER, field, ("5", "4")) for field in "aaaaaaaabbbbbbccc"]
    hidden = hide_small_cells(cells_of(sheets), FIVE_LEVELS, (OCTOBER,), 5)
    assert {"total", "satisfied", "answered", "5", "4"} <= hidden["field", "c"]
    assert "total" in hidden["field", "b"]
    assert ("field", "a") not in hidden
    assert ("question", "q1") not in hidden


def test_the_number_of_all_sheets_is_no_secret() -> None:
    sheets = [PaperSheet(OCTOBER, "a", ("5", "4", "1"))] * 3
    hidden = hide_small_cells(cells_of(sheets), FIVE_LEVELS, (OCTOBER,), 5)
    assert "total" not in hidden["", ""] | hidden["field", "a"]
    assert {"5", "4", "1", "satisfied"} <= hidden["", ""]


@pytest.mark.parametrize("minimum", [1, 5])
def test_large_cells_are_all_shown(minimum: int) -> None:
    sheets = [PaperSheet(OCTOBER, f, (c, c)) for f in "ab" for c in "54321" for _ in range(5)]
    assert hide_small_cells(cells_of(sheets), FIVE_LEVELS, (OCTOBER,), minimum) == {}


def test_what_was_shown_before_stays_shown() -> None:
    sheets = invent_sheets(11, 60, 3, (OCTOBER, NOVEMBER))
    october = {name for name in hide(sheets, (OCTOBER,)) if name[0] == OCTOBER}
    later = {name for name in hide(sheets, (OCTOBER, NOVEMBER, YEAR)) if name[0] == OCTOBER}
    assert later == october
