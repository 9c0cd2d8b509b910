"""The tally against a naive count, sheet by sheet."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import RequestError
from survey.reading import Status
from tally.count import GROUPINGS, AnswerCells, Scale, tally_by
from tests.tally.cells import FACTORS, FIVE_LEVELS, LEAVES, PaperSheet, cells_of, invent_sheets

SHEETS = st.builds(
    PaperSheet,
    period=st.sampled_from(["2021-10", "2021-11"]),
    field=st.sampled_from(["ho-tich", "dat-dai", "chung-thuc"]),
    answers=st.tuples(*[st.sampled_from([*LEAVES, Status.FLAGGED])] * 3),
    box=st.sampled_from(["hom-1", "hom-2"]),
    unit=st.sampled_from(["", "van-phuc"]),
)
BY = st.sampled_from([*((name,) for name in GROUPINGS), *permutations(GROUPINGS, 2)])


def keys_of(sheet: PaperSheet, question: str, by: tuple[str, ...]) -> tuple[str, ...]:
    known = {"question": question, "factor": FACTORS[question], "procedure": f"1.{sheet.field}"}
    return tuple(known.get(name) or str(getattr(sheet, name)) for name in by)


def naive(sheets: list[PaperSheet], by: tuple[str, ...]) -> dict[tuple[str, ...], Counter[str]]:
    """Keys → how often each choice and status was said, counted by hand."""
    counted: dict[tuple[str, ...], Counter[str]] = {}
    for sheet in sheets:
        for question, said in zip(FACTORS, sheet.answers, strict=False):
            counted.setdefault(keys_of(sheet, question, by), Counter())[said] += 1
    return counted


def check_against_naive(sheets: list[PaperSheet], by: tuple[str, ...]) -> None:
    expected = naive(sheets, by)
    rows = tally_by(cells_of(sheets), by, FIVE_LEVELS, {})
    assert [row.keys for row in rows] == sorted(expected)
    for row in rows:
        said = expected[row.keys]
        assert row.counts == {choice: said[choice] for choice in "54321"}
        for status in (Status.BLANK, Status.MULTIPLE, Status.UNCLEAR, Status.FLAGGED):
            assert getattr(row, status) == said[status]
        answers = [int(choice) for choice in "54321" for _ in range(said[choice])]
        assert row.answered == len(answers)
        assert row.total == said.total()
        if answers:
            assert row.mean == Fraction(sum(answers), len(answers))
            assert row.satisfied == Fraction(len([a for a in answers if a >= 4]), len(answers))
        else:
            assert row.mean is None
            assert row.satisfied is None


@given(st.lists(SHEETS, max_size=25), BY)
@settings(deadline=None)
def test_every_figure_agrees_with_a_naive_count(
    sheets: list[PaperSheet], by: tuple[str, ...]
) -> None:
    check_against_naive(sheets, by)


def test_twenty_thousand_sheets_agree_too() -> None:
    sheets = invent_sheets(7, 20_000, 5, ("2021-10", "2021-11", "2021-12"))
    check_against_naive(sheets, ("field",))
    check_against_naive(sheets, ("period", "factor"))


@given(st.lists(SHEETS, max_size=25), st.sampled_from(["field", "box", "period", "channel"]))
@settings(deadline=None)
def test_a_row_knows_its_sheets(sheets: list[PaperSheet], by: str) -> None:
    counted = Counter(keys_of(sheet, "q1", (by,))[0] for sheet in sheets)
    rows = tally_by(cells_of(sheets), (by,), FIVE_LEVELS, {})
    assert {row.key: row.sheets for row in rows} == counted


def test_a_sheet_whose_second_page_is_missing_is_a_sheet() -> None:
    answers = (("5", "4", "3"), ("5", "5", "5"), ("1",))
    sheets = [PaperSheet("2021-10", "dat-dai", given) for given in answers]
    (row,) = tally_by(cells_of(sheets), ("period",), FIVE_LEVELS, {})
    assert (row.sheets, row.total) == (3, 7)


def test_counts_stand_in_printed_order() -> None:
    cells = cells_of([PaperSheet("2021-10", "ho-tich", ("1",))])
    (row,) = tally_by(cells, ("question",), FIVE_LEVELS, {})
    assert list(row.counts) == ["5", "4", "3", "2", "1"]


def test_labels_give_names_order_and_fields_without_sheets() -> None:
    labels = {"field": {"dat-dai": "Đất đai", "ho-tich": "Hộ tịch"}}
    sheets = [PaperSheet("2021-10", field, ("5",)) for field in ("ho-tich", "x")]
    rows = tally_by(cells_of(sheets), ("field",), FIVE_LEVELS, labels)
    assert [(row.label, row.sheets) for row in rows] == [("Đất đai", 0), ("Hộ tịch", 1), ("x", 1)]
    assert rows[0].satisfied is None


def test_a_crossed_table_shows_each_pair_and_what_has_none() -> None:
    labels = {
        "field": {"dat-dai": "Đất đai", "ho-tich": "Hộ tịch"},
        "question": {"q2": "Câu 2", "q1": "Câu 1"},
    }
    cells = cells_of([PaperSheet("2021-10", "ho-tich", ("5", "1"))])
    rows = tally_by(cells, ("field", "question"), FIVE_LEVELS, labels)
    assert [row.keys for row in rows] == [("dat-dai", ""), ("ho-tich", "q2"), ("ho-tich", "q1")]
    assert [row.label for row in rows] == ["Đất đai", "Hộ tịch · Câu 2", "Hộ tịch · Câu 1"]
    assert rows[1].key == "ho-tich,q2"


def test_another_scale_has_its_own_satisfied_choices() -> None:
    three_levels = Scale(("3", "2", "1"), satisfied=frozenset({"3", "2"}))
    cells = cells_of([PaperSheet("2021-10", "a", (choice,)) for choice in "321"])
    (row,) = tally_by(cells, ("question",), three_levels, {})
    assert row.satisfied == Fraction(2, 3)


def test_where_no_choice_is_known_to_mean_satisfied_there_is_no_share() -> None:
    cells = cells_of([PaperSheet("2021-10", "a", ("5",))])
    (row,) = tally_by(cells, ("question",), Scale(FIVE_LEVELS.choices, frozenset()), {})
    assert row.satisfied is None


def test_choices_that_are_no_numbers_have_no_mean() -> None:
    cells = [AnswerCells("", "", "", "", "", "", "q1", "", Status.ANSWERED, "a", 3)]
    (row,) = tally_by(cells, ("question",), Scale(("a", "b")), {})
    assert row.mean is None


def test_what_is_hidden_gives_no_figure() -> None:
    cells = cells_of([PaperSheet("2021-10", "a", (choice,)) for choice in "54321"])
    (row,) = tally_by(cells, ("question",), FIVE_LEVELS, {})
    hidden = replace(row, hidden=frozenset({"3", "answered", "total"}))
    assert (hidden.figure("5"), hidden.figure("3"), hidden.figure("answered")) == (1, None, None)
    assert (hidden.satisfied, hidden.mean, hidden.sheets) == (None, None, None)


def test_scales_are_never_mixed() -> None:
    cells = [AnswerCells("", "F00D", "", "", "", "", "q1", "", Status.ANSWERED, "7", 3)]
    with pytest.raises(RequestError, match="q1: the answer 7 is not on the scale of form F00D"):
        tally_by(cells, ("question",), FIVE_LEVELS, {})


@pytest.mark.parametrize("by", [("officer",), ("field", "field"), ("field", "box", "period"), ()])
def test_an_unknown_grouping_is_refused(by: tuple[str, ...]) -> None:
    with pytest.raises(RequestError, match="cannot count by"):
        tally_by([], by, FIVE_LEVELS, {})
