"""Percentiles and medians are those of NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from omr.ranks import median, percentiles, quartile

BYTES = arrays(np.uint8, array_shapes(max_dims=3))
SHARES = st.lists(st.floats(0, 1), min_size=1)


@given(BYTES, st.integers(0, 100))
def test_a_percentile_of_bytes_is_one_of_them(values: np.ndarray, percent: int) -> None:
    expected = np.percentile(values, percent, method="lower")
    assert percentiles(values, percent, 50) == (expected, percentiles(values, 50)[0])


@given(BYTES)
def test_the_median_of_bytes(values: np.ndarray) -> None:
    assert median(values) == np.median(values)


@given(SHARES)
def test_quartiles_of_measurements(values: list[float]) -> None:
    expected = np.percentile(values, (25, 50))
    assert (quartile(values, 1), quartile(values)) == pytest.approx(tuple(expected))
