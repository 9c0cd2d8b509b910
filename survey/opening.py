"""The opening of a box as it was recorded: what the minutes say (spec, chapter 3; seed 003, II.3).

Either the box was found intact, opened, counted twice and everything handed over, or it was
suspected, left closed and reported. ``survey.opening_rules`` refuses anything in between.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from survey.edited_file import Draft, Finding, model_findings, read_draft
from survey.edited_model import Count, EditedModel, Id, Line, Moment, Name, Prose
from survey.errors import RequestError
from survey.language import _
from survey.opening_rules import NO_PAST, PastSeals, opening_findings
from survey.period import Period
from survey.plan import Plan, Role
from survey.toml_lines import KeyPath


def period_text(text: str) -> str:
    """Refuse text that is no period (ValueError)."""
    try:
        return str(Period.parse(text))
    except RequestError as error:
        raise ValueError(str(error)) from error


class Person(EditedModel):
    """Someone present; the title comes from the plan when it is left out."""

    name: Name
    title: Line = ""
    role: Role


class Before(EditedModel):
    """The check of lock and seal by all, before the box is opened."""

    checked_at: Moment
    lock: Literal["intact", "suspicious"]
    seal: Literal["intact", "suspicious", "broken"]
    seal_number: Line = ""
    note: Prose = ""


class Opened(EditedModel):
    """When the box was opened."""

    at: Moment


class SheetCount(EditedModel):
    """The sheets counted by hand, twice; ``issued`` since the last opening, None when not known."""

    first: Count
    second: Count
    issued: Count | None = None
    foreign_objects: Prose = ""
    difference_explained: Prose = ""


class Handover(EditedModel):
    """Who took the sheets and the key, and the new seals; an empty box leaves no sheets to hand."""

    sheets_to: Line = ""
    sheets_seal_number: Line = ""
    key_to: Name
    box_seal_number: Name


class Closed(EditedModel):
    """When the minutes ended, and in how many copies they are signed."""

    at: Moment
    copies: Annotated[Count, Field(ge=1, le=100)]


class Refusal(EditedModel):
    """A suspected box is left closed and reported; the instruction may come later."""

    reported_at: Moment
    reported_to: Line = ""
    instruction: Prose = ""
    instructed_at: Moment | None = None


class Opening(EditedModel):
    """One opening, or one refusal to open."""

    period: Annotated[Line, AfterValidator(period_text)]
    box: Id
    people: tuple[Person, ...]
    remarks: Prose = ""
    before: Before
    opened: Opened | None = None
    count: SheetCount | None = None
    handover: Handover | None = None
    closed: Closed | None = None
    refusal: Refusal | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the box was left closed."""
        return self.refusal is not None

    @property
    def count_final(self) -> int:
        """The sheets by the second count; 0 when the box was left closed."""
        return self.count.second if self.count else 0

    def people_in(self, role: Role) -> tuple[Person, ...]:
        """The people with this role, in the order they were named."""
        return tuple(person for person in self.people if person.role == role)


def parse_opening(
    text: str,
    source: str,
    plan: Plan,
    seals: Mapping[str, str],
    past: Mapping[str, PastSeals] = NO_PAST,
) -> Opening:
    """Read the file of ``open-box --from``.

    Args:
        text: the file.
        source: how messages name it.
        plan: the plan of the survey.
        seals: box → number of the seal that should be on it, as far as it is known.
        past: box → its seals up to this opening.

    Raises:
        MistakesError: with every mistake, by line and key.
    """
    draft = read_draft(text, source)
    opening = draft.check(Opening, opening_findings(draft, plan, seals, past))
    return _with_titles(opening, plan)


def answer_faults(
    table: dict[str, Any],
    path: KeyPath,
    plan: Plan,
    seals: Mapping[str, str],
    past: Mapping[str, PastSeals] = NO_PAST,
) -> tuple[str, ...]:
    """What is wrong with one value of an opening that is still being written down.

    The same shape and rules as those of the file; what is not there yet is no fault of this value.
    """
    found = opening_faults(table, plan, seals, past)
    return tuple(finding.message for finding in found if finding.path[: len(path)] == path)


def opening_faults(
    table: dict[str, Any],
    plan: Plan,
    seals: Mapping[str, str],
    past: Mapping[str, PastSeals] = NO_PAST,
) -> tuple[Finding, ...]:
    """Everything that is wrong with the answers so far, in shape and by the rules."""
    return (*model_findings(Opening, table), *opening_findings(Draft(table), plan, seals, past))


def opening_from_answers(
    table: dict[str, Any],
    plan: Plan,
    seals: Mapping[str, str],
    past: Mapping[str, PastSeals] = NO_PAST,
) -> Opening:
    """The opening, when every question was answered.

    Raises:
        MistakesError: with every mistake that is left.
    """
    draft = Draft(table, _("the answers"))
    return _with_titles(draft.check(Opening, opening_findings(draft, plan, seals, past)), plan)


def opening_body(opening: Opening) -> dict[str, Any]:
    """The opening as plain values for the journal; times are ISO 8601 text with their offset."""
    return opening.model_dump(mode="json")


def opening_from_body(body: dict[str, Any]) -> Opening:
    """The opening back from the journal."""
    return Opening.model_validate_json(json.dumps(body))


def _with_titles(opening: Opening, plan: Plan) -> Opening:
    people = tuple(
        person.model_copy(update={"title": person.title or plan.role_title(person.role)})
        for person in opening.people
    )
    return opening.model_copy(update={"people": people})
