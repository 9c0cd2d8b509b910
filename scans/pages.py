"""Page images out of scan files: JPEG, PNG, TIFF and PDF, told apart by their content.

One page is in memory at a time. A bad page is an outcome in words, never the end of the batch.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scans.listing import show_name
from scans.picture import (
    Grey,
    OpenScan,
    Picture,
    check_bytes,
    check_page_count,
    decode_jpeg,
    decode_png,
)
from scans.tiff_pages import open_tiff
from survey.errors import PageError
from survey.fault import say_fault
from survey.intake_limits import IntakeLimits
from survey.language import _
from survey.spoken_number import number

__all__ = [
    "DEFAULT_LIMITS",
    "IntakeLimits",
    "PageImage",
    "UnreadablePage",
    "count_pages",
    "cut_page",
    "develop_pages",
]

DEFAULT_LIMITS = IntakeLimits()

LEAST_SIDE_PX = 25
"""A5 at 5 dpi; the reader shrinks pictures, of which nothing must be left over."""

_HEAD_BYTES = 1024  # a PDF may start a little late
_JPEG_HEAD = b"\xff\xd8\xff"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PDF_HEAD = b"%PDF-"
_PHONE_HEAD = b"ftyp"


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as a grey picture.

    Attributes:
        number: the page in its file, from 1.
        grey: (height, width), 0 black to 255 white, perhaps read-only; of colour scans the darkest
            channel; at least 200 dpi of an A4 page where the file has them.
        is_bilevel: the file held only black and white.
        dpi: pixels of ``grey`` per inch as the file claims; may be wrong, None when missing.
    """

    number: int
    grey: Grey
    is_bilevel: bool
    dpi: float | None


@dataclass(frozen=True, slots=True)
class UnreadablePage:
    """A page without a picture, or a whole file as its page 1; ``detail`` says why."""

    number: int
    detail: str


def count_pages(path: Path, limits: IntakeLimits = DEFAULT_LIMITS) -> int:
    """How many pages ``develop_pages`` will yield, without decoding any.

    Raises:
        PageError: the file cannot be opened; the sentence names it.
    """
    try:
        with _open_scan(path, limits) as scan:
            return scan.pages
    except PageError as fault:
        raise PageError(f"{show_name(path)}: {fault}") from fault


def develop_pages(
    path: Path, limits: IntakeLimits = DEFAULT_LIMITS, only: Iterable[int] | None = None
) -> Iterator[PageImage | UnreadablePage]:
    """Every page of the file in order, or ``only`` some; a file beyond opening is one bad page."""
    try:
        with _open_scan(path, limits) as scan:
            pages = range(1, scan.pages + 1)
            for number in pages if only is None else (page for page in only if page in pages):
                yield _read(scan, number)
    except PageError as fault:
        yield UnreadablePage(1, str(fault))


def cut_page(path: Path, number: int, limits: IntakeLimits = DEFAULT_LIMITS) -> bytes:
    """One page, undecoded, as a file of its own: read elsewhere, it gives the same result.

    Raises:
        PageError: it is damaged or not there; ``develop_pages`` says what becomes of it.
    """
    with _open_scan(path, limits) as scan:
        return scan.cut(number)


def _read(scan: OpenScan, number: int) -> PageImage | UnreadablePage:
    try:
        picture = scan.read(number)
    except PageError as fault:
        return UnreadablePage(number, str(fault))
    if min(picture.grey.shape) < LEAST_SIDE_PX:
        return UnreadablePage(number, _("This picture is too small for a sheet."))
    return PageImage(number, picture.grey, picture.is_bilevel, picture.dpi)


@contextmanager
def _open_scan(path: Path, limits: IntakeLimits) -> Iterator[OpenScan]:
    try:
        with _open_by_content(path, limits) as scan:
            check_page_count(scan.pages, limits)
            yield scan
    except OSError as fault:
        raise PageError(
            _("The file cannot be opened ({reason}).", reason=say_fault(fault))
        ) from fault


def _open_by_content(path: Path, limits: IntakeLimits) -> AbstractContextManager[OpenScan]:
    """Choose by the first bytes; what a file is called does not matter."""
    head = _read_head(path, limits)
    if head.startswith(_JPEG_HEAD):
        return _open_picture(path, limits, decode_jpeg)
    if head.startswith(_PNG_HEAD):
        return _open_picture(path, limits, decode_png)
    if head.startswith(_TIFF_HEADS):
        return open_tiff(path, limits)
    if _PDF_HEAD in head:
        from scans.pdf_pages import open_pdf  # noqa: PLC0415 - slow import, only for PDFs

        return open_pdf(path, limits)
    raise PageError(_unknown_sentence(head))


def _read_head(path: Path, limits: IntakeLimits) -> bytes:
    size = path.stat().st_size
    if not path.is_file():
        raise PageError(_("This is not a file."))
    if size == 0:
        raise PageError(_("The file is empty; copy it from the scanner again."))
    if size > limits.file_bytes:
        raise PageError(
            _(
                "The file is larger than the limit of {limit} MB; split it.",
                limit=number(limits.file_bytes // 1_000_000),
            )
        )
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


@contextmanager
def _open_picture(
    path: Path, limits: IntakeLimits, decode: Callable[[bytes, IntakeLimits], Picture]
) -> Iterator[OpenScan]:
    check_bytes(path.stat().st_size, limits)
    yield OpenScan(
        1, lambda number: decode(path.read_bytes(), limits), lambda number: path.read_bytes()
    )


def _unknown_sentence(head: bytes) -> str:
    if head[4:8] == _PHONE_HEAD:
        return _(
            "This is a photo in the phone's own format (HEIC); let the phone save photos as JPEG "
            "(«most compatible») and take the sheet again."
        )
    return _("This is not a scan: PDF, TIFF, JPEG and PNG files are read; save it as one of these.")
