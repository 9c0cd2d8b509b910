"""Whose turn is which question: a person's queue, filtered as the address asks."""

from collections.abc import Mapping
from urllib.parse import urlencode

from review.desk import Desk
from review.seats import Sitter, Turn
from store.sheet_settlement import PROCEDURE_QUESTION
from store.worklist import Asked, Place, Queue, find_next

SPOT_CHECK = "spot-check"
"""What stands for a question where a whole page is shown beside a spot check."""
FILTERS = ("reason", "box", "question")


def marks_of(sitter: Sitter, chosen: Mapping[str, str]) -> Asked:
    """The flagged questions this person may be asked."""
    queue = Queue.MARKS_DIFFER if sitter.turn is Turn.THIRD else Queue.MARKS
    return Asked(queue, sitter.key, **{name: chosen.get(name, "") for name in FILTERS})


def lines_of(sitter: Sitter) -> Asked:
    """The hand-written lines this person may be asked to read."""
    queue = Queue.LINES_DIFFER if sitter.turn is Turn.THIRD else Queue.LINES
    return Asked(queue, sitter.key)


def filters_of(asked: Asked) -> dict[str, str]:
    """What the queue leaves out, as it stands in an address."""
    chosen = {name: getattr(asked, name) for name in FILTERS}
    return {name: value for name, value in chosen.items() if value}


def with_filters(path: str, asked: Asked) -> str:
    """An address that keeps what the queue leaves out."""
    chosen = urlencode(filters_of(asked))
    return f"{path}?{chosen}" if chosen else path


def address_of(place: Place) -> str:
    """Where a question, or the hand-written line, is decided."""
    sheet, question = place
    if question == SPOT_CHECK:
        return "/spot-check"
    if question == PROCEDURE_QUESTION:
        return f"/procedures/{sheet}"
    return f"/questions/{sheet}/{question}"


def follow(desk: Desk, asked: Asked, after: Place) -> Place | None:
    """The question behind this one, or the first of those that were passed over."""
    record = desk.session.record
    return find_next(record, asked, after) or find_next(record, asked)
