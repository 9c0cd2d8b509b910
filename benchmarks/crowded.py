"""Pictures with more than one sheet in them, and sheets at which a feeder slipped.

Rows of one sheet must never be read as those of another, or as their neighbours, nor answers go to
the sheet that lies below. Sheets are office scans of the judging part; what is done with two of
them is drawn here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.accuracy import Place, Run, make_page, read_scanned
from benchmarks.factory import Scanned
from benchmarks.paper import FORM, print_paper
from benchmarks.parts import Part
from benchmarks.tables import show_table
from benchmarks.verdict import Verdict, judge_page
from scans.pen import Image
from survey.reading import Outcome, Reason

TITLE = "More than one sheet in a picture"
DENSE_FORM = "sipas-19-cau"
PICTURES = 100
_DPI = 200
_PX_PER_MM = _DPI / 25.4
_LOOK_OUT_MM = (18.0, 75.0)
RIM_PX = round((_LOOK_OUT_MM[1] + 5) * _PX_PER_MM)
"""Table around the upper sheet, so that all of the lower one that looks out is in the picture."""
_SLIP_MM = (3.0, 22.0)


class Way(StrEnum):
    """What became of the sheets."""

    PILE = "photo of the upper sheet of a pile"
    TOGETHER = "two drawn in, one a little later"
    BESIDE = "two beside each other"
    SLIPPED = "one, at which the feeder slipped"


@dataclass(frozen=True, slots=True)
class Crowd:
    """What came of the pictures of one way and form.

    Attributes:
        form: what was printed.
        way: what was done with the sheets.
        outcomes: pictures by outcome, those that are not read by their reason.
        questions: of the pages that were read, by verdict.
    """

    form: str
    way: Way
    outcomes: Counter[str]
    questions: Counter[Verdict]


def measure_crowded(
    strokes: Path | None, pictures: int, seed: int, forms: Sequence[str] = (FORM, DENSE_FORM)
) -> Iterator[Crowd]:
    """So many pictures of each way, on the ministry's form and on one whose rows are close."""
    with TemporaryDirectory(prefix="hom-phieu-crowded-") as folder:
        for form in forms:
            place = Place(print_paper(Path(folder), form), strokes, None)
            for way in Way:
                yield _measure_way(place, Run("office", Part.JUDGE, pictures, form=form), way, seed)


def _measure_way(place: Place, run: Run, way: Way, seed: int) -> Crowd:
    outcomes: Counter[str] = Counter()
    questions: Counter[Verdict] = Counter()
    for number in range(run.sheets):
        rng = np.random.default_rng([seed, number, *way.encode()])
        upper, lower = (make_page(place, run, 2 * number + i) for i in (0, 1))
        picture = _DRAW[way](upper.grey, lower.grey, rng)
        reading = read_scanned(place, replace(upper, grey=picture))
        outcomes[reading.reason or reading.outcome] += 1
        if reading.outcome is Outcome.READ:
            named = _named(place, reading.sheet, upper, lower)
            judged = judge_page(number, replace(named, grey=picture), reading, None)
            questions.update(question.verdict for question in judged.questions)
    return Crowd(place.paper.layout.form, way, outcomes, questions)


def _named(place: Place, sheet: str, upper: Scanned, lower: Scanned) -> Scanned:
    """The sheet that the reading names: its answers are the truth."""
    return upper if read_scanned(place, upper).sheet == sheet else lower


def _draw_pile(upper: Image, lower: Image, rng: Generator) -> Image:
    """Held askew over a table, the lower sheet looking out on any side."""
    angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(*_LOOK_OUT_MM)
    move_mm = (far * np.cos(angle), far * np.sin(angle))
    pile = lay_over(upper, lower, move_mm, rng.uniform(-6, 6), int(rng.integers(30, 215)))
    height, width = pile.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * rng.uniform(0, 0.06, (4, 2))
    seen = (corners + inwards * width).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(pile, matrix, (width, height), borderValue=90), np.uint8)


def _draw_together(upper: Image, lower: Image, rng: Generator) -> Image:
    """The picture ends where the lower sheet does; the upper one is cut off."""
    late_mm = rng.uniform(*_LOOK_OUT_MM) * rng.choice([-1, 1])
    pile = lay_over(upper, lower, (0, late_mm), rng.uniform(-1, 1), int(rng.integers(30, 215)))
    top = RIM_PX + round(late_mm * _PX_PER_MM)
    return np.ascontiguousarray(pile[top : top + upper.shape[0], RIM_PX:-RIM_PX])


def _draw_beside(upper: Image, lower: Image, rng: Generator) -> Image:
    """On the glass of a larger scanner, or in one photo."""
    height, width = (min(sides) for sides in zip(upper.shape, lower.shape, strict=True))
    pair = [upper[:height, :width], lower[:height, :width]]
    return np.ascontiguousarray(np.concatenate(pair, axis=int(rng.integers(2))))


def _draw_slipped(upper: Image, _lower: Image, rng: Generator) -> Image:
    """Lines lost, or one line repeated."""
    at = round(rng.uniform(0.15, 0.8) * upper.shape[0])
    lines = round(rng.uniform(*_SLIP_MM) * _PX_PER_MM)
    if rng.random() < 0.5:
        return np.concatenate([upper[:at], upper[at + lines :]])
    return np.concatenate([upper[:at], np.repeat(upper[at : at + 1], lines, axis=0), upper[at:]])


_DRAW: dict[Way, Callable[[Image, Image, Generator], Image]] = {
    Way.PILE: _draw_pile,
    Way.TOGETHER: _draw_together,
    Way.BESIDE: _draw_beside,
    Way.SLIPPED: _draw_slipped,
}


def lay_over(
    upper: Image, lower: Image, move_mm: tuple[float, float], turn_deg: float, table_grey: int
) -> Image:
    """One sheet on another that lies so much further right and down, both on a table."""
    height, width = (length + 2 * RIM_PX for length in upper.shape)
    middle = (lower.shape[1] / 2, lower.shape[0] / 2)
    move = np.asarray(cv2.getRotationMatrix2D(middle, turn_deg, 1.0), np.float64)
    move[:, 2] += RIM_PX + np.array(move_mm) * _PX_PER_MM
    table = np.full((height, width), table_grey, np.uint8)
    cv2.warpAffine(lower, move, (width, height), table, borderMode=cv2.BORDER_TRANSPARENT)
    table[RIM_PX:-RIM_PX, RIM_PX:-RIM_PX] = upper
    return table


def show_crowded(crowds: Iterable[Crowd]) -> str:
    """A row for each form and way."""
    heads = ("form", "way", "pictures", "read", "told", "questions read", *Verdict)
    return show_table(heads, [_row(crowd) for crowd in crowds])


def _row(crowd: Crowd) -> tuple[str, ...]:
    reasons = (one for one in crowd.outcomes.most_common() if one[0] in set(Reason))
    return (
        crowd.form,
        crowd.way,
        str(crowd.outcomes.total()),
        str(crowd.outcomes[Outcome.READ]),
        ", ".join(f"{reason} {count}" for reason, count in reasons),
        str(crowd.questions.total()),
        *(str(crowd.questions[verdict]) for verdict in Verdict),
    )
