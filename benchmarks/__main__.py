"""``python -m benchmarks``: how well and how fast the reader reads."""

import argparse
import time
from pathlib import Path

from benchmarks.accuracy import Bench, Run, measure, write_list
from benchmarks.parts import Part
from benchmarks.profiles import PROFILE_NAMES
from benchmarks.tables import show_accuracy

STROKES = Path(__file__).resolve().parents[2] / "shared" / "data" / "strokes" / "marks.json.gz"


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    tasks = parser.add_subparsers(dest="task")
    accuracy = tasks.add_parser("accuracy", help="read invented pages of one profile")
    accuracy.add_argument("--profile", choices=PROFILE_NAMES, default="hard")
    accuracy.add_argument("--part", type=Part, choices=tuple(Part), default=Part.TUNE)
    accuracy.add_argument("--sheets", type=int, default=200)
    accuracy.add_argument("--dpi", type=int, default=200)
    accuracy.add_argument("--seed", type=int, default=1)
    accuracy.add_argument("--first", type=int, default=0, help="number of the first page")
    accuracy.add_argument("--workers", type=int, default=2)
    accuracy.add_argument("--strokes", type=Path, default=STROKES, help="recorded pen strokes")
    accuracy.add_argument("--failures", type=Path, help="folder for crops of misreads and flags")
    asked = parser.parse_args()
    _accuracy(asked)


def _accuracy(asked: argparse.Namespace) -> None:
    start = time.perf_counter()
    run = Run(asked.profile, asked.part, asked.sheets, asked.dpi, asked.seed, asked.first)
    pages = list(measure(run, Bench(asked.workers, asked.strokes, asked.failures)))
    if asked.failures:
        write_list(pages, asked.failures)
    print(f"{run} in {time.perf_counter() - start:.0f} s\n")
    print(show_accuracy(pages))


if __name__ == "__main__":
    main()
