"""An attacker who puts all published tables of a survey together.

They know how tables are made, every figure that is shown, and that answers are counts. What they
do not know are the answers of each group of sheets; linear programming tells between which bounds
every hidden figure must lie. The attacker shares no code with what hides the figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from survey.period import Period
from tests.tally.cells import FACTORS, LEAVES, PaperSheet

CHOICES, SATISFIED = frozenset("54321"), frozenset("54")
Name = tuple[str, str, str, str]
"""Scope, table, key and column of a published figure."""
System = tuple[NDArray[np.float64], list[int]]
FAR_APART = 10
MOST_ANSWERS = 10_000


@dataclass
class Attack:
    """What is unknown, and the figures as sums of it."""

    unknown: dict[tuple[str, str, str, str], int]  # period, field, question, leaf
    sums: dict[Name, list[int]]
    value: dict[Name, int]
    questions: tuple[str, ...]


def prepare(
    sheets: Sequence[PaperSheet], scopes: Iterable[str], empty: Iterable[str] = ()
) -> Attack:
    """What is published of these sheets; ``empty`` are fields with a row and no sheet."""
    fields = sorted({sheet.field for sheet in sheets} | {*empty})
    groups = list(product(sorted({sheet.period for sheet in sheets}), fields))
    questions = list(FACTORS)[: len(sheets[0].answers)]
    keys = [(p, f, q, leaf) for p, f in groups for q in questions for leaf in LEAVES]
    unknown = {key: at for at, key in enumerate(keys)}
    sums: dict[Name, list[int]] = defaultdict(list)
    for (period, field, question, leaf), at in unknown.items():
        for scope in scopes:
            if not scope or Period.parse(scope).contains(Period.parse(period)):
                rows = {"": "", "field": field, "period": period, "question": question}
                rows["factor"] = FACTORS[question]
                for table, key in rows.items():
                    for column in columns_of(leaf):
                        sums[scope, table, key, column].append(at)
    count = np.zeros(len(unknown), dtype=int)
    for sheet in sheets:
        for question, leaf in zip(questions, sheet.answers, strict=True):
            count[unknown[sheet.period, sheet.field, question, leaf]] += 1
    value = {name: int(count[at].sum()) for name, at in sums.items()}
    return Attack(unknown, sums, value, tuple(questions))


def columns_of(leaf: str) -> list[str]:
    if leaf not in CHOICES:
        return [str(leaf), "total"]
    return [str(leaf), "total", "answered", "satisfied" if leaf in SATISFIED else "unsatisfied"]


def recover(attack: Attack, hidden: Mapping[Name, object]) -> list[Name]:
    """The hidden figures of which the attacker knows the exact number.

    A few worlds far apart are looked at first: a figure that is not the same in all of them is not
    known. Only for the others the bounds are computed one by one.
    """
    system = _equations(attack, hidden)
    random = np.random.default_rng(0)
    size = len(attack.unknown)
    far_apart = [_solve(random.choice([-1.0, 1.0], size), system) for _ in range(FAR_APART)]
    found = []
    for name in hidden:
        at = attack.sums[name]
        if np.ptp([world[at].sum() for world in far_apart]) < 0.5:
            goal = np.zeros(size)
            goal[at] = 1
            low, high = (_solve(sign * goal, system)[at].sum() for sign in (1, -1))
            if high - low < 0.5:
                found.append(name)
    return found


def _equations(attack: Attack, hidden: Mapping[Name, object]) -> System:
    shown = [name for name in attack.sums if name not in hidden]
    same_sheets = _same_number_of_sheets(attack)
    matrix = np.zeros((len(shown) + len(same_sheets), len(attack.unknown)))
    for line, name in enumerate(shown):
        matrix[line, attack.sums[name]] = 1
    for line, (some, others) in enumerate(same_sheets, len(shown)):
        matrix[line, some], matrix[line, others] = 1, -1
    return matrix, [*(attack.value[name] for name in shown), *([0] * len(same_sheets))]


def _solve(goal: NDArray[np.float64], system: System) -> NDArray[np.float64]:
    """The possible world, bounded by the size of a survey, in which the goal is least."""
    matrix, totals = system
    solved = linprog(goal, A_eq=matrix, b_eq=totals, bounds=(0, MOST_ANSWERS))
    assert solved.status == 0, solved.message
    answers: NDArray[np.float64] = solved.x
    return answers


def _same_number_of_sheets(attack: Attack) -> list[tuple[list[int], list[int]]]:
    """Every question was asked on every sheet of a group."""
    asked: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (period, field, question, _leaf), at in attack.unknown.items():
        asked[period, field][question].append(at)
    return [
        (first, other)
        for questions in asked.values()
        for first, *others in [list(questions.values())]
        for other in others
    ]
