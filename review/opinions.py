"""An opinion given on the page: recorded once, however often its form is sent."""

from review.doors import Visit
from review.stance import Stance, find_stance, say_left
from steps.decide import decide_question
from steps.signature import Signature
from store.worklist import Place, find_own_decision
from survey.language import _


def record_opinion(visit: Visit, place: Place) -> str:
    """Record what the form says of a question; when it is not recorded, why, in a sentence.

    A double click, or the same answer from another window, changes nothing and is no fault.
    """
    sitter, session = visit.seated, visit.desk.session
    value, why = visit.form.get("value", ""), visit.why
    with session.record.transaction():
        own, own_value = find_own_decision(session.record, place, sitter.key)
        is_stale = visit.form.get("own") != str(own)
        if is_stale and own_value == value:
            return ""
        stance = find_stance(session, sitter, place)
        if is_stale or stance is Stance.SHUT:
            return _("Meanwhile this question was answered; nothing was changed.")
        if stance is Stance.LEFT:
            return say_left(session, place)
        if stance.needs_reason and not why:
            return _("Say in a few words why.")
        by = Signature(sitter.name, why or _("seen on the scan"), sitter.role)
        decide_question(session, *place, value, by)
    return ""
