"""How many answers a quota asks for, and what is lacking: whole numbers and exact fractions.

Rounding is always up, and «trên 80 %» is strictly more: of 100 dossiers 81 are asked for, not 80
(seed 001).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from survey.quota_rule import QuotaRule, Tier, parse_percent


class QuotaState(StrEnum):
    """How a quota stands."""

    REACHED = "reached"
    LACKING = "lacking"
    NO_DOSSIERS = "no-dossiers"
    NO_TIER = "no-tier"
    NOT_IN_FORCE = "not-in-force"


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One quota for the unit, one field or one procedure.

    Attributes:
        quota: the rule's id.
        key: id of the field or code of the procedure; empty for the unit.
        dossiers: how many dossiers it is reckoned from; None when nobody has said.
        required: answers asked for; None where the plan or the figures do not tell.
        have: answers that count so far.
        state: how it stands.
    """

    quota: str
    key: str
    dossiers: int | None
    required: int | None
    have: int
    state: QuotaState

    @property
    def lacking(self) -> int | None:
        """Answers still to come, 0 when there are enough; None where the number is not known."""
        return None if self.required is None else max(0, self.required - self.have)


def check_quota(rule: QuotaRule, key: str, dossiers: int | None, have: int, day: date) -> QuotaLine:
    """How this quota stands on a day for so many dossiers and answers."""
    required = None
    if not is_in_force(rule, day):
        state = QuotaState.NOT_IN_FORCE
    elif dossiers is None:
        state = QuotaState.NO_DOSSIERS
    else:
        required = required_answers(rule, dossiers)
        state = _state(required, have)
    return QuotaLine(rule.id, key, dossiers, required, have, state)


def is_in_force(rule: QuotaRule, day: date) -> bool:
    """Does the rule hold on this day?"""
    starts, ends = rule.valid_from or date.min, rule.valid_until or date.max
    return starts <= day <= ends


def required_answers(rule: QuotaRule, dossiers: int) -> int | None:
    """The answers asked for; None where the plan says nothing for so many dossiers."""
    tier = next((tier for tier in rule.tiers if tier.holds(dossiers)), None)
    return None if tier is None else _required_in(tier, dossiers)


def more_than(share: Fraction, dossiers: int) -> int:
    """The least number that is strictly more than this share; 0 where there are no dossiers."""
    return floor(share * dossiers) + 1 if dossiers else 0


def slovin_size(dossiers: int, error: Fraction) -> int:
    """The sample size n = N / (1 + N·e²), rounded up."""
    return ceil(dossiers / (1 + dossiers * error**2))


def _required_in(tier: Tier, dossiers: int) -> int:
    wanted = []
    if tier.minimum is not None:
        wanted.append(tier.minimum)
    if tier.share is not None:
        share = parse_percent(tier.share)
        wanted.append(more_than(share, dossiers) if tier.strict else ceil(share * dossiers))
    if tier.slovin_error is not None:
        wanted.append(slovin_size(dossiers, parse_percent(tier.slovin_error)))
    return max(wanted) if tier.conditions == "both" else min(wanted)


def _state(required: int | None, have: int) -> QuotaState:
    if required is None:
        return QuotaState.NO_TIER
    return QuotaState.REACHED if have >= required else QuotaState.LACKING
