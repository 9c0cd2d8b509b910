"""Surveys with planted errors: does phúc tra find them as often as it promises?"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.random import Generator

from audit.recheck import (
    MISSING,
    Answers,
    Asked,
    Question,
    Side,
    Unit,
    Verdict,
    first_sample,
    judge,
    list_discrepancies,
    record_digest,
    sides,
)
from audit.risk import Wrong, running_risk

AUDITS = 2000
SHEETS = 160
QUESTIONS = 8
RISK_LIMIT = Fraction(1, 20)
MARGIN = Asked(Question.MARGIN, Fraction(3, 100), RISK_LIMIT, frozenset("54"), QUESTIONS)
ERROR_RATE = Asked(Question.ERROR_RATE, Fraction(2, 100), RISK_LIMIT, frozenset("54"), QUESTIONS)
NAMES = [f"q{number}" for number in range(1, QUESTIONS + 1)]

Papers = list[tuple[Unit, Answers]]


def honest(rng: Generator, sheets: int = SHEETS) -> Papers:
    """A survey whose record says what the paper says."""
    papers: Papers = []
    for number in range(sheets):
        levels = rng.choice([*"54321", "blank"], QUESTIONS, p=[0.45, 0.3, 0.12, 0.06, 0.04, 0.03])
        paper: Answers = dict(zip(NAMES, map(str, levels), strict=True))
        papers.append((Unit(f"P{number:04}", paper, paper), paper))
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
        (Unit(unit.id, {}, {}, is_unknown=True) if unit.id in ids else unit, paper)
        for unit, paper in papers
    ]


def share_of(answers: Sequence[Answers]) -> Fraction:
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


def passes(papers: Papers, asked: Asked, rng: Generator) -> float:
    """In how many audits people who look after every sheet would have stopped, content."""
    units = [unit for unit, _paper in papers]
    ways = [in_whole_numbers(side) for side in sides(units, papers, asked)]
    passed = 0
    for _audit in range(AUDITS):
        order = rng.permutation(len(papers))
        risks = [running_risk([values[i] for i in order], wrong) for values, wrong in ways]
        passed += any(max(risk) <= asked.risk_limit for risk in zip(*risks, strict=True))
    return passed / AUDITS


PLANTED: dict[str, tuple[Callable[[Papers, Generator], Papers], Asked]] = {
    "misread 3.2 %": (lambda p, rng: misread(p, rng, 0.032), MARGIN),
    "misread 5 %": (lambda p, rng: misread(p, rng, 0.05), MARGIN),
    "swapped": (lambda p, _rng: swapped(p, 26), MARGIN),
    "removed": (lambda p, _rng: removed(p, 22), MARGIN),
    "machine wrong 0.2 %": (
        lambda p, rng: misread(p, rng, 0.002),
        replace(ERROR_RATE, allowed=Fraction(2, 1000)),
    ),
    "machine wrong 2 %": (lambda p, rng: misread(p, rng, 0.02), ERROR_RATE),
    "machine wrong 5 %": (lambda p, rng: misread(p, rng, 0.05), ERROR_RATE),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_wrong_result_is_let_through_no_more_often_than_promised(planted: str) -> None:
    plant, asked = PLANTED[planted]
    rng = np.random.default_rng(8)
    papers = plant(honest(rng), rng)
    assert is_wrong(papers, asked)
    # three standard deviations of chance above the promise
    assert passes(papers, asked, rng) <= 0.05 + 3 * (0.05 * 0.95 / AUDITS) ** 0.5


@pytest.mark.parametrize("share", [0.0, 0.001])
def test_a_clean_survey_stops_early(share: float) -> None:
    rng = np.random.default_rng(9)
    papers = misread(honest(rng, 2000), rng, share)
    units = [unit for unit, _paper in papers]
    first = first_sample(units, MARGIN)
    assert first < 120
    stopped = 0
    for _audit in range(100):
        drawn = [papers[i] for i in rng.permutation(len(papers))[: first * 2]]
        stopped += any(
            judge(units, drawn[:n], MARGIN).verdict is Verdict.STOP for n in (first, first * 2)
        )
    assert stopped >= 95


def test_a_clean_small_survey_passes() -> None:
    papers = honest(np.random.default_rng(1), 40)
    found = judge([unit for unit, _paper in papers], papers, MARGIN)
    assert (found.verdict, found.risk) == (Verdict.STOP, 0.0)


def test_a_wrong_small_survey_is_counted_by_hand() -> None:
    rng = np.random.default_rng(2)
    papers = misread(honest(rng, 40), rng, 0.2)
    found = judge([unit for unit, _paper in papers], papers, MARGIN)
    assert (found.verdict, found.risk) == (Verdict.FULL_COUNT, 1.0)


def test_errors_ask_for_more_sheets() -> None:
    rng = np.random.default_rng(3)
    papers = honest(rng, 2000)
    units = [unit for unit, _paper in papers]
    first = first_sample(units, MARGIN)
    clean = judge(units, papers[: first - 1], MARGIN)
    unit, paper = papers[0]
    gone = [(unit, dict.fromkeys(paper, MISSING)), *papers[1:first]]
    found = judge(units, gone, MARGIN)
    assert clean.verdict is found.verdict is Verdict.GO_ON
    assert clean.total_needed == first < found.total_needed


def test_both_ways_of_being_wrong_are_looked_at() -> None:
    """The record makes the survey look worse than the paper."""
    papers = honest(np.random.default_rng(4), 200)
    worse = [(replace(u, counted={**u.counted, "q1": "1"}), paper) for u, paper in papers]
    assert judge([u for u, _p in worse], worse, MARGIN).verdict is Verdict.FULL_COUNT


def test_discrepancies_by_sheet() -> None:
    unit = Unit("P1", {"q1": "5", "q2": "blank"}, {"q1": "5"})
    paper = {"q1": "4", "q2": "blank"}
    for question in Question:
        (one,) = list_discrepancies([(unit, paper)], question)
        assert (one.unit, one.question, one.recorded, one.on_paper) == ("P1", "q1", "5", "4")


def test_the_digest_of_a_record_in_words() -> None:
    units = [Unit("B", {"q2": "4", "q1": "blank"}, {}), Unit("A", {}, {})]
    again = [Unit("A", {}, {}), Unit("B", {"q1": "blank", "q2": "4"}, {})]
    changed = [Unit("A", {}, {}), Unit("B", {"q1": "5", "q2": "4"}, {})]
    assert record_digest(units) == record_digest(again) != record_digest(changed)
