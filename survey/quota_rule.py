"""Quotas as a plan states them: how many answers it asks for, and of how many dossiers.

Units write this rule in different ways, and loosely: tiers (seed 000), more than a share of each
field (seed 001), a minimum and a share together (seed 004), a sample size by formula (CV
1159/BNV-CCHC of 2014). So a quota is data: tiers, and in each tier one or more conditions.
``tally.quota`` does the arithmetic.
"""

import re
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from survey.edited_model import Count, Day, EditedModel, Id, Line, Name, Switch
from survey.language import _
from survey.spoken_number import number

PERCENT = re.compile(r"(?P<whole>[0-9]{1,3})(?:[.,](?P<decimals>[0-9]{1,4}))? ?%")


def parse_percent(text: str) -> Fraction:
    """The exact share of a percentage such as ``12,5 %`` (ValueError when it is none)."""
    found = PERCENT.fullmatch(text.strip())
    share = Fraction(f"{found['whole']}.{found['decimals'] or 0}") / 100 if found else Fraction(0)
    if not 0 < share <= 1:
        raise ValueError(_('must be a percentage above 0 and up to 100, such as "80 %"'))
    return share


def _checked_percent(text: str) -> str:
    parse_percent(text)
    return text


Percent = Annotated[Line, AfterValidator(_checked_percent)]


class Tier(EditedModel):
    """What is asked where ``dossiers_from`` ≤ N < ``dossiers_below``, N being the dossiers.

    Attributes:
        dossiers_below: first number of dossiers that is no longer meant; None when there is no end.
        minimum: at least so many answers.
        share: at least this share of the dossiers, e.g. ``"30 %"``.
        strict: more than the share («trên 80 %»), where an equal share is not enough.
        slovin_error: the sample size n = N / (1 + N·e²) for this error e, e.g. ``"5 %"``.
        conditions: whether all of these hold, or any one of them is enough.
    """

    dossiers_from: Count = 0
    dossiers_below: Count | None = None
    minimum: Count | None = None
    share: Percent | None = None
    strict: Switch = False
    slovin_error: Percent | None = None
    conditions: Literal["both", "either"] = "both"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.dossiers_below is not None and self.dossiers_below <= self.dossiers_from:
            raise ValueError(_("dossiers_below must be more than dossiers_from"))
        if self.minimum is None and self.share is None and self.slovin_error is None:
            raise ValueError(_("needs a minimum, a share or a slovin_error"))
        if self.strict and (self.share is None or parse_percent(self.share) == 1):
            raise ValueError(_("strict needs a share below 100 %"))
        return self

    def holds(self, dossiers: int) -> bool:
        """Is this the tier of so many dossiers?"""
        is_below = self.dossiers_below is None or dossiers < self.dossiers_below
        return self.dossiers_from <= dossiers and is_below


class QuotaRule(EditedModel):
    """One quota of a plan.

    Attributes:
        name: what is asked for, in the plan's words.
        source: where that is written: document, article.
        scope: whether it is asked of the whole unit, of every field, or of every procedure.
        channels: whose answers count; all channels when empty.
        valid_from, valid_until: days between which the rule is in force; open when None.
        tiers: by the number of dossiers of the year; what no tier holds, the plan does not say.
    """

    id: Id
    name: Name
    source: Line = ""
    scope: Literal["unit", "field", "procedure"] = "unit"
    channels: tuple[Id, ...] = ()
    valid_from: Day | None = None
    valid_until: Day | None = None
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(_("valid_until must not be before valid_from"))
        tiers = sorted(self.tiers, key=lambda tier: tier.dossiers_from)
        for lower, upper in pairwise(tiers):
            if lower.holds(upper.dossiers_from):
                raise ValueError(
                    _(
                        "two tiers hold {dossiers} dossiers; give the lower one a dossiers_below",
                        dossiers=number(upper.dossiers_from),
                    )
                )
        return self
