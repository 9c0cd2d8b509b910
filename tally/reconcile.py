"""Whether paper and record agree (domain, part 3.5; spec, chapter 6).

Every identity is a balance: a whole and the parts it must come to. The count by hand counts sheets
of paper: a page scanned twice is the same paper, and the blank back of a sheet is no sheet of its
own, so duplicates and blank backs stand on neither side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.language import _, later
from survey.spoken_number import number as spoken
from tally.paper import PaperCount, PaperLife

SENTENCES = {
    "printed": later(
        "when the unused sheets were counted, {expected} sheets had been printed, but {issued} "
        "issued, {spoilt} spoilt and {left} left make {found}"
    ),
    "more-issued-than-printed": later(
        "{found} sheets were issued or spoilt, but only {expected} were printed"
    ),
    "issued": later(
        "before opening {key}, the register says that {expected} sheets were issued, the minutes "
        "say {found}"
    ),
    "more-collected-than-issued": later(
        "opening {key}: {found} sheets were in the box, but only {expected} had been issued"
    ),
    "hand-count": later(
        "opening {key}: {expected} sheets were counted by hand, the scans hold {found} "
        "({read} read, {rejected} rejected, {waiting} waiting)"
    ),
    "no-opening": later("{found} scanned pages belong to no opening of a box"),
    "more-than-printed": later(
        "{found} different sheets were read, but only {expected} were printed"
    ),
    "page-missing": later(
        "sheet and page {key}: this page was not scanned, so its questions have no answers; find "
        "the sheet and scan it again"
    ),
    "pages-apart": later(
        "sheet {key}: its pages came with {found} openings of a box; see whether pages were mixed"
    ),
    "validity": later("{key}: {expected} sheets were read, but {found} are valid or invalid"),
    "answers": later("question {key}: {found} answers for {expected} valid sheets"),
    "fields": later("{key}: {expected} sheets are valid, but the fields hold {found}"),
    "periods": later("{key}: {expected} sheets are valid, but the periods hold {found}"),
    "box-not-opened": later("{key}: this box was not opened in this period"),
}
"""Identity → how a difference is told."""


@dataclass(frozen=True, slots=True)
class Balance:
    """A whole and the parts that must make it up.

    Attributes:
        slug: which identity, one of ``SENTENCES``.
        key: what it is about, such as an opening; empty for the whole survey.
        period: whose closing it concerns; empty for every period.
        parts: name of a part → its figure.
        is_limit: the parts may come to less.
    """

    slug: str
    key: str
    period: str
    whole: int
    parts: Mapping[str, int]
    is_limit: bool = False

    @property
    def found(self) -> int:
        """What the parts come to."""
        return sum(self.parts.values())

    @property
    def agrees(self) -> bool:
        """Whether the identity holds."""
        return self.found <= self.whole if self.is_limit else self.found == self.whole


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that must be equal, or within bounds, and are not."""

    slug: str
    key: str
    period: str
    message: str
    expected: int
    found: int

    @property
    def name(self) -> str:
        """How people name it when they explain it."""
        return f"{self.slug}:{self.key}" if self.key else self.slug


@dataclass(frozen=True, slots=True)
class OpeningFigures:
    """What one opening gave.

    Attributes:
        hand_count: sheets by the second count.
        issued: sheets handed out since the last opening, by the minutes; None when they say none.
        sheets: different sheets read.
        rejected, waiting: papers that were not read, or whose second scan differs.
    """

    opening: str
    period: str
    hand_count: int
    issued: int | None
    sheets: int
    rejected: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The sheets of one period, or of no period when its name is empty.

    Attributes:
        asked: question → valid sheets whose form has it.
        answers: question → answers of valid sheets, in any state.
        fields: id of a field, or what stands for none → valid sheets.
    """

    period: str
    read: int = 0
    valid: int = 0
    invalid: int = 0
    asked: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetPages:
    """A sheet of several pages that is not whole, or whose pages came apart.

    Attributes:
        missing: numbers of the pages of its form that were not read.
        openings: how many openings its pages came with.
    """

    sheet: str
    period: str
    missing: tuple[int, ...]
    openings: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts to compare.

    Attributes:
        sheets_read: different sheets read, counted by themselves.
        years: year → valid sheets of that year, counted by themselves.
        pages_without_opening: pages that belong to no opening.
        torn: sheets of several pages that did not come in whole.
    """

    paper: PaperLife
    openings: tuple[OpeningFigures, ...]
    periods: tuple[PeriodFigures, ...]
    sheets_read: int
    years: Mapping[str, int]
    pages_without_opening: int
    torn: tuple[SheetPages, ...] = ()


def find_balances(figures: Figures) -> tuple[Balance, ...]:
    """Every identity with its figures, in the order in which paper goes its way."""
    return (
        *_paper(figures.paper),
        *_openings(figures),
        Balance("no-opening", "", "", 0, {"pages": figures.pages_without_opening}),
        Balance(
            "more-than-printed",
            "",
            "",
            figures.paper.now.printed,
            {"read": figures.sheets_read},
            is_limit=True,
        ),
        *(balance for sheet in figures.torn for balance in _torn(sheet)),
        *(balance for period in figures.periods for balance in _period(period)),
        *_years(figures),
    )


def find_differences(balances: tuple[Balance, ...]) -> tuple[Difference, ...]:
    """Those that do not agree, each told in a sentence."""
    return tuple(_difference(balance) for balance in balances if not balance.agrees)


def _difference(balance: Balance) -> Difference:
    figures = {"expected": balance.whole, "found": balance.found} | dict(balance.parts)
    told = {name: spoken(figure) for name, figure in figures.items()}
    message = _(SENTENCES[balance.slug], key=balance.key, **told)
    return Difference(
        balance.slug, balance.key, balance.period, message, balance.whole, balance.found
    )


def _paper(life: PaperLife) -> Iterator[Balance]:
    """Exact when the unused sheets were last counted, and a limit since."""
    if life.counted is not None:
        parts = _paper_parts(life.counted) | {"left": life.counted.left or 0}
        is_limit = bool(life.counted.unknown)
        yield Balance("printed", "", "", life.counted.printed, parts, is_limit=is_limit)
    now = _paper_parts(life.now)
    yield Balance("more-issued-than-printed", "", "", life.now.printed, now, is_limit=True)


def _paper_parts(count: PaperCount) -> dict[str, int]:
    return {"issued": count.issued, "spoilt": count.spoilt}


def _openings(figures: Figures) -> Iterator[Balance]:
    twice = {one.opening: one for one in figures.paper.twice}
    for one in figures.openings:
        if books := twice.get(one.opening):
            minutes = {"minutes": books.minutes}
            yield Balance("issued", one.opening, one.period, books.register, minutes)
        if one.issued is not None:
            collected = {"collected": one.hand_count}
            slug = "more-collected-than-issued"
            yield Balance(slug, one.opening, one.period, one.issued, collected, is_limit=True)
        parts = {"read": one.sheets, "rejected": one.rejected, "waiting": one.waiting}
        yield Balance("hand-count", one.opening, one.period, one.hand_count, parts)


def _torn(sheet: SheetPages) -> Iterator[Balance]:
    for number in sheet.missing:
        yield Balance("page-missing", f"{sheet.sheet}/{number}", sheet.period, 1, {"read": 0})
    if sheet.openings > 1:
        yield Balance("pages-apart", sheet.sheet, sheet.period, 1, {"openings": sheet.openings})


def _period(figures: PeriodFigures) -> Iterator[Balance]:
    period = figures.period
    parts = {"valid": figures.valid, "invalid": figures.invalid}
    yield Balance("validity", period, period, figures.read, parts)
    for question, asked in figures.asked.items():
        found = {"answers": figures.answers.get(question, 0)}
        yield Balance("answers", f"{question}/{period}", period, asked, found)
    yield Balance("fields", period, period, figures.valid, figures.fields)


def _years(figures: Figures) -> Iterator[Balance]:
    for year, valid in figures.years.items():
        parts = {one.period: one.valid for one in figures.periods if one.period[:4] == year}
        yield Balance("periods", year, "", valid, parts)
