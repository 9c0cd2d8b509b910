"""The questions of a form in rows: words left and boxes right, or below them on narrow paper."""

from dataclasses import dataclass

from survey.errors import FormError
from survey.language import _
from survey.tick_list import printed_question
from templates.form import Form
from templates.form_rows import Row, form_rows, without_repeated_headings
from templates.layout import Box, PrintedLine, PrintedText, Rect
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
_HEADING_PT = 10.0
_HEADING_MM = 6.4
_HEADING_GREY = 0.9
_ROW_PADDING_MM = 3.2
_BOXES_BELOW_MM = 2.6
_LABEL_GAP_MM = 4.6
"""Labels, and whatever stands below their boxes, stay clear of where a tick may reach."""
_ABOVE_SCALE_MM = 1.8
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
    waiting = form_rows(form)
    while waiting:
        rows = without_repeated_headings(waiting)
        page, columns = pages[-1], _Columns(pages[-1], form)
        room_mm = page.bottom_mm - page.y_mm - foot_mm - columns.scale_mm
        room_mm -= _ABOVE_SCALE_MM * waiting[0].is_labelled
        least_mm = _rows_that_fit(columns, rows, room_mm)
        if not least_mm:
            raise FormError(
                _(
                    "form {form}: question {question} does not fit on {paper}; shorten the words "
                    "of the form, or use larger paper",
                    form=form.name,
                    question=printed_question(waiting[0].id),
                    paper=form.paper,
                )
            )
        _lay_rows(columns, rows[: len(least_mm)], least_mm, room_mm)
        waiting = waiting[len(least_mm) :]
        if waiting:
            pages.append(page.next_page())


def _lay_rows(
    columns: "_Columns", rows: tuple[Row, ...], least_mm: list[float], room_mm: float
) -> None:
    """The rows of one page; the scale stands above the first row that it explains."""
    headings_mm = _HEADING_MM * sum(bool(row.heading) for row in rows)
    common_mm = _common_height_mm(least_mm, room_mm - headings_mm)
    has_scale = False
    for row, row_mm in zip(rows, least_mm, strict=True):
        if not row.is_labelled and not has_scale:
            columns.page.y_mm += _ABOVE_SCALE_MM * (row is not rows[0])
            columns.lay_scale()
            has_scale = True
        columns.lay_row(row, max(row_mm, common_mm))


def _rows_that_fit(columns: "_Columns", waiting: tuple[Row, ...], room_mm: float) -> list[float]:
    """The least heights of the first rows, as many as the room holds."""
    least_mm: list[float] = []
    for row in waiting:
        least_mm.append(columns.least_row_mm(row))
        room_mm -= least_mm[-1] + _HEADING_MM * bool(row.heading)
        if room_mm < 0:
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

    @property
    def scale_mm(self) -> float:
        """Height of what each column means, with the rule below it."""
        return self._labels_mm([step.label for step in self.form.scale]) + 0.8

    def lay_scale(self) -> None:
        """What each column means, above it: the words where they are needed."""
        self._lay_labels([step.label for step in self.form.scale])
        self.page.y_mm += 0.8
        self.page.rule(_BLACK)

    def least_row_mm(self, row: Row) -> float:
        """The least height of a row, without a heading above it."""
        words_mm, boxes_mm = self.words.height_mm(row.words), self._boxes_mm(row)
        content_mm = words_mm + boxes_mm if self.are_below else max(words_mm, boxes_mm)
        return max(ROW_MIN_MM, content_mm + _ROW_PADDING_MM)

    def lay_row(self, row: Row, row_mm: float) -> None:
        """One row with its boxes, its heading above, a hairline below."""
        self._lay_heading(row)
        page, end_mm = self.page, self.page.y_mm + row_mm
        middle_mm = (page.y_mm + end_mm) / 2
        words_mm, boxes_mm = self.words.height_mm(row.words), self._boxes_mm(row)
        page.y_mm = middle_mm - (words_mm + boxes_mm * self.are_below) / 2 - 0.4
        self._write_words(row)
        if self.are_below:
            page.y_mm += _BOXES_BELOW_MM
        else:
            page.y_mm = middle_mm - boxes_mm / 2
        if row.is_labelled:
            self._lay_labels([label for _choice, label in row.steps])
            page.y_mm += _LABEL_GAP_MM
        for (choice, _label), left_mm in zip(row.steps, self._lefts_mm(), strict=False):
            self._lay_box(row.id, choice, left_mm)
        page.y_mm = end_mm
        page.rule()

    def _lay_heading(self, row: Row) -> None:
        """The factor's name on a grey band."""
        if not row.heading:
            return
        page = self.page
        top_mm, width_mm = page.y_mm, page.right_mm - page.left_mm
        page.lines.append(
            PrintedLine(Rect(page.left_mm, top_mm, width_mm, _HEADING_MM), _HEADING_GREY)
        )
        page.y_mm = top_mm + (_HEADING_MM - leading_mm(_HEADING_PT)) / 2
        page.write(row.heading, BOLD, _HEADING_PT, page.left_mm + 1.5)
        page.y_mm = top_mm + _HEADING_MM

    def _boxes_mm(self, row: Row) -> float:
        """Height of the boxes with what belongs to them above and below."""
        above_mm = _BOXES_BELOW_MM if self.are_below else 0.0
        if row.is_labelled:
            above_mm += self._labels_mm([label for _choice, label in row.steps])
            above_mm += 2 * _LABEL_GAP_MM  # above the boxes, and below them
        return above_mm + BOX_MM

    def _labels_mm(self, labels: list[str]) -> float:
        """Height of the highest label."""
        return max(style.height_mm(label) for label, style in self._styled(labels))

    def _lay_labels(self, labels: list[str]) -> None:
        """Labels in the middle of their columns, all ending at one height."""
        page, until_mm = self.page, self.page.y_mm + self._labels_mm(labels)
        for label, style in self._styled(labels):
            page.y_mm = until_mm - style.height_mm(label)
            page.write_block(label, style)
        page.y_mm = until_mm

    def _styled(self, labels: list[str]) -> list[tuple[str, Style]]:
        styles = [
            Style(MEDIUM, _SCALE_PT, left_mm + 1, left_mm + self.column_mm - 1, is_centred=True)
            for left_mm in self._lefts_mm()
        ]
        return list(zip(labels, styles, strict=False))

    def _write_words(self, row: Row) -> None:
        """The words, their number in bold."""
        page = self.page
        for i, line in enumerate(self.words.wrap(row.words)):
            x_mm, words = page.left_mm, line
            if i == 0 and row.number:
                page.write(row.number, BOLD, _WORDS_PT, x_mm)
                x_mm += text_width_mm(f"{row.number} ", BOLD, _WORDS_PT)
                words = line.removeprefix(row.number).lstrip()
            page.write(words, REGULAR, _WORDS_PT, x_mm)
            page.y_mm += leading_mm(_WORDS_PT)

    def _lefts_mm(self) -> list[float]:
        """Left edge of every column, in printed order."""
        return [self.first_mm + i * self.column_mm for i in range(len(self.form.scale))]

    def _lay_box(self, row: str, choice: str, left_mm: float) -> None:
        """A box from ``y_mm`` down and its choice to the right, in the middle of their column."""
        choice_mm = text_width_mm(choice, MEDIUM, _CHOICE_PT)
        x_mm = left_mm + (self.column_mm - BOX_MM - DIGIT_GAP_MM - choice_mm) / 2
        middle_mm = self.page.y_mm + BOX_MM / 2
        rect = Rect(round(x_mm, 2), round(middle_mm - BOX_MM / 2, 2), BOX_MM, BOX_MM)
        self.page.boxes.append(Box(row, choice, rect))
        baseline_mm = middle_mm + _CHOICE_PT * MM_PER_POINT * 0.36
        after_box_mm = x_mm + BOX_MM + DIGIT_GAP_MM
        self.page.texts.append(PrintedText(choice, MEDIUM, _CHOICE_PT, after_box_mm, baseline_mm))
