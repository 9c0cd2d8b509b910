"""How fast ``scan`` is against only decoding, side by side, so that a drifting machine cancels out.

Every round runs all contestants once, one after the other; a ratio is the median over the rounds of
the ratio within a round. Wall time is what people wait; processor time is steadier where other work
runs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.survey_folder import COMMAND, REPOSITORY, Pile, make_pile
from benchmarks.tables import show_table

_DECODE_ONLY = """
import sys, pathlib, cv2, numpy
cv2.setNumThreads(1)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jpg")):
    cv2.imdecode(numpy.frombuffer(path.read_bytes(), numpy.uint8), cv2.IMREAD_GRAYSCALE)
"""
_TWICE = '"$0" -c "$1" "$2" & "$0" -c "$1" "$2"; wait'
_SCAN_DONE = (0, 3)  # done, or done and people are needed
_NEVER_COMPILED = "PYTHONDONTWRITEBYTECODE"
_LONGER = 3  # two workers start twice as much, which only a longer pile pays back


class Contestant(StrEnum):
    """What is timed; all but the first three are the whole command, from files to the record."""

    DECODE = "only decode the JPEGs"
    TWICE = "only decode them, two at once"
    START = "the command doing nothing"
    JPEG = "scan JPEGs"
    PDF = "scan one PDF"
    LONG = "scan more JPEGs"
    TWO = "scan more JPEGs, two workers"


_ON_LONGER_PILE = (Contestant.LONG, Contestant.TWO)


@dataclass(frozen=True, slots=True)
class Timing:
    """One run of one contestant."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Race:
    """All timings, in the order of the rounds."""

    pages: int
    timings: Mapping[Contestant, Sequence[Timing]]

    def pages_of(self, contestant: Contestant) -> int:
        """How many pages a contestant has to do."""
        if contestant is Contestant.TWICE:
            return self.pages * 2
        return self.pages * (_LONGER if contestant in _ON_LONGER_PILE else 1)

    def ratio(self, slow: Contestant, fast: Contestant, measure: str) -> float:
        """Median over the rounds of how many times longer a page took ``slow`` than ``fast``."""
        pairs = zip(self.timings[slow], self.timings[fast], strict=True)
        took = median(getattr(a, measure) / getattr(b, measure) for a, b in pairs)
        return float(took * self.pages_of(fast) / self.pages_of(slow))


def race(pages: int, rounds: int) -> Race:
    """Run it."""
    with TemporaryDirectory(prefix="hom-phieu-speed-") as name:
        folder = Path(name)
        short = make_pile(_new(folder, "short"), pages)
        longer = make_pile(_new(folder, "longer"), pages * _LONGER)
        timings: dict[Contestant, list[Timing]] = {contestant: [] for contestant in Contestant}
        for _ in range(rounds):
            for contestant in Contestant:
                pile = longer if contestant in _ON_LONGER_PILE else short
                timings[contestant].append(_time(contestant, pile, folder / "survey"))
        return Race(pages, timings)


def _new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _time(contestant: Contestant, pile: Pile, place: Path) -> Timing:
    if contestant is Contestant.DECODE:
        return time_command((sys.executable, "-c", _DECODE_ONLY, str(pile.jpegs)), cores=1)
    if contestant is Contestant.TWICE:
        decode = (sys.executable, _DECODE_ONLY, str(pile.jpegs))
        return time_command(("sh", "-c", _TWICE, *decode), cores=2)
    if contestant is Contestant.START:
        return time_command((*COMMAND, "--version"), cores=1)
    survey = pile.fresh_survey(place)
    source = pile.pdf if contestant is Contestant.PDF else pile.jpegs
    workers = 2 if contestant is Contestant.TWO else 1
    words = ("-C", str(survey), "scan", str(source), "--workers", str(workers))
    return time_command((*COMMAND, *words), cores=workers)


def time_command(command: Sequence[str], cores: int) -> Timing:
    """Run a command in a process of its own, on so many cores."""
    stopwatch = (sys.executable, "-m", "benchmarks.stopwatch", str(cores), *command)
    told = subprocess.run(
        stopwatch, cwd=REPOSITORY, env=_as_installed(), check=True, stdout=subprocess.PIPE
    )
    took = json.loads(told.stdout)
    if took.pop("status") not in _SCAN_DONE:
        raise subprocess.CalledProcessError(1, command)
    return Timing(**took)


def _as_installed() -> dict[str, str]:
    """The environment, in which Python compiles our modules once and not at every start."""
    return {name: value for name, value in os.environ.items() if name != _NEVER_COMPILED}


@dataclass(frozen=True, slots=True)
class Target:
    """A promise of speed: a ratio that may not be beyond its limit; without one it only tells.

    Attributes:
        slow: whose time is divided …
        fast: … by whose.
        measure: of both, a field of ``Timing``.
        limit: of the ratio; 0 when none is promised.
        is_least: the limit is the least and not the most.
    """

    slow: Contestant
    fast: Contestant
    measure: str
    limit: float
    is_least: bool = False

    def is_kept(self, ratio: float) -> bool:
        """Whether a measured ratio is within the limit."""
        return ratio >= self.limit if self.is_least else ratio <= self.limit


_TARGETS = (
    Target(Contestant.DECODE, Contestant.TWICE, "wall_s", 0),
    Target(Contestant.JPEG, Contestant.DECODE, "cpu_s", 1.6),
    Target(Contestant.PDF, Contestant.JPEG, "cpu_s", 1.3),
    Target(Contestant.LONG, Contestant.TWO, "wall_s", 1.8, is_least=True),
)


def show_speed(result: Race) -> str:
    """Tables of ratios against their targets, and of medians."""
    heads = ("", "pages", "ms a page", "processor ms a page", "peak MB")
    return "\n\n".join(
        (
            show_table(
                ("ratio", "wall time", "processor time", "target", "kept"),
                [_target_row(result, target) for target in _TARGETS],
            ),
            show_table(heads, [_contestant_row(result, contestant) for contestant in Contestant]),
        )
    )


def _target_row(result: Race, target: Target) -> tuple[str, ...]:
    ratios = [result.ratio(target.slow, target.fast, of) for of in ("wall_s", "cpu_s")]
    judged = result.ratio(target.slow, target.fast, target.measure)
    bound = "at least" if target.is_least else "at most"
    by = "wall" if target.measure == "wall_s" else "processor"
    promise = (f"{bound} {target.limit} ({by})", "yes" if target.is_kept(judged) else "no")
    return (
        f"{target.slow} : {target.fast}",
        *(f"{ratio:.2f}" for ratio in ratios),
        *(promise if target.limit else ("what two cores of this machine can give", "")),
    )


def _contestant_row(result: Race, contestant: Contestant) -> tuple[str, ...]:
    timings, pages = result.timings[contestant], result.pages_of(contestant)
    wall_ms = 1000 * median(timing.wall_s for timing in timings) / pages
    cpu_ms = 1000 * median(timing.cpu_s for timing in timings) / pages
    peak_mb = max(timing.peak_mb for timing in timings)
    return (contestant, str(pages), f"{wall_ms:.1f}", f"{cpu_ms:.1f}", f"{peak_mb:.0f}")
