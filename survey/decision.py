"""How people settle a doubtful answer (spec, chapter 7). Pure: decisions in, settlement out."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.names import name_key
from survey.reading import Status

STATUSES_BY_VALUE = {
    "blank": Status.BLANK,
    "multiple": Status.MULTIPLE,
    "unclear": Status.UNCLEAR,
    "unknown": Status.UNCLEAR,  # the question "procedure": «không xác định»
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided about one question of one sheet.

    Attributes:
        seq: place in the journal; later decisions have larger numbers.
        question: a question id, or ``procedure`` for the hand-written line.
        value: a printed choice such as ``5``, a procedure code, ``blank``, ``multiple``,
            ``unclear`` or ``unknown``.
    """

    seq: int
    sheet: str
    question: str
    value: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome; ``decided_by`` names the people who decided so, separated by ``; ``."""

    status: Status
    choice: str | None
    decided_by: str


def settle(decisions: Sequence[Decision], needed: int) -> Settlement | None:
    """Settle one question of one sheet, or None while it waits for another person.

    Only the latest decision of each person counts; an undo is a new decision.

    Args:
        decisions: all decisions about the question, in any order.
        needed: 1: the latest decision settles. 2: the first two people settle when they agree;
            otherwise the third does.
    """
    standing = _standing_decisions(decisions)
    value = _latest_value(standing) if needed == 1 else _agreed_value(standing)
    if value is None:
        return None
    agreeing = sorted((d for d in standing if d.value == value), key=lambda d: d.seq)
    status = STATUSES_BY_VALUE.get(value, Status.ANSWERED)
    choice = value if status is Status.ANSWERED else None
    return Settlement(status, choice, "; ".join(decision.person for decision in agreeing))


def _standing_decisions(decisions: Sequence[Decision]) -> list[Decision]:
    """Each person's latest decision; the people in the order of their first one."""
    latest: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.seq):
        latest[name_key(decision.person)] = decision
    return list(latest.values())


def _latest_value(standing: list[Decision]) -> str | None:
    return max(standing, key=lambda d: d.seq).value if standing else None


def _agreed_value(standing: list[Decision]) -> str | None:
    values = [decision.value for decision in standing[:3]]
    if len(values) >= 2 and values[0] == values[1]:
        return values[0]
    return values[2] if len(values) == 3 else None
