"""How wide words run: printer and geometry must agree on every line break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from ballots.sheet import FONT_NAMES, register_fonts
from templates.typeface import (
    BOLD,
    ITALIC,
    MEDIUM,
    REGULAR,
    SQUARE,
    font_path,
    shorten_text,
    text_width_mm,
    wrap_text,
)

WEIGHTS = (REGULAR, MEDIUM, BOLD, ITALIC)
SENTENCE = "Ông/Bà liên hệ để giải quyết công việc (thủ tục) gì? ỠỮỞẶ ễệộ 5 4 3 2 1"
words = st.lists(st.sampled_from(SENTENCE.split()), max_size=40).map(" ".join)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_printer_prints_words_as_wide_as_the_geometry_thinks(weight: str) -> None:
    register_fonts()
    printed_pt = pdfmetrics.stringWidth(SENTENCE, FONT_NAMES[weight], 11)
    assert text_width_mm(SENTENCE, weight, 11) == pytest.approx(printed_pt / 72 * 25.4, abs=0.15)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_is_there(weight: str) -> None:
    assert font_path(weight).is_file()


def test_the_square_of_the_instruction_takes_room_though_the_font_lacks_it() -> None:
    assert text_width_mm(f"ô{SQUARE}", REGULAR, 10) > text_width_mm("ô", REGULAR, 10) + 2


@given(words, st.floats(20, 180))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width_mm: float) -> None:
    lines = wrap_text(text, REGULAR, 10.5, width_mm)
    assert " ".join(lines) == text
    assert all(text_width_mm(line, REGULAR, 10.5) <= width_mm or " " not in line for line in lines)


@given(words, st.floats(10, 100))
def test_shortened_text_fits_and_says_that_it_was_cut(text: str, width_mm: float) -> None:
    short = shorten_text(text, MEDIUM, 10, width_mm)
    assert text_width_mm(short, MEDIUM, 10) <= width_mm
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
