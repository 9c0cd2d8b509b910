"""How fast ``scan`` is against only decoding, side by side, so that a drifting machine cancels out.

Every round runs all contestants once, one after the other; a ratio is the median over the rounds of
the ratio within a round. Wall time is what people wait; processor time is steadier where other work
runs.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
_DECODE, _JPEG, _PDF, _TWO = (
    "only decode the JPEGs",
    "scan JPEGs",
    "scan one PDF",
    "scan JPEGs, two workers",
)
_SCAN_DONE = (0, 3)  # done, or done and people are needed
_LONGER = 4


@dataclass(frozen=True, slots=True)
class Timing:
    """One run of one contestant."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Race:
    """All timings: by contestant, in the order of the rounds; and the memory of a longer pile."""

    pages: int
    timings: Mapping[str, Sequence[Timing]]
    longer_pages: int
    longer_peak_mb: float

    def ratio(self, slow: str, fast: str, measure: str) -> float:
        """Median over the rounds of how many times longer ``slow`` took than ``fast``."""
        pairs = zip(self.timings[slow], self.timings[fast], strict=True)
        return float(median(getattr(a, measure) / getattr(b, measure) for a, b in pairs))


def race(pages: int, rounds: int) -> Race:
    """Run it."""
    with TemporaryDirectory(prefix="hom-phieu-speed-") as name:
        folder = Path(name)
        pile = make_pile(_new(folder, "pile"), pages)
        contestants = (_DECODE, _JPEG, _PDF, _TWO)
        timings: dict[str, list[Timing]] = {contestant: [] for contestant in contestants}
        for _ in range(rounds):
            for contestant in contestants:
                timings[contestant].append(_time(contestant, pile, folder / "survey"))
        longer = make_pile(_new(folder, "longer"), pages * _LONGER)
        peak = _time(_JPEG, longer, folder / "survey").peak_mb
        return Race(pages, timings, longer.pages, peak)


def _new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def _time(contestant: str, pile: Pile, place: Path) -> Timing:
    if contestant == _DECODE:
        return _time_command((sys.executable, "-c", _DECODE_ONLY, str(pile.jpegs)), cores=1)
    survey = pile.fresh_survey(place)
    source = pile.pdf if contestant == _PDF else pile.jpegs
    workers = 2 if contestant == _TWO else 1
    words = ("-C", str(survey), "scan", str(source), "--workers", str(workers))
    return _time_command((*COMMAND, *words), cores=workers)


def _time_command(command: Sequence[str], cores: int) -> Timing:
    with _on_cores(cores):
        start = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in _SCAN_DONE:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Timing(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@contextmanager
def _on_cores(count: int) -> Iterator[None]:
    """Bind this process, and so its children, to the first cores."""
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_cores)


def show_speed(result: Race) -> str:
    """Tables of ratios and of medians."""
    targets = (
        ("scan JPEGs : only decode", _JPEG, _DECODE, "at most 1.6"),
        ("scan PDF : scan JPEGs", _PDF, _JPEG, "at most 1.3"),
        ("one worker : two workers", _JPEG, _TWO, "at least 1.8"),
    )
    ratios = [
        (
            name,
            f"{result.ratio(slow, fast, 'wall_s'):.2f}",
            f"{result.ratio(slow, fast, 'cpu_s'):.2f}",
            target,
        )
        for name, slow, fast, target in targets
    ]
    medians = [
        (
            contestant,
            f"{1000 * median(t.wall_s for t in timings) / result.pages:.1f}",
            f"{1000 * median(t.cpu_s for t in timings) / result.pages:.1f}",
            f"{max(t.peak_mb for t in timings):.0f}",
        )
        for contestant, timings in result.timings.items()
    ]
    longer = (f"scan JPEGs, {result.longer_pages} pages", "", "", f"{result.longer_peak_mb:.0f}")
    return "\n\n".join(
        (
            show_table(("ratio", "wall time", "processor time", "target"), ratios),
            show_table(
                (f"{result.pages} pages", "ms a page", "processor ms a page", "peak MB"),
                [*medians, longer],
            ),
        )
    )
