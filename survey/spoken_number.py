"""Numbers as the chosen language writes them."""

from decimal import Decimal

from survey.language import chosen_language

_LEAST_GROUPED = 1000
"""Smaller counts are written alike in every language."""


def number(count: int) -> str:
    """A count: 36.525 or 36,525."""
    return str(count) if abs(count) < _LEAST_GROUPED else written(count)


def written(value: int | Decimal, style: str | None = None) -> str:
    """A number in the style of the language, or in one of Unicode's number patterns."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - a locale is slow to load

    return str(format_decimal(value, format=style, locale=chosen_language()))
