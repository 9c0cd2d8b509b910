"""The pages of a TIFF file of any compression, one by one."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from scans.decoding import decoding
from scans.picture import OpenScan, Picture, picture_of
from scans.tiff_file import cut_page, read_dialect, walk_chain
from survey.errors import PageError
from survey.intake_limits import IntakeLimits
from survey.language import _


@contextmanager
def open_tiff(path: Path, limits: IntakeLimits) -> Iterator[OpenScan]:
    """Open a TIFF; where its chain of pages is broken, that is one more page, which cannot be read.

    Raises:
        PageError: not even the chain's start can be read.
    """
    with path.open("rb") as stream:
        with decoding():
            dialect = read_dialect(stream)
            directories, is_broken = walk_chain(stream, dialect, limits.pages)

        def cut(number: int) -> bytes:
            if number > len(directories):
                raise PageError(_broken_sentence())
            with decoding():
                return cut_page(stream, dialect, directories[number - 1], limits.picture_bytes)

        def read(number: int) -> Picture:
            page = cut(number)
            with decoding():
                image = Image.open(io.BytesIO(page), formats=("TIFF",))
            return picture_of(image, limits)

        yield OpenScan(len(directories) + is_broken, read, cut)


def _broken_sentence() -> str:
    return _(
        "The file is cut off or damaged here: this page and those after it are missing; "
        "copy the file from the scanner again."
    )
