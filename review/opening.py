"""The opening of a box, written down in the browser.

The committee fills in the form, reads what the minutes will say, and only then records it. The
rules are those of ``open-box``.
"""

from datetime import date, datetime
from typing import Any

from starlette.responses import RedirectResponse, Response

from review.chores import record
from review.doors import SEE_OTHER, Visit
from review.workbench import Workbench
from steps.minutes import preview_minutes
from steps.open_box import expected_seals, likely_period, past_seals, require_instruction
from steps.session import Session
from survey.errors import RequestError
from survey.language import _
from survey.opening import Opening, opening_from_answers
from survey.opening_form import (
    PARTS,
    ROWS,
    Filled,
    person_questions,
    questions,
    read_form,
    row_title,
)
from survey.opening_rules import USUAL_COPIES
from survey.period import VIETNAM_TIME
from survey.typed_answers import say_moment


async def show_form(visit: Visit) -> Response:
    """The empty form."""
    plan = visit.desk.session.plan
    offered = {"period": likely_period(plan, date.today()), "before.checked_at": say_moment(_now())}
    return _show(visit, offered, {})


async def take_form(visit: Visit) -> Response:
    """Show what is wrong, or what the minutes will say; record it when that was agreed to."""
    session = visit.desk.session
    seals, past = expected_seals(session), past_seals(session)
    filled = read_form(visit.form, session.plan, seals, _now(), past)
    if filled.faults:
        return _show(visit, visit.form, filled.faults)
    try:
        opening = _opening(session, filled)
    except RequestError as fault:
        return _show(visit, visit.form, {"": (fault.on_page,)})
    step = visit.form.get("step")
    if step == "record":
        bench: Workbench = visit.request.app.state.bench
        bench.begin(_("Record an opening"), lambda own, _progress: record(own, opening))
        return RedirectResponse("/chores", SEE_OTHER)
    preview = () if step == "change" else preview_minutes(session, opening, None)
    return _show(visit, visit.form, {}, preview)


def _opening(session: Session, filled: Filled) -> Opening:
    seals, past = expected_seals(session), past_seals(session)
    opening = opening_from_answers(filled.table, session.plan, seals, past)
    if not opening.is_refused:
        require_instruction(session, opening.box, opening.before.checked_at)
    return opening


def _show(visit: Visit, typed: Any, faults: Any, preview: tuple[str, ...] = ()) -> Response:
    session = visit.desk.session
    return visit.show(
        "opening.html",
        boxes=session.plan.boxes,
        likely_period=likely_period(session.plan, date.today()),
        seals=expected_seals(session),
        people=[
            (row_title(row), session.plan.role_title(role), person_questions(row))
            for row, role in enumerate(ROWS)
        ],
        parts=PARTS,
        names=[question.name for question in questions()],
        copies=USUAL_COPIES,
        typed=typed,
        faults=faults,
        preview=preview,
    )


def _now() -> datetime:
    return datetime.now(VIETNAM_TIME).replace(second=0, microsecond=0)
