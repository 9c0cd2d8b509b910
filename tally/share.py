"""How a share is measured: written exactly, and with the uncertainty of a sample."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

DECIMAL_PLACES = 10
_DIGITS = 40
_Z_95 = Decimal("1.959963984540054235524594430520551")
"""97.5 % of the standard normal distribution lie below."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What a share may really be, at 95 % confidence; both ends lie between 0 and 1."""

    low: Fraction
    high: Fraction


def decimal_string(share: Fraction | None) -> str | None:
    """The share as decimal text without exponent; None stays None.

    A share whose decimals end is given exactly, any other rounded half to even at
    ``DECIMAL_PLACES`` decimals.
    """
    if share is None:
        return None
    exact = share if _has_finite_decimals(share) else round(share, DECIMAL_PLACES)
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    digits = str((exact * 10**places).numerator).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def wilson_interval(share: Fraction, answers: Fraction, population: int | None = None) -> Interval:
    """Wilson's 95 % interval (E. B. Wilson, JASA 22, 1927), with 40 digits.

    Args:
        share: what was found.
        answers: how many independent answers it rests on, above 0. Answers on one sheet are not
            independent: for several questions together give the mean number of answers to one.
        population: how many could have been asked, such as the dossiers of the period. The
            variance then shrinks by (N - n) / (N - 1), and is 0 when all were asked.
    """
    if population is not None and answers >= population:
        return Interval(share, share)
    if population is not None:
        answers = answers * (population - 1) / (population - answers)
    with localcontext(prec=_DIGITS):
        n, p, z = _decimal(answers), _decimal(share), _Z_95
        center = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt() / (1 + z * z / n)
        low, high = Fraction(center - half), Fraction(center + half)
    return Interval(max(low, Fraction(0)), min(high, Fraction(1)))


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def _has_finite_decimals(share: Fraction) -> bool:
    rest = share.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
