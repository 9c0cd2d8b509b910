"""Percentiles and medians of a page's pixels and of a few measurements, without NumPy's slow start.

Of bytes it is counted how often each of the 256 values occurs: several times quicker than sorting
or partitioning, and exactly the same.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


def percentiles(values: Bytes, *percents: float) -> tuple[float, ...]:
    """Percentiles without interpolation; values of any shape, at least one."""
    ranks = [int((values.size - 1) * percent / 100) for percent in percents]
    return _at_ranks(values, ranks)


def median(values: Bytes) -> float:
    """The median, between two values where their number is even."""
    below, above = _at_ranks(values, [(values.size - 1) // 2, values.size // 2])
    return (below + above) / 2


def _at_ranks(values: Bytes, ranks: list[int]) -> tuple[float, ...]:
    """What would stand at these places, counted from 0, if the values were sorted."""
    column = np.ascontiguousarray(values).reshape(-1, 1)
    counts = cv2.calcHist([column], [0], None, [256], [0, 256])
    found = np.searchsorted(np.cumsum(counts, dtype=np.intp), ranks, side="right")
    return tuple(found.astype(float).tolist())


def medians(values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Medians along the first axis; of a few values several times quicker than NumPy's."""
    ordered = np.sort(values, axis=0)
    return np.asarray((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


def quartile(values: Sequence[float], quarters: int = 2) -> float:
    """The lower quartile (1), the median (2) or the upper (3) of a few values, interpolated."""
    ordered = sorted(values)
    rank, rest = divmod(quarters * (len(ordered) - 1), 4)
    here, following = ordered[rank], ordered[min(rank + 1, len(ordered) - 1)]
    return here + (following - here) * rest / 4
