"""Read many invented pages and gather what came of each; crops of what to look at are kept."""

import csv
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.factory import Factory, Scanned
from benchmarks.hands import gather_people
from benchmarks.lie import cut_upright
from benchmarks.paper import Paper, print_paper
from benchmarks.parts import Part
from benchmarks.profiles import batch_of
from benchmarks.verdict import Judged, JudgedPage, Verdict, judge_page
from omr.reader import KnownForms, read_page
from omr.registration import register_page
from omr.strips import cut_strips
from survey.reading import Outcome

_MARGIN_MM = np.array([9.0, 8.5])
_FLAGS_KEPT = 200  # crops of flags; misreads are kept all
_PAGES_KEPT = 40  # pictures of rejected pages


@dataclass(frozen=True, slots=True)
class Run:
    """What to measure.

    Attributes:
        profile: one of ``PROFILE_NAMES``.
        part: tune or judge.
        sheets: how many pages.
        dpi: resolution, unless a way of the profile has its own.
        seed: the same seed gives the same pages.
        first: number of the first page.
    """

    profile: str
    part: Part
    sheets: int
    dpi: int = 200
    seed: int = 1
    first: int = 0


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run happens: processes, recorded strokes, and where to put what people should look at."""

    workers: int
    strokes: Path | None
    failures: Path | None


def measure(run: Run, bench: Bench) -> Iterator[JudgedPage]:
    """Every page of the run, judged, in order."""
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="hom-phieu-bench-")
    with folder:
        paper = print_paper(folder)
        if bench.failures:
            bench.failures.mkdir(parents=True, exist_ok=True)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(bench.workers, context, _prepare, (run, bench, paper)) as pool:
            yield from pool.map(
                _measure_page, range(run.first, run.first + run.sheets), chunksize=4
            )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What one process works with."""

    factory: Factory
    forms: KnownForms
    failures: Path | None


_desk: list[_Desk] = []


def _prepare(run: Run, bench: Bench, paper: Paper) -> None:
    cv2.setNumThreads(1)
    people = gather_people(bench.strokes, run.part)
    factory = Factory(paper, people, batch_of(run.profile, run.part), run.dpi, run.seed)
    _desk[:] = [_Desk(factory, paper.known_forms(), bench.failures)]


def _measure_page(number: int) -> JudgedPage:
    desk = _desk[0]
    scanned = desk.factory.page(number)
    reading = read_page(scanned.grey, desk.forms, is_bilevel=scanned.is_bilevel)
    off_mm = _off_mm(scanned, desk.forms) if reading.outcome is Outcome.READ else None
    judged = judge_page(number, scanned, reading, off_mm)
    if desk.failures:
        _keep_crops(scanned, judged, desk)
    return judged


def _off_mm(scanned: Scanned, forms: KnownForms) -> float:
    """Largest distance of a box's middle, as the reader found it, from where it is."""
    masks = next(iter(forms.masks.values()))
    registration = register_page(scanned.grey, forms.marks)
    if registration is None:
        return float("inf")
    middles = np.array([box.rect.center_mm for box in masks.layout.boxes])
    shifts = cut_strips(scanned.grey, registration, masks).shifts_mm
    found, true = registration.to_px(middles + shifts), scanned.lie.to_px(middles)
    px_per_mm = np.hypot(*(scanned.lie.to_px(middles + (1, 0)) - true).T)
    return float((np.hypot(*(found - true).T) / px_per_mm).max())


def _keep_crops(scanned: Scanned, judged: JudgedPage, desk: _Desk) -> None:
    """Pictures of every misread, of the first pages' flags, and of pages that were not read."""
    assert desk.failures is not None
    if not judged.questions and judged.page < _PAGES_KEPT * 10:
        name = f"page-{judged.page:05d}-{judged.outcome}-{judged.reason}.jpg"
        cv2.imwrite(str(desk.failures / name), cv2.resize(scanned.grey, None, fx=0.5, fy=0.5))
    for question in judged.questions:
        if question.verdict is Verdict.MISREAD or (
            question.verdict is Verdict.FLAGGED and judged.page < _FLAGS_KEPT
        ):
            crop = _cut_question(scanned, question.question, desk.factory.paper)
            cv2.imwrite(str(desk.failures / crop_name(question)), crop)


def _cut_question(scanned: Scanned, question: str, paper: Paper) -> np.ndarray:
    rects = [box.rect for box in paper.page.boxes if box.question == question]
    low = np.min([(rect.x_mm, rect.y_mm) for rect in rects], axis=0) - _MARGIN_MM
    far = np.max([(r.x_mm + r.width_mm, r.y_mm + r.height_mm) for r in rects], axis=0) + _MARGIN_MM
    return cut_upright(scanned.grey, scanned.lie.to_px, low, far)


def crop_name(question: Judged) -> str:
    """Name of the picture of a question that people should look at."""
    words = (
        question.verdict,
        f"{question.page:05d}",
        question.question,
        question.truth,
        "as",
        question.read,
    )
    return "-".join(words).replace(" ", "") + ".png"


def write_list(pages: list[JudgedPage], folder: Path) -> None:
    """All misreads and flags with their circumstances, as ``list.csv`` beside the crops."""
    columns = ("verdict", "page", "question", "kind", "truth", "read", "reason", "pen", "family", "writer", "defects", "crop")  # fmt: skip
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        for q in (q for page in pages for q in page.questions if q.verdict is not Verdict.RIGHT):
            row = (
                q.verdict,
                q.page,
                q.question,
                q.kind,
                q.truth,
                q.read,
                q.reason,
                q.pen,
                q.family,
                q.writer,
            )
            table.writerow((*row, " ".join(q.defects), crop_name(q)))
