"""The pages of a PDF: a scanned page's picture is taken out as it is, any other page is drawn.

Taking the picture out costs nothing beyond decoding it; drawing with poppler costs five times as
much and changes the pixels. A page is a scan when one picture fills it and nothing else is visible;
recognised text in the invisible mode 3 may lie over it. Anything else (strips, layers,
stamps, notes, printed text, a mirrored picture) is drawn.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pdf2image
import pikepdf
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)
from pikepdf import Name, Page, Pdf, PdfImage
from pikepdf.settings import set_qpdf_limits
from PIL import Image

from scans.decoding import decoding
from scans.pdf_content import PlacedPicture, drawn_pictures, has_visible_notes
from scans.picture import (
    OpenScan,
    Picture,
    check_bytes,
    check_page_count,
    check_pixels,
    decode_jpeg,
    picture_of,
)
from survey.errors import PageError
from survey.intake_limits import IntakeLimits
from survey.language import _

# qpdf's own guards: a colour A3 page of 600 dpi unpacks to 210 MB, and honest lists are shorter.
_MOST_UNPACKED_BYTES = 256_000_000
set_qpdf_limits(
    flate_max_memory=_MOST_UNPACKED_BYTES,
    run_length_max_memory=_MOST_UNPACKED_BYTES,
    png_max_memory=_MOST_UNPACKED_BYTES,
    tiff_max_memory=_MOST_UNPACKED_BYTES,
    parser_max_container_size=100_000,
)
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # what matters is said of each page

DRAWING_DPI = 200
LONGEST_DRAWN_PX = 3508  # A4 at 300 dpi


@contextmanager
def open_pdf(path: Path, limits: IntakeLimits) -> Iterator[OpenScan]:
    """Open a PDF; pages that its list of pages announces but lacks are counted at the end.

    Raises:
        PageError: it needs a password, has too many pages, or is too damaged to list them.
    """
    set_qpdf_limits(parser_max_nesting=limits.object_depth)
    announced = _announced_pages(path, limits)
    with _open_unlocked(path) as pdf:
        with _unpacking():
            found = len(pdf.pages)
            is_damaged = bool(pdf.get_warnings())

        def read(number: int) -> Picture:
            if number > found:
                raise PageError(_lost_sentence())
            return _read_page(pdf, number, limits, is_damaged=is_damaged)

        def cut(number: int) -> bytes:
            if number > found or is_damaged:  # what is wrong with the file concerns its pages
                raise PageError(_lost_sentence())
            with _unpacking(), _alone(pdf.pages[number - 1]) as alone:
                page = _bytes_of(alone)
            if pdf.get_warnings():
                raise PageError(_lost_sentence())
            return page

        yield OpenScan(max(found, announced), read, cut)


def _unpacking() -> AbstractContextManager[None]:
    """Decode inside this what qpdf may refuse as well."""
    return decoding(pikepdf.PikepdfError)


def _announced_pages(path: Path, limits: IntakeLimits) -> int:
    """How many pages the file says it has; once qpdf has mended the list it is too late to ask."""
    with _open_unlocked(path, inherit_page_attributes=False) as pdf, _unpacking():
        announced = int(pdf.Root.Pages.get("/Count", 0))
        check_page_count(max(announced, 1), limits)
        return announced


def _open_unlocked(path: Path, *, inherit_page_attributes: bool = True) -> Pdf:
    with _unpacking():
        try:
            return pikepdf.open(
                path,
                access_mode=pikepdf.AccessMode.stream,
                inherit_page_attributes=inherit_page_attributes,
            )
        except pikepdf.PasswordError as fault:
            raise PageError(
                _("The PDF asks for a password; save it without one and take it in again.")
            ) from fault


def _read_page(pdf: Pdf, number: int, limits: IntakeLimits, *, is_damaged: bool) -> Picture:
    with _unpacking():
        page = pdf.pages[number - 1]
        pictures = drawn_pictures(page)
        if pictures == () and (is_damaged or pdf.get_warnings()):
            raise PageError(_lost_sentence())  # not an empty page: its content is gone
        scan = _only_scan(page, pictures)
    picture = scan and _take_out(scan, limits)
    return picture or _draw(page, limits)


def _only_scan(page: Page, pictures: tuple[PlacedPicture, ...] | None) -> PlacedPicture | None:
    """The one picture that is the whole page, or None."""
    if pictures is None or len(pictures) != 1 or has_visible_notes(page):
        return None
    return pictures[0] if pictures[0].is_plain and pictures[0].fills(page) else None


def _take_out(scan: PlacedPicture, limits: IntakeLimits) -> Picture | None:
    """The picture as it lies in the PDF; None when it must be drawn (JBIG2, odd colours)."""
    check_pixels(scan.width, scan.height, limits)
    if scan.is_jpeg:
        picture = _decode_jpeg(scan.stream, limits)
    else:
        image = _as_pillow(scan.stream)
        if image is None:
            return None
        picture = picture_of(image, limits)
    return replace(picture, dpi=scan.dpi * max(picture.grey.shape) / max(scan.width, scan.height))


def _as_pillow(stream: pikepdf.Stream) -> Image.Image | None:
    with _unpacking():
        try:
            return PdfImage(stream).as_pil_image()
        except (
            pikepdf.NotExtractableError,
            pikepdf.UnsupportedImageTypeError,
            pikepdf.DependencyError,
            NotImplementedError,  # pikepdf's word for depths and palettes it does not know
        ):
            return None


def _decode_jpeg(stream: pikepdf.Object, limits: IntakeLimits) -> Picture:
    with _unpacking():
        check_bytes(int(stream.Length), limits)
        raw = stream.read_raw_bytes()
    return decode_jpeg(raw, limits)


def _draw(page: Page, limits: IntakeLimits) -> Picture:
    """Draw the page with poppler at 200 dpi, less when the page is larger than A3.

    The page goes there alone in a fresh PDF: poppler then meets no damaged cross references, no
    password and no other page. It paints a cut-off JPEG white without a word, so each is decoded
    here first.
    """
    with _unpacking():
        left, bottom, right, top = (float(side) for side in page.mediabox)
        alone = _alone(page)
    with alone:
        with _unpacking():
            images = list(alone.pages[0].get_images().values())
            raw = _bytes_of(alone)
        for image in images:
            if image.get("/Filter") == Name.DCTDecode:
                _decode_jpeg(image, limits)
        is_bilevel = bool(images) and all(map(_is_bilevel, images))
    long_side_inches = max(abs(right - left), abs(top - bottom), 1) / 72
    dpi = max(1, min(DRAWING_DPI, int(LONGEST_DRAWN_PX / long_side_inches)))
    drawn = _run_poppler(raw, dpi, limits)
    return replace(picture_of(drawn, limits), is_bilevel=is_bilevel, dpi=float(dpi))


def _alone(page: Page) -> Pdf:
    """A fresh PDF with this page and nothing else."""
    alone = pikepdf.new()
    alone.pages.append(page)
    alone.remove_unreferenced_resources()
    return alone


def _bytes_of(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def _is_bilevel(image: pikepdf.Object) -> bool:
    return bool(image.get("/ImageMask")) or image.get("/BitsPerComponent") == 1


def _run_poppler(alone: bytes, dpi: int, limits: IntakeLimits) -> Image.Image:
    try:
        with _unpacking():
            drawn = pdf2image.convert_from_bytes(
                alone, dpi=dpi, timeout=limits.rasterise_seconds, strict=True
            )
            return drawn[0]
    except PDFInfoNotInstalledError as fault:
        raise PageError(
            _(
                "This page is more than one picture, and the program «poppler» that draws such "
                "pages is missing; install it (Linux: apt install poppler-utils; Windows: put "
                "poppler's folder on the PATH) and take the file in again."
            )
        ) from fault
    except PDFPopplerTimeoutError as fault:
        raise PageError(
            _(
                "Drawing this page took longer than {seconds} seconds; scan the sheet again.",
                seconds=limits.rasterise_seconds,
            )
        ) from fault
    except (PDFPageCountError, PDFSyntaxError) as fault:
        raise PageError(
            _("This page of the PDF is damaged and cannot be drawn whole; scan the sheet again.")
        ) from fault


def _lost_sentence() -> str:
    return _(
        "The PDF is damaged and this page is missing from it; "
        "copy the file from the scanner again, or scan the sheet again."
    )
