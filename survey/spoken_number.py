"""Numbers as the chosen language writes them."""

from decimal import Decimal
from fractions import Fraction

from survey.language import chosen_language

_LEAST_GROUPED = 1000
"""Smaller counts are written alike in every language."""


def number(count: int) -> str:
    """A count: 36.525 or 36,525."""
    return str(count) if abs(count) < _LEAST_GROUPED else written(count)


def half_up(exact: Fraction, places: int) -> Decimal:
    """Rounded to so many decimals, a half away from zero: every document and table rounds so."""
    rounded = (abs(exact) * 10**places * 2 + 1) // 2
    return Decimal(rounded if exact > 0 else -rounded).scaleb(-places)


def written(value: int | Decimal, style: str | None = None) -> str:
    """A number in the style of the language, or in one of Unicode's number patterns."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - a locale is slow to load

    return str(format_decimal(value, format=style, locale=chosen_language()))
