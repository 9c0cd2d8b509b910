"""A rehearsal: printed sheets filled in by invented people, scanned, and the truth written beside.

The truth says for every question what was meant, so that a reading can be judged against it. The
same seed and options give the same batch; a person keeps pen and habits over all pages of a sheet.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.random import Generator
from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError, PDFSyntaxError

from scans.invented_answers import AnswerMix, choose_answers, draw_answer
from scans.pen import Image, Writer, choose_writer
from scans.scanner import PROFILES, Profile, scan_page
from scans.strokes import StrokeBook
from scans.writers import encode_page, open_batch
from survey.errors import FolderError, PageError
from survey.fault import say_fault
from survey.language import _
from templates.layout import PageLayout

TRUTH_COLUMNS = (
    "source_file", "source_page", "sheet", "question", "status", "choice",
    "kind", "family", "writer",
)  # fmt: skip
PAGES_AT_ONCE = 8  # rasterised together: enough to keep poppler busy, little memory
PERSON = 1  # sets the random draws of a person apart from those of a page

Identity = tuple[str, PageLayout]
"""A sheet's id, empty where tokens are switched off, and the layout of the page."""
Identify = Callable[[Image], Identity | None]
"""Says which sheet a clean printed page belongs to; None for a page of no sheet."""
Progress = Callable[[int, int], None]
"""Told after every page: pages done, pages in all."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to rehearse.

    Attributes:
        profile: pens and scanners.
        form: one of ``scans.writers.FORMATS``.
        dpi: resolution of the scans.
        seed: the same seed gives the same batch.
        mix: shares of the answers that are not plain.
        book: recorded strokes to mark with; None for the program's own pen model.
    """

    profile: Profile = PROFILES["office"]
    form: str = "jpg"
    dpi: int = 200
    seed: int = 0
    mix: AnswerMix = field(default_factory=AnswerMix)
    book: StrokeBook | None = None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came out: pages scanned, sheets among them, pages of no sheet, and the truth file."""

    pages: int
    sheets: int
    unknown_pages: int
    truth: Path


@dataclass(frozen=True, slots=True)
class _FilledPage:
    """One page after pen and scanner.

    Attributes:
        encoded: the page for the batch.
        begun: number of the page its sheet begins with, from 0; None when it is of no sheet.
        truth: its rows, from the column ``sheet`` on.
    """

    encoded: bytes
    begun: int | None
    truth: tuple[tuple[str, ...], ...]


def rehearse(
    sheets: Path, folder: Path, identify: Identify, options: Options, progress: Progress
) -> Rehearsed:
    """Fill in and scan the pages of a printed PDF, in its order, into a folder with ``truth.csv``.

    A page that belongs to no sheet is scanned as it is and has no rows in the truth. The truth gets
    its name last: a folder without it holds what was broken off, and is written over.

    Raises:
        PageError: the PDF cannot be opened.
        FolderError: the folder holds a rehearsal already, or cannot be written.
    """
    count = _count_pages(sheets)
    truth, unfinished = folder / "truth.csv", folder / ".truth.csv"
    if truth.exists():
        raise FolderError(
            _("{folder} holds a rehearsal already; choose another folder", folder=folder)
        )
    begun: list[int | None] = []
    pages = _fill_pages(_rasterise(sheets, count, options.dpi), identify, options)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            unfinished.open("w", encoding="utf-8", newline="") as file,
            open_batch(folder, options.form) as add_page,
        ):
            table = csv.writer(file, lineterminator="\n")
            table.writerow(TRUTH_COLUMNS)
            for page in pages:
                place = add_page(page.encoded)
                table.writerows((*place, *row) for row in page.truth)
                begun.append(page.begun)
                progress(len(begun), count)
        unfinished.replace(truth)
    except OSError as fault:
        raise FolderError(
            _("the rehearsal cannot be written into {folder} ({fault}); "
              "make room, or choose another folder",
              folder=folder, fault=say_fault(fault))
        ) from fault  # fmt: skip
    return Rehearsed(count, len({*begun} - {None}), begun.count(None), truth)


def _count_pages(sheets: Path) -> int:
    """How many pages the PDF has."""
    try:
        sheets.open("rb").close()  # poppler would say of a missing file that it is damaged
    except OSError as fault:
        raise PageError(
            _("cannot read {file}: {reason}", file=sheets, reason=say_fault(fault))
        ) from fault
    try:
        return int(pdfinfo_from_path(str(sheets))["Pages"])
    except PDFInfoNotInstalledError as fault:
        raise PageError(
            _("poppler is missing, so no PDF can be drawn; install the package poppler-utils")
        ) from fault
    except (PDFPageCountError, PDFSyntaxError) as fault:
        raise PageError(
            _("{file} cannot be opened as a PDF; give the file that print wrote", file=sheets)
        ) from fault


def _rasterise(sheets: Path, count: int, dpi: int) -> Iterator[Image]:
    """The clean pages in grey, a few at a time."""
    for first in range(1, count + 1, PAGES_AT_ONCE):
        last = min(count, first + PAGES_AT_ONCE - 1)
        pictures = convert_from_path(
            sheets, dpi, first_page=first, last_page=last, grayscale=True, thread_count=2
        )
        yield from (np.array(picture) for picture in pictures)


def _fill_pages(
    pages: Iterable[Image], identify: Identify, options: Options
) -> Iterator[_FilledPage]:
    """Mark and scan page after page."""
    begun, before = 0, None
    for number, image in enumerate(pages):
        rng = np.random.default_rng([options.seed, number])
        identity = identify(image)
        if _begins_sheet(identity, before):
            begun = number
        truth = _fill(image, identity, begun, options, rng) if identity else ()
        scanned = scan_page(image, options.profile, options.dpi, rng)
        encoded = encode_page(scanned, options.form)
        yield _FilledPage(encoded, begun if identity else None, truth)
        before = identity


def _begins_sheet(identity: Identity | None, before: Identity | None) -> bool:
    """Does another sheet begin here? Without tokens all sheets have one id, so pages tell too."""
    if identity is None or before is None:
        return True
    return identity[0] != before[0] or identity[1].page <= before[1].page


def _fill(
    image: Image, identity: Identity, begun: int, options: Options, rng: Generator
) -> tuple[tuple[str, ...], ...]:
    """Fill a page in, in place, and say the truth about it."""
    sheet, layout = identity
    writer = _choose_person(begun, options)
    answers = choose_answers(layout, options.mix, rng)
    for answer in answers:
        draw_answer(image, answer, writer, options.dpi, rng)
    person = (writer.family, writer.name)
    return tuple(
        (sheet, answer.question, answer.status, answer.choice, answer.kind, *person)
        for answer in answers
    )


def _choose_person(begun: int, options: Options) -> Writer:
    """The person who fills in the sheet that began with this page, the same on all its pages."""
    rng = np.random.default_rng([options.seed, begun, PERSON])
    choose = options.book.choose_writer if options.book else choose_writer
    return choose(rng, options.profile.pencil_share)
