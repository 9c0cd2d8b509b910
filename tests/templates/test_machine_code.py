"""The machine code: what it says comes back, and nobody without the key can write one."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from templates.machine_code import (
    BASE32,
    MOST_PAGES,
    NO_TOKEN,
    SheetCode,
    base32_text,
    draw_token,
    encode_code,
    is_genuine,
    parse_code,
    survey_tag,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
QR_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")

codes = st.builds(
    SheetCode,
    survey=st.text(BASE32, min_size=4, max_size=4),
    fingerprint=st.text("0123456789ABCDEF", min_size=8, max_size=8),
    page=st.integers(1, MOST_PAGES),
    sheet=st.text(BASE32, min_size=12, max_size=12),
    procedure=st.just("") | st.integers(0, 999_999).map("1.{:06}".format),
)


@given(codes)
def test_what_a_code_says_comes_back(code: SheetCode) -> None:
    text = encode_code(code, KEY)
    assert parse_code(text) == code
    assert is_genuine(text, KEY)


@given(codes)
def test_a_code_fits_the_dense_mode_of_a_qr_code(code: SheetCode) -> None:
    assert QR_ALPHANUMERIC.fullmatch(encode_code(code, KEY))


@given(codes, st.data())
def test_a_code_with_one_altered_character_is_not_genuine(
    code: SheetCode, data: st.DataObject
) -> None:
    text = encode_code(code, KEY)
    at = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.sampled_from(BASE32 + "."))
    assume(character != text[at])
    assert not is_genuine(text[:at] + character + text[at + 1 :], KEY)


@given(codes)
def test_a_code_of_another_key_is_not_genuine(code: SheetCode) -> None:
    assert not is_genuine(encode_code(code, OTHER_KEY), KEY)


@given(codes, codes)
def test_the_check_of_one_code_does_not_serve_another(one: SheetCode, other: SheetCode) -> None:
    assume(one != other)
    check = encode_code(one, KEY)[28:38]
    text = encode_code(other, KEY)
    assume(text[28:38] != check)
    assert not is_genuine(text[:28] + check + text[38:], KEY)


def test_no_part_of_a_code_can_slip_into_its_neighbour() -> None:
    without = SheetCode("ABCD", "12345678", 1, "0123456789AB")
    text = encode_code(without, KEY)
    assert not is_genuine(text + "1.001193", KEY)
    assert not is_genuine(text[:-1], KEY)


@given(st.text(max_size=60))
def test_other_peoples_codes_are_none_of_ours(text: str) -> None:
    assume(not text.startswith("HP1"))
    assert parse_code(text) is None
    assert not is_genuine(text, KEY)


@pytest.mark.parametrize(
    "text",
    ["", "HP1", "https://hom-phieu.vn/p/1", "HP2" + "0" * 36, "hp1" + "0" * 36, "HP1" + "0" * 35],
)
def test_what_is_shaped_otherwise_is_no_code(text: str) -> None:
    assert parse_code(text) is None


def test_ten_thousand_tokens_are_distinct_and_use_every_character() -> None:
    tokens = {draw_token() for _ in range(10_000)}
    assert len(tokens) == 10_000
    assert {character for token in tokens for character in token} == set(BASE32)
    assert {len(token) for token in tokens} == {12}
    assert NO_TOKEN not in tokens


def test_the_alphabet_has_no_letters_that_are_mistaken_for_digits() -> None:
    assert len(set(BASE32)) == 32
    assert not set("ILOU") & set(BASE32)


@given(st.binary(min_size=8, max_size=8))
def test_base_32_begins_with_the_first_bits(octets: bytes) -> None:
    number = int.from_bytes(octets, "big")
    value = 0
    for character in base32_text(octets, 12):
        value = value * 32 + BASE32.index(character)
    assert value == number >> 4


def test_two_surveys_have_different_tags_which_do_not_show_the_key() -> None:
    assert survey_tag(KEY) != survey_tag(OTHER_KEY)
    assert len(survey_tag(KEY)) == 4
