"""Everything that reads input from outside, fuzzed by coverage, one target after the other."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_targets import TARGETS
from benchmarks.survey_folder import REPOSITORY
from benchmarks.tables import show_table

KEPT = REPOSITORY / "bench-out" / "fuzz"
_TRIED = re.compile(rb"stat::number_of_executed_units: ([0-9]+)")
_FOUND = ("crash-*", "timeout-*", "oom-*")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of one target: how long, how many inputs, and which of them broke it."""

    name: str
    minutes: float
    tried: int
    found: tuple[Path, ...]


def fuzz(minutes: float, only: Sequence[str]) -> str:
    """Each target so many minutes; a table, and where the inputs lie that broke one."""
    results = [_fuzz_one(name, minutes) for name in only or TARGETS]
    rows = [(one.name, f"{one.minutes:.1f}", one.tried, len(one.found)) for one in results]
    broken = [str(path) for one in results for path in one.found]
    return "\n".join([show_table(("target", "minutes", "inputs", "broke it"), rows), *broken])


def _fuzz_one(name: str, minutes: float) -> Fuzzed:
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    words = (sys.executable, "-m", "benchmarks.fuzz_one", name, str(int(minutes * 60)), str(folder))
    with (folder / "log").open("w+b") as log:
        subprocess.run(words, cwd=REPOSITORY, stdout=log, stderr=log, check=False)
        log.seek(0)
        tried = _TRIED.findall(log.read())
    found = tuple(sorted(path for kind in _FOUND for path in folder.glob(kind)))
    return Fuzzed(name, (time.monotonic() - begun) / 60, sum(map(int, tried)), found)
