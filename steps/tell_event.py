"""An event of the journal in words, with the names that people know from the form and the plan.

The journal keeps ids such as ``q3``; on the sheet it says «Câu 3».
"""

from typing import Any

from steps.session import Session
from store.journal import Event
from store.sheet_settlement import PROCEDURE_QUESTION
from survey.acts import say_act
from survey.language import _
from templates.form import Form


def tell_event(session: Session, event: Event) -> str:
    """The sentence of an event."""
    return say_act(event.kind, _with_names(session, event.body))


def name_question(form: Form, question: str) -> str:
    """What a question is called on the form, or the hand-written line."""
    if question == PROCEDURE_QUESTION:
        return _("Procedure")
    return form.question(question).name


def _with_names(session: Session, body: dict[str, Any]) -> dict[str, Any]:
    """The body with the names of what it speaks of: question, procedure on the line, channel."""
    question, value, channel = (body.get(key) for key in ("question", "value", "channel"))
    named = {}
    if isinstance(question, str):
        named["question"] = name_question(session.form, question)
    if question == PROCEDURE_QUESTION and isinstance(value, str):
        named["value"] = session.plan.line_names.get(value, value)
    if isinstance(channel, str):
        names = {one.id: one.name for one in session.plan.channels}
        named["channel"] = names.get(channel, channel)
    return body | named
