from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tally.share import decimal_string, wilson_interval

SHARES = st.fractions(0, 1, max_denominator=500)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, None),
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 2), "0.5"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(1, 2**14), "0.00006103515625"),
        (Fraction(2, 3), "0.6666666667"),
        (Fraction(1, 3), "0.3333333333"),
        (Fraction(1, 3 * 10**11), "0"),
        (Fraction(1, 7 * 10**8), "0.0000000014"),
    ],
)
def test_decimal_text(share: Fraction | None, text: str | None) -> None:
    assert decimal_string(share) == text


@given(st.fractions(0, 1))
def test_decimal_text_is_exact_or_near(share: Fraction) -> None:
    text = decimal_string(share)
    assert text is not None
    assert abs(Fraction(text) - share) <= Fraction(1, 2 * 10**10)


@given(st.integers(0, 10**15))
def test_decimal_text_of_finite_decimals_is_exact(units: int) -> None:
    text = decimal_string(Fraction(units, 10**15))
    assert text is not None
    assert Fraction(text) == Fraction(units, 10**15)
    assert not text.endswith("0") or text == "0"


@pytest.mark.parametrize(
    ("hits", "answers", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (81, 263, 0.2553, 0.3662)],
)  # fmt: skip
def test_wilson_as_published(hits: int, answers: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I, has 81/263; the others are checked."""
    interval = wilson_interval(Fraction(hits, answers), Fraction(answers))
    assert float(interval.low) == pytest.approx(low, abs=5e-5)
    assert float(interval.high) == pytest.approx(high, abs=5e-5)


@given(SHARES, st.integers(1, 500))
def test_the_interval_holds_the_share_and_stays_a_share(share: Fraction, answers: int) -> None:
    interval = wilson_interval(share, Fraction(answers))
    assert 0 <= interval.low <= share + Fraction(1, 10**30)
    assert share - Fraction(1, 10**30) <= interval.high <= 1


@given(SHARES, st.integers(2, 300), st.integers(2, 3000))
def test_a_known_population_narrows_it(share: Fraction, answers: int, dossiers: int) -> None:
    wide = wilson_interval(share, Fraction(answers))
    narrow = wilson_interval(share, Fraction(answers), dossiers)
    assert narrow.high - narrow.low <= wide.high - wide.low
    if answers >= dossiers:
        assert narrow.low == narrow.high == share
