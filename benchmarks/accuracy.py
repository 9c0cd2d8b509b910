"""Read many invented pages and say what came of each."""

import functools
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.evidence import keep_evidence
from benchmarks.factory import Factory, Scanned
from benchmarks.hands import gather_people
from benchmarks.paper import FORM, Paper, print_paper
from benchmarks.parts import Part
from benchmarks.profiles import batch_of
from benchmarks.verdict import JudgedPage, judge_page
from omr.papers import find_page
from omr.reader import KnownForms, read_page
from omr.strips import cut_strips
from scans.pages import PageImage, develop_pages
from scans.scanner import ScannedPage
from scans.writers import encode_page, open_batch
from survey.reading import Outcome, PageReading

_PAGES_AT_ONCE = 4
_FILE_QUALITY = 90
_ONE_MM = np.array([1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Run:
    """Pages to measure.

    Attributes:
        profile: one of ``PROFILE_NAMES``.
        part: tune or judge.
        sheets: how many pages.
        dpi: resolution, unless a way of the profile has its own.
        seed: the same seed gives the same pages.
        first: number of the first page.
        through: a file format the pages pass through on their way; empty for none.
        form: what is printed.
    """

    profile: str
    part: Part
    sheets: int
    dpi: int = 200
    seed: int = 1
    first: int = 0
    through: str = ""
    form: str = FORM


@dataclass(frozen=True, slots=True)
class Place:
    """Where runs on one form happen.

    Attributes:
        paper: the blank sheets.
        strokes: recorded strokes, None to use the product's own pen model.
        evidence: folder for pictures of what people should look at, None to keep none.
    """

    paper: Paper
    strokes: Path | None
    evidence: Path | None


@dataclass(frozen=True, slots=True)
class Bench:
    """Processes that read, and where they do it: one place for each form that a run asked for."""

    folder: Path
    strokes: Path | None
    evidence: Path | None
    pool: ProcessPoolExecutor
    places: dict[str, Place] = field(default_factory=dict)

    def measure(self, run: Run) -> Iterator[JudgedPage]:
        """Every page of the run, judged, in order."""
        numbers = range(run.first, run.first + run.sheets)
        work = functools.partial(measure_page, self._place(run.form), run)
        return self.pool.map(work, numbers, chunksize=_PAGES_AT_ONCE)

    def _place(self, form: str) -> Place:
        if form not in self.places:
            self.places[form] = Place(print_paper(self.folder, form), self.strokes, self.evidence)
        return self.places[form]


@contextmanager
def open_bench(workers: int, strokes: Path | None, evidence: Path | None) -> Iterator[Bench]:
    """Start the processes; blanks are printed when a run asks for their form."""
    if evidence:
        evidence.mkdir(parents=True, exist_ok=True)
    spawn = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="hom-phieu-bench-") as folder,
        ProcessPoolExecutor(workers, spawn, cv2.setNumThreads, (1,)) as pool,
    ):
        yield Bench(Path(folder), strokes, evidence, pool)


@functools.cache
def _factory(place: Place, profile: str, part: Part, dpi: int, seed: int) -> Factory:
    people = gather_people(place.strokes, part)
    return Factory(place.paper, people, batch_of(profile, part), dpi, seed)


@functools.cache
def _forms(place: Place) -> KnownForms:
    return place.paper.known_forms()


def measure_page(place: Place, run: Run, number: int) -> JudgedPage:
    """Make one page of a run, read it, and judge the reading."""
    scanned = make_page(place, run, number)
    reading = read_scanned(place, scanned)
    off_mm = _off_mm(scanned, _forms(place)) if reading.outcome is Outcome.READ else None
    judged = judge_page(number, scanned, reading, off_mm)
    if place.evidence:
        keep_evidence(scanned, judged, place.paper.page, place.evidence)
    return judged


def make_page(place: Place, run: Run, number: int) -> Scanned:
    """One page of a run, as the reader gets it."""
    scanned = _factory(place, run.profile, run.part, run.dpi, run.seed).page(number)
    return _pass_through(scanned, run.through) if run.through else scanned


def read_scanned(place: Place, scanned: Scanned) -> PageReading:
    """What the reader says of it."""
    return read_page(scanned.grey, _forms(place), is_bilevel=scanned.is_bilevel)


def _pass_through(scanned: Scanned, form: str) -> Scanned:
    """The page as the product takes it out of a file of this format."""
    page = ScannedPage(scanned.grey, scanned.dpi, _FILE_QUALITY)
    with TemporaryDirectory() as folder:
        with open_batch(Path(folder), form) as add_page:
            name, number = add_page(encode_page(page, form))
        (taken,) = develop_pages(Path(folder) / name, only=[number])
    if not isinstance(taken, PageImage):
        raise TypeError(taken.detail)
    return replace(scanned, grey=taken.grey, is_bilevel=taken.is_bilevel)


def _off_mm(scanned: Scanned, forms: KnownForms) -> float:
    """Largest distance of a box's middle, as the reader found it, from where it is."""
    masks = next(masks for (_form, page), masks in forms.masks.items() if page == 1)
    registration, _paper = find_page(scanned.grey, forms.papers)
    if registration is None:
        return float("inf")
    middles = np.array([box.rect.center_mm for box in masks.layout.boxes])
    shifts = cut_strips(scanned.grey, registration, masks).shifts_mm
    found, true = registration.to_px(middles + shifts), scanned.lie.to_px(middles)
    px_per_mm = np.hypot(*(scanned.lie.to_px(middles + _ONE_MM) - true).T)
    return float((np.hypot(*(found - true).T) / px_per_mm).max())
