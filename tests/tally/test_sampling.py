"""A sample is shared out exactly, and never beyond what there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import RequestError
from tally.sampling import Stratum, allot

COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=8).filter(any)


def strata(counts: list[int]) -> list[Stratum]:
    return [Stratum("", f"f{place}", count) for place, count in enumerate(counts)]


@given(COUNTS, st.data())
def test_the_parts_make_the_whole_and_stay_within_one_of_their_share(
    counts: list[int], data: st.DataObject
) -> None:
    size, total = data.draw(st.integers(1, sum(counts))), sum(counts)
    allotted = allot(strata(counts), size)
    assert sum(allotted) == size
    for count, got in zip(counts, allotted, strict=True):
        assert got <= count
        assert abs(got * total - size * count) < total


def test_of_equal_remainders_the_first_has_it() -> None:
    assert allot(strata([1, 1, 1]), 2) == (1, 1, 0)


@pytest.mark.parametrize("size", [0, 7])
def test_more_than_there_are_cannot_be_chosen(size: int) -> None:
    with pytest.raises(RequestError, match="cannot be chosen"):
        allot(strata([2, 4]), size)
