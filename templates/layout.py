"""The geometry of a form: the one truth that printer, reader and ``hom-phieu layout`` share.

All lengths are millimetres from the top left corner of the paper, y downwards. A box is the inside
of its printed outline (spec, ``layout``).
"""

from dataclasses import dataclass

OUTLINE_MM = 0.3
"""How thick the outline of a box is printed."""


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle on the paper, millimetres."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    @property
    def center_mm(self) -> tuple[float, float]:
        """The middle of the rectangle."""
        return self.x_mm + self.width_mm / 2, self.y_mm + self.height_mm / 2

    def grown(self, by_mm: float) -> "Rect":
        """The rectangle with so much more on every side."""
        width_mm, height_mm = self.width_mm + 2 * by_mm, self.height_mm + 2 * by_mm
        return Rect(self.x_mm - by_mm, self.y_mm - by_mm, width_mm, height_mm)


@dataclass(frozen=True, slots=True)
class Box:
    """One tick box: the inside of its printed outline."""

    question: str
    choice: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class RegistrationMark:
    """One corner mark; ``code`` is its ArUco id, which also names corner and page."""

    code: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class TextArea:
    """A place where people write by hand."""

    name: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class PrintedText:
    """One line of text as it is printed; ``baseline_mm`` is its baseline, ``x_mm`` its left end."""

    text: str
    font: str
    size_pt: float
    x_mm: float
    baseline_mm: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A rule, or a filled band when it is ``grey`` (0 black, 1 white)."""

    rect: Rect
    grey: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page of a sheet."""

    page: int
    boxes: tuple[Box, ...]
    marks: tuple[RegistrationMark, ...]
    code: Rect
    text_areas: tuple[TextArea, ...]
    texts: tuple[PrintedText, ...]
    lines: tuple[PrintedLine, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Question ids on this page in printed order, each once."""
        return tuple(dict.fromkeys(box.question for box in self.boxes))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole form, ready to print and to read."""

    form: str
    fingerprint: str
    page_size_mm: tuple[float, float]
    pages: tuple[PageLayout, ...]

    @property
    def marks(self) -> dict[int, Rect]:
        """Where each corner mark of any page stands, by its code."""
        return {mark.code: mark.rect for page in self.pages for mark in page.marks}
