"""How people settle what is doubtful (spec, chapter 7). Pure: opinions in, settlement out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from survey.names import name_key
from survey.reading import Status

PEOPLE_APART = "; "
"""Between names; no name has it."""
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
        value: a printed choice such as ``5``, a procedure code or a field, ``blank``, ``multiple``,
            ``unclear`` or ``unknown``.
    """

    seq: int
    sheet: str
    question: str
    value: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageDecision:
    """What one person decided about a page the machine did not read.

    Attributes:
        fate: a ``survey.fate.Fate``.
        sheet: the sheet that is meant; empty for none, or for a sheet of its own.
        sheet_page, fingerprint, questions: what people will read there when it is a sheet.
    """

    seq: int
    fate: str
    sheet: str
    sheet_page: int
    fingerprint: str
    questions: tuple[str, ...]
    person: str
    reason: str

    @property
    def value(self) -> Hashable:
        """What must be equal for two people to agree."""
        return self.fate, self.sheet


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """What one person decided about a sheet: a ``survey.fate.Verdict`` and ``Ground``."""

    seq: int
    sheet: str
    verdict: str
    ground: str
    person: str
    reason: str

    @property
    def value(self) -> Hashable:
        """What must be equal for two people to agree."""
        return self.verdict, self.ground


class Opinion(Protocol):
    """One person's word on something, at one moment."""

    @property
    def seq(self) -> int: ...  # noqa: D102 - place in the journal
    @property
    def person(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> Hashable: ...  # noqa: D102


Given = TypeVar("Given", bound=Opinion)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome; ``decided_by`` names the people who decided so, separated by ``; ``."""

    status: Status
    choice: str | None
    decided_by: str


def settle(decisions: Sequence[Decision], needed: int) -> Settlement | None:
    """Settle one question of one sheet, or None while it waits for another person.

    Args:
        decisions: all decisions about the question, in any order.
        needed: how many people it takes, see ``agree``.
    """
    agreeing = agree(decisions, needed)
    if not agreeing:
        return None
    value = agreeing[-1].value
    status = STATUSES_BY_VALUE.get(value, Status.ANSWERED)
    choice = value if status is Status.ANSWERED else None
    return Settlement(status, choice, name_people(agreeing))


def agree(opinions: Sequence[Given], needed: int) -> tuple[Given, ...]:
    """The opinions that settle it, oldest first; none while it waits for another person.

    Only the latest opinion of each person counts; an undo is a new opinion.

    Args:
        opinions: all opinions on one thing, in any order.
        needed: 1: the latest opinion settles. 2: the first two people settle when they agree;
            otherwise the third does. Two others who agree correct that: whoever settled it may be
            gone, and a correction takes two names (seed 004).
    """
    standing = _standing_opinions(opinions)
    settling = _latest(standing) if needed == 1 else _settling(standing)
    if settling is None:
        return ()
    agreeing = (opinion for opinion in standing if opinion.value == settling.value)
    return tuple(sorted(agreeing, key=lambda opinion: opinion.seq))


def left_to_third(opinions: Sequence[Opinion]) -> frozenset[str]:
    """The name keys of two people whose answers differed: a third settles it now, they no longer.

    Otherwise one of them could try one answer after the other until it is that of the other
    person. Who spoke before anybody else, or comes back to what both had settled, may still change
    their mind: nothing is to be learned by that.

    Args:
        opinions: all opinions on one thing that two people settle, in any order.
    """
    standing: dict[str, Opinion] = {}
    spoken: set[str] = set()  # since they last agreed
    for opinion in sorted(opinions, key=lambda o: o.seq):
        key = name_key(opinion.person)
        standing[key] = opinion
        spoken.add(key)
        first_two = list(standing.values())[:2]
        if len(first_two) == 2 and first_two[0].value == first_two[1].value:
            spoken.clear()
    return frozenset(list(standing)[:2]) if len(spoken) > 1 else frozenset()


def lone_correctors(opinions: Sequence[Opinion]) -> frozenset[str]:
    """The name keys of those who would correct what others settled, and are not two yet.

    Args:
        opinions: all opinions on one thing that two people settle, in any order.
    """
    _settlers, others = _part(_standing_opinions(opinions))
    keys = frozenset(name_key(opinion.person) for opinion in others)
    return frozenset() if _shared(others) else keys


def name_people(opinions: Sequence[Opinion]) -> str:
    """The people of these opinions, separated by ``; ``."""
    return PEOPLE_APART.join(opinion.person for opinion in opinions)


def _standing_opinions(opinions: Sequence[Given]) -> list[Given]:
    """Each person's latest opinion; the people in the order of their first one."""
    latest: dict[str, Given] = {}
    for opinion in sorted(opinions, key=lambda o: o.seq):
        latest[name_key(opinion.person)] = opinion
    return list(latest.values())


def _latest(standing: Sequence[Given]) -> Given | None:
    return max(standing, key=lambda opinion: opinion.seq, default=None)


def _settling(standing: Sequence[Given]) -> Given | None:
    """The opinion of two who agree, or of the third where they do not, or of two who correct it."""
    settlers, others = _part(standing)
    shared = _shared(others)
    if shared:
        return _latest(shared)
    return settlers[-1] if _is_agreed(settlers) or len(settlers) > 2 else None


def _part(standing: Sequence[Given]) -> tuple[Sequence[Given], Sequence[Given]]:
    """The opinions of those who settle it first, and of others, who may correct it."""
    first = 2 if _is_agreed(standing) else 3
    return standing[:first], standing[first:]


def _is_agreed(standing: Sequence[Opinion]) -> bool:
    """Do the first two people say the same?"""
    return len(standing) > 1 and standing[0].value == standing[1].value


def _shared(others: Sequence[Given]) -> list[Given]:
    """The opinions that another one of them shares."""
    return [one for one in others if sum(one.value == other.value for other in others) > 1]
