"""Peaks of memory: taken of every process of a session, and judged."""

import os
import subprocess
import sys

import pytest

from benchmarks.memory import Peaks, _peaks_mb, show_memory

HOLDS_MB = 50


def test_the_peak_of_every_process_of_a_session_is_seen() -> None:
    code = f"held = bytearray(b'x' * {HOLDS_MB}_000_000); del held; print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=-1, stdout=-1, start_new_session=True
    ) as holding:
        assert holding.stdout
        holding.stdout.readline()
        peaks = _peaks_mb(holding.pid)
        holding.communicate(b"\n")
    assert list(peaks) == [holding.pid]
    assert peaks[holding.pid] > HOLDS_MB
    assert os.getpid() not in peaks


@pytest.mark.parametrize(("reads_mb", "told"), [(80, "1.10: flat"), (160, "2.00: not flat")])
def test_growth_is_judged(reads_mb: float, told: str) -> None:
    shown = show_memory({"few": Peaks(10, 70, 80), "many": Peaks(1000, 77, reads_mb)})
    assert told in shown
    assert "| many    | 1000  | 77         |" in shown


def test_a_process_beyond_the_limit_is_named() -> None:
    assert show_memory({"few": Peaks(10, 70, 401)}).splitlines()[2].endswith("| no           |")
