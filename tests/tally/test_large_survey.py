"""Figures of 20,000 generated sheets against a naive computation that shares no code with them."""

import math
from collections import defaultdict
from fractions import Fraction

import pytest

from tally.count import AnswerCells, TallyRow, tally_by
from tally.index import index_of, interval_of
from tests.tally.cells import FACTORS, FIVE_LEVELS, PaperSheet, cells_of, invent_sheets

SHEETS = 20_000
DOSSIERS = 90_000
MONTHS = ("2021-10", "2021-11", "2021-12")
GROUPINGS = ("question", "factor", "procedure", "field", "box", "period", "channel")
Answers = list[tuple[PaperSheet, str, str]]


@pytest.fixture(scope="module")
def sheets() -> list[PaperSheet]:
    return invent_sheets(20, SHEETS, 12, MONTHS)


@pytest.fixture(scope="module")
def cells(sheets: list[PaperSheet]) -> list[AnswerCells]:
    return cells_of(sheets)


@pytest.fixture(scope="module")
def answers(sheets: list[PaperSheet]) -> Answers:
    return [(s, q, said) for s in sheets for q, said in zip(FACTORS, s.answers, strict=True)]


def key_of(sheet: PaperSheet, question: str, by: str) -> str:
    own = {"question": question, "factor": FACTORS[question], "procedure": f"1.{sheet.field}"}
    return own[by] if by in own else str(getattr(sheet, by))


def assert_counted(row: TallyRow, said: list[str]) -> None:
    """Everything a row tells, from its answers one by one."""
    numbers = [int(one) for one in said if one.isdigit()]
    assert row.counts == {str(n): numbers.count(n) for n in (5, 4, 3, 2, 1)}
    assert (row.blank, row.multiple, row.unclear) == (
        said.count("blank"), said.count("multiple"), said.count("unclear")
    )  # fmt: skip
    assert (row.answered, row.total) == (len(numbers), len(said))
    satisfied = sum(number >= 4 for number in numbers)
    assert row.satisfied == Fraction(satisfied, len(numbers))
    assert row.mean == Fraction(sum(numbers), len(numbers))
    for dossiers in (None, DOSSIERS):
        interval = interval_of(row, dossiers)
        assert interval is not None
        ends = wilson(satisfied / len(numbers), len(numbers) / row.questions, dossiers)
        assert (float(interval.low), float(interval.high)) == pytest.approx(ends, abs=1e-12)


def wilson(share: float, answers: float, dossiers: int | None) -> tuple[float, float]:
    """The interval by its textbook formula, in floating point."""
    if dossiers is not None:
        answers *= (dossiers - 1) / (dossiers - answers)
    z = 1.959963984540054
    middle = share + z**2 / 2 / answers
    spread = z * math.sqrt(share * (1 - share) / answers + z**2 / 4 / answers**2)
    return (middle - spread) / (1 + z**2 / answers), (middle + spread) / (1 + z**2 / answers)


@pytest.mark.parametrize("by", [*((one,) for one in GROUPINGS), ("field", "question")])
def test_every_row_is_what_one_by_one_counting_gives(
    cells: list[AnswerCells], answers: Answers, by: tuple[str, ...]
) -> None:
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for sheet, question, said in answers:
        groups[tuple(key_of(sheet, question, one) for one in by)].append(said)
    rows = tally_by(cells, by, FIVE_LEVELS, {})
    assert {row.keys for row in rows} == groups.keys()
    for row in rows:
        assert_counted(row, groups[row.keys])


def test_both_indices_are_what_one_by_one_counting_gives(
    cells: list[AnswerCells], answers: Answers
) -> None:
    counted = [(q, int(said) >= 4) for _s, q, said in answers if said.isdigit()]
    shares = []
    for question in FACTORS:
        mine = [satisfied for q, satisfied in counted if q == question]
        shares.append(Fraction(sum(mine), len(mine)))
    (whole,) = tally_by(cells, ("channel",), FIVE_LEVELS, {})
    index = index_of(whole, tally_by(cells, ("question",), FIVE_LEVELS, {}))
    assert index.pooled == Fraction(sum(s for _q, s in counted), len(counted))
    assert index.averaged == sum(shares, Fraction(0)) / len(shares)
