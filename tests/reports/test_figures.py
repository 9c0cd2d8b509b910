from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import percent, two_digits, whole


def test_vietnamese_thousands_and_decimals() -> None:
    assert whole(36525) == "36.525"
    assert percent(Fraction(8394, 10000)) == "83,94"
    assert two_digits(3) == "03"


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (None, "-"),
        (Fraction(0), "0,00"),
        (Fraction(1), "100,00"),
        (Fraction(1, 3), "33,33"),
        (Fraction(2, 3), "66,67"),
        (Fraction(1, 16000), "0,01"),  # 0,00625 %
        (Fraction(1, 20000), "0,01"),  # exactly 0,005 %: half goes up
    ],
)
def test_shares_are_rounded_half_up(share: Fraction | None, printed: str) -> None:
    assert percent(share) == printed


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_share_is_the_nearest_hundredth_of_a_percent(part: int, of: int) -> None:
    share = Fraction(part, part + of)
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(percent(share).replace(",", ".")) == expected
