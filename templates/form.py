"""The form: the words and questions of a sheet, as its TOML file in ``forms/`` has them.

A new Likert form needs no code, only a file (spec, chapter 4). Seed 003 lets units adapt «các tiêu
chí, thuật ngữ trong mẫu phiếu này», so every edited form is a version of its own.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from survey.edited_file import read_draft
from survey.edited_model import EditedModel, Line, Name, Switch
from survey.language import _
from survey.plan import Plan

_QuestionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")]
_Choice = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,2}$")]

UNKNOWN_NUMBER, UNKNOWN_DAY = "……/KH", "…/…/……"
"""What stands for the plan's number and day until they are known."""

PAPER_SIZE_MM = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}


class Words(EditedModel):
    """The sentences around the questions, as printed."""

    title: Name
    plan_line: Line = ""
    label: Line = ""
    procedure: Line = ""
    instruction: Name
    thanks: Line = ""
    note: Line = ""


class ScaleStep(EditedModel):
    """One choice of the scale; ``satisfied`` steps make the satisfied share."""

    choice: _Choice
    label: Name
    satisfied: Switch = False


class Question(EditedModel):
    """One question and the factor it counts for (seed 002's five factors)."""

    id: _QuestionId
    number: Annotated[Line, Field(max_length=12)] = ""
    text: Name
    factor: Line = ""


class Form(EditedModel):
    """A whole form."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    paper: Literal["A4", "A5"] = "A4"
    words: Words
    scale: Annotated[tuple[ScaleStep, ...], Field(min_length=2, max_length=7)]
    factors: dict[str, Name] = Field(default_factory=dict)
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _check_ids(self) -> "Form":
        ids = [question.id for question in self.questions]
        if len(set(ids)) != len(ids):
            raise ValueError(_("two questions have the same id"))
        if len({step.choice for step in self.scale}) != len(self.scale):
            raise ValueError(_("two steps of the scale have the same choice"))
        unknown = {q.factor for q in self.questions if q.factor} - set(self.factors)
        if unknown:
            names = ", ".join(sorted(unknown))
            raise ValueError(
                _("these factors are not listed under [factors]: {names}", names=names)
            )
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices in printed order."""
        return tuple(step.choice for step in self.scale)

    @property
    def satisfied_choices(self) -> frozenset[str]:
        """The choices that count as satisfied."""
        return frozenset(step.choice for step in self.scale if step.satisfied)


def parse_form(text: str, source: str) -> Form:
    """Read a form file; every mistake is named at once.

    Raises:
        MistakesError: with line and key of each mistake.
    """
    return read_draft(text, source).check(Form)


def plan_line(form: Form, plan: Plan) -> str:
    """The line under the title, with number, date and issuer of the plan."""
    document = plan.document
    line = form.words.plan_line.replace("{number}", document.number or UNKNOWN_NUMBER)
    day = document.date.strftime("%d/%m/%Y") if document.date else UNKNOWN_DAY
    line = line.replace("{date}", day)
    return line.replace("{issuer}", document.issuer)
