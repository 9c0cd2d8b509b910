"""Phúc tra: what the paper says, held against what the record says of the same sheets.

Two questions can be asked of a period. ``margin``: is the satisfied share wrong by more than d?
``error-rate``: did the machine misread more than a share p of the answers it was certain of? Both
become a mean over all sheets (``audit.risk``). A sheet of paper that cannot be found, and a sheet
that was counted by hand but never entered the record, count as badly as any sheet could.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from audit.risk import MOST_RISK, Wrong, attained_risk, sheets_needed

MISSING = "missing"
"""What a reader says when the sheet of paper cannot be found."""

Answers = Mapping[str, str]
"""Question → a printed choice, or a word: blank, multiple, unclear, invalid, missing."""


class Question(StrEnum):
    """What is asked of a period."""

    MARGIN = "margin"
    ERROR_RATE = "error-rate"


class Verdict(StrEnum):
    """What the sheets seen so far allow."""

    STOP = "stop"
    GO_ON = "go-on"
    FULL_COUNT = "full-count"


@dataclass(frozen=True, slots=True)
class PileSheet:
    """One sheet of paper that could be drawn.

    Attributes:
        id: of the sheet, or of the page or the opening that stands for one.
        counted: what the record counts of it, question → value; empty where it counts nothing.
        machine: what the machine was certain of, question → value.
        is_unknown: the hand count has it, the record does not; nobody can look for it.
    """

    id: str
    counted: Answers
    machine: Answers
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and how surely it must be answered.

    Attributes:
        question: which of the two questions.
        allowed: d or p, a share between 0 and 1.
        risk_limit: largest chance of confirming a result that is wrong.
        satisfied: the choices that count as satisfied.
        per_sheet: questions on a sheet that are asked about.
        rated: the questions on the scale, which alone make the satisfied share; all when empty.
    """

    question: Question
    allowed: Fraction
    risk_limit: Fraction
    satisfied: frozenset[str]
    per_sheet: int
    rated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What a re-check found so far.

    Attributes:
        sheets: sheets looked at.
        risk: the attained risk, 0 to 1.
        verdict: go on, stop, or count all by hand.
        total_needed: sheets to look at in all, when the rest is like those seen.
    """

    sheets: int
    risk: float
    verdict: Verdict
    total_needed: int


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One question of one sheet where paper and record differ."""

    unit: str
    question: str
    recorded: str
    on_paper: str


@dataclass(frozen=True, slots=True)
class Side:
    """One way to be wrong: what it means, and each sheet's number."""

    wrong: Wrong
    values: tuple[Fraction, ...]
    usual: Fraction


def record_digest(units: Iterable[PileSheet]) -> str:
    """SHA-256 of what the record counts: a line for each unit, in the order of their ids.

    A line is the id and ``question=value`` in the order of the questions' names, with blanks
    between; lines end with a line feed.
    """
    lines = sorted(
        " ".join([unit.id, *(f"{name}={value}" for name, value in sorted(unit.counted.items()))])
        for unit in units
    )
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def first_sample(units: Sequence[PileSheet], asked: Asked) -> int:
    """Sheets to draw first: as many as it takes when paper and record agree on all of them."""
    return max((_needed(side, asked) for side in sides(units, (), asked)), default=0)


def judge(
    units: Sequence[PileSheet], papers: Sequence[tuple[PileSheet, Answers]], asked: Asked
) -> Found:
    """What the sheets looked at so far say.

    Args:
        units: every sheet that could be drawn.
        papers: those looked at, in the order of the draw, with what stands on the paper.
        asked: what is asked.
    """
    ways = list(sides(units, papers, asked))
    risk = max((attained_risk(way.values, way.wrong) for way in ways), default=0.0)
    total = max((_needed(way, asked) for way in ways), default=len(papers))
    if risk <= asked.risk_limit:
        verdict, total = Verdict.STOP, len(papers)
    else:
        verdict = Verdict.GO_ON if total < len(units) else Verdict.FULL_COUNT
    return Found(len(papers), min(risk, MOST_RISK), verdict, total)


def list_discrepancies(
    papers: Iterable[tuple[PileSheet, Answers]], question: Question
) -> tuple[Discrepancy, ...]:
    """Every question where paper and record differ, in the order of the draw."""
    return tuple(
        Discrepancy(unit.id, name, recorded, paper[name])
        for unit, paper in papers
        for name, recorded in _compared(unit, paper, question)
        if recorded != paper[name]
    )


def _compared(unit: PileSheet, paper: Answers, question: Question) -> Iterator[tuple[str, str]]:
    """Each question that is held against the paper, and what the record says of it."""
    if question is Question.ERROR_RATE:
        yield from unit.machine.items()
    else:
        yield from ((name, unit.counted.get(name, "invalid")) for name in paper)


def _needed(side: Side, asked: Asked) -> int:
    return sheets_needed(side.values, side.wrong, side.usual, float(asked.risk_limit))


def sides(
    units: Sequence[PileSheet], papers: Sequence[tuple[PileSheet, Answers]], asked: Asked
) -> Iterator[Side]:
    """The ways in which the result could be wrong; one that cannot be is left out."""
    if asked.question is Question.ERROR_RATE:
        yield _error_side(units, papers, asked)
        return
    satisfied, answered = map(sum, zip(*(_count(u.counted, asked) for u in units), strict=True))
    if not answered:
        return
    share = Fraction(satisfied, answered)
    wrong = Wrong(len(units), asked.per_sheet - asked.allowed * Fraction(answered, len(units)))
    for sign, true_share in ((1, share - asked.allowed), (-1, share + asked.allowed)):
        if 0 <= true_share <= 1:
            weigh = _Weight(sign, true_share, asked)
            values = tuple(weigh.agreement(unit, paper) for unit, paper in papers)
            yield Side(wrong, values, _usual(values, asked))


def _error_side(
    units: Sequence[PileSheet], papers: Sequence[tuple[PileSheet, Answers]], asked: Asked
) -> Side:
    """Misreadings of the machine, at most one for each question of a sheet."""
    certain = sum(len(unit.machine) for unit in units)
    wrong = Wrong(len(units), asked.per_sheet - asked.allowed * Fraction(certain, len(units)))
    values = tuple(
        Fraction(0 if unit.is_unknown else asked.per_sheet - _misread(unit, paper))
        for unit, paper in papers
    )
    return Side(wrong, values, _usual(values, asked))


def _misread(unit: PileSheet, paper: Answers) -> int:
    return sum(paper.get(name, MISSING) != value for name, value in unit.machine.items())


def _usual(values: Sequence[Fraction], asked: Asked) -> Fraction:
    """What a further sheet is expected to give: the mean so far, full agreement before that."""
    return sum(values, Fraction()) / len(values) if values else Fraction(asked.per_sheet)


def _count(answers: Answers, asked: Asked) -> tuple[int, int]:
    """Satisfied answers and all answers of one sheet."""
    choices = [
        value for question, value in answers.items()
        if value not in NO_CHOICE and (not asked.rated or question in asked.rated)
    ]  # fmt: skip
    return sum(choice in asked.satisfied for choice in choices), len(choices)


NO_CHOICE = frozenset({"blank", "multiple", "unclear", "flagged", "invalid", MISSING})
"""Values that are no answer to count."""


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a sheet weighs towards a true share at the far end of what is allowed.

    A sheet with s satisfied among a answers weighs ``±(s - t a)``: over all sheets of paper that is
    at most 0 when the true share has gone as far as t, and over the record it is d × answers.
    """

    sign: int
    true_share: Fraction
    asked: Asked

    def agreement(self, unit: PileSheet, paper: Answers) -> Fraction:
        """Questions of a sheet less the weight by which the record is better than the paper."""
        is_gone = unit.is_unknown or MISSING in paper.values()
        on_paper = self._worst() if is_gone else self._weigh(paper)
        return self.asked.per_sheet - (self._weigh(unit.counted) - on_paper)

    def _weigh(self, answers: Answers) -> Fraction:
        satisfied, answered = _count(answers, self.asked)
        return self.sign * (satisfied - self.true_share * answered)

    def _worst(self) -> Fraction:
        """A sheet on which every answer speaks against the record."""
        against = self.true_share if self.sign > 0 else 1 - self.true_share
        return -against * self.asked.per_sheet
