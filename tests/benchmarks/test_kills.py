"""A smaller version of ``python -m benchmarks kills``."""

import os

import pytest

from benchmarks.kills import Disturbances, measure_kills

pytestmark = pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="needs POSIX processes")


@pytest.mark.parametrize("is_power_cut", [False, True], ids=["killed", "power cut"])
def test_nothing_is_lost_and_nothing_counted_twice(
    is_power_cut: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Disturbances(times=1, sheets=4, seed=7, is_power_cut=is_power_cut)
    _head, _line, *rows = measure_kills(asked).splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert [row[0] for row in cells] == ["open-box", "scan", "decide", "close"]
    assert [row[3] for row in cells] == ["0"] * len(cells), capsys.readouterr().out
