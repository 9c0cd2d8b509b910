from dataclasses import replace

import pytest

from survey.reading import Outcome
from tally.reconcile import Difference, Figures, OpeningFigures, reconcile

PAGES: dict[str, int] = {
    Outcome.READ: 117,
    Outcome.REJECTED: 2,
    Outcome.WAITING: 1,
    Outcome.DUPLICATE: 5,
    Outcome.BLANK_BACK: 9,
}
OPENING = OpeningFigures("m1", hand_count=120, sheets=117, pages=PAGES)
AGREED = Figures(
    printed=200,
    issued=150,
    openings=(OPENING,),
    sheets_read=117,
    pages_without_opening=0,
    answers={"q1": 117, "q2": 117},
)


def slugs(figures: Figures) -> list[tuple[str, int, int]]:
    return [(d.slug, d.expected, d.found) for d in reconcile(figures)]


def test_duplicates_and_blank_backs_are_no_paper_of_their_own() -> None:
    assert reconcile(AGREED) == ()


def test_a_sheet_that_was_not_scanned_is_missed() -> None:
    (difference,) = reconcile(replace(AGREED, openings=(replace(OPENING, hand_count=121),)))
    assert difference == Difference(
        "hand-count",
        "opening m1: 121 sheets were counted by hand, the scans hold 120 "
        "(117 read, 2 rejected, 1 waiting)",
        121,
        120,
    )


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (replace(AGREED, pages_without_opening=3), ("no-opening", 0, 3)),
        (replace(AGREED, answers={"q1": 117, "q2": 116}), ("answers", 117, 116)),
        (replace(AGREED, printed=116, issued=None), ("more-than-printed", 116, 117)),
        (replace(AGREED, printed=149), ("more-issued-than-printed", 149, 150)),
    ],
)
def test_each_difference_is_named(figures: Figures, expected: tuple[str, int, int]) -> None:
    assert slugs(figures) == [expected]


def test_every_difference_is_shown() -> None:
    figures = Figures(
        printed=10,
        issued=11,
        openings=(replace(OPENING, hand_count=1), replace(OPENING, opening="m2", hand_count=2)),
        sheets_read=12,
        pages_without_opening=1,
        answers={"q1": 0},
    )
    assert [slug for slug, _expected, _found in slugs(figures)] == [
        "hand-count",
        "hand-count",
        "no-opening",
        "answers",
        "more-than-printed",
        "more-issued-than-printed",
    ]
