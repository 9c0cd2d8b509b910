"""How a person stands to a question: may they decide it, and must they say why?

Once two people have answered differently, neither may try again: a third person settles it.
"""

from collections.abc import Sequence
from enum import StrEnum

from review.seats import Sitter, Turn
from steps.decide import must_leave_question
from steps.left_to_third import corrects_alone, say_left_to_you, settled_by
from steps.session import Session
from store.listing import list_decisions
from store.one_sheet import find_answer, list_sheet_pages
from store.record import Record
from store.sheet_settlement import PROCEDURE_QUESTION
from store.worklist import Place, count_opinions, find_own_decision
from survey.decision import Opinion
from survey.reading import Status

OPINIONS_THAT_DIFFER = 2


class Stance(StrEnum):
    """What a person may do about a question.

    Attributes:
        OPINION: look at it first, for oneself.
        THIRD: settle what two see differently.
        CHANGE: replace one's own answer.
        ALONE: the same, where it would correct what others settled and nobody says so yet.
        DOUBT: doubt what the machine was certain of.
        CORRECT: correct what others settled.
        LEFT: nothing; two see it differently, and this is one of them.
        SHUT: nothing at this seat.
    """

    OPINION = "opinion"
    THIRD = "third"
    CHANGE = "change"
    ALONE = "alone"
    DOUBT = "doubt"
    CORRECT = "correct"
    LEFT = "left"
    SHUT = "shut"

    @property
    def needs_reason(self) -> bool:
        """Must the person say why? A first look needs no other reason than the paper."""
        return self not in {Stance.OPINION, Stance.LEFT, Stance.SHUT}


def find_stance(session: Session, sitter: Sitter, place: Place) -> Stance:
    """How a person stands to a question, or to the hand-written line."""
    record = session.record
    own, _value = find_own_decision(record, place, sitter.key)
    opinions = count_opinions(record, place)
    stance = stand(sitter, bool(own), opinions)
    if stance is Stance.CHANGE:
        return _after_own(session, sitter, place)
    if stance is Stance.SHUT and opinions is None and sitter.turn is not Turn.THIRD:
        return _against_settled(session, place)
    return stance


def say_left(session: Session, place: Place) -> str:
    """What somebody reads whose turn it is no longer."""
    return say_left_to_you(list_decisions(session.record, *place))


def stand(sitter: Sitter, has_own: bool, opinions: int | None) -> Stance:
    """How a person stands to anything two people settle; ``opinions`` is None when it is not open.

    The first two give opinions of their own; where these differ it is the third's turn.
    """
    if has_own:
        return Stance.CHANGE
    if opinions is None:
        return Stance.SHUT
    is_thirds = opinions >= OPINIONS_THAT_DIFFER
    if is_thirds != (sitter.turn is Turn.THIRD):
        return Stance.SHUT
    return Stance.THIRD if is_thirds else Stance.OPINION


def _after_own(session: Session, sitter: Sitter, place: Place) -> Stance:
    if must_leave_question(session, *place, sitter.name):
        return Stance.LEFT
    return own_stance(session, list_decisions(session.record, *place), sitter)


def own_stance(session: Session, opinions: Sequence[Opinion], sitter: Sitter) -> Stance:
    """How somebody stands to what they have answered, and need not leave to a third."""
    is_alone = corrects_alone(opinions, sitter.name, session.plan.review.deciders)
    return Stance.ALONE if is_alone else Stance.CHANGE


def _against_settled(session: Session, place: Place) -> Stance:
    """Of somebody who has said nothing about a question that is not open."""
    decisions = list_decisions(session.record, *place)
    if session.plan.review.deciders > 1 and settled_by(decisions):
        return Stance.CORRECT
    return Stance.DOUBT if _is_certain(session.record, place) else Stance.SHUT


def _is_certain(record: Record, place: Place) -> bool:
    """Was the machine certain, or is the procedure printed on the sheet?"""
    if place[1] == PROCEDURE_QUESTION:
        return any(page.procedure for page in list_sheet_pages(record, place[0]))
    answer = find_answer(record, *place)
    return answer is not None and answer.machine_status != Status.FLAGGED
