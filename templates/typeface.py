"""The typeface of the sheets, Be Vietnam Pro: where its files are and how wide a text runs.

Geometry and printer must agree on every line break, so both ask here.
"""

import functools
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import ImageFont

FAMILY = "BeVietnamPro"
REGULAR, MEDIUM, BOLD, ITALIC = "Regular", "Medium", "Bold", "Italic"
MM_PER_POINT = 25.4 / 72
SQUARE = "□"
"""Named in the seed's instruction but absent from the typeface: it is drawn, ``SQUARE_EM`` wide."""
SQUARE_EM = 0.82
_EM_PX = 1000  # widths are measured once at this size, then scaled


def font_path(weight: str) -> Path:
    """The TrueType file of one weight."""
    return Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"{FAMILY}-{weight}.ttf"


@functools.cache
def _measuring_font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(weight), _EM_PX, layout_engine=ImageFont.Layout.BASIC)


def text_width_mm(text: str, weight: str, size_pt: float) -> float:
    """How far ``text`` runs on paper, millimetres."""
    letters_px = _measuring_font(weight).getlength(text.replace(SQUARE, ""))
    em = letters_px / _EM_PX + text.count(SQUARE) * SQUARE_EM
    return em * size_pt * MM_PER_POINT


def leading_mm(size_pt: float) -> float:
    """From one baseline to the next, millimetres."""
    return size_pt * 1.32 * MM_PER_POINT


def wrap_text(text: str, weight: str, size_pt: float, width_mm: float) -> tuple[str, ...]:
    """Break ``text`` at spaces into lines of at most ``width_mm``; a longer word stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and text_width_mm(longer, weight, size_pt) > width_mm:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def shorten_text(text: str, weight: str, size_pt: float, width_mm: float) -> str:
    """``text``, or as much of it as fits with «…» at its end."""
    if text_width_mm(text, weight, size_pt) <= width_mm:
        return text
    while text and text_width_mm(f"{text}…", weight, size_pt) > width_mm:
        text = text[:-1].rstrip()
    return f"{text}…"
