"""The questions of a form in rows: words left and boxes right, or below them on narrow paper."""

from dataclasses import dataclass

from survey.errors import FormError
from survey.language import _
from templates.form import Form, Question
from templates.layout import Box, PrintedText, Rect
from templates.page_draft import PageDraft, Style
from templates.typeface import BOLD, MEDIUM, MM_PER_POINT, REGULAR, leading_mm, text_width_mm

BOX_MM = 5.4
COLUMN_MM = 18.4
"""From box to box of a question: room for a circle around one without touching the next."""
ROW_MAX_MM = 21.4
ROW_MIN_MM = 13.0
DIGIT_GAP_MM = 1.9
LEAST_WORDS_MM = 40.0
"""Words narrower than this are hard to read; the boxes then stand below them."""

_WORDS_PT = 10.5
_SCALE_PT = 8.0
_CHOICE_PT = 11.0
_ROW_PADDING_MM = 3.2
_BOXES_BELOW_MM = 2.6
_BLACK = 0.0


def lay_questions(pages: list[PageDraft], form: Form, foot_mm: float) -> None:
    """Rows on as many pages as they need, each page with the scale above.

    Args:
        pages: the pages so far; the last one is filled first, others are added.
        form: whose questions.
        foot_mm: room to keep above the lower marks.

    Raises:
        FormError: a question does not fit on a page.
    """
    waiting = form.questions
    while waiting:
        page, columns = pages[-1], _Columns(pages[-1], form)
        columns.lay_scale()
        room_mm = page.bottom_mm - page.y_mm - foot_mm
        least_mm = _rows_that_fit(columns, waiting, room_mm)
        if not least_mm:
            raise FormError(
                _(
                    "form {form}: question {question} does not fit on {paper}; shorten the words "
                    "of the form, or use larger paper",
                    form=form.name,
                    question=waiting[0].id,
                    paper=form.paper,
                )
            )
        common_mm = _common_height_mm(least_mm, room_mm)
        for question, row_mm in zip(waiting, least_mm, strict=False):
            columns.lay_row(question, max(row_mm, common_mm))
        waiting = waiting[len(least_mm) :]
        if waiting:
            pages.append(page.next_page())


def _rows_that_fit(
    columns: "_Columns", waiting: tuple[Question, ...], room_mm: float
) -> list[float]:
    """The least heights of the first questions, as many as the room holds."""
    least_mm: list[float] = []
    for question in waiting:
        least_mm.append(columns.least_row_mm(question))
        if sum(least_mm) > room_mm:
            return least_mm[:-1]
    return least_mm


def _common_height_mm(least_mm: list[float], room_mm: float) -> float:
    """The height that every row may have which needs no more, so that all rows fill the room."""
    lowest_first = sorted(least_mm)
    while lowest_first and room_mm / len(lowest_first) < lowest_first[-1]:
        room_mm -= lowest_first.pop()
    return min(ROW_MAX_MM, room_mm / len(lowest_first)) if lowest_first else 0.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of boxes on one page."""

    page: PageDraft
    form: Form

    @property
    def column_mm(self) -> float:
        """Distance from box to box."""
        width_mm = self.page.right_mm - self.page.left_mm
        return min(COLUMN_MM, width_mm / len(self.form.scale))

    @property
    def first_mm(self) -> float:
        """Left edge of the first column."""
        return self.page.right_mm - self.column_mm * len(self.form.scale)

    @property
    def are_below(self) -> bool:
        """Do the boxes stand below the words, because beside them there is no room?"""
        return self.first_mm - 3 - self.page.left_mm < LEAST_WORDS_MM

    @property
    def words(self) -> Style:
        """How the words of a question are set."""
        until_mm = self.page.right_mm + 2 if self.are_below else self.first_mm
        right_mm = until_mm - 3  # the number is set bold and so a little wider than measured
        return Style(REGULAR, _WORDS_PT, self.page.left_mm, right_mm)

    def lay_scale(self) -> None:
        """What each column means, above it: the words where they are needed."""
        page, top_mm = self.page, self.page.y_mm
        styles = [
            Style(MEDIUM, _SCALE_PT, left_mm + 1, left_mm + self.column_mm - 1, is_centred=True)
            for left_mm in self._lefts_mm()
        ]
        labels = [(step.label, style) for step, style in zip(self.form.scale, styles, strict=True)]
        height_mm = max(style.height_mm(label) for label, style in labels)
        for label, style in labels:
            page.y_mm = top_mm + height_mm - style.height_mm(label)
            page.write_block(label, style)
        page.y_mm = top_mm + height_mm + 0.8
        page.rule(_BLACK)

    def least_row_mm(self, question: Question) -> float:
        """The least height of the question's row."""
        boxes_mm = _BOXES_BELOW_MM + BOX_MM if self.are_below else 0.0
        words_mm = self.words.height_mm(_words_of(question))
        return max(ROW_MIN_MM, words_mm + boxes_mm + _ROW_PADDING_MM)

    def lay_row(self, question: Question, row_mm: float) -> None:
        """One question with its boxes, a hairline below."""
        page, top_mm, middle_mm = self.page, self.page.y_mm, self.page.y_mm + row_mm / 2
        words_mm = self.words.height_mm(_words_of(question))
        boxes_mm = _BOXES_BELOW_MM + BOX_MM if self.are_below else 0.0
        page.y_mm = middle_mm - (words_mm + boxes_mm) / 2 - 0.4
        self._write_words(question)
        if self.are_below:
            middle_mm = page.y_mm + _BOXES_BELOW_MM + BOX_MM / 2
        for step, left_mm in zip(self.form.scale, self._lefts_mm(), strict=True):
            self._lay_box(question.id, step.choice, left_mm, middle_mm)
        page.y_mm = top_mm + row_mm
        page.rule()

    def _write_words(self, question: Question) -> None:
        """The words, their number in bold."""
        page = self.page
        for i, line in enumerate(self.words.wrap(_words_of(question))):
            x_mm, words = page.left_mm, line
            if i == 0 and question.number:
                page.write(question.number, BOLD, _WORDS_PT, x_mm)
                x_mm += text_width_mm(f"{question.number} ", BOLD, _WORDS_PT)
                words = line.removeprefix(question.number).lstrip()
            page.write(words, REGULAR, _WORDS_PT, x_mm)
            page.y_mm += leading_mm(_WORDS_PT)

    def _lefts_mm(self) -> list[float]:
        """Left edge of every column, in printed order."""
        return [self.first_mm + i * self.column_mm for i in range(len(self.form.scale))]

    def _lay_box(self, question: str, choice: str, left_mm: float, middle_mm: float) -> None:
        """A box and its choice to the right, together in the middle of their column."""
        choice_mm = text_width_mm(choice, MEDIUM, _CHOICE_PT)
        x_mm = left_mm + (self.column_mm - BOX_MM - DIGIT_GAP_MM - choice_mm) / 2
        rect = Rect(round(x_mm, 2), round(middle_mm - BOX_MM / 2, 2), BOX_MM, BOX_MM)
        self.page.boxes.append(Box(question, choice, rect))
        baseline_mm = middle_mm + _CHOICE_PT * MM_PER_POINT * 0.36
        after_box_mm = x_mm + BOX_MM + DIGIT_GAP_MM
        self.page.texts.append(PrintedText(choice, MEDIUM, _CHOICE_PT, after_box_mm, baseline_mm))


def _words_of(question: Question) -> str:
    return f"{question.number} {question.text}".strip()
