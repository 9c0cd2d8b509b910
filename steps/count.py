"""``tally``: answers counted, in groups, from the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from steps.session import Session
from store.counting import list_invalid_sheets
from store.listing import list_answers, list_openings
from store.projection import UNKNOWN_PROCEDURE
from survey.period import Period
from tally.count import AnswerRow, Scale, TallyRow, tally_by

PAPER = "paper"
NOT_IDENTIFIED = "không xác định"
NO_OPENING = "chưa gắn với lần mở hòm"


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows of one table and what it speaks of."""

    by: str
    period: str
    choices: tuple[str, ...]
    rows: tuple[TallyRow, ...]
    waiting: int


def count_answers(session: Session, by: str, period: str = "") -> Tally:
    """Count the answers of all valid sheets, or of those of one period.

    Raises:
        RequestError: ``by`` or ``period`` is unknown.
    """
    rows = tuple(answer_rows(session, period))
    form = session.form
    factors = {question.id: question.factor for question in form.questions}
    scale = Scale(form.choices, form.satisfied_choices)
    counted = tally_by(rows, by, scale, labels_of(session, by), factors)
    waiting = sum(row.status == "flagged" for row in rows)
    return Tally(by, period, form.choices, counted, waiting)


def answer_rows(session: Session, period: str = "") -> Iterator[AnswerRow]:
    """Every answer of every valid sheet of a period (of all when it is empty)."""
    asked = Period.parse(period) if period else None
    invalid = list_invalid_sheets(session.record)
    boxes = {opening.id: opening.box for opening in list_openings(session.record)}
    fields = {p.code: p.field for p in session.plan.procedures}
    for answer in list_answers(session.record):
        if answer.sheet in invalid or not _belongs(answer.period, asked):
            continue
        procedure = answer.procedure or UNKNOWN_PROCEDURE
        yield AnswerRow(
            sheet=answer.sheet,
            opening=answer.opening,
            box=boxes.get(answer.opening, ""),
            period=answer.period,
            procedure=procedure,
            field=fields.get(procedure, UNKNOWN_PROCEDURE),
            channel=PAPER,
            question=answer.question,
            status=answer.status,
            choice=answer.choice,
        )


def _belongs(period: str, asked: Period | None) -> bool:
    return asked is None or (bool(period) and asked.contains(Period.parse(period)))


def labels_of(session: Session, by: str) -> Mapping[str, str]:
    """Key → name in the order to show; what the plan names appears even where nothing was counted."""
    plan, form = session.plan, session.form
    unknown = {UNKNOWN_PROCEDURE: NOT_IDENTIFIED}
    match by:
        case "question":
            return {q.id: f"{q.number} {q.text}".strip() for q in form.questions}
        case "factor":
            return dict(form.factors)
        case "procedure":
            return {p.code: p.title for p in plan.procedures} | unknown
        case "field":
            return {field.id: field.name for field in plan.fields} | unknown
        case "box":
            return {box.id: box.name for box in plan.boxes}
        case "period":
            periods = sorted({o.period for o in list_openings(session.record)})
            return {period: Period.parse(period).vietnamese_name for period in periods}
        case _:
            return {}
