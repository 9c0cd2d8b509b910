"""``docs/benchmark.md``: everything measured, in one document, with how to measure it again.

Runs are kept in parts under ``bench-out/``, named after the program that made them, so that a long
round goes on where it stopped, and a changed reader starts anew.
"""

import functools
import hashlib
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from platform import machine, python_version

from benchmarks.accuracy import Bench, Run
from benchmarks.bound import bound_of, write_bounds
from benchmarks.chapters import DOCUMENT, chapter, find_chapter
from benchmarks.crowded import TITLE as CROWDED
from benchmarks.memory import LONG_FILE, PILES, measure_memory, show_memory
from benchmarks.parts import Part
from benchmarks.profiles import HAS_AUGRAPHY, PROFILE_NAMES
from benchmarks.record import TITLE as RECORD
from benchmarks.speed import race, show_speed
from benchmarks.survey_folder import REPOSITORY
from benchmarks.tables import (
    SUMMARY_HEADS,
    Pages,
    confusion,
    flags_by_reason,
    pages_not_read,
    questions_of,
    show_table,
    summary_row,
    verdicts_by,
)
from benchmarks.verdict import Judged, Verdict
from scans.writers import FORMATS
from templates.shelf import list_forms

KEPT = REPOSITORY / "bench-out"
_SHEETS_AT_ONCE = 250
_DPIS = (100, 150, 200, 300)
_PROMISED = ("office", "hard")
_PER_FORM = 5
"""Times as many sheets as of other runs: some forms ask one question."""
_ROOMS = ("benchmarks", "omr", "scans", "templates", "survey", "ballots")


@dataclass(frozen=True, slots=True)
class Scope:
    """How much to measure.

    Attributes:
        command: what measures it again.
        office: sheets of the office profile at 200 dpi.
        hard: sheets of the hard profile.
        rough: sheets each of the profiles rough and beside, which go beyond the promise.
        each: sheets of every other profile and resolution, and of every file format.
        pages: of the race.
        rounds: of the race.
        piles: pages of the piles whose memory is measured.
        long_file: pages of the PDF and the TIFF whose memory is measured.
    """

    command: str
    office: int
    hard: int
    rough: int
    each: int
    pages: int
    rounds: int
    piles: tuple[int, ...] = (100, 1_000)
    long_file: int = 500


SMALL = Scope("make bench", office=200, hard=150, rough=50, each=10, pages=200, rounds=3)
MIDDLE = Scope(
    "python -m benchmarks --half-hour",
    office=1500,
    hard=600,
    rough=200,
    each=20,
    pages=200,
    rounds=3,
)
FULL = Scope(
    "python -m benchmarks --full", office=5000, hard=2000, rough=500, each=20, pages=200, rounds=5,
    piles=PILES, long_file=LONG_FILE,
)  # fmt: skip


def write_document(bench: Bench, scope: Scope) -> str:
    """Measure everything on the judging part, write document and bounds, and give the text."""
    runs = {
        profile: _measure_kept(bench, Run(profile, Part.JUDGE, sheets))
        for profile, sheets in (
            ("office", scope.office), ("hard", scope.hard), ("rough", scope.rough),
            ("beside", scope.rough),
        )
    }  # fmt: skip
    promised = {profile: runs[profile] for profile in _PROMISED}
    write_bounds(promised, scope.command)
    sections = (
        _head(bench, scope),
        *(part for profile, pages in runs.items() for part in _profile_section(profile, pages)),
        _grid(bench, scope),
        _forms(bench, scope),
        _formats(bench, scope),
        speed_chapter(scope.pages, scope.rounds),
        memory_chapter(scope.piles, scope.long_file),
    )
    by_themselves = map(find_chapter, (CROWDED, RECORD))  # the latter takes hours
    text = "\n\n".join(filter(None, (*sections, *by_themselves))) + "\n"
    DOCUMENT.write_text(text, encoding="utf-8")
    return text


def speed_chapter(pages: int, rounds: int) -> str:
    """The race, with how to run it again."""
    command = f"python -m benchmarks speed --pages {pages} --rounds {rounds}"
    return chapter("Speed", command, show_speed(race(pages, rounds)))


def memory_chapter(piles: tuple[int, ...], long_file: int) -> str:
    """Peaks of memory, with how to measure them again."""
    sizes = " ".join(map(str, piles))
    command = f"python -m benchmarks memory --piles {sizes} --long-file {long_file}"
    return chapter("Memory", command, show_memory(measure_memory(piles, long_file)))


def _head(bench: Bench, scope: Scope) -> str:
    marks = "recorded pen strokes" if bench.strokes else "the program's own pen model"
    damage = "our own degradations and augraphy's" if HAS_AUGRAPHY else "our own degradations"
    return f"""# Benchmark

Made by `{scope.command}` on {datetime.now(UTC):%Y-%m-%d} with version {version("hom-phieu")}
(code {_code_id()}), Python {python_version()}, {cpu_count()} cores of {machine()}.

The sheets are printed by the real printer code, marked with {marks} of writers
kept apart from those of tuning, and damaged by {damage},
kept apart likewise. (While 0.1.0 was written, failures of judging runs were looked at and rules
mended after them. So the halves of the writers were then drawn anew and two kinds of damage added;
the recorded writers are few, and some of those that judge now had been in sight before.)

*Misread* is a certain reading that differs from the truth, silently wrong; *flagged* is shown to a
person; *swallowed* are the flags on what a black and white scan does not show: blanks, which nobody
may take for certain there, and marks of which the scanner kept less than half (the same paper is
scanned without its marks, too, and compared); *needless* are the flags on other plain marks and
true blanks; *rejected* pages carry a reason; *lost* pages would be neither. *off mm* is how far the
worst box of a page was found from where it is.

*Hard* is what the promise names: pencil, black and white at 150 dpi, folds, turns up to 5°, photos,
one registration mark gone, stains, streaks, holes. *Rough* goes beyond it: stamps, show-through,
crumpled and tinted paper, weak toner, smearing drums, moiré and more. *Beside* is marks where no
form asks for them: dashes that hardly touch a box, lie on its number, or along its outline, which
hides them; some are second marks beside one that is plain."""


def _profile_section(profile: str, pages: Pages) -> Iterator[str]:
    questions = questions_of(pages)
    yield f"## {profile.capitalize()}, 200 dpi"
    yield show_table(SUMMARY_HEADS, [summary_row(pages)])
    yield _bound(pages)
    yield _flags_of_the_scan(questions)
    yield confusion(questions)
    yield verdicts_by("kind of mark", ((str(q.kind), q) for q in questions))
    yield flags_by_reason(questions)
    if any(not page.questions for page in pages):
        yield pages_not_read(pages)


def _bound(pages: Pages) -> str:
    """What so few misreads in so many questions say about the rate."""
    bound = bound_of(pages)
    return (
        f"{bound.misread or 'No'} misread in {bound.questions} questions of {bound.writers} "
        f"writers: with {bound.confidence:.0%} confidence at most {bound.at_most:.1e} of the "
        "questions are misread on sheets like these."
    )


def _flags_of_the_scan(questions: Sequence[Judged]) -> str:
    """How much of what is flagged no reader could have known."""
    flags = [question for question in questions if question.verdict is Verdict.FLAGGED]
    swallowed = sum(flag.is_swallowed for flag in flags)
    share, own = (100 * n / len(questions) for n in (swallowed, len(flags) - swallowed))
    return (
        f"{share:.2f} % of the questions are flagged because the scan itself swallowed what stood "
        f"there, {own:.2f} % for all other reasons."
    )


def _grid(bench: Bench, scope: Scope) -> str:
    rows = []
    for profile in PROFILE_NAMES:
        for dpi in _DPIS:
            pages = _measure_kept(bench, Run(profile, Part.JUDGE, scope.each, dpi, seed=2))
            rows.append((profile, dpi, *summary_row(pages)))
    return "## Every profile and resolution\n\n" + show_table(
        ("profile", "dpi", *SUMMARY_HEADS), rows
    )


def _forms(bench: Bench, scope: Scope) -> str:
    rows = []
    for form in list_forms():
        for profile in _PROMISED:
            run = Run(profile, Part.JUDGE, _PER_FORM * scope.each, seed=4, form=form)
            rows.append((form, profile, *summary_row(_measure_kept(bench, run))))
    return "## Every shipped form, its first page\n\n" + show_table(
        ("form", "profile", *SUMMARY_HEADS), rows
    )


def _formats(bench: Bench, scope: Scope) -> str:
    rows = []
    for form in FORMATS:
        run = Run("office", Part.JUDGE, scope.each, seed=3, through=form)
        rows.append((form, *summary_row(_measure_kept(bench, run))))
    return "## The same office sheets in every file format\n\n" + show_table(
        ("format", *SUMMARY_HEADS), rows
    )


def _measure_kept(bench: Bench, run: Run) -> Pages:
    """Measure a run, or take what an interrupted round has measured of it already."""
    folder = KEPT / _code_id()
    folder.mkdir(parents=True, exist_ok=True)
    pages: list[Pages] = []
    for first in range(0, run.sheets, _SHEETS_AT_ONCE):
        part = replace(run, first=first, sheets=min(_SHEETS_AT_ONCE, run.sheets - first))
        name = hashlib.sha256(repr((part, bool(bench.strokes), HAS_AUGRAPHY)).encode()).hexdigest()
        kept = folder / f"{run.profile}-{name[:16]}.pickle"
        if not kept.exists():
            unfinished = kept.with_suffix(".part")
            unfinished.write_bytes(pickle.dumps(tuple(bench.measure(part))))
            unfinished.rename(kept)
        pages.append(pickle.loads(kept.read_bytes()))
    return tuple(page for part_pages in pages for page in part_pages)


@functools.cache
def _code_id() -> str:
    """Names the code that makes, reads and judges the pages."""
    code = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted((REPOSITORY / room).rglob("*.py")):
            code.update(file.read_bytes())
    return code.hexdigest()[:12]
