"""Pages with known truth: a blank sheet, a person, a scanner, all drawn from one seed."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.answers import Answer, choose_answers
from benchmarks.hands import Hand, People, write_answer
from benchmarks.lie import Lie, choose_lie
from benchmarks.paper import PAPER_DPI, Paper
from benchmarks.profiles import Batch, Way
from benchmarks.swallowed import measure_kept
from scans.defects import Bed
from scans.pen import Image
from scans.scanner import Defect, Sometimes

_WHITE = 255
_SOFT_PX = 0.45  # blur in pixels of the scan that keeps a coarse scan from aliasing


@dataclass(frozen=True, slots=True)
class Scanned:
    """One page and all that is known of it.

    Attributes:
        grey: as the reader gets it.
        is_bilevel: it holds black and white only.
        answers: the truth, in printed order.
        hand: who filled it in.
        lie: where the paper lies in ``grey``.
        defects: names of what happened to it.
        dpi: resolution of the scan.
        kept: question → share of its mark that a black and white scan still shows; empty for
            scans in grey, which lose nothing at once.
    """

    grey: Image
    is_bilevel: bool
    answers: tuple[Answer, ...]
    hand: Hand
    lie: Lie
    defects: tuple[str, ...]
    dpi: int
    kept: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Factory:
    """Makes the pages of one batch; page ``number`` is always the same."""

    paper: Paper
    people: People
    batch: Batch
    dpi: int
    seed: int

    def page(self, number: int) -> Scanned:
        """Make one page."""
        rng = np.random.default_rng([self.seed, number])
        way = self.batch.ways[int(rng.integers(len(self.batch.ways)))]
        hand = self.people.choose(rng, self.batch.pencil_share, in_colour=way.in_colour)
        image = self.paper.blank(number)
        answers = choose_answers(self.paper.page, hand.habit, self.batch.mix, rng)
        for answer in answers:
            write_answer(image, self.paper.page, answer, hand, rng)
        again = deepcopy(rng)
        scanned = self._scan(image, answers, hand, way, rng)
        if not scanned.is_bilevel:
            return scanned
        bare = self.paper.blank(number)
        unmarked = self._scan(bare, answers, hand, way, again)
        return replace(scanned, kept=_kept_marks(scanned, unmarked, image, bare))

    def _scan(
        self, image: Image, answers: tuple[Answer, ...], hand: Hand, way: Way, rng: Generator
    ) -> Scanned:
        scanner, dpi = way.scanner, way.dpi or self.dpi
        lid = int(rng.integers(*scanner.lid, endpoint=True))
        image, worn = _apply(scanner.paper, image, Bed(PAPER_DPI, lid), rng)
        bed = Bed(dpi, lid)
        lie = choose_lie(scanner, self.paper.layout.page_size_mm, bed, rng)
        grey, seen = _apply(scanner.sensor, lie.lay(_soften(image, dpi), lid), bed, rng)
        is_bilevel = cv2.countNonZero(cv2.inRange(grey, 1, 254)) == 0
        if not is_bilevel:
            grey = _as_jpeg(grey, int(rng.integers(*scanner.jpeg_quality, endpoint=True)))
        defects = tuple(filter(None, (*worn, lie.bent_by, *seen)))
        return Scanned(grey, is_bilevel, answers, hand, lie, defects, dpi)


def _kept_marks(scanned: Scanned, unmarked: Scanned, image: Image, bare: Image) -> dict[str, float]:
    """How much of each mark a scan shows that the same scan of the bare paper does not."""
    flat, drawn = (scanned.lie.lay(_soften(page, scanned.dpi), _WHITE) for page in (bare, image))
    boxes = {answer.question: answer.marked for answer in scanned.answers if answer.marked}
    marks, left = _darker(drawn, flat), _darker(scanned.grey, unmarked.grey)
    return measure_kept(marks, left, scanned.lie, boxes)


def _darker(image: Image, than: Image) -> Image:
    return np.asarray(cv2.subtract(than, image), np.uint8)


def _soften(image: Image, dpi: int) -> Image:
    """What keeps fine print from aliasing in a coarser scan."""
    if dpi >= PAPER_DPI:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), _SOFT_PX * PAPER_DPI / dpi), np.uint8)


def _apply(
    defects: tuple[Sometimes, ...], image: Image, bed: Bed, rng: Generator
) -> tuple[Image, tuple[str, ...]]:
    """The image with the defects it got, and the names of those that not every page has."""
    names = []
    for sometimes in defects:
        if rng.random() < sometimes.share:
            image = sometimes.defect(image, bed, rng)
            if sometimes.share < 1:
                names.append(_name(sometimes.defect))
    return image, tuple(names)


def _name(defect: Defect) -> str:
    """What a defect is called in the tables."""
    plain = getattr(defect, "func", defect)
    named: str = getattr(plain, "name", "") or getattr(plain, "__name__", type(plain).__name__)
    return named


def _as_jpeg(grey: Image, quality: int) -> Image:
    """The grey page after JPEG compression."""
    _, encoded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)
