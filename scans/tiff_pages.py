"""The pages of a TIFF file, one by one: a file of 2,000 sheets takes no more memory than one sheet.

A TIFF is a chain of directories, one for each page. Where the chain is broken, Pillow either gives
up the whole file or takes the break for its end, and pages are lost unsaid. So it is walked here.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from scans.decoding import decoding
from scans.picture import IntakeLimits, OpenScan, Picture, picture_of
from survey.errors import PageError
from survey.language import _


@contextmanager
def open_tiff(path: Path, limits: IntakeLimits) -> Iterator[OpenScan]:
    """Open a TIFF of any compression; a broken chain counts as one more page, which cannot be read.

    Raises:
        PageError: not even the first page can be opened.
    """
    with path.open("rb") as stream:
        with decoding():
            whole, is_broken = _walk_chain(stream, limits.pages)
            image = Image.open(stream, formats=("TIFF",))

        def read(number: int) -> Picture:
            if number > whole:
                raise PageError(_broken_sentence())
            return _read_frame(image, number, limits)

        yield OpenScan(whole + is_broken, read)


def _walk_chain(stream: BinaryIO, most: int) -> tuple[int, bool]:
    """The number of whole directories, at most ``most`` + 1, and whether the chain breaks there."""
    end = stream.seek(0, 2)
    stream.seek(0)
    order = "<" if stream.read(2) == b"II" else ">"
    is_big = struct.unpack(f"{order}H", stream.read(2)) == (43,)
    link, entry_bytes, first = (f"{order}Q", 20, 8) if is_big else (f"{order}I", 12, 4)
    count = f"{order}Q" if is_big else f"{order}H"
    stream.seek(first)
    offset = _unpack(stream, link)
    seen: set[int] = set()
    while offset and len(seen) <= most:
        stream.seek(offset)
        entries = _unpack(stream, count)
        next_link = stream.tell() + entries * entry_bytes
        if offset in seen or entries == 0 or next_link + struct.calcsize(link) > end:
            return len(seen), True
        seen.add(offset)
        stream.seek(next_link)
        offset = _unpack(stream, link)
    return len(seen), False


def _unpack(stream: BinaryIO, form: str) -> int:
    """The next number of the file; 0 where the file has ended."""
    raw = stream.read(struct.calcsize(form))
    return int(struct.unpack(form, raw)[0]) if len(raw) == struct.calcsize(form) else 0


def _read_frame(image: Image.Image, number: int, limits: IntakeLimits) -> Picture:
    with decoding():
        image.seek(number - 1)
    return picture_of(image, limits)


def _broken_sentence() -> str:
    return _(
        "The file is cut off or damaged here: this page and those after it are missing; "
        "copy the file from the scanner again."
    )
