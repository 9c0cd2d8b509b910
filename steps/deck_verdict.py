"""Can this printer and this scanner be trusted? What the pages of a test deck say. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from scans.deck import DeckSheet, Meant, Part
from survey.reading import Outcome, PageReading, QuestionReading, Status

LEAST_DPI = 150
MOST_TURN_DEG = 3.0
MOST_LOST_MM = 4.0
PRINT_SCALES = (0.93, 1.06)
LEAST_CONTRAST = 0.5
MOST_ASKED = 0.03
"""Share of the plain marks about which people may be asked needlessly."""


class Advice(StrEnum):
    """What to change."""

    TOO_SMALL = "too-small"
    TURNED = "turned"
    CUT = "cut"
    SCALED = "scaled"
    BILEVEL = "bilevel"
    PALE_PRINT = "pale-print"
    TOO_LIGHT = "too-light"
    SHEETS_LOST = "sheets-lost"
    UNREAD = "unread"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Place:
    """How a page lies in its picture.

    Attributes:
        dpi: resolution of the picture.
        scale: size of the print over its true size, None when the file says no resolution.
        turn_deg: how far it is turned from upright, either way.
        lost_mm: paper cut off at the worst side.
        contrast: how dark solid print is against the paper, 0 to 1.
    """

    dpi: float
    scale: float | None
    turn_deg: float
    lost_mm: float
    contrast: float


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One scanned page of a deck; ``number`` is 0 and ``place`` None where they are unknown."""

    file: str
    page: int
    number: int
    is_bilevel: bool
    reading: PageReading
    place: Place | None


@dataclass(frozen=True, slots=True)
class Misread:
    """A certain reading that is wrong: sheet of the deck, question, meant and read."""

    sheet: int
    question: str
    meant: str
    read: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial.

    Attributes:
        sheets: sheets of the deck, and ``seen`` those that were read.
        misread: certain readings that are wrong: there must be none.
        asked: plain marks about which people would be asked, of ``plain`` marks in all.
        dpi: resolution of the scans, None when no page was found.
        advice: what to change, most important first.
    """

    sheets: int
    seen: int
    misread: tuple[Misread, ...]
    asked: int
    plain: int
    dpi: int | None
    advice: tuple[Advice, ...]

    @property
    def is_trusted(self) -> bool:
        """Nothing lost, nothing misread, and few needless questions."""
        is_whole = self.seen == self.sheets and not self.misread
        return is_whole and self.asked <= MOST_ASKED * self.plain


@dataclass(frozen=True, slots=True)
class _Judged:
    """One question of a sheet that was read."""

    sheet: DeckSheet
    meant: Meant
    reading: QuestionReading

    @property
    def said(self) -> tuple[str, str]:
        return str(self.reading.status), self.reading.choice or ""

    @property
    def is_asked(self) -> bool:
        return self.reading.status == Status.FLAGGED

    @property
    def is_misread(self) -> bool:
        return not self.is_asked and self.said not in self.meant.certain


def judge_trial(sheets: Sequence[DeckSheet], pages: Sequence[PageSeen]) -> Verdict:
    """Hold what was read against what was drawn."""
    judged = tuple(_judge(sheets, pages))
    plain = [one for one in judged if not one.meant.may_ask]
    places = [page.place for page in pages if page.place]
    trial = _Trial(sheets, pages, judged, places)
    return Verdict(
        sheets=len(sheets),
        seen=len({one.sheet.number for one in judged}),
        misread=tuple(_misread(one) for one in judged if one.is_misread),
        asked=sum(one.is_asked for one in plain),
        plain=len(plain),
        dpi=round(median(place.dpi for place in places)) if places else None,
        advice=tuple(trial.advise()),
    )


def _judge(sheets: Sequence[DeckSheet], pages: Sequence[PageSeen]) -> Iterator[_Judged]:
    known = {sheet.number: sheet for sheet in sheets}
    for page in pages:
        sheet = known.get(page.number)
        if sheet is None or page.reading.outcome != Outcome.READ:
            continue
        meant = {one.question: one for one in sheet.meant}
        for reading in page.reading.questions:
            yield _Judged(sheet, meant[reading.question], reading)


def _misread(one: _Judged) -> Misread:
    meant = one.meant.choice or str(one.meant.status)
    return Misread(one.sheet.number, one.meant.question, meant, one.said[1] or one.said[0])


@dataclass(frozen=True, slots=True)
class _Trial:
    """Everything that advice is drawn from."""

    sheets: Sequence[DeckSheet]
    pages: Sequence[PageSeen]
    judged: Sequence[_Judged]
    places: Sequence[Place]

    def advise(self) -> Iterator[Advice]:
        yield from (advice := list(self._about_places()))
        is_bilevel = 2 * sum(page.is_bilevel for page in self.pages) > len(self.pages)
        if is_bilevel:
            yield Advice.BILEVEL
        elif Advice.PALE_PRINT not in advice and self._is_light_lost():
            yield Advice.TOO_LIGHT
        numbers = {page.number for page in self.pages}
        unread = [page for page in self.pages if page.reading.outcome != Outcome.READ]
        if unread:
            yield Advice.UNREAD
        elif any(sheet.number not in numbers for sheet in self.sheets):
            yield Advice.SHEETS_LOST
        if not advice and not is_bilevel and not unread and self._is_unclear():
            yield Advice.UNCLEAR

    def _about_places(self) -> Iterator[Advice]:
        if not self.places:
            return
        if median(place.dpi for place in self.places) < LEAST_DPI:
            yield Advice.TOO_SMALL
        if median(place.turn_deg for place in self.places) > MOST_TURN_DEG:
            yield Advice.TURNED
        scales = [place.scale for place in self.places if place.scale is not None]
        least, most = PRINT_SCALES
        if scales and not least <= median(scales) <= most:
            yield Advice.SCALED
        elif median(place.lost_mm for place in self.places) > MOST_LOST_MM:
            yield Advice.CUT
        if median(place.contrast for place in self.places) < LEAST_CONTRAST:
            yield Advice.PALE_PRINT

    def _is_light_lost(self) -> bool:
        """Marks of a light pencil are mostly not seen as marks."""
        light = [one for one in self.judged if one.sheet.part == Part.LIGHT]
        blank = sum(one.reading.status == Status.BLANK or one.is_asked for one in light)
        return bool(light) and 2 * blank > len(light)

    def _is_unclear(self) -> bool:
        """Too many needless questions, or something misread, and no cause that can be named."""
        plain = Counter(one.is_asked for one in self.judged if not one.meant.may_ask)
        has_misread = any(one.is_misread for one in self.judged)
        return has_misread or plain[True] > MOST_ASKED * plain.total()
