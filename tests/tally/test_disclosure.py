"""Small cells are hidden, and no attacker gets them back from all published tables together."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tally.count import Scale
from tally.disclosure import FEW, Curtain, hide_small_cells
from tally.published import (
    ANSWERED,
    SHEET_TABLES,
    TOTAL,
    UNSATISFIED,
    Figure,
    PublishedFigures,
    scopes_within,
)
from tests.tally.attack import Attack, Name, prepare, recover
from tests.tally.cells import FIVE_LEVELS, PaperSheet, cells_of, invent_sheets

OCTOBER, NOVEMBER, YEAR = "2021-10", "2021-11", "2021"


def hide(
    sheets: list[PaperSheet],
    scopes: tuple[str, ...],
    minimum: int = 5,
    fields: tuple[str, ...] = (),
    scale: Scale = FIVE_LEVELS,
) -> dict[Name, int]:
    """Every hidden figure of every scope, with what it hides."""
    curtain = Curtain(PublishedFigures(cells_of(sheets), scale, scopes, fields), minimum)
    for scope in scopes:
        curtain.draw(scope)
    hidden = curtain.hidden
    return {(*one.row, str(one.column)): curtain.figures.value[one] for one in hidden}


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(5, 80), st.integers(1, 5))
def test_nothing_hidden_can_be_recovered(seed: int, count: int, places: int) -> None:
    sheets = invent_sheets(seed, count, places)
    attack = prepare(sheets, [OCTOBER])
    hidden = {name: 0 for name in hide(sheets, (OCTOBER,)) if name in attack.sums}
    assert recover(attack, hidden) == []


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(10, 40))
def test_nor_from_all_that_may_be_published_of_months_and_year(seed: int, count: int) -> None:
    sheets = invent_sheets(seed, count, 3, (OCTOBER, NOVEMBER))
    scopes = scopes_within({OCTOBER, NOVEMBER}, YEAR)
    attack = prepare(sheets, scopes)
    hidden = {name: 0 for name in hide(sheets, scopes) if name in attack.sums}
    assert secrets(attack, recover(attack, hidden)) == []


def secrets(attack: Attack, found: list[Name]) -> list[Name]:
    """Without empty cells by field of so few sheets that no field is told: there is nobody."""
    few = len(attack.questions) * 5
    return [
        (scope, table, key, column)
        for scope, table, key, column in found
        if attack.value[scope, table, key, column]
        or table != "field"
        or attack.value[scope, "", "", "total"] >= few
    ]


KIOSK = ("424", "434", "333", "135", "531", "351", "243", "243", "234")
"""How many answered 5, 4 and 2 in each of nine months."""


def kiosk() -> list[PaperSheet]:
    """One question: 83 sheets of one field over nine months, 80 of another, four in December."""
    often = [
        PaperSheet(f"2024-0{month}", "a", (choice,))
        for month, counts in enumerate(KIOSK, 1)
        for choice, count in zip("542", counts, strict=True)
        for _ in range(int(count))
    ]
    march = [PaperSheet("2024-03", "b", ("4",))] * 80
    return [*often, *march, *[PaperSheet("2024-12", "c", ("5",))] * 4]


def test_four_sheets_of_one_field_in_one_month_do_not_follow_from_the_year() -> None:
    sheets = kiosk()
    scopes = scopes_within({sheet.period for sheet in sheets}, "2024")
    attack = prepare(sheets, scopes, ("0", "d"))
    told = hide(sheets, scopes, fields=("0", "d"))
    assert [key for key in "0abcd" if ("2024", "field", key, "total") in told] == ["a", "c"]
    assert ("2024-12", "field", "d", "total") in told
    hidden = {name: 0 for name in told if name in attack.sums}
    assert secrets(attack, recover(attack, hidden)) == []


def test_a_year_hides_no_more_than_its_small_month_asks_for() -> None:
    """Three quarters are told, so what the last one says is hidden in the year, and no more."""
    sheets = kiosk()
    scopes = scopes_within({sheet.period for sheet in sheets}, "2024")
    told = hide(sheets, scopes, scale=Scale(("5", "4", "2")))
    whole = {column for scope, table, _key, column in told if (scope, table) == ("2024", "")}
    assert whole == {"5", "2", "satisfied", "unsatisfied"}


def test_scopes_come_in_the_order_of_time() -> None:
    """So that no table depends on what is published before or after it."""
    months = {OCTOBER, NOVEMBER, ""}
    assert scopes_within(months, YEAR) == (OCTOBER, NOVEMBER, "2021-Q4", "2021-H2", YEAR)
    assert scopes_within(months, NOVEMBER) == (NOVEMBER,)
    assert scopes_within({"2021-H1"}, "") == ("2021-H1", YEAR, "")
    assert scopes_within({OCTOBER}, "2021-Q3") == ("2021-Q3",)


@given(st.integers(0, 10**6), st.integers(1, 120), st.integers(2, 7))
@example(4, 30, 3)
@settings(max_examples=15)
def test_everything_small_is_hidden(seed: int, count: int, minimum: int) -> None:
    sheets = invent_sheets(seed, count)
    figures = PublishedFigures(cells_of(sheets), FIVE_LEVELS, (OCTOBER,))
    hidden = hide(sheets, (OCTOBER,), minimum)
    for (row, column), value in figures.value.items():
        total = figures.value[Figure(row, TOTAL)]
        if column == ANSWERED and value == total and (*row, TOTAL) not in hidden:
            continue  # as many as there are sheets: that all of them answered tells of nobody
        is_many = column == UNSATISFIED and figures.people(row) >= FEW * minimum
        if value < minimum and column != "total" and not is_many:
            assert (*row, column) in hidden
        if row.table in SHEET_TABLES and figures.sheets(row) < minimum and column != "total":
            assert (*row, column) in hidden


def test_without_the_complement_the_attacker_would_know() -> None:
    """The attacker of these tests is a good one: the small cells alone they get back."""
    sheets = invent_sheets(3, 60)
    attack = prepare(sheets, [OCTOBER])
    small = {name: 0 for name, value in attack.value.items() if 0 < value < 5}
    assert recover(attack, small)


def test_few_who_are_not_satisfied_do_not_follow_from_a_share() -> None:
    """Nine of ten satisfied and nothing blank: the share would tell of the one."""
    others = [PaperSheet(OCTOBER, "a", ("5", "4"))] * 5 + [PaperSheet(OCTOBER, "a", ("4", "5"))] * 5
    sheets = [*others, PaperSheet(OCTOBER, "a", ("2", "5"))]
    hidden = hide_small_cells(cells_of(sheets), FIVE_LEVELS, OCTOBER, 5)
    assert {"answered", "satisfied"} & hidden["question", "q1"]


def test_a_small_field_is_hidden_with_another_one() -> None:
    sheets = [PaperSheet(OCTOBER, field, ("5", "4")) for field in "aaaaaaaabbbbbbccc"]
    hidden = hide_small_cells(cells_of(sheets), FIVE_LEVELS, OCTOBER, 5)
    assert {"total", "satisfied", "answered", "5", "4"} <= hidden["field", "c"]
    assert "total" in hidden["field", "b"]
    assert ("field", "a") not in hidden
    assert ("question", "q1") not in hidden


def test_the_number_of_all_sheets_is_no_secret() -> None:
    sheets = [PaperSheet(OCTOBER, "a", ("5", "4", "1"))] * 3
    hidden = hide_small_cells(cells_of(sheets), FIVE_LEVELS, OCTOBER, 5)
    assert "total" not in hidden["", ""] | hidden["field", "a"]
    assert {"5", "4", "1", "satisfied"} <= hidden["", ""]


@pytest.mark.parametrize("minimum", [1, 5])
def test_large_cells_are_all_shown(minimum: int) -> None:
    sheets = [PaperSheet(OCTOBER, f, (c, c)) for f in "ab" for c in "54321" for _ in range(5)]
    assert hide_small_cells(cells_of(sheets), FIVE_LEVELS, OCTOBER, minimum) == {}


def test_what_was_shown_before_stays_shown() -> None:
    sheets = invent_sheets(11, 60, 3, (OCTOBER, NOVEMBER))
    before = [sheet for sheet in sheets if sheet.period == OCTOBER]
    october = hide_small_cells(cells_of(before), FIVE_LEVELS, OCTOBER, 5)
    assert october
    assert hide_small_cells(cells_of(sheets), FIVE_LEVELS, OCTOBER, 5) == october
