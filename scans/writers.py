"""A batch of scanned pages as the files office scanners make: JPEGs, PNGs, one TIFF or one PDF.

A page is encoded once, on its own, and its bytes go into the batch as they are; whatever the number
of pages, only a few of them are in memory.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import cv2
from PIL import Image as Pictures
from PIL.TiffImagePlugin import AppendingTiffWriter

from scans.scanner import ScannedPage

FORMATS = ("jpg", "png", "tiff", "pdf")

AddPage = Callable[[bytes], tuple[str, int]]
"""Adds one encoded page to the batch: the name of the file it is in, and its page there, from 1."""


def encode_page(page: ScannedPage, form: str) -> bytes:
    """One page as bytes for ``open_batch`` of the same form, which is one of ``FORMATS``.

    JPEG for JPEG files and PDF; 1-bit pictures (G4 in TIFF) where the page is black and white.
    """
    is_bilevel = cv2.countNonZero(cv2.inRange(page.image, 1, 254)) == 0
    picture = Pictures.fromarray(page.image)
    encoded = io.BytesIO()
    dpi = (page.dpi, page.dpi)
    if form in ("jpg", "pdf"):
        picture.save(encoded, "JPEG", quality=page.jpeg_quality, dpi=dpi)
    elif form == "png":
        plain = picture.convert("1") if is_bilevel else picture
        plain.save(encoded, "PNG", compress_level=1, dpi=dpi)
    elif is_bilevel:
        picture.convert("1").save(encoded, "TIFF", compression="group4", dpi=dpi)
    else:
        picture.save(encoded, "TIFF", compression="jpeg", quality=page.jpeg_quality, dpi=dpi)
    return encoded.getvalue()


@contextmanager
def open_batch(folder: Path, form: str) -> Iterator[AddPage]:
    """Write a batch into a folder; it is whole once the context is left.

    The files are ``trang-0001.jpg`` (or ``.png``) and so on, ``scan.tif`` or ``scan.pdf``.
    """
    if form == "tiff":
        with AppendingTiffWriter(folder / "scan.tif", new=True) as tiff:
            yield _tiff_pages(tiff)
    elif form == "pdf":
        with (folder / "scan.pdf").open("wb") as file:
            pages = _PdfPages(file)
            yield pages.add
            pages.finish()
    else:
        yield _single_files(folder, form)


def _single_files(folder: Path, suffix: str) -> AddPage:
    numbers = iter(range(1, 1_000_000))

    def add(page: bytes) -> tuple[str, int]:
        path = folder / f"trang-{next(numbers):04d}.{suffix}"
        path.write_bytes(page)
        return path.name, 1

    return add


def _tiff_pages(tiff: AppendingTiffWriter) -> AddPage:
    numbers = iter(range(1, 1_000_000))

    def add(page: bytes) -> tuple[str, int]:
        tiff.write(page)
        tiff.newFrame()
        return "scan.tif", next(numbers)

    return add


class _PdfPages:
    """A PDF written as its pages come: every page is one grey JPEG, its bytes unchanged.

    Written by hand (ISO 32000-1, 7.5), because pikepdf holds all pages in memory until it saves:
    575 MB for 1,000 pages, against none here. Object 1 is the catalogue, 2 the page tree, and each
    page takes three: the page, its contents, its picture.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places: dict[int, int] = {}
        file.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, jpeg: bytes) -> tuple[str, int]:
        """Add a page as large as the JPEG's dpi tag says."""
        with Pictures.open(io.BytesIO(jpeg)) as picture:
            width, height = picture.size
            wide, high = (72 * pixels / picture.info["dpi"][0] for pixels in picture.size)
        page = 3 + len(self._places)
        self._write(
            page,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide:.3f} {high:.3f}] /Contents "
            f"{page + 1} 0 R /Resources << /XObject << /Picture {page + 2} 0 R >> >> >>",
        )
        self._write(page + 1, "<<", f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Picture Do Q".encode())
        self._write(
            page + 2,
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
            "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode",
            jpeg,
        )
        return "scan.pdf", page // 3

    def finish(self) -> None:
        """Write the page tree, the catalogue and where every object stands."""
        pages = range(3, 3 + len(self._places), 3)
        kids = " ".join(f"{page} 0 R" for page in pages)
        self._write(2, f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
        self._write(1, "<< /Type /Catalog /Pages 2 0 R >>")
        end, count = self._file.tell(), len(self._places) + 1
        rows = "".join(f"{self._places[number]:010d} 00000 n \n" for number in range(1, count))
        self._file.write(
            f"xref\n0 {count}\n0000000000 65535 f \n{rows}"
            f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n".encode()
        )

    def _write(self, number: int, head: str, stream: bytes | None = None) -> None:
        """Write one object; of a stream, ``head`` is its dictionary without length and end."""
        self._places[number] = self._file.tell()
        self._file.write(f"{number} 0 obj\n{head}".encode())
        if stream is not None:
            self._file.write(f" /Length {len(stream)} >>\nstream\n".encode())
            self._file.writelines((stream, b"\nendstream"))
        self._file.write(b"\nendobj\n")
