"""How well and how fast the reader reads.

Without a task, a small round of everything goes into docs/benchmark.md. ``accuracy`` reads invented
pages of one profile and shows every table; ``speed`` races ``scan`` against only decoding.
"""

import argparse
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.accuracy import Place, Run, make_page, open_bench, read_scanned
from benchmarks.bundles import COMMUNES, measure_bundles, show_bundles
from benchmarks.chapters import chapter, put_chapter
from benchmarks.crowded import PICTURES, measure_crowded, show_crowded
from benchmarks.crowded import TITLE as CROWDED
from benchmarks.damaged import measure_damaged
from benchmarks.document import (
    FULL,
    MIDDLE,
    SMALL,
    Scope,
    memory_chapter,
    speed_chapter,
    write_document,
)
from benchmarks.evidence import write_lists
from benchmarks.fuzz import fuzz
from benchmarks.fuzz_targets import TARGETS
from benchmarks.kills import Disturbances, measure_kills
from benchmarks.memory import LONG_FILE, PILES
from benchmarks.paper import FORM, print_paper
from benchmarks.parts import Part
from benchmarks.planted import AUDITS, SHEETS, measure_rechecks
from benchmarks.profiles import PROFILE_NAMES
from benchmarks.record import RECORD_SIZES, TITLE, draw_record, measure_record, show_record
from benchmarks.review import measure_review, show_review
from benchmarks.soak import Soaking, show_soak, soak
from benchmarks.survey_folder import REPOSITORY
from benchmarks.tables import show_accuracy, show_page
from benchmarks.tampers import measure_tampers
from scans.writers import FORMATS
from templates.shelf import list_forms

STROKES = REPOSITORY.parent / "shared" / "data" / "strokes" / "marks.json.gz"


def main(words: Sequence[str] | None = None) -> None:
    """Read the command line and do it."""
    asked = _parser().parse_args(words)
    asked.strokes = asked.strokes if asked.strokes.exists() else None
    _TASKS.get(asked.task, _write_document)(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.set_defaults(scope=SMALL)
    _add_scope(parser, "--half-hour", MIDDLE, "more sheets, about half an hour")
    _add_scope(parser, "--full", FULL, "the numbers of the promise; over an hour")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--strokes", type=Path, default=STROKES, help="recorded pen strokes")
    tasks = parser.add_subparsers(dest="task")
    batch = argparse.ArgumentParser(add_help=False)
    batch.add_argument("--profile", choices=PROFILE_NAMES, default="hard")
    batch.add_argument("--part", type=Part, choices=tuple(Part), default=Part.TUNE)
    batch.add_argument("--dpi", type=int, default=200)
    batch.add_argument("--seed", type=int, default=1)
    batch.add_argument("--first", type=int, default=0, help="number of the (first) page")
    batch.add_argument("--form", choices=list_forms(), default=FORM)
    batch.add_argument("--through", choices=FORMATS, default="", help="file format on the way")
    accuracy = tasks.add_parser("accuracy", parents=[batch], help="read pages of one profile")
    accuracy.add_argument("--sheets", type=int, default=200)
    accuracy.add_argument("--workers", type=int, default=argparse.SUPPRESS)
    accuracy.add_argument("--failures", type=Path, help="folder for pictures of what to look at")
    page = tasks.add_parser("page", parents=[batch], help="show one page and its measurements")
    page.add_argument("--picture", type=Path, help="where to write the page, as PNG")
    _add_custody(tasks)
    _add_hardship(tasks)
    _add_review(tasks)
    bundles = tasks.add_parser("bundles", help="how quickly an office above gathers its units")
    bundles.add_argument("--units", type=int, default=COMMUNES)
    bundles.add_argument("--seed", type=int, default=1)
    _add_chapters(tasks)
    return parser


def _add_chapters(tasks: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    kept = argparse.ArgumentParser(add_help=False)
    kept.add_argument("--keep", action="store_true", help="put it into docs/benchmark.md, too")
    speed = tasks.add_parser("speed", parents=[kept], help="race scan against only decoding")
    speed.add_argument("--pages", type=int, default=200)
    speed.add_argument("--rounds", type=int, default=5)
    memory = tasks.add_parser("memory", parents=[kept], help="peak of every process of a scan")
    memory.add_argument("--piles", type=int, nargs="+", default=PILES, help="pages of each")
    memory.add_argument("--long-file", type=int, default=LONG_FILE, help="pages of PDF and TIFF")
    crowded = tasks.add_parser(
        "crowded", parents=[kept], help="several sheets in a picture, feeders that slip"
    )
    crowded.add_argument("--pictures", type=int, default=PICTURES, help="of each way and form")
    crowded.add_argument("--seed", type=int, default=1)
    record = tasks.add_parser("record", parents=[kept], help="how quick a growing record stays")
    record.add_argument("--sheets", type=int, nargs="+", default=RECORD_SIZES)
    record.add_argument("--place", type=Path, help="where to grow the records, and keep them")


def _add_custody(tasks: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    kills = tasks.add_parser("kills", help="kill commands at random instants")
    kills.add_argument("--times", type=int, default=200)
    kills.add_argument("--sheets", type=int, default=20)
    kills.add_argument("--seed", type=int, default=1)
    kills.add_argument("--only", default="", help="only this command")
    kills.add_argument("--power-cut", action="store_true", help="lose what was not flushed, too")
    tampers = tasks.add_parser("tampers", help="tamper at random, and verify")
    tampers.add_argument("--times", type=int, default=500)
    tampers.add_argument("--seed", type=int, default=1)
    rechecks = tasks.add_parser("rechecks", help="plant errors, and audit")
    rechecks.add_argument("--times", type=int, default=AUDITS)
    rechecks.add_argument("--sheets", type=int, default=SHEETS)
    rechecks.add_argument("--seed", type=int, default=1)


def _add_scope(parser: argparse.ArgumentParser, flag: str, scope: Scope, told: str) -> None:
    parser.add_argument(flag, dest="scope", action="store_const", const=scope, help=told)


def _add_hardship(tasks: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    fuzzing = tasks.add_parser("fuzz", help="damaged input for everything that reads some")
    fuzzing.add_argument("--minutes", type=float, default=30, help="for each target")
    fuzzing.add_argument("--only", nargs="+", choices=tuple(TARGETS), default=())
    soaking = tasks.add_parser("soak", help="months of mixed work, disturbed at random")
    soaking.add_argument("--minutes", type=float, default=120)
    soaking.add_argument("--sheets", type=int, default=24, help="a month, at most")
    soaking.add_argument("--seed", type=int, default=1)
    damaged = tasks.add_parser("damaged", help="scan good sheets among damaged files")
    damaged.add_argument("--good", type=int, default=100, help="good sheets")
    damaged.add_argument("--bad", type=int, default=1000, help="damaged files of each kind")
    damaged.add_argument("--seed", type=int, default=1)


def _add_review(tasks: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    review = tasks.add_parser("review", help="how quickly the review page answers")
    review.add_argument("--sheets", type=int, default=100_000)
    review.add_argument("--flags", type=int, default=10_000)
    review.add_argument("--rounds", type=int, default=200)


def _show_bundles(asked: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        times = measure_bundles(Path(folder), asked.units, asked.seed)
    print(show_bundles(times, asked.units))


def _run(asked: argparse.Namespace, sheets: int) -> Run:
    batch = (asked.dpi, asked.seed, asked.first, asked.through, asked.form)
    return Run(asked.profile, asked.part, sheets, *batch)


def _show_page(asked: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        place = Place(print_paper(Path(folder), asked.form), asked.strokes, None)
        scanned = make_page(place, _run(asked, 1), asked.first)
        if asked.picture:
            cv2.imwrite(str(asked.picture), scanned.grey)
        print(show_page(scanned, read_scanned(place, scanned)))


def _show_accuracy(asked: argparse.Namespace) -> None:
    run = _run(asked, asked.sheets)
    with open_bench(asked.workers, asked.strokes, asked.failures) as bench:
        pages = tuple(bench.measure(run))
    if asked.failures:
        write_lists(pages, asked.failures)
    print(run, end="\n\n")
    print(show_accuracy(pages))


def _show_kills(asked: argparse.Namespace) -> None:
    words = (asked.times, asked.sheets, asked.seed, asked.only, asked.power_cut)
    print(measure_kills(Disturbances(*words)))


def _show_soak(asked: argparse.Namespace) -> None:
    print(show_soak(soak(Soaking(asked.minutes, asked.sheets, asked.seed))))


def _show_review(asked: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        sizes = (asked.sheets, asked.flags, asked.rounds)
        print(show_review(measure_review(Path(folder), *sizes)))


def _show_record(asked: argparse.Namespace) -> None:
    sizes = " ".join(map(str, asked.sheets))
    with TemporaryDirectory() as scratch, redirect_stdout(StringIO()):
        grown = measure_record(asked.place or Path(scratch), asked.sheets)
    if asked.keep:
        draw_record(grown)
    command = f"python -m benchmarks record --sheets {sizes} --keep"
    _show_chapter(asked, chapter(TITLE, command, show_record(grown)))


def _show_crowded(asked: argparse.Namespace) -> None:
    command = f"python -m benchmarks crowded --pictures {asked.pictures} --keep"
    measured = measure_crowded(asked.strokes, asked.pictures, asked.seed)
    _show_chapter(asked, chapter(CROWDED, command, show_crowded(measured)))


def _show_chapter(asked: argparse.Namespace, written: str) -> None:
    print(written)
    if asked.keep:
        put_chapter(written)


def _write_document(asked: argparse.Namespace) -> None:
    with open_bench(asked.workers, asked.strokes, None) as bench:
        print(write_document(bench, asked.scope))


_TASKS: dict[str, Callable[[argparse.Namespace], None]] = {
    "accuracy": _show_accuracy,
    "page": _show_page,
    "kills": _show_kills,
    "tampers": lambda asked: print(measure_tampers(asked.times, asked.seed)),
    "rechecks": lambda asked: print(measure_rechecks(asked.times, asked.sheets, asked.seed)),
    "review": _show_review,
    "crowded": _show_crowded,
    "record": _show_record,
    "fuzz": lambda asked: print(fuzz(asked.minutes, asked.only)),
    "soak": _show_soak,
    "damaged": lambda asked: print(measure_damaged(asked.good, asked.bad, asked.seed)),
    "bundles": _show_bundles,
    "speed": lambda asked: _show_chapter(asked, speed_chapter(asked.pages, asked.rounds)),
    "memory": lambda asked: _show_chapter(
        asked, memory_chapter(tuple(asked.piles), asked.long_file)
    ),
}


if __name__ == "__main__":
    main()
