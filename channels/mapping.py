"""How the columns of another channel's export are understood: a file that the ward writes once.

Only columns named here are looked at. All others, among them accounts, names, telephone numbers and
file codes, are dropped before anything is kept (domain, part 7.2).
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from survey.edited_file import Draft, Finding, read_draft
from survey.edited_model import Count, EditedModel, Id, Line, Name
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from survey.plan import Plan, Timetable
from survey.spoken_day import spoken_day
from templates.form import Form

DAY_SEPARATOR = re.compile("[-/. ]")


def _day_form(text: str) -> str:
    if sorted(DAY_SEPARATOR.split(text)) != ["dd", "mm", "yyyy"]:
        raise ValueError(_("must say how days are written, such as dd/mm/yyyy or yyyy-mm-dd"))
    return text


class Columns(EditedModel):
    """Headings of the columns that are taken.

    Attributes:
        date: day of the answer; only the collection period of it is kept.
        field: what the answer is about, by name or id of a field.
        procedure: the same by code of a procedure.
        questions: question id → heading.
    """

    date: Line = ""
    field: Line = ""
    procedure: Line = ""
    questions: Annotated[dict[str, Name], Field(min_length=1)]


class ColumnMapping(EditedModel):
    """The whole file.

    Attributes:
        sheet: name of the workbook's sheet; the first one when empty.
        heading_row: number of the row with the headings.
        key: columns that together tell an answer from all others; the whole row when empty. Only a
            keyed hash of them is kept.
        period: of all rows, where there is no date.
        date_format: how days are written, in ``dd``, ``mm`` and ``yyyy``.
        values: what stands in a question's column → choice of the form.
        fields: what stands in the field's column → id of a field of the plan.
        only: column → the values of rows that rate a settled dossier; other rows are set aside.
    """

    sheet: Line = ""
    heading_row: Annotated[Count, Field(ge=1, le=100)] = 1
    key: tuple[Name, ...] = ()
    period: Line = ""
    date_format: Annotated[Line, AfterValidator(_day_form)] = "dd/mm/yyyy"
    columns: Columns
    values: dict[str, str] = Field(default_factory=dict)
    fields: dict[str, Id] = Field(default_factory=dict)
    only: dict[str, tuple[Line, ...]] = Field(default_factory=dict)

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that the file names."""
        columns = self.columns
        named = (columns.date, columns.field, columns.procedure, *columns.questions.values())
        return tuple(dict.fromkeys(h for h in (*self.key, *named, *self.only) if h))

    @property
    def sha256(self) -> str:
        """Tells mappings apart in the record."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def parse_mapping(text: str, source: str, form: Form, plan: Plan) -> ColumnMapping:
    """Read a mapping; every mistake is named at once.

    Raises:
        MistakesError: with line and key of each mistake.
    """
    draft = read_draft(text, source)
    return draft.check(ColumnMapping, _findings(draft, form, plan))


def _findings(draft: Draft, form: Form, plan: Plan) -> Iterator[Finding]:
    """What the file alone cannot know: questions, choices and fields that do not exist."""
    questions = {question.id for question in form.rated}
    fields = {field.id for field in plan.fields}
    for question in _keys(draft, "columns", "questions"):
        if question not in questions:
            message = _("form {form} has no question {question}", form=form.name, question=question)
            yield Finding(("columns", "questions", question), message)
    for words in _keys(draft, "values"):
        if draft.text("values", words) not in form.choices:
            known = ", ".join(form.choices)
            yield Finding(("values", words), _("must be one of {choices}", choices=known))
    for words in _keys(draft, "fields"):
        field = draft.text("fields", words)
        if field is not None and field not in fields:
            message = _("{field} is not the id of any of the [[fields]]", field=field)
            yield Finding(("fields", words), message)
    yield from _period_findings(draft, plan.survey)


def _period_findings(draft: Draft, survey: Timetable) -> Iterator[Finding]:
    """Either every row has its day, or all have one period, which is refused as such a day is."""
    if draft.is_empty("period") and draft.is_empty("columns", "date"):
        yield Finding(("columns", "date"), _("is missing; add it, or a period for all rows"))
    text = draft.text("period")
    if not text:
        return
    try:
        period = Period.parse(text)
    except RequestError as error:
        yield Finding(("period",), str(error))
        return
    if period.ends < survey.starts or survey.ends < period.starts:
        said = {"day": period, "starts": spoken_day(survey.starts)}
        said["ends"] = spoken_day(survey.ends)
        yield Finding(("period",), _("{day} is not within the survey, {starts} to {ends}", **said))


def _keys(draft: Draft, *path: str) -> tuple[str, ...]:
    table = draft.value(*path)
    return tuple(table) if isinstance(table, dict) else ()
