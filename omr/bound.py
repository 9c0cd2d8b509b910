"""How often the reader may be wrong in silence, measured on writers kept apart from tuning.

``bound.toml`` is written by the benchmark; nothing is estimated here. A measurement of other
reading rules than those in force says nothing about these.
"""

import tomllib
from dataclasses import dataclass
from importlib import resources

from omr.rules import RULES


@dataclass(frozen=True, slots=True)
class Bound:
    """The silent misreads among questions that the reader was tested on.

    Attributes:
        writers: people whose marks were read, kept apart from those of tuning.
        questions: how many were read.
        misread: certain readings among them that were wrong.
        at_most: with this confidence no larger share of the questions on sheets like these is
            misread (one-sided, by Clopper and Pearson).
        confidence: 0 to 1.
    """

    writers: int
    questions: int
    misread: int
    at_most: float
    confidence: float


def read_bounds() -> dict[str, Bound]:
    """Kind of scans → its bound: ``office`` for ordinary ones, ``hard`` for bad ones.

    Empty when the rules have changed since they were measured.
    """
    measured = tomllib.loads(bound_text())
    if measured["rules"] != RULES:
        return {}
    return {name: Bound(**told) for name, told in measured["scans"].items()}


def bound_text() -> str:
    """The text of ``bound.toml``."""
    return resources.files("omr").joinpath("bound.toml").read_text(encoding="utf-8")
