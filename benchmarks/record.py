"""How quick the commands stay while a record grows, and how large it becomes.

Every command is run as people run it, in a process of its own; the review is visited as its own
measure does. A record that lies at the place already is measured as it is, so that a long round can
be interrupted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.grown import Size, grow
from benchmarks.review import PEOPLE, visit
from benchmarks.speed import Timing, time_command
from benchmarks.survey_folder import COMMAND, REPOSITORY
from benchmarks.tables import show_table
from steps.session import open_session
from store.counting import count_sheets_alike

TITLE = "A large record"
RECORD_SIZES = (1_000, 10_000, 100_000)
PICTURE = REPOSITORY / "docs" / "pictures" / "large-record.png"
FLAGGED_PER_SHEET = 0.04
ANSWERED_SHARE = 0.7
ROUNDS = 20
TARGETS: Mapping[str, float] = {
    "status": 1, "tally": 10, "verify": 1800, "export answers": 300, "export pages": 60,
}  # fmt: skip
"""Command → seconds of processor time it may take over a million sheets."""
REVIEW_MS = 100
"""What the slowest kind of page of the review may take, for 95 of 100."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Grown:
    """One size of a record, and what was measured.

    Attributes:
        sheets: read, valid or not.
        file_mb: of ``survey.db``.
        timings: command → its run.
        review_ms: of the slowest kind of page, what 95 of 100 stay under.
    """

    sheets: int
    file_mb: float
    timings: Mapping[str, Timing]
    review_ms: float


def measure_record(place: Path, sizes: Sequence[int]) -> tuple[Grown, ...]:
    """Grow a record of each size in this folder, and time everything on it."""
    return tuple(_measure(_find_or_grow(place / str(sheets), sheets)) for sheets in sizes)


def _find_or_grow(folder: Path, sheets: int) -> Path:
    survey = folder / "survey"
    if survey.exists():
        return survey
    folder.mkdir(parents=True)
    flags = round(sheets * FLAGGED_PER_SHEET)
    return grow(folder, Size(sheets, flags, ((PEOPLE[0][1], round(flags * ANSWERED_SHARE)),)))


def _measure(survey: Path) -> Grown:
    timings = {name: _time(survey, name) for name in TARGETS}
    with open_session(survey) as session:
        file_mb = session.folder.database_path.stat().st_size / 1e6
        alike = count_sheets_alike(session.record, session.count_rules)
    pages = (sorted(taken) for kind, taken in visit(survey, ROUNDS).items() if kind != "sum")
    slowest = max(taken[int(len(taken) * 0.95)] for taken in pages)
    return Grown(sum(one.sheets for one in alike), file_mb, timings, slowest)


def _time(survey: Path, name: str) -> Timing:
    words, made = name.split(), survey.parent / "made.csv"
    if words[0] == "export":
        words += ["-o", str(made)]
    try:
        return time_command((*COMMAND, "-C", str(survey), *words), cores=1)
    finally:
        made.unlink(missing_ok=True)


def show_record(grown: Sequence[Grown]) -> str:
    """A table of every size, the targets, and the picture that goes with it."""
    rows = [*map(_row, grown), _target_row()]
    heads = ("sheets", "file MB", *(f"{name} s (MB)" for name in TARGETS), "review ms")
    return (
        "Processor time of each command and its peak memory; of the review the slowest kind of "
        "page, 95 of 100. The sheets are invented event by event over a few real scans "
        "(`benchmarks/grown.py`), and `verify` finds the record whole. Why it stays quick: "
        "[the record](record.md).\n\n"
        f"{show_table(heads, rows)}\n\n"
        f"![Seconds of each command against the number of sheets](pictures/{PICTURE.name})"
    )


def _row(one: Grown) -> tuple[str, ...]:
    took = (f"{timing.cpu_s:.1f} ({timing.peak_mb:.0f})" for timing in one.timings.values())
    return (f"{one.sheets:,}", f"{one.file_mb:,.0f}", *took, f"{one.review_ms:.0f}")


def _target_row() -> tuple[str, ...]:
    limits = (f"under {seconds:g}" for seconds in TARGETS.values())
    return (f"target at {MILLION:,}", "", *limits, f"under {REVIEW_MS}")


def draw_record(grown: Sequence[Grown], picture: Path = PICTURE) -> None:
    """Seconds of each command, and the file, against the sheets; both axes by powers of ten."""
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    seconds, size = figure.subplots(1, 2, width_ratios=(3, 2))
    sheets = [one.sheets for one in grown]
    for name, took in _curves(grown):
        (line,) = seconds.loglog(sheets, took, marker="o", label=name)
        seconds.plot(MILLION, TARGETS[name], marker="_", markersize=14, color=line.get_color())
    seconds.set(title="processor time, s (dash: target)", xlabel="sheets")
    seconds.legend(frameon=False)
    size.loglog(sheets, [one.file_mb for one in grown], marker="o", color="black")
    size.set(title="survey.db, MB", xlabel="sheets")
    for axes in (seconds, size):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, dpi=110)


def _curves(grown: Sequence[Grown]) -> Iterator[tuple[str, list[float]]]:
    for name in TARGETS:
        yield name, [one.timings[name].cpu_s for one in grown]
