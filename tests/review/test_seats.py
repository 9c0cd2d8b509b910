"""Codes that open seats, once for each person."""

import pytest

from review.seats import CODE_CHARACTERS, CODE_LETTERS, Seats, Turn
from survey.errors import RequestError
from survey.plan import Role


def test_codes_differ_and_have_no_letters_that_look_alike() -> None:
    codes = [code for _seats in range(30) for code in Seats().codes.values()]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {CODE_CHARACTERS}
    assert set("".join(codes)) <= set(CODE_LETTERS)
    assert not set("0O1I") & set(CODE_LETTERS)


@pytest.mark.parametrize("turn", Turn)
def test_a_code_opens_its_own_seat_however_it_is_typed(turn: Turn) -> None:
    seats = Seats()
    code = seats.codes[turn]
    sitter = seats.sit_down(f" {code[:3].lower()} {code[3:]} ", "An", Role.WITNESS)
    assert sitter.turn is turn
    assert seats.find(sitter.cookie) == sitter
    assert seats.find("") is None


def test_who_stood_up_is_not_known_any_more() -> None:
    seats = Seats()
    sitter = seats.sit_down(seats.codes[Turn.FIRST], "An", Role.CHAIR)
    seats.stand_up(sitter)
    assert seats.find(sitter.cookie) is None


def test_the_same_person_may_change_seats_only_by_standing_up() -> None:
    seats = Seats()
    sitter = seats.sit_down(seats.codes[Turn.FIRST], "Nguyễn An", Role.CHAIR)
    with pytest.raises(RequestError, match="another seat"):
        seats.sit_down(seats.codes[Turn.SECOND], "nguyễn  an", Role.CHAIR)
    seats.stand_up(sitter)
    assert seats.sit_down(seats.codes[Turn.SECOND], "nguyễn an", Role.CHAIR).turn is Turn.SECOND


@pytest.mark.parametrize("code", ["", "      ", "é", "AAAAAA0"])
def test_a_wrong_code_opens_nothing(code: str) -> None:
    with pytest.raises(RequestError, match="opens no seat"):
        Seats().sit_down(code, "An", Role.CHAIR)
