"""Which field a sheet belongs to when people ticked it in a list on the sheet."""

from steps.session import Session
from store.listing import list_answered


def ticked_fields(session: Session) -> dict[str, str]:
    """Sheet → id of the field that is ticked on it, as far as that is certain or settled."""
    fields, question = session.form.fields_by_choice, session.form.field_question
    answered = list_answered(session.record, question) if question else ()
    return {
        sheet: fields[question, choice]
        for sheet, choice in answered
        if (question, choice) in fields
    }
