"""How likely is it that a wrong result passes a re-check? The mathematics alone.

A re-check looks at sheets of paper in a random order, without putting any back. Each sheet gives a
number ``x`` between 0 and an upper bound: the larger, the better paper and record agree. A result
that is wrong means that the mean of ``x`` over all sheets is at most some ``mean_if_wrong``. The
product of ``1 + (x/μ - 1)/γ``, where ``μ`` is the mean that the sheets not yet seen would have if
the result were wrong, is then a game that nobody can expect to win, so by Ville's inequality it
ever reaches ``1/α`` with a probability of at most ``α``. Its reciprocal is the attained risk, at
whatever moment people choose to look.

Sources: Kaplan-Markov with the error inflator γ, as in M. Lindeman and P. B. Stark, «A Gentle
Introduction to Risk-limiting Audits», IEEE Security & Privacy 10(5), 2012; without replacement
as in P. B. Stark, «ALPHA: Audit that Learns from Previously Hand-Audited Ballots», Annals of
Applied Statistics 17(1), 2023 (ALPHA with a fixed bet).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

GAMMA = 1.03905
"""Error inflator of Lindeman and Stark: one sheet wholly wrong cannot forbid every later stop."""
MOST_RISK = 1.0

Exact = Fraction | int
"""A number of a sheet."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a wrong result means for the numbers of the sheets.

    Attributes:
        population: sheets in all, each of which could be drawn.
        mean_if_wrong: the mean of their numbers is at most this when the result is wrong; exact.
    """

    population: int
    mean_if_wrong: Fraction


def attained_risk(values: Sequence[Exact], wrong: Wrong) -> float:
    """The risk limit that the sheets seen so far would just meet, from 0 to 1.

    Args:
        values: the numbers of the sheets in the order they were drawn, none negative.
        wrong: what is to be ruled out.
    """
    risk = MOST_RISK
    for risk in running_risk(values, wrong):  # noqa: B007 - the last one is meant
        pass
    return risk


def running_risk(values: Sequence[Exact], wrong: Wrong) -> Iterator[float]:
    """The attained risk after each sheet; a full count leaves nothing to chance."""
    most_won = 1.0
    for seen, won in enumerate(_winnings(values, wrong), start=1):
        most_won = max(most_won, won)
        if seen == wrong.population:
            is_right = sum(values) > wrong.population * wrong.mean_if_wrong
            yield 0.0 if is_right else MOST_RISK
        else:
            yield 1 / most_won


def sheets_needed(values: Sequence[Exact], wrong: Wrong, usual: Exact, limit: float) -> int:
    """How many sheets in all to look at if those to come are as usual; all of them at most.

    Args:
        values: the numbers of the sheets seen so far, in order; none before the first draw.
        wrong: what is to be ruled out.
        usual: the number that a further sheet is expected to give.
        limit: the risk limit, between 0 and 1.
    """
    to_come = [usual] * (wrong.population - len(values))
    for seen, risk in enumerate(running_risk([*values, *to_come], wrong), start=1):
        if risk <= limit and seen >= len(values):
            return seen
    return wrong.population


def _winnings(values: Sequence[Exact], wrong: Wrong) -> Iterator[float]:
    """The product after each sheet; infinite once the result cannot be wrong any more."""
    total = wrong.population * wrong.mean_if_wrong
    unit = math.lcm(total.denominator, *{value.denominator for value in values})
    remaining, won = int(total * unit), 1.0  # whole numbers: quick, and exact to the last sheet
    for seen, value in enumerate(int(value * unit) for value in values):
        if remaining < 0 or (remaining == 0 and value > 0):
            won = math.inf
        elif remaining > 0:
            won *= 1 + (value * (wrong.population - seen) / remaining - 1) / GAMMA
        remaining -= value
        yield won
