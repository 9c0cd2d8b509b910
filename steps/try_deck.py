"""``scan --test-deck``: the scanned test deck read, and nothing written into the record."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from omr.papers import find_page
from omr.picture import Grey, corners_of
from omr.reader import KnownForms, know_forms, read_page
from omr.registration import Registration
from scans.deck import plan_deck
from scans.listing import SCAN_SUFFIXES, list_scans
from scans.pages import PageImage
from steps.deck_verdict import PageSeen, Place, Verdict, judge_trial
from steps.page_task import PagePicture, unreadable
from steps.readers import start_readers
from steps.scan import Progress
from steps.session import Session
from survey.reading import Outcome
from templates.layout import Layout, Rect
from templates.machine_code import deck_tag, deck_token

MM_PER_INCH = 25.4
LIKELY_SIZES = (0.7, 1.4)
"""A picture that claims a resolution by which it is so many times as large as the paper lies not.
"""


def try_deck(session: Session, paths: Sequence[Path], on_progress: Progress) -> Verdict:
    """Read scans of the deck and say what they show.

    Raises:
        PageError: a path does not exist.
    """
    key = session.record.secret_key()
    forms = replace(know_forms(key, session.layout), tag=deck_tag(key))
    sheets = plan_deck(session.layout)
    numbers = {deck_token(sheet.number): sheet.number for sheet in sheets}
    files = [
        file for file in list_scans(paths) if file in paths or file.suffix.lower() in SCAN_SUFFIXES
    ]
    total = len(sheets) * len(session.layout.pages)
    trial, seen = _Trial(session.layout, forms, numbers), []
    with start_readers(session, 1) as readers:
        for file in files:
            for page in trial.see(file.name, readers.develop(file)):
                seen.append(page)
                on_progress(len(seen), total)
    return judge_trial(sheets, seen)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict for machines."""
    return {"trusted": verdict.is_trusted, **asdict(verdict)}


@dataclass(frozen=True, slots=True)
class _Trial:
    """What the deck looks like; ``numbers`` are its sheets by their tokens."""

    layout: Layout
    forms: KnownForms
    numbers: dict[str, int]

    def see(self, file: str, pages: Iterable[PagePicture]) -> Iterator[PageSeen]:
        """What each page of a file shows; empty backs are passed over."""
        for page in pages:
            if page.image is None:
                yield PageSeen(file, page.number, 0, False, unreadable(), None)
                continue
            reading = read_page(page.image.grey, self.forms, is_bilevel=page.image.is_bilevel)
            if reading.outcome != Outcome.BLANK_BACK:
                number = self.numbers.get(reading.sheet, 0)
                place = self._find_place(page.image)
                yield PageSeen(file, page.number, number, page.image.is_bilevel, reading, place)

    def _find_place(self, page: PageImage) -> Place | None:
        registration, _paper = find_page(page.grey, self.forms.papers)
        return _place(page, registration, self.layout) if registration else None


def _place(page: PageImage, registration: Registration, layout: Layout) -> Place:
    found = registration.px_per_mm * MM_PER_INCH
    claimed = page.dpi if page.dpi and _is_likely(page.grey, page.dpi, layout) else None
    return Place(
        dpi=claimed or found,
        scale=found / claimed if claimed else None,
        turn_deg=_turn_deg(registration),
        lost_mm=_lost_mm(page.grey, registration, layout),
        contrast=_contrast(page.grey, registration, layout.marks),
    )


def _is_likely(grey: Grey, dpi: float, layout: Layout) -> bool:
    least, most = LIKELY_SIZES
    longer_mm = max(grey.shape) / dpi * MM_PER_INCH
    return bool(least <= longer_mm / max(layout.page_size_mm) <= most)


def _turn_deg(registration: Registration) -> float:
    """How far the page is turned from the nearest upright or sideways position."""
    left, right = registration.to_px(np.array([[20.0, 100.0], [180.0, 100.0]]))
    turn = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) % 90
    return min(turn, 90 - turn)


def _lost_mm(grey: Grey, registration: Registration, layout: Layout) -> float:
    """How far the middle of a side of the paper lies outside the picture, at the worst."""
    width_mm, height_mm = layout.page_size_mm
    middles = [(0, height_mm / 2), (width_mm, height_mm / 2),
               (width_mm / 2, 0), (width_mm / 2, height_mm)]  # fmt: skip
    height, width = grey.shape
    places = registration.to_px(np.array(middles, float))
    outside = (max(-x, x - width, -y, y - height, 0) for x, y in places)
    return float(max(outside)) / registration.px_per_mm


def _contrast(grey: Grey, registration: Registration, marks: Mapping[int, Rect]) -> float:
    """How dark the solid parts of the corner marks are against the paper around them."""
    greys = [_crop(grey, registration, marks[code]) for code in registration.mark_codes]
    seen = [(np.percentile(crop, 8), np.percentile(crop, 96)) for crop in greys if crop.size]
    contrasts = [float((white - black) / max(white, 1)) for black, white in seen]
    return median(contrasts) if contrasts else 0.0


def _crop(grey: Grey, registration: Registration, mark: Rect) -> Grey:
    """The picture around a corner mark, with some paper."""
    places = registration.to_px(corners_of(mark.grown(mark.width_mm / 4)))
    (x0, y0), (x1, y1) = np.maximum(places.min(axis=0), 0), np.maximum(places.max(axis=0), 0)
    return grey[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1]
