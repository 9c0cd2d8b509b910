"""The answers of other channels as the tally takes them."""

from collections.abc import Iterator, Mapping, Sequence

from steps.session import Session
from store.channel_listing import count_imported_alike, list_asked_forms
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.period import Period
from survey.plan_rules import PAPER
from tally.count import AnswerCells

NO_BOX = "kênh khác, không qua hòm phiếu"


def imported_cells(session: Session) -> Iterator[AnswerCells]:
    """Every imported answer, counted with those like it.

    Where the plan names no procedures its fields stand for them, as on the line of a sheet.
    """
    plan, fields = session.plan, session.plan.field_of
    asked = list_asked_forms(session.record)
    for alike in count_imported_alike(session.record):
        named = alike.procedure or ("" if plan.procedures else alike.field)
        yield AnswerCells(
            channel=alike.channel,
            form=alike.form,
            period=alike.period,
            box="",
            field=alike.field or fields.get(alike.procedure, UNKNOWN_PROCEDURE),
            procedure=named or UNKNOWN_PROCEDURE,
            question=alike.question,
            factor=asked[alike.form].factors.get(alike.question, ""),
            status=alike.status,
            choice=alike.choice,
            answers=alike.answers,
        )


def imported_labels(
    session: Session, cells: Sequence[AnswerCells], periods: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """What differs in the names where these answers came by another channel.

    Args:
        session: the survey.
        cells: answers of one series; nothing differs for those of paper, nor for none.
        periods: the periods of the openings, by name.
    """
    if not cells or cells[0].channel == PAPER:
        return {}
    asked = list_asked_forms(session.record)[cells[0].form]
    named = {str(period): period for period in map(Period.parse, {c.period for c in cells})}
    return {
        "question": asked.questions,
        "factor": asked.factor_names,
        "box": {"": NO_BOX},
        "period": dict(periods) | {key: p.vietnamese_name for key, p in sorted(named.items())},
    }
