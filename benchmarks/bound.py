"""``omr/bound.toml``: what a round of the benchmark allows to promise, shipped with the reader."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from math import ceil, exp, lgamma, log, log1p
from pathlib import Path
from typing import Any

from benchmarks.survey_folder import REPOSITORY
from benchmarks.tables import Pages, questions_of
from benchmarks.verdict import Verdict
from omr.bound import Bound
from omr.rules import RULES

FILE = REPOSITORY / "omr" / "bound.toml"
_CONFIDENCE = 0.95
_STEPS = 60  # each halves what is unknown
_PARTS = 10_000_000  # bounds are rounded up to whole parts of one

_HEAD = """\
# Silent misreads of the reader on writers and damage kept apart from those of tuning.
# Written by the benchmark, never by hand; see benchmarks/bound.py and omr/bound.py.
"""


def bound_of(pages: Pages) -> Bound:
    """What the pages of one run say about the share of questions that are misread."""
    questions = questions_of(pages)
    misread = sum(question.verdict is Verdict.MISREAD for question in questions)
    return Bound(
        writers=len({question.writer for question in questions}),
        questions=len(questions),
        misread=misread,
        at_most=upper_bound(misread, len(questions), _CONFIDENCE),
        confidence=_CONFIDENCE,
    )


def upper_bound(found: int, tries: int, confidence: float) -> float:
    """The one-sided upper bound of a share, exact (Clopper and Pearson 1934), rounded up.

    The largest share with which so few are found in so many tries with probability
    1 - ``confidence``; with none found, about three in ``tries`` for 95 %.
    """
    low, high = found / tries, 1.0
    if found == tries:
        return high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _probability_of_so_few(found, tries, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return ceil(high * _PARTS) / _PARTS


def _probability_of_so_few(found: int, tries: int, share: float) -> float:
    """Of at most ``found`` in ``tries`` (binomial)."""
    return sum(
        exp(
            lgamma(tries + 1) - lgamma(k + 1) - lgamma(tries - k + 1)
            + k * log(share) + (tries - k) * log1p(-share)
        )
        for k in range(found + 1)
    )  # fmt: skip


def write_bounds(runs: Mapping[str, Pages], command: str, file: Path = FILE) -> None:
    """Write what the runs of some profiles say, unless the file knows more of the same rules."""
    bounds = {profile: bound_of(pages) for profile, pages in runs.items()}
    if file.exists() and _knows_more(tomllib.loads(file.read_text(encoding="utf-8")), bounds):
        return
    lines = [_HEAD, f'rules = "{RULES}"', f"measured = {date.today()}", f'command = "{command}"']
    for profile, bound in bounds.items():
        lines += ["", f"[scans.{profile}]"]
        lines += [f"{name} = {value}" for name, value in asdict(bound).items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _knows_more(known: Mapping[str, Any], bounds: Mapping[str, Bound]) -> bool:
    """Whether the file speaks of these rules and of more questions."""
    return known["rules"] == RULES and any(
        known["scans"][profile]["questions"] > bound.questions for profile, bound in bounds.items()
    )
