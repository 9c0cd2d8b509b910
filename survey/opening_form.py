"""The opening of a box as one form on a screen: its questions in the order of the act (seed 003).

Every question is named by its place in the file of ``open-box --from``, with dots in between:
``before.checked_at``; people by their row: ``people.0.name``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from survey.edited_file import Draft, Finding
from survey.language import _, later
from survey.opening import opening_faults
from survey.opening_rules import (
    COMPULSORY_ROLES,
    NO_PAST,
    USUAL_COPIES,
    PastSeals,
    is_suspected,
)
from survey.plan import Plan, Role
from survey.toml_lines import KeyPath
from survey.typed_answers import put_answer, read_count, read_moment, read_text
from survey.wording import say_role

ROWS = (
    Role.CHAIR, Role.SECRETARY, Role.ONE_STOP_HEAD, Role.BOX_KEEPER, Role.SHEET_PROCESSOR,
    Role.WITNESS, Role.WITNESS, Role.OBSERVER, Role.OBSERVER,
)  # fmt: skip
"""Who may be present; more witnesses or observers go into a file."""
_STATES = {"intact": later("intact"), "suspicious": later("suspicious")}
_LONGEST = 2000


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    PROSE = "prose"
    MOMENT = "moment"
    COUNT = "count"
    UNSEEN_COUNT = "unseen-count"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: where its answer belongs, its words in English, and how it is answered."""

    name: str
    said: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading."""

    said: str
    questions: tuple[Question, ...]


PARTS = (
    Part(
        later("The check by all, before the box is opened"),
        (
            Question("before.checked_at", later("Time of the check"), Kind.MOMENT),
            Question("before.lock", later("Lock"), Kind.CHOICE, _STATES),
            Question("before.seal_number", later("Number of the seal on the box")),
            Question(
                "before.seal",
                later("Seal"),
                Kind.CHOICE,
                _STATES | {"broken": later("broken or loose")},
            ),
            Question("before.note", later("What was found"), Kind.PROSE),
        ),
    ),
    Part(
        later("Only when the box was opened"),
        (
            Question("opened.at", later("Time of the opening"), Kind.MOMENT),
            Question("count.first", later("First count by hand (not shown)"), Kind.UNSEEN_COUNT),
            Question(
                "count.second",
                later("Second count, by someone else who has not seen the first"),
                Kind.COUNT,
            ),
            Question(
                "count.issued",
                later("Sheets issued since the last opening (empty when not known)"),
                Kind.COUNT,
            ),
            Question("count.foreign_objects", later("Other things in the box")),
            Question(
                "count.difference_explained",
                later("Explanation, where counts or figures differ"),
                Kind.PROSE,
            ),
            Question("handover.sheets_to", later("Sheets handed to")),
            Question("handover.sheets_seal_number", later("Number of the seal on the sheets")),
            Question("handover.box_seal_number", later("Number of the new seal on the box")),
            Question("handover.key_to", later("Key handed to")),
            Question("closed.at", later("Time when it ended"), Kind.MOMENT),
            Question("closed.copies", later("Signed copies of the minutes"), Kind.COUNT),
        ),
    ),
    Part(
        later("Only when it was suspicious and left closed"),
        (
            Question("refusal.reported_at", later("Time of the report"), Kind.MOMENT),
            Question("refusal.reported_to", later("Reported to")),
            Question("refusal.instruction", later("What was instructed, if anything yet")),
            Question("refusal.instructed_at", later("Time of the instruction"), Kind.MOMENT),
        ),
    ),
    Part(later("Remarks and complaints"), (Question("remarks", later("Remarks"), Kind.PROSE),)),
)
WHERE = (Question("box", later("Box")), Question("period", later("Period")))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in.

    Attributes:
        table: the answers, as the file of ``open-box --from`` has them.
        faults: question → what is wrong with its answer; "" → what is wrong with the whole.
    """

    table: dict[str, Any]
    faults: Mapping[str, tuple[str, ...]]


def questions() -> Iterator[Question]:
    """Every question of the form, in its order."""
    yield from WHERE
    for row in range(len(ROWS)):
        yield from person_questions(row)
    for part in PARTS:
        yield from part.questions


def person_questions(row: int) -> tuple[Question, Question]:
    """Name and title of one person."""
    return (
        Question(f"people.{row}.name", later("name")),
        Question(f"people.{row}.title", later("title")),
    )


def read_form(
    form: Mapping[str, str],
    plan: Plan,
    seals: Mapping[str, str],
    now: datetime,
    past: Mapping[str, PastSeals] = NO_PAST,
) -> Filled:
    """The answers of a form and everything that is wrong with them.

    Args:
        form: question → what was typed.
        plan: the plan of the survey.
        seals: box → number of the seal that should be on it, as far as it is known.
        now: gives the day of times that are typed without one.
        past: box → its seals up to now.
    """
    table, faults = _read_answers(form, now)
    rows = _put_people(form, table, plan)
    _add_usual(table, plan)
    for finding in opening_faults(table, plan, seals, past):
        if finding.path != ("people",):
            name = _question_at(finding, rows)
            faults[name] = (*faults.get(name, ()), _told(finding, name))
    return Filled(table, faults | _missing_people(rows))


def _read_answers(
    form: Mapping[str, str], now: datetime
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """All answers but those on people, and those that cannot be read."""
    table: dict[str, Any] = {"people": []}
    faults: dict[str, tuple[str, ...]] = {}
    around = now
    for question in (*WHERE, *(one for part in PARTS for one in part.questions)):
        typed = form.get(question.name, "").strip()[:_LONGEST]
        if not typed:
            continue
        try:
            answer = _read(question, typed, around)
        except ValueError as fault:
            faults[question.name] = (str(fault),)
            continue
        around = answer if isinstance(answer, datetime) else around
        put_answer(table, tuple(question.name.split(".")), answer)
    return table, faults


def _missing_people(rows: Collection[int]) -> dict[str, tuple[str, ...]]:
    """Said beside the rows of those without whom no box may be opened."""
    present = {ROWS[row] for row in rows}
    return {
        f"people.{ROWS.index(role)}.name": (_("is missing; add it"),)
        for role in COMPULSORY_ROLES
        if role not in present
    }


def _read(question: Question, typed: str, around: datetime) -> object:
    if question.kind is Kind.MOMENT:
        return read_moment(typed, around)
    if question.kind in (Kind.COUNT, Kind.UNSEEN_COUNT):
        return read_count(typed)
    return read_text(typed)


def _put_people(form: Mapping[str, str], table: dict[str, Any], plan: Plan) -> list[int]:
    """Everyone who is named; the row of each."""
    rows = []
    for row, role in enumerate(ROWS):
        name, title = (form.get(one.name, "").strip()[:_LONGEST] for one in person_questions(row))
        if name:
            title = title or plan.role_title(role)
            table["people"].append({"role": role.value, "name": name, "title": title})
            rows.append(row)
    return rows


def _add_usual(table: dict[str, Any], plan: Plan) -> None:
    """What nobody needs to type."""
    if "closed" in table:
        table["closed"].setdefault("copies", USUAL_COPIES)
    if "refusal" in table and is_suspected(Draft(table)):
        table["refusal"].setdefault("reported_to", plan.agency.standing)


def _question_at(finding: Finding, rows: list[int]) -> str:
    """The question that a fault belongs to, empty for the whole form."""
    path: KeyPath = finding.path
    if len(path) > 1 and path[0] == "people" and isinstance(path[1], int):
        path = ("people", rows[path[1]], *path[2:])
    name = ".".join(map(str, path))
    names = [one.name for one in questions()]
    return next((one for one in names if name and one in (name, *_inside(name, names))), "")


def _inside(section: str, names: Iterable[str]) -> list[str]:
    """The questions of a section that is missing as a whole."""
    return [name for name in names if name.startswith(f"{section}.") and section != "people"]


def _told(finding: Finding, name: str) -> str:
    """The fault beside its question, or with the part it belongs to."""
    if name or not finding.path:
        return finding.message
    return f"{'.'.join(map(str, finding.path))}: {finding.message}"


def row_title(row: int) -> str:
    """The function of whoever stands in this row."""
    return say_role(ROWS[row])
