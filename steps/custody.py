"""``paper`` and ``seal``: what happens to sheets and boxes between two openings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from steps.session import Session
from steps.signature import person_name, plain_text
from store.custody import find_last_seal, list_seals
from store.entries import SealEntry
from store.listing import list_openings
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key
from survey.opening_rules import PastSeals


class PaperAct(StrEnum):
    """What can happen to a printed sheet before it is answered."""

    ISSUED = "issued"
    SPOILT = "spoilt"
    RETURNED = "returned"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did something, in what function, and what else is to be said of it."""

    name: str
    role: str
    note: str = ""

    def record(self, session: Session, kind: str, body: Mapping[str, object]) -> None:
        """Write into the journal that this person did it.

        Raises:
            RequestError: name or function is missing, or holds hidden characters.
        """
        name, role = person_name(self.name), plain_text(self.role)
        if not name or not role:
            raise RequestError(_("say who did it with --by and in what function with --role"))
        with session.record.transaction():
            session.note_plan()
            session.record.append(kind, body, person=name, role=role)


def record_paper(session: Session, act: PaperAct, count: int, box: str, doer: Doer) -> None:
    """Write down that ``count`` sheets were issued, spoilt, brought back or left over.

    Raises:
        RequestError: the plan has no such box, or nobody is named.
    """
    if box:
        session.plan.box(box)
    body = {"act": act, "count": count, "box": box, "note": plain_text(doer.note)}
    doer.record(session, "paper", body)


def record_seal(session: Session, box: str, seal_number: str, doer: Doer) -> None:
    """Write down that a box was sealed.

    Raises:
        RequestError: the plan has no such box, nobody is named, or the box has or had this seal.
    """
    number = plain_text(seal_number)
    last = expected_seal(session, box)
    if not number:
        raise RequestError(_("the seal needs a number; write the one that stands on it"))
    if name_key(number) == name_key(last):
        raise RequestError(
            _("{box} has the seal {number} already; a new seal has a new number",
              box=box, number=number)
        )  # fmt: skip
    if name_key(number) in seals_of_box(session, box).numbers:
        raise RequestError(
            _(
                "the seal {number} was on {box} or on its sheets before; a new seal has a new "
                "number",
                box=box,
                number=number,
            )
        )
    body = {"box": box, "seal_number": number, "note": plain_text(doer.note)}
    doer.record(session, "sealed", body)


def expected_seal(session: Session, box: str, before: str = "") -> str:
    """The number of the seal that should be on the box, now or before an opening took place.

    Empty when neither record nor plan knows one.

    Raises:
        RequestError: the plan has no such box.
    """
    last = find_last_seal(session.record, box, before)
    return last.seal_number if last else session.plan.box(box).seal_number


def seals_of_box(session: Session, box: str, before: str = "") -> PastSeals:
    """The seals that this box and the sheets out of it had, up to now or before an opening.

    Raises:
        RequestError: the plan has no such box.
    """
    put_on = list_seals(session.record, box, before)
    numbers = [session.plan.box(box).seal_number, *(one.seal_number for one in put_on)]
    earlier = takewhile(lambda entry: entry.id != before, list_openings(session.record))
    for entry in (entry for entry in earlier if entry.box == box):
        numbers.append(entry.body["before"]["seal_number"])
        if handover := entry.body["handover"]:
            numbers.append(handover["sheets_seal_number"])
    return PastSeals(
        frozenset(name_key(number) for number in numbers if number),
        _moments(one for one in put_on if one.opening),
        _moments(one for one in put_on if not one.opening),
    )


def _moments(put_on: Iterable[SealEntry]) -> dict[str, datetime]:
    return {name_key(one.seal_number): datetime.fromisoformat(one.at) for one in put_on}
