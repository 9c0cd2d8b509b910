from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.language import speaking
from tally.paper import IssuedTwice, PaperCount, PaperLife
from tally.reconcile import (
    Difference,
    Figures,
    OpeningFigures,
    PeriodFigures,
    find_balances,
    find_differences,
)

OCTOBER = "2021-10"
OPENING = OpeningFigures("m1", OCTOBER, 120, issued=150, sheets=117, rejected=2, waiting=1)
PERIOD = PeriodFigures(
    OCTOBER, 117, 115, 2, {"q1": 115, "q2": 115}, {"q1": 115, "q2": 115}, {"a": 100, "unknown": 15}
)
PAPER = PaperLife(PaperCount(printed=200, issued=150), None, ())
AGREED = Figures(PAPER, (OPENING,), (PERIOD,), 117, {"2021": 115}, 0)


def differences(figures: Figures) -> tuple[Difference, ...]:
    return find_differences(find_balances(figures))


def paper(now: PaperCount, counted: PaperCount | None = None) -> Figures:
    return replace(AGREED, paper=PaperLife(now, counted, ()))


def test_nothing_differs_when_every_identity_holds() -> None:
    assert differences(AGREED) == ()


def test_a_sheet_that_was_not_scanned_is_missed() -> None:
    (difference,) = differences(replace(AGREED, openings=(replace(OPENING, hand_count=121),)))
    message = (
        "opening m1: 121 sheets were counted by hand, the scans hold 120 "
        "(117 read, 2 rejected, 1 waiting)"
    )
    assert difference == Difference("hand-count", "m1", OCTOBER, message, 121, 120)
    assert difference.name == "hand-count:m1"


def test_large_counts_are_grouped_as_the_language_does() -> None:
    more = replace(AGREED, openings=(replace(OPENING, hand_count=1250),))
    for language, count in (("en", "1,250"), ("vi", "1.250")):
        with speaking(language):
            assert count in differences(more)[0].message


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (replace(AGREED, pages_without_opening=3), ("no-opening", 0, 3)),
        (
            replace(AGREED, periods=(replace(PERIOD, answers={"q1": 115, "q2": 114}),)),
            ("answers", 115, 114),
        ),
        (replace(AGREED, periods=(replace(PERIOD, answers={"q1": 115}),)), ("answers", 115, 0)),
        (replace(AGREED, periods=(replace(PERIOD, fields={"a": 114}),)), ("fields", 115, 114)),
        (replace(AGREED, periods=(replace(PERIOD, invalid=3),)), ("validity", 117, 118)),
        (replace(AGREED, years={"2021": 116}), ("periods", 116, 115)),
        (paper(PaperCount(printed=116, issued=100)), ("more-than-printed", 116, 117)),
        (paper(PaperCount(printed=149, issued=150)), ("more-issued-than-printed", 149, 150)),
        (paper(PaperCount(150, 149, spoilt=2)), ("more-issued-than-printed", 150, 151)),
        (
            replace(AGREED, openings=(replace(OPENING, issued=119),)),
            ("more-collected-than-issued", 119, 120),
        ),
        (
            replace(AGREED, paper=replace(PAPER, twice=(IssuedTwice("m1", 140, 150),))),
            ("issued", 140, 150),
        ),
    ],
)
def test_each_difference_is_named(figures: Figures, expected: tuple[str, int, int]) -> None:
    assert [(d.slug, d.expected, d.found) for d in differences(figures)] == [expected]


@pytest.mark.parametrize(
    ("left", "unknown", "found"),
    [(48, (), []), (47, (), [199]), (49, (), [201]), (47, ("m1",), []), (49, ("m1",), [201])],
)
def test_printed_is_issued_and_spoilt_and_left(
    left: int, unknown: tuple[str, ...], found: list[int]
) -> None:
    now = PaperCount(printed=200, issued=150, spoilt=2, unknown=unknown)
    told = differences(paper(now, replace(now, left=left)))
    assert [(d.slug, d.found) for d in told] == [("printed", n) for n in found]


def test_other_periods_do_not_count_for_the_year() -> None:
    before = PeriodFigures("2020-12", read=4, valid=4, fields={"a": 4})
    nowhere = PeriodFigures("", read=1, valid=1, fields={"": 1})
    figures = replace(AGREED, periods=(nowhere, before, PERIOD), years={"2020": 4, "2021": 115})
    assert differences(figures) == ()


PAPERS = st.lists(st.sampled_from(["read", "invalid", "rejected", "waiting"]), max_size=40)


@given(PAPERS, st.integers(-3, 3))
def test_the_gap_is_the_papers_that_are_missing_or_too_many(papers: list[str], lost: int) -> None:
    read, invalid = papers.count("read"), papers.count("invalid")
    opening = OpeningFigures(
        "m1",
        OCTOBER,
        hand_count=max(0, len(papers) + lost),
        issued=None,
        sheets=read + invalid,
        rejected=papers.count("rejected"),
        waiting=papers.count("waiting"),
    )
    period = PeriodFigures(OCTOBER, read + invalid, read, invalid, fields={"a": read})
    figures = replace(
        AGREED,
        openings=(opening,),
        periods=(period,),
        sheets_read=read + invalid,
        years={"2021": read},
    )
    gaps = [(d.slug, d.found - d.expected) for d in differences(figures)]
    gap = len(papers) - opening.hand_count
    assert gaps == ([("hand-count", gap)] if gap else [])
