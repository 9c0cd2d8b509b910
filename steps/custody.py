"""``paper`` and ``seal``: what happens to sheets and boxes between two openings."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from steps.session import Session
from steps.signature import plain_text
from store.custody import find_last_seal
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key


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
        name, role = plain_text(self.name), plain_text(self.role)
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
        RequestError: the plan has no such box, nobody is named, or the seal is the one it had.
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
