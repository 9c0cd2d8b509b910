import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.lot import draw_units, parse_seed, ticket
from survey.errors import RequestError

SEED = "31415926535897932384"
UNITS = [f"P{number}" for number in range(40)]


def test_the_draw_in_three_lines_of_anyone() -> None:
    drawn = sorted(UNITS, key=lambda unit: hashlib.sha256(f"{SEED},{unit}".encode()).hexdigest())
    assert draw_units(UNITS, SEED, 7) == tuple(drawn[:7])


def test_a_ticket_that_never_changes() -> None:
    assert ticket(SEED, "P1") == hashlib.sha256(b"31415926535897932384,P1").hexdigest()


@given(st.permutations(UNITS), st.integers(0, 40), st.integers(0, 40))
def test_no_order_matters_and_more_goes_on_where_less_ended(
    units: list[str], few: int, more: int
) -> None:
    drawn = draw_units(units, SEED, few)
    assert draw_units(UNITS, SEED, few + more)[: len(drawn)] == drawn


def test_dice_as_people_type_them() -> None:
    assert parse_seed(" 31415 92653-58979, 32384 ") == SEED


@pytest.mark.parametrize(
    "text", ["", "12345", "6" * 19, "3141592653589793238x", "٣" * 20, "1" * 81]
)
def test_what_is_no_seed(text: str) -> None:
    with pytest.raises(RequestError, match="dice"):
        parse_seed(text)
