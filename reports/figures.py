"""Numbers as Vietnamese documents print them: 36.525 and 83,94 (domain, part 6.5)."""

from fractions import Fraction

from babel.numbers import format_decimal

from survey.signs import HIDDEN
from survey.spoken_number import half_up

NO_SHARE = "-"  # nobody answered: there is no share to print


def shown(count: int | None) -> str:
    """A count, or the sign for one that is not published."""
    return HIDDEN if count is None else whole(count)


def whole(count: int) -> str:
    """A count with dots between thousands: «36.525»."""
    return str(format_decimal(count, locale="vi"))


def two_digits(count: int) -> str:
    """A small count with a zero in front, as documents name copies and months: «03»."""
    return f"{count:02}"


def percent(share: Fraction | None) -> str:
    """A share from 0 to 1 in per cent with two decimals, rounded half up: «83,94»."""
    if share is None:
        return NO_SHARE
    return str(format_decimal(half_up(share * 100, 2), format="#,##0.00", locale="vi"))
