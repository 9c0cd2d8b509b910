"""How a person stands to a question: may they decide it, and must they say why?"""

from enum import StrEnum

from review.seats import Sitter, Turn
from store.one_sheet import find_answer
from store.record import Record
from store.worklist import Place, count_opinions, find_own_decision
from survey.reading import Status

OPINIONS_THAT_DIFFER = 2


class Stance(StrEnum):
    """What a person may do about a question."""

    OPINION = "opinion"
    THIRD = "third"
    CHANGE = "change"
    DOUBT = "doubt"
    SHUT = "shut"

    @property
    def needs_reason(self) -> bool:
        """Must the person say why? A first look needs no other reason than the paper."""
        return self in {Stance.THIRD, Stance.CHANGE, Stance.DOUBT}


def find_stance(record: Record, sitter: Sitter, place: Place) -> Stance:
    """An opinion, the last word, a change of mind, a doubt about what was certain, or nothing."""
    own, _value = find_own_decision(record, place, sitter.key)
    if own:
        return Stance.CHANGE
    opinions = count_opinions(record, place)
    is_third = sitter.turn is Turn.THIRD
    if opinions is None:
        return Stance.DOUBT if _is_certain(record, place) and not is_third else Stance.SHUT
    if opinions < OPINIONS_THAT_DIFFER:
        return Stance.SHUT if is_third else Stance.OPINION
    return Stance.THIRD if is_third else Stance.SHUT


def _is_certain(record: Record, place: Place) -> bool:
    """Was the machine certain, and has nobody doubted it?"""
    answer = find_answer(record, *place)
    return answer is not None and answer.machine_status != Status.FLAGGED
