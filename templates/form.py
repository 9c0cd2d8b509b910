"""The form: the words and questions of a sheet, as its TOML file in ``forms/`` has them.

A new Likert form needs no code, only a file (spec, chapter 4). Seed 003 lets units adapt «các tiêu
chí, thuật ngữ trong mẫu phiếu này», so every edited form is a version of its own.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from survey.edited_file import read_draft
from survey.edited_model import EditedModel, Line, Name, Switch
from survey.errors import FormError
from survey.language import _
from survey.plan import Plan
from survey.tick_list import box_id

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


class ListChoice(EditedModel):
    """One box of a tick list; ``field`` is the id of the field of the plan for which it stands."""

    choice: _Choice
    label: Name
    field: Line = ""


class Question(EditedModel):
    """One question and the factor it counts for (seed 002's five factors).

    With ``choices`` of its own it is a tick list, which no index counts; if they name fields, the
    answer says to which field the sheet belongs. With ``may_tick_several`` each box is asked about
    by itself.
    """

    id: _QuestionId
    number: Annotated[Line, Field(max_length=12)] = ""
    text: Name
    factor: Line = ""
    choices: Annotated[tuple[ListChoice, ...], Field(max_length=40)] = ()
    may_tick_several: Switch = False

    @property
    def asked(self) -> tuple["Question", ...]:
        """Itself, or a question for each box where several may be ticked."""
        if not self.may_tick_several:
            return (self,)
        return tuple(
            self.model_copy(
                update={
                    "id": box_id(self.id, one.choice),
                    "number": f"{self.number} {one.label}".strip(),
                    "choices": (one,),
                }
            )
            for one in self.choices
        )

    @property
    def called(self) -> str:
        """How people name it: by its number, by its words where it has none."""
        return self.number or self.text

    @property
    def name(self) -> str:
        """The same within a sentence: «Câu 3»."""
        return self.called.rstrip(".")

    @property
    def called_with_choices(self) -> str:
        """The same, and which box of a tick list has which number."""
        listed = ", ".join(f"{one.choice} {one.label}" for one in self.choices)
        return f"{self.called} ({listed})" if listed else self.called


class Form(EditedModel):
    """A whole form.

    Attributes:
        sides: 2 when sheets are printed on both sides; a sheet then never ends on a front.
        factor_headings: whether each factor's name stands above its questions.
        scale: the choices of every question that is no tick list, in printed order.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
    paper: Literal["A4", "A5"] = "A4"
    sides: Literal[1, 2] = 1
    factor_headings: Switch = False
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
        if len({question for question, _choice in self.fields_by_choice}) > 1:
            raise ValueError(_("only one tick list may stand for fields of the plan"))
        unknown = {q.factor for q in self.questions if q.factor} - set(self.factors)
        if unknown:
            names = ", ".join(sorted(unknown))
            raise ValueError(
                _("these factors are not listed under [factors]: {names}", names=names)
            )
        return self

    @model_validator(mode="after")
    def _check_lists(self) -> "Form":
        for question in self.questions:
            own = [step.choice for step in question.choices]
            if len(own) == 1 or len(set(own)) != len(own):
                raise ValueError(
                    _(
                        "the tick list {question} needs two choices or more, all different",
                        question=question.id,
                    )
                )
            is_of_fields = any(step.field for step in question.choices)
            if question.may_tick_several and (is_of_fields or not own):
                raise ValueError(
                    _(
                        "{question}: may_tick_several is for a tick list whose choices stand for "
                        "no fields, since a sheet has one field",
                        question=question.id,
                    )
                )
        return self

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices in printed order."""
        return tuple(step.choice for step in self.scale)

    def choices_of(self, question: str) -> tuple[str, ...]:
        """The choices of one question in printed order."""
        own = next((q.choices for q in self.asked if q.id == question), ())
        return tuple(step.choice for step in own) or self.choices

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions as they are read and decided: each box by itself of some tick lists."""
        return tuple(one for question in self.questions for one in question.asked)

    @property
    def rated(self) -> tuple[Question, ...]:
        """The questions on the scale: all but tick lists."""
        return tuple(question for question in self.questions if not question.choices)

    @property
    def field_question(self) -> str:
        """The tick list whose choices stand for fields of the plan, empty where there is none."""
        return next((question for question, _choice in self.fields_by_choice), "")

    @property
    def fields_by_choice(self) -> dict[tuple[str, str], str]:
        """Tick list and choice → id of the field it stands for."""
        return {
            (question.id, step.choice): step.field
            for question in self.questions
            for step in question.choices
            if step.field
        }

    def ticked_field(self, choice: str) -> str:
        """The field that a choice in the tick list stands for, empty where it stands for none."""
        return self.fields_by_choice.get((self.field_question, choice), "")

    def question(self, question_id: str) -> Question:
        """The question of this id; of an earlier form's question only the id is known."""
        known = (question for question in self.asked if question.id == question_id)
        # unchecked: the id may be that of one box of a list, which no form file may write
        return next(known, None) or Question.model_construct(id=question_id, text=question_id)

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


def check_fields(form: Form, plan: Plan) -> None:
    """See to it that the fields to be ticked are fields of the plan.

    Raises:
        FormError: one of them is not.
    """
    known = {field.id for field in plan.fields}
    unknown = sorted(set(form.fields_by_choice.values()) - known)
    if unknown:
        raise FormError(
            _(
                "form {form} has boxes for the fields {fields}, which are not among [[fields]] in "
                "survey.toml; add them there, or take them out of the form",
                form=form.name,
                fields=", ".join(unknown),
            )
        )


def plan_line(form: Form, plan: Plan) -> str:
    """The line under the title, with number, date and issuer of the plan."""
    document = plan.document
    line = form.words.plan_line.replace("{number}", document.number or UNKNOWN_NUMBER)
    day = document.date.strftime("%d/%m/%Y") if document.date else UNKNOWN_DAY
    line = line.replace("{date}", day)
    return line.replace("{issuer}", document.issuer)
