"""An attacker who puts all published tables of a survey together.

They know how tables are made, every figure that is shown, and that answers are counts. What they
do not know are the answers of each group of sheets; linear programming tells between which bounds
every hidden figure must lie. The attacker shares no code with what hides the figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from survey.period import Period
from tests.tally.cells import FACTORS, LEAVES, PaperSheet

CHOICES, SATISFIED = frozenset("54321"), frozenset("54")
Name = tuple[str, str, str, str]
"""Scope, table, key and column of a published figure."""


@dataclass
class Attack:
    """What is unknown, and the figures as sums of it."""

    unknown: dict[tuple[str, str, str, str], int]  # period, field, question, leaf
    sums: dict[Name, list[int]]
    value: dict[Name, int]


def prepare(sheets: Sequence[PaperSheet], scopes: Iterable[str]) -> Attack:
    groups = sorted({(sheet.period, sheet.field) for sheet in sheets})
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
    return Attack(unknown, sums, {name: int(count[at].sum()) for name, at in sums.items()})


def columns_of(leaf: str) -> list[str]:
    answered = ["answered"] if leaf in CHOICES else []
    return [str(leaf), "total", *answered, *(["satisfied"] if leaf in SATISFIED else [])]


def recover(attack: Attack, hidden: Mapping[Name, object]) -> list[Name]:
    """The hidden figures of which the attacker knows the exact number."""
    rows, values = [], []
    for name, at in attack.sums.items():
        if name not in hidden:
            rows.append(at)
            values.append(attack.value[name])
    same_sheets = _same_number_of_sheets(attack)
    matrix = np.zeros((len(rows) + len(same_sheets), len(attack.unknown)))
    for line, at in enumerate(rows):
        matrix[line, at] = 1
    for line, (some, others) in enumerate(same_sheets, len(rows)):
        matrix[line, some], matrix[line, others] = 1, -1
    totals = [*values, *([0] * len(same_sheets))]
    found = []
    for name in hidden:
        goal = np.zeros(len(attack.unknown))
        goal[attack.sums[name]] = 1
        low, high = (linprog(sign * goal, A_eq=matrix, b_eq=totals) for sign in (1, -1))
        assert low.status == 0, (name, low.message)
        if high.status == 0 and -high.fun - low.fun < 0.5:
            found.append(name)
    return found


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
