"""Phúc tra of invented surveys with planted errors: how often is a wrong result let through?

Each audit draws the sheets in a random order and looks after every one whether it may stop, which
is the most often that anybody could look. A wrong result that would be confirmed at any moment
counts as let through; the risk limit promises how seldom that is.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median

import numpy as np
from numpy.random import Generator

from audit.recheck import Answers, Asked, PileSheet, Question, Side, first_sample, sides
from audit.risk import Wrong, running_risk

AUDITS = 2000
SHARES = ("0.001", "0.005", "0.01", "0.02", "0.05")
"""Misread by the machine, exactly as many as would be too many."""
SHEETS = 500
QUESTIONS = 8
RISK_LIMIT = Fraction(1, 20)
MARGIN = Asked(Question.MARGIN, Fraction(3, 100), RISK_LIMIT, frozenset("54"), QUESTIONS)
ERROR_RATE = replace(MARGIN, question=Question.ERROR_RATE, allowed=Fraction(2, 100))
NAMES = [f"q{number}" for number in range(1, QUESTIONS + 1)]

Papers = list[tuple[PileSheet, Answers]]


def honest(rng: Generator, sheets: int) -> Papers:
    """A survey whose record says what the paper says."""
    papers: Papers = []
    for number in range(sheets):
        levels = rng.choice([*"54321", "blank"], QUESTIONS, p=[0.45, 0.3, 0.12, 0.06, 0.04, 0.03])
        paper: Answers = dict(zip(NAMES, map(str, levels), strict=True))
        papers.append((PileSheet(f"P{number:04}", paper, paper), paper))
    return papers


def misread(papers: Papers, rng: Generator, share: float) -> Papers:
    """This share of the unhappy answers, or as many as it takes, became a 5."""
    places = [(i, name) for i, (_unit, paper) in enumerate(papers)
              for name in NAMES if paper[name] in "321"]  # fmt: skip
    count = round(share * len(papers) * QUESTIONS)
    chosen = rng.permutation(len(places))[:count]
    changed = {i: dict(paper) for i, (_unit, paper) in enumerate(papers)}
    for place in chosen:
        i, name = places[place]
        changed[i][name] = "5"
    return [
        (replace(unit, counted=changed[i], machine=changed[i]), paper)
        for i, (unit, paper) in enumerate(papers)
    ]


def swapped(papers: Papers, sheets: int) -> Papers:
    """The record of some sheets turned upside down: 5 for 1, 4 for 2."""
    turn = str.maketrans("54321", "12345")
    worst = sorted(papers, key=lambda one: -sum(one[1][name] in "21" for name in NAMES))
    ids = {unit.id for unit, _paper in worst[:sheets]}
    return [
        (
            replace(unit, counted={n: v if v == "blank" else v.translate(turn)
                                   for n, v in unit.counted.items()})
            if unit.id in ids else unit,
            paper,
        )
        for unit, paper in papers
    ]  # fmt: skip


def removed(papers: Papers, sheets: int) -> Papers:
    """The unhappiest sheets never came into the record; the hand count still has them."""
    worst = sorted(papers, key=lambda one: sum(one[1][name] in "54" for name in NAMES))
    ids = {unit.id for unit, _paper in worst[:sheets]}
    return [
        (PileSheet(unit.id, {}, {}, is_unknown=True) if unit.id in ids else unit, paper)
        for unit, paper in papers
    ]


def share_of(answers: Sequence[Answers]) -> Fraction:
    """The satisfied share, counted without any code of the product."""
    choices = [value for sheet in answers for value in sheet.values() if value in "54321"]
    return Fraction(sum(value in "54" for value in choices), len(choices))


def is_wrong(papers: Papers, asked: Asked) -> bool:
    """Counted here without any code of the product."""
    if asked.question is Question.ERROR_RATE:
        wrong = sum(u.machine[n] != paper[n] for u, paper in papers for n in u.machine)
        return wrong >= asked.allowed * sum(len(unit.machine) for unit, _paper in papers)
    recorded = share_of([unit.counted for unit, _paper in papers])
    return abs(recorded - share_of([paper for _unit, paper in papers])) >= asked.allowed


def in_whole_numbers(side: Side) -> tuple[list[int], Wrong]:
    """The same numbers, quicker to count with."""
    unit = math.lcm(*(value.denominator for value in side.values))
    wrong = replace(side.wrong, mean_if_wrong=side.wrong.mean_if_wrong * unit)
    return [int(value * unit) for value in side.values], wrong


def stops(papers: Papers, asked: Asked, audits: int, rng: Generator) -> list[int]:
    """After how many sheets each audit would stop, content; 0 for those that never do."""
    units = [unit for unit, _paper in papers]
    ways = [in_whole_numbers(side) for side in sides(units, papers, asked)]
    found = []
    for _audit in range(audits):
        order = rng.permutation(len(papers))
        risks = [running_risk([values[i] for i in order], wrong) for values, wrong in ways]
        seen = enumerate(zip(*risks, strict=True), 1)
        found.append(next((n for n, risk in seen if max(risk) <= asked.risk_limit), 0))
    return found


@dataclass(frozen=True, slots=True)
class Planted:
    """Errors to plant, what is asked of the survey then, and whether its result is wrong."""

    name: str
    plant: Callable[[Papers, Generator], Papers]
    asked: Asked
    is_wrong: bool = True


def _misreads(share: float, asked: Asked, *, wrong: bool = True) -> Planted:
    kind = "error rate" if asked.question is Question.ERROR_RATE else "margin"
    name = f"{share:.1%} misread, asked: {kind} {float(asked.allowed):.1%}"
    return Planted(name, lambda papers, rng: misread(papers, rng, share), asked, wrong)


def _rate(share: str) -> Asked:
    return replace(ERROR_RATE, allowed=Fraction(share))


PLANTED = (
    *(_misreads(float(share), _rate(share)) for share in SHARES),
    _misreads(0.032, MARGIN),
    _misreads(0.05, MARGIN),
    Planted("results of 16 % of the sheets swapped, asked: margin 3.0%",
            lambda papers, _rng: swapped(papers, len(papers) * 16 // 100), MARGIN),
    Planted("14 % of the sheets removed, asked: margin 3.0%",
            lambda papers, _rng: removed(papers, len(papers) * 14 // 100), MARGIN),
    _misreads(0.0, MARGIN, wrong=False),
    _misreads(0.001, MARGIN, wrong=False),
)  # fmt: skip


def measure_rechecks(audits: int, sheets: int, seed: int) -> str:
    """A table: what was planted, how many audits stopped content, and after how many sheets."""
    lines = [
        f"{audits} audits each on surveys of {sheets} sheets, risk limit {float(RISK_LIMIT):.0%}",
        f"{'planted':<58}{'result':>8}{'stopped':>9}{'first':>7}{'median':>8}",
    ]
    for planted in PLANTED:
        rng = np.random.default_rng(seed)
        papers = planted.plant(honest(rng, sheets), rng)
        assert is_wrong(papers, planted.asked) == planted.is_wrong
        first = first_sample([unit for unit, _paper in papers], planted.asked)
        found = stops(papers, planted.asked, audits, rng)
        ended = [count for count in found if count]
        result, middle = "wrong" if planted.is_wrong else "right", median(ended) if ended else 0
        share = len(ended) / audits
        lines.append(f"{planted.name:<58}{result:>8}{share:>9.2%}{first:>7}{middle:>8.0f}")
    return "\n".join(lines)
