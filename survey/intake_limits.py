"""How much one scan file may ask of this machine before it is refused in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """Limits of a file, a picture, a page and the process that reads them.

    Attributes:
        pixels: of one picture, as stored; A3 at 600 dpi has 70 million, large phone photos 108.
        pages: of one file.
        file_bytes: of one file; PDF and TIFF are read page by page.
        picture_bytes: of one JPEG or PNG, which is held in memory.
        object_depth: how deep the objects of a PDF may lie in each other; a scan has five.
        rasterise_seconds: for drawing one PDF page.
        page_seconds: for all that is done with one page; a page takes a twentieth of a second.
        memory_bytes: that a process may ask for beyond what it holds before it opens a file.
    """

    pixels: int = 120_000_000
    pages: int = 20_000
    file_bytes: int = 8_000_000_000
    picture_bytes: int = 200_000_000
    object_depth: int = 100
    rasterise_seconds: int = 60
    page_seconds: int = 120
    memory_bytes: int = 1_500_000_000
