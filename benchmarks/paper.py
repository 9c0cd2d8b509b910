"""Blank sheets to mark: printed by the real printer code, rasterised once for all workers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pdf2image import convert_from_bytes

from ballots.printing import Stack, write_sheets
from omr.reader import KnownForms, know_forms
from scans.pen import MM_PER_INCH, Image
from templates.form import parse_form
from templates.geometry import lay_out
from templates.layout import Layout, PageLayout
from templates.shelf import read_form_text

FORM = "phu-luc-1"
PAPER_DPI = 300
PX_PER_MM = PAPER_DPI / MM_PER_INCH
KEY = b"a key for benchmarks, 32 bytes.."
SHEETS = 12  # distinct codes; more would only repeat the same form
_PRINTER_DPI = 600  # poppler snaps lines to pixels, so it draws finer than the paper is kept
_SHRINK = _PRINTER_DPI // PAPER_DPI


@dataclass(frozen=True, slots=True)
class Paper:
    """A stack of blank sheets in a folder, ``PAPER_DPI`` fine, and the form printed on them."""

    folder: Path
    layout: Layout
    sheets: int

    @property
    def page(self) -> PageLayout:
        """The first page of the form; benchmarks fill in no other."""
        return self.layout.pages[0]

    def blank(self, number: int) -> Image:
        """A fresh copy of one blank sheet, grey."""
        return np.array(np.load(_kept(self.folder, self.layout, number % self.sheets)))

    def known_forms(self) -> KnownForms:
        """What the reader knows of these sheets."""
        return know_forms(KEY, self.layout)


def form_layout(name: str) -> Layout:
    """A shipped form as it is printed."""
    form = parse_form(read_form_text(name), name)
    return lay_out(form, "(Kèm theo Kế hoạch số 129/KH-UBND ngày 01/10/2021)")


def print_paper(folder: Path, form: str = FORM, sheets: int = SHEETS) -> Paper:
    """Print and rasterise the blanks into a folder that lives as long as the benchmark."""
    layout = form_layout(form)
    pdf = write_sheets(layout, [Stack("", "", sheets)], KEY)
    for number in range(sheets):
        first = number * len(layout.pages) + 1
        (picture,) = convert_from_bytes(
            pdf, _PRINTER_DPI, first_page=first, last_page=first, grayscale=True
        )
        np.save(_kept(folder, layout, number), np.asarray(picture.reduce(_SHRINK), np.uint8))
    return Paper(folder, layout, sheets)


def _kept(folder: Path, layout: Layout, number: int) -> Path:
    return folder / f"{layout.form}-{number}.npy"
