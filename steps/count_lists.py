"""What people ticked in the form's lists: how many sheets have each box ticked, out of how many.

Lists rate nothing, so no index counts them and no published table has them: what must stay hidden
there is proved for the questions on the scale alone (``tally.disclosure``).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from steps.session import Session
from store.counting import count_answers_alike
from store.listing import list_openings
from survey.period import Period
from survey.reading import Status
from templates.form import Question

Answered = Counter[tuple[str, str, str]]
"""(Question, status, choice) → sheets."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One box of a list.

    Attributes:
        choice, label: the box.
        ticked: sheets on which it is ticked.
        settled: sheets of which it is known whether it is; in a list of which one box may be
            ticked, those with one tick.
    """

    choice: str
    label: str
    ticked: int
    settled: int


@dataclass(frozen=True, slots=True)
class ListTable:
    """One list of the form; ``words`` are its number and text."""

    question: str
    words: str
    rows: tuple[ListRow, ...]


def count_lists(session: Session, period: Period | None) -> tuple[ListTable, ...]:
    """The lists of the form, on the valid sheets of a period that were printed with it.

    A list of fields is left out: it is counted by field.
    """
    form = session.form
    lists = [q for q in form.questions if q.choices and q.id != form.field_question]
    if not lists:
        return ()
    answered = _count_answers(session, period)
    return tuple(
        ListTable(one.id, f"{one.number} {one.text}".strip(), tuple(_rows(one, answered)))
        for one in lists
    )


def _rows(question: Question, answered: Answered) -> Iterator[ListRow]:
    for one in question.asked:
        of_list = [answered[one.id, Status.ANSWERED, step.choice] for step in one.choices]
        not_ticked = answered[one.id, Status.BLANK, ""] if question.may_tick_several else 0
        for step, ticked in zip(one.choices, of_list, strict=True):
            yield ListRow(step.choice, step.label, ticked, sum(of_list) + not_ticked)


def _count_answers(session: Session, period: Period | None) -> Answered:
    periods = {one.id: Period.parse(one.period) for one in list_openings(session.record)}
    answered: Answered = Counter()
    for alike in count_answers_alike(session.record, session.count_rules):
        opened = periods.get(alike.opening)
        is_asked = period is None or (opened is not None and period.contains(opened))
        if is_asked and alike.fingerprint == session.layout.fingerprint:
            answered[alike.question, alike.status, alike.choice] += alike.answers
    return answered
