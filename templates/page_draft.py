"""One page of a form while it is being laid out, filled from the top downwards.

The registration marks are ArUco squares in the four corners: each tells corner and page by itself,
so any one may be lost. They stand 12 mm from the edge, so that a sheet printed at 105 % still keeps
them on the paper.
"""

from dataclasses import dataclass, field

from survey.errors import FormError
from survey.language import _
from templates.layout import (
    Box,
    PageLayout,
    PrintedLine,
    PrintedText,
    Rect,
    RegistrationMark,
    TextArea,
)
from templates.typeface import MM_PER_POINT, leading_mm, text_width_mm, wrap_text

EDGE_MM = 12.0
MARK_MM = 8.0
CODE_MM = 21.0
SIDE_MM = 18.0
CORNERS = 4

_CODE_BELOW_MARK_MM = 15.0
_RULE_MM = 0.18
_RULE_GREY = 0.55


@dataclass(frozen=True, slots=True)
class Style:
    """How a block of words is set: weight, size, and between which abscissae (millimetres)."""

    weight: str
    size_pt: float
    left_mm: float
    right_mm: float
    is_centred: bool = False

    def wrap(self, text: str) -> tuple[str, ...]:
        """The text broken into lines.

        Raises:
            FormError: one word is longer than a line.
        """
        width_mm = self.right_mm - self.left_mm
        lines = wrap_text(text, self.weight, self.size_pt, width_mm)
        for line in lines:
            if text_width_mm(line, self.weight, self.size_pt) > width_mm:
                raise FormError(
                    _("«{word}» is longer than a line of the form; write it shorter", word=line)
                )
        return lines

    def height_mm(self, text: str) -> float:
        """How much of the page the text takes."""
        return len(self.wrap(text)) * leading_mm(self.size_pt)


@dataclass(slots=True)
class PageDraft:
    """The page so far; ``y_mm`` is where the next block begins."""

    number: int
    width_mm: float
    height_mm: float
    y_mm: float = EDGE_MM
    boxes: list[Box] = field(default_factory=list)
    areas: list[TextArea] = field(default_factory=list)
    texts: list[PrintedText] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)

    @property
    def left_mm(self) -> float:
        """Where words and rules begin."""
        return SIDE_MM

    @property
    def right_mm(self) -> float:
        """Where they end."""
        return self.width_mm - SIDE_MM

    @property
    def bottom_mm(self) -> float:
        """Where the space between the lower corner marks begins."""
        return self.height_mm - EDGE_MM - MARK_MM

    @property
    def code(self) -> Rect:
        """Under the upper right mark, flush with the right edge of the text."""
        top_mm = EDGE_MM + MARK_MM + _CODE_BELOW_MARK_MM
        return Rect(self.right_mm - CODE_MM, top_mm, CODE_MM, CODE_MM)

    def next_page(self) -> "PageDraft":
        """The page after this one, empty but for what stands in its corners."""
        following = PageDraft(self.number + 1, self.width_mm, self.height_mm)
        following.y_mm = following.code.y_mm + CODE_MM + 3.5
        return following

    def write(self, text: str, weight: str, size_pt: float, x_mm: float) -> None:
        """One line of text whose top is at ``y_mm``; does not move ``y_mm``."""
        baseline_mm = self.y_mm + size_pt * MM_PER_POINT
        self.texts.append(PrintedText(text, weight, size_pt, x_mm, baseline_mm))

    def write_block(self, text: str, style: Style) -> None:
        """Lines below each other from ``y_mm``, which moves on."""
        for line in style.wrap(text):
            x_mm = style.left_mm
            if style.is_centred:
                width_mm = text_width_mm(line, style.weight, style.size_pt)
                x_mm = (style.left_mm + style.right_mm - width_mm) / 2
            self.write(line, style.weight, style.size_pt, x_mm)
            self.y_mm += leading_mm(style.size_pt)

    def rule(self, grey: float = _RULE_GREY) -> None:
        """A thin line over the width of the text, at ``y_mm``."""
        width_mm = self.right_mm - self.left_mm
        self.lines.append(PrintedLine(Rect(self.left_mm, self.y_mm, width_mm, _RULE_MM), grey))

    def finish(self) -> PageLayout:
        """The page with its marks and code."""
        return PageLayout(
            page=self.number,
            boxes=tuple(self.boxes),
            marks=self._marks(),
            code=self.code,
            text_areas=tuple(self.areas),
            texts=tuple(self.texts),
            lines=tuple(self.lines),
        )

    def _marks(self) -> tuple[RegistrationMark, ...]:
        """Clockwise from the upper left corner; every page of a sheet has four of its own."""
        far_x_mm, far_y_mm = self.width_mm - EDGE_MM - MARK_MM, self.bottom_mm
        corners = (
            (EDGE_MM, EDGE_MM),
            (far_x_mm, EDGE_MM),
            (far_x_mm, far_y_mm),
            (EDGE_MM, far_y_mm),
        )
        return tuple(
            RegistrationMark((self.number - 1) * CORNERS + i, Rect(x_mm, y_mm, MARK_MM, MARK_MM))
            for i, (x_mm, y_mm) in enumerate(corners)
        )
