"""A draw by lot that anyone can repeat: sheets to re-check, units and persons to ask.

Everyone who is present throws dice; their digits are the seed. The ticket of a sheet, or of what
else can be drawn, is the SHA-256 of ``seed,name`` (UTF-8, one comma, no blanks), and the smallest
tickets are drawn, smallest first. Nobody can know a ticket before the dice fell, no order of the
pile matters, and a larger sample begins with the smaller one.
"""

import hashlib
import re
from collections.abc import Iterable

from survey.errors import RequestError
from survey.language import _

LEAST_DIGITS = 20


def parse_seed(text: str) -> str:
    """The digits of the dice as people typed them; blanks and dashes do not matter.

    Raises:
        RequestError: they are too few, or no digits.
    """
    digits = re.sub(r"[\s,;.-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{LEAST_DIGITS},80}}", digits):
        raise RequestError(
            _(
                "«{seed}» is no seed; throw dice before everyone and type at least {digits} digits",
                seed=text,
                digits=LEAST_DIGITS,
            )
        )
    return digits


def ticket(seed: str, unit: str) -> str:
    """The ticket of one unit: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed},{unit}".encode()).hexdigest()


def draw_units(units: Iterable[str], seed: str, count: int) -> tuple[str, ...]:
    """The first ``count`` units of the draw, in its order."""
    return tuple(sorted(units, key=lambda unit: ticket(seed, unit))[:count])
