"""The answers of a survey as the tally takes them, and the names of what they are counted by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from steps.imported_cells import imported_cells, imported_labels
from steps.session import Session
from store.channel_listing import list_asked_forms
from store.counting import count_answers_alike
from store.listing import list_openings
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.names import name_key
from survey.period import Period
from survey.plan_rules import PAPER
from survey.tick_list import printed_question
from tally.count import GROUPINGS, AnswerCells, Labels, Scale

LEVELS = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng")
NOT_IDENTIFIED = "không xác định"
WITHOUT_KEY = {
    "box": "chưa gắn với lần mở hòm",
    "period": "chưa gắn với lần mở hòm",
    "factor": "không thuộc yếu tố nào",
}
"""What a row is called whose sheets belong to no opening, or whose questions to no factor."""


@dataclass(frozen=True, slots=True)
class Series:
    """Answers that may be added up: they came in one way, on one form (spec, chapter 8).

    Attributes:
        channel: ``paper`` or the name of another channel.
        form: the form's fingerprint.
    """

    channel: str
    form: str


def gather_answers(session: Session) -> tuple[AnswerCells, ...]:
    """Every answer of every valid sheet, counted with those like it."""
    openings = {opening.id: opening for opening in list_openings(session.record)}
    fields = session.plan.field_of
    form = session.form
    factors = {question.id: question.factor for question in form.rated}
    lists = {question.id for question in form.asked if question.choices}
    cells = []
    for alike in count_answers_alike(session.record, session.count_rules):
        if alike.question in lists:  # it tells what a sheet is about, and rates nothing
            continue
        opening = openings.get(alike.opening)
        procedure = alike.procedure or UNKNOWN_PROCEDURE
        cells.append(
            AnswerCells(
                channel=PAPER,
                form=alike.fingerprint,
                period=alike.period,
                box=opening.box if opening else "",
                field=form.ticked_field(alike.ticked) or fields.get(procedure, UNKNOWN_PROCEDURE),
                procedure=procedure,
                question=alike.question,
                factor=factors.get(alike.question, ""),
                status=alike.status,
                choice=alike.choice,
                answers=alike.answers,
            )
        )
    return (*cells, *imported_cells(session))


def choose_period(cells: Iterable[AnswerCells], period: Period | None) -> tuple[AnswerCells, ...]:
    """The answers of sheets whose period lies in this one; all of them for None."""
    return tuple(
        cell
        for cell in cells
        if period is None or (cell.period and period.contains(Period.parse(cell.period)))
    )


def choose_series(cells: Iterable[AnswerCells], series: Series) -> tuple[AnswerCells, ...]:
    """The answers of one series."""
    return tuple(cell for cell in cells if Series(cell.channel, cell.form) == series)


def list_series(cells: Iterable[AnswerCells]) -> tuple[Series, ...]:
    """The series these answers belong to, the largest first."""
    counted: Counter[Series] = Counter()
    for cell in cells:
        counted[Series(cell.channel, cell.form)] += cell.answers
    return tuple(series for series, _answers in counted.most_common())


def scale_of(session: Session, series: Series) -> Scale:
    """The scale of the form a series was given on.

    An earlier form may have had another one; which of its choices mean satisfied is not known.
    """
    form = session.form
    asked = list_asked_forms(session.record).get(series.form)
    if asked and series.channel != PAPER:
        return Scale(asked.choices, asked.satisfied)
    for layout in session.earlier_layouts():
        if layout.fingerprint == series.form:
            boxes = [
                box
                for page in layout.pages
                for box in page.boxes
                if printed_question(box.question) == box.question
            ]  # no tick list
            choices = tuple(dict.fromkeys(box.choice for box in boxes))
            if choices != form.choices:
                return Scale(choices, frozenset())
    return Scale(form.choices, form.satisfied_choices)


def level_labels(session: Session, series: Series) -> dict[str, str]:
    """The choices of the form a series was given on, in words.

    An earlier form's are not kept: one with the same choices is taken to call them the same.
    """
    asked = list_asked_forms(session.record).get(series.form)
    if asked and series.channel != PAPER:
        return asked.labels
    if scale_of(session, series).choices != session.form.choices:
        return {}
    return {step.choice: step.label for step in session.form.scale}


def levels_of(session: Session, series: Series) -> tuple[str, ...]:
    """The choices that stand for the five levels of Phụ lục 1, empty where a scale lacks a level.

    A scale of three levels has no «Bình thường»; one with other words is taken as numbered 5 to 1.
    """
    labels = level_labels(session, series)
    named = {name_key(label): choice for choice, label in labels.items()}
    found = tuple(named.get(name_key(level), "") for level in LEVELS)
    return found if any(found) else ("5", "4", "3", "2", "1")


def labels_of(session: Session, cells: Sequence[AnswerCells] = ()) -> Labels:
    """Key → name for each grouping, in the order to show.

    What the plan names is there also when nobody answered; what has no key has a name when there
    are such answers.
    """
    plan, form = session.plan, session.form
    unknown = {UNKNOWN_PROCEDURE: NOT_IDENTIFIED}
    openings = list_openings(session.record)
    periods = sorted({Period.parse(opening.period) for opening in openings})
    labels: dict[str, dict[str, str]] = {
        "question": {q.id: f"{q.number} {q.text}".strip() for q in form.rated},
        "factor": dict(form.factors),
        "procedure": plan.line_names | unknown,
        "field": {field.id: field.name for field in plan.fields} | unknown,
        "box": {box.id: box.name for box in plan.boxes},
        "period": {str(period): period.vietnamese_name for period in periods},
        "channel": {},
    }
    for by in GROUPINGS:
        if by in WITHOUT_KEY and any(getattr(cell, by) == "" for cell in cells):
            labels[by][""] = WITHOUT_KEY[by]
    for by, names in imported_labels(session, cells, labels["period"]).items():
        nameless = {"": labels[by][""]} if "" in labels[by] else {}
        labels[by] = nameless | names
    return labels
