"""A form's questions as rows of boxes: a question on the scale is one row, a tick list several."""

from dataclasses import dataclass, replace

from survey.tick_list import row_id
from templates.form import Form, Question


@dataclass(frozen=True, slots=True)
class Row:
    """One row of boxes and the words beside them.

    Attributes:
        id: by which the reader knows the row; the question's own id where it has only one.
        number, text: the words beside it, empty on the later rows of a tick list.
        steps: choice and label of each box, from left to right.
        is_labelled: labels stand above the boxes, since the scale does not explain them.
        heading: name of the factor it belongs to, empty where no heading is wanted.
    """

    id: str
    number: str
    text: str
    steps: tuple[tuple[str, str], ...]
    is_labelled: bool = False
    heading: str = ""

    @property
    def words(self) -> str:
        """Number and text together."""
        return f"{self.number} {self.text}".strip()


def form_rows(form: Form) -> tuple[Row, ...]:
    """All rows of a form in printed order."""
    rows: list[Row] = []
    for question in form.questions:
        rows += _list_rows(form, question) if question.choices else [_row(form, question)]
    return tuple(rows)


def without_repeated_headings(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows; a heading stays on the first of them and wherever another factor begins."""
    before = ("", *(row.heading for row in rows))
    return tuple(
        replace(row, heading="") if row.heading == last else row
        for row, last in zip(rows, before, strict=False)
    )


def _row(form: Form, question: Question) -> Row:
    steps = tuple((step.choice, step.label) for step in form.scale)
    heading = form.factors.get(question.factor, "") if form.factor_headings else ""
    return Row(question.id, question.number, question.text, steps, heading=heading)


def _list_rows(form: Form, question: Question) -> list[Row]:
    """As many boxes beside each other as the scale has steps: the reader knows rows like these."""
    width = len(form.scale)
    parts = [question.choices[i : i + width] for i in range(0, len(question.choices), width)]
    rows = []
    for number, part in enumerate(parts, 1):
        said = (question.number, question.text) if number == 1 else ("", "")
        steps = tuple((step.choice, step.label) for step in part)
        name = row_id(question.id, number, may_tick_several=question.may_tick_several)
        rows.append(Row(name, *said, steps, is_labelled=True))
    return rows
