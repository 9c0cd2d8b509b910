"""From a form's words to a layout: where every box, mark, code, word and line stands.

Computed once and used by printer and reader alike, so that the two cannot drift apart. The registration
marks are ArUco squares in the four corners: each tells corner and page by itself, so any one may be lost.
They stand 12 mm from the edge, so that a sheet printed at 105 % still keeps them on the paper.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from templates.form import PAPER_SIZE_MM, Form, Question
from templates.layout import (
    Box,
    Layout,
    PageLayout,
    PrintedLine,
    PrintedText,
    Rect,
    RegistrationMark,
    TextArea,
)
from templates.typeface import (
    BOLD,
    ITALIC,
    MEDIUM,
    MM_PER_POINT,
    REGULAR,
    text_width_mm,
    wrap_text,
)

EDGE_MM = 12.0
MARK_MM = 8.0
CODE_MM = 21.0
BOX_MM = 5.4
OUTLINE_MM = 0.3
SIDE_MM = 18.0
COLUMN_MM = 18.4
"""Distance between the boxes of a question: room for a circle around a box without touching the next."""
ROW_MAX_MM = 21.4
ROW_MIN_MM = 13.0
DIGIT_GAP_MM = 1.9
PROCEDURE_AREA = "procedure"

_BLACK = 0.0
_RULE_GREY = 0.55


@dataclass(slots=True)
class _PageDraft:
    """One page being laid out, filled from the top; ``y_mm`` is where the next block begins."""

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
        return SIDE_MM

    @property
    def right_mm(self) -> float:
        return self.width_mm - SIDE_MM

    @property
    def bottom_mm(self) -> float:
        """Where the space between the lower corner marks begins."""
        return self.height_mm - EDGE_MM - MARK_MM

    @property
    def code(self) -> Rect:
        """Under the upper right mark, flush with the right edge of the text."""
        return Rect(self.right_mm - CODE_MM, EDGE_MM + MARK_MM + 15.0, CODE_MM, CODE_MM)

    def write(self, text: str, weight: str, size_pt: float, x_mm: float) -> None:
        """One line of text whose top is at ``y_mm``; does not move ``y_mm``."""
        baseline = self.y_mm + size_pt * MM_PER_POINT
        self.texts.append(PrintedText(text, weight, size_pt, x_mm, baseline))

    def write_lines(
        self,
        lines: tuple[str, ...],
        weight: str,
        size_pt: float,
        between: tuple[float, float] | None,
    ) -> None:
        """Lines below each other: centred ``between`` two abscissae, or from the left margin."""
        for line in lines:
            x_mm = self.left_mm
            if between is not None:
                x_mm = (sum(between) - text_width_mm(line, weight, size_pt)) / 2
            self.write(line, weight, size_pt, x_mm)
            self.y_mm += _leading_mm(size_pt)

    def rule(self, x_mm: float, y_mm: float, width_mm: float, grey: float = _RULE_GREY) -> None:
        """A thin horizontal line."""
        self.lines.append(PrintedLine(Rect(x_mm, y_mm, width_mm, 0.18), grey))


def lay_out(form: Form, plan_line: str) -> Layout:
    """The layout of a form whose line under the title reads ``plan_line``."""
    width_mm, height_mm = PAPER_SIZE_MM[form.paper]
    pages = [_PageDraft(1, width_mm, height_mm)]
    _lay_head(pages[0], form, plan_line)
    _lay_questions(pages, form)
    _lay_foot(pages[-1], form)
    finished = tuple(_finish_page(page) for page in pages)
    layout = Layout(form.name, "", (width_mm, height_mm), finished)
    return Layout(form.name, fingerprint_of(layout), (width_mm, height_mm), finished)


def fingerprint_of(layout: Layout) -> str:
    """Eight hexadecimal characters that change with any word or millimetre of the form."""
    told = asdict(layout) | {"fingerprint": ""}
    canonical = json.dumps(_round_floats(told), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:8].upper()


def _round_floats(value: object) -> object:
    """Hundredths of a millimetre, so that the fingerprint is the same on every machine."""
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _round_floats(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_round_floats(inner) for inner in value]
    return value


def _leading_mm(size_pt: float) -> float:
    return size_pt * 1.32 * MM_PER_POINT


def _lay_head(page: _PageDraft, form: Form, plan_line: str) -> None:
    """Label, title and plan line between the upper marks; procedure line beside the code; instruction."""
    words = form.words
    between = (EDGE_MM + MARK_MM + 4, page.width_mm - EDGE_MM - MARK_MM - 4)
    middle_mm = between[1] - between[0]
    page.write_lines((words.label,) if words.label else (), MEDIUM, 9, between)
    page.write_lines(wrap_text(words.title, BOLD, 12, middle_mm), BOLD, 12, between)
    page.y_mm += 0.6
    page.write_lines(wrap_text(plan_line, ITALIC, 9.5, middle_mm), ITALIC, 9.5, between)
    if words.procedure:
        _lay_procedure(page, words.procedure)
    page.y_mm = max(page.y_mm, page.code.y_mm + CODE_MM) + 3.0
    width_mm = page.right_mm - page.left_mm
    page.write_lines(wrap_text(words.instruction, REGULAR, 9.6, width_mm), REGULAR, 9.6, None)
    page.y_mm += 2.6


def _lay_procedure(page: _PageDraft, question: str) -> None:
    """The free-text procedure line: two dotted lines to write on, left of the code."""
    width_mm = page.code.x_mm - 6 - page.left_mm
    page.y_mm = page.code.y_mm - 0.5
    page.write_lines(wrap_text(question, BOLD, 10.5, width_mm), BOLD, 10.5, None)
    top_mm = page.y_mm
    for line in (1, 2):
        _dot(page, top_mm + 7.2 * line, width_mm)
    page.areas.append(TextArea(PROCEDURE_AREA, Rect(page.left_mm, top_mm + 0.5, width_mm, 14.6)))
    page.y_mm = top_mm + 15.5


def _dot(page: _PageDraft, baseline_mm: float, width_mm: float) -> None:
    dots = "." * int(width_mm / text_width_mm(".", REGULAR, 8))
    page.texts.append(PrintedText(dots, REGULAR, 8, page.left_mm, baseline_mm))


def _lay_questions(pages: list[_PageDraft], form: Form) -> None:
    """Rows of question and boxes, on as many pages as they need, each page with the scale above."""
    waiting = list(form.questions)
    while waiting:
        page = pages[-1]
        _lay_scale(page, form)
        room_mm = page.bottom_mm - page.y_mm - _foot_height_mm(page, form)
        here = waiting[: max(1, int(room_mm / ROW_MIN_MM))]
        row_mm = min(ROW_MAX_MM, room_mm / len(here))
        for question in here:
            _lay_row(page, form, question, row_mm)
        del waiting[: len(here)]
        if waiting:
            pages.append(_PageDraft(page.number + 1, page.width_mm, page.height_mm))
            pages[-1].y_mm = pages[-1].code.y_mm + CODE_MM + 3.5


def _first_box_mm(page: _PageDraft, form: Form) -> float:
    """Left edge of the first column of boxes."""
    return page.right_mm - COLUMN_MM * len(form.scale)


def _lay_scale(page: _PageDraft, form: Form) -> None:
    """What each column means, above it: the words of the instruction once more where they are needed."""
    top_mm = page.y_mm
    for column, step in enumerate(form.scale):
        left_mm = _first_box_mm(page, form) + column * COLUMN_MM
        page.y_mm = top_mm
        lines = wrap_text(step.label, MEDIUM, 8, COLUMN_MM - 2)
        page.y_mm += _leading_mm(8) * (2 - min(2, len(lines)))
        page.write_lines(lines, MEDIUM, 8, (left_mm, left_mm + COLUMN_MM))
    page.y_mm = top_mm + 2 * _leading_mm(8) + 0.8
    page.rule(page.left_mm, page.y_mm, page.right_mm - page.left_mm, _BLACK)


def _lay_row(page: _PageDraft, form: Form, question: Question, row_mm: float) -> None:
    """One question: its words left, its boxes right, a hairline below."""
    top_mm, middle_mm = page.y_mm, page.y_mm + row_mm / 2
    width_mm = _first_box_mm(page, form) - page.left_mm - 3
    lines = wrap_text(f"{question.number} {question.text}", REGULAR, 10.5, width_mm)
    page.y_mm = middle_mm - _leading_mm(10.5) * len(lines) / 2 - 0.4
    if question.number:
        page.write(question.number, BOLD, 10.5, page.left_mm)
        indent_mm = text_width_mm(f"{question.number} ", BOLD, 10.5)
        page.write(
            lines[0].removeprefix(question.number).lstrip(), REGULAR, 10.5, page.left_mm + indent_mm
        )
        page.y_mm += _leading_mm(10.5)
        lines = lines[1:]
    page.write_lines(lines, REGULAR, 10.5, None)
    for column, step in enumerate(form.scale):
        _lay_box(page, question.id, step.choice, column, _first_box_mm(page, form), middle_mm)
    page.y_mm = top_mm + row_mm
    page.rule(page.left_mm, page.y_mm, page.right_mm - page.left_mm)


def _lay_box(
    page: _PageDraft, question: str, choice: str, column: int, first_mm: float, middle_mm: float
) -> None:
    """A box and its number to the right, together in the middle of their column."""
    digit_mm = text_width_mm(choice, MEDIUM, 11)
    x_mm = first_mm + column * COLUMN_MM + (COLUMN_MM - BOX_MM - DIGIT_GAP_MM - digit_mm) / 2
    rect = Rect(round(x_mm, 2), round(middle_mm - BOX_MM / 2, 2), BOX_MM, BOX_MM)
    page.boxes.append(Box(question, choice, rect))
    baseline_mm = middle_mm + 11 * MM_PER_POINT * 0.36
    page.texts.append(PrintedText(choice, MEDIUM, 11, x_mm + BOX_MM + DIGIT_GAP_MM, baseline_mm))


def _foot_lines(page: _PageDraft, form: Form) -> tuple[str, ...]:
    width_mm = page.right_mm - page.left_mm - 2 * (MARK_MM + 2)
    return wrap_text(form.words.note, ITALIC, 8.5, width_mm)


def _foot_height_mm(page: _PageDraft, form: Form) -> float:
    """Room kept above the lower marks; the note itself stands between them."""
    return (9.0 if form.words.thanks else 0.0) + 2.0


def _lay_foot(page: _PageDraft, form: Form) -> None:
    """Thanks below the questions, the note between the lower marks."""
    between = (page.left_mm, page.right_mm)
    lines = _foot_lines(page, form)
    if form.words.thanks:
        page.y_mm = (page.y_mm + page.bottom_mm - _leading_mm(11)) / 2
        page.write_lines((form.words.thanks,), BOLD, 11, between)
    page.y_mm = page.height_mm - EDGE_MM - len(lines) * _leading_mm(8.5)
    page.write_lines(lines, ITALIC, 8.5, between)


def _finish_page(page: _PageDraft) -> PageLayout:
    far_x = page.width_mm - EDGE_MM - MARK_MM
    far_y = page.height_mm - EDGE_MM - MARK_MM
    corners = ((EDGE_MM, EDGE_MM), (far_x, EDGE_MM), (far_x, far_y), (EDGE_MM, far_y))
    marks = tuple(
        RegistrationMark((page.number - 1) * 4 + i, Rect(x, y, MARK_MM, MARK_MM))
        for i, (x, y) in enumerate(corners)
    )
    return PageLayout(
        page=page.number,
        boxes=tuple(page.boxes),
        marks=marks,
        code=page.code,
        text_areas=tuple(page.areas),
        texts=tuple(page.texts),
        lines=tuple(page.lines),
    )
