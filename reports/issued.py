"""An issued document read back: its trace, its words and figures line by line, and its pictures.

Lines are compared and not files, so that a number and a date written in by Văn thư, or another
typeface, change nothing.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from PIL import Image, UnidentifiedImageError

from reports.origin import MARK, Trace, parse_trace
from survey.zip_damage import ZIP_DAMAGES

MOST_BYTES = 200_000_000
"""What the parts of a document may unpack to; a real one has a few megabytes."""
MOST_PIXELS = 50_000_000
DAMAGES = (
    *ZIP_DAMAGES, OSError, OpcError, InvalidFileException, Image.DecompressionBombError,
    AssertionError,  # from html.parser
)  # fmt: skip
_TRACE_LINE = re.compile(rf"{MARK}( \S+){{5}}")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a document.

    Attributes:
        alternative: its text for who cannot see it.
        content: the bytes of its file.
        pixels: size, mode and every pixel.
        drawn_by: the program and version that drew it, empty where it does not say.
    """

    alternative: str
    content: bytes
    pixels: tuple[object, ...]
    drawn_by: str


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """What is compared with the record; ``trace`` is None where it carries none of ours."""

    trace: Trace | None
    lines: tuple[str, ...]
    pictures: tuple[Shown, ...] = ()


def read_issued(content: bytes, suffix: str) -> IssuedDocument:
    """Read a document of this kind of file: .docx, .xlsx, .txt or .html.

    Raises:
        ValueError: it is no such file, or damaged.
    """
    try:
        return _READERS[suffix](content)
    except DAMAGES as error:
        raise ValueError(str(error)) from error


def _read_word(content: bytes) -> IssuedDocument:
    _refuse_bomb(content)
    document = Document(BytesIO(content))
    trace = parse_trace(str(document.core_properties.keywords))
    return IssuedDocument(trace, tuple(_word_lines(document)), tuple(_word_pictures(document)))


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            raise ValueError("too large")


def _word_lines(document: WordDocument) -> Iterator[str]:
    """One for each paragraph outside tables, and one for each row of a table."""
    for element in document.element.body.iterchildren():
        for row in element.xpath(".//w:tr") if element.tag.endswith("}tbl") else (element,):
            cells = row.xpath("./w:tc") or (row,)
            texts = ("".join(t.text or "" for t in cell.xpath(".//w:t")) for cell in cells)
            if line := " | ".join(texts).strip(" |"):
                yield line


def _word_pictures(document: WordDocument) -> Iterator[Shown]:
    """All of them in their order, those of the ward's own template too."""
    for drawing in document.element.body.xpath(".//w:drawing"):
        told = "".join(drawing.xpath(".//wp:docPr/@descr")[:1])
        for place in drawing.xpath(".//a:blip/@r:embed"):
            yield show(told, document.part.related_parts[place].blob)


def show(alternative: str, content: bytes) -> Shown:
    """A picture as it is compared.

    Raises:
        ValueError: it is too large.
    """
    try:
        opened = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
    except UnidentifiedImageError:  # a drawing of the ward's own: its bytes are compared
        return Shown(alternative, content, (content,), "")
    with opened as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too large")
        drawn_by = str(picture.info.get("Software", ""))
        pixels = (picture.size, picture.convert("RGB").tobytes())
    return Shown(alternative, content, pixels, drawn_by)


def _read_workbook(content: bytes) -> IssuedDocument:
    _refuse_bomb(content)
    workbook = load_workbook(BytesIO(content), read_only=True)
    lines = [
        f"{sheet.title}: {line}"
        for sheet in workbook.worksheets
        for row in sheet.iter_rows(values_only=True)
        if (line := " | ".join("" if cell is None else str(cell) for cell in row).strip(" |"))
    ]
    return IssuedDocument(parse_trace(workbook.properties.keywords or ""), tuple(lines))


def _read_text(content: bytes) -> IssuedDocument:
    lines = [line.strip() for line in content.decode("utf-8-sig").splitlines()]
    found = _TRACE_LINE.search(lines[-1])
    trace = parse_trace(found[0]) if found else None
    return IssuedDocument(trace, tuple(lines[:-1] if trace else lines))


class _Page(HTMLParser):
    """A page as lines of text; what it carries in its head is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.keywords = ""
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The trace stands in a tag."""
        told = dict(attrs)
        if tag == "meta" and told.get("name") == "keywords":
            self.keywords = told.get("content") or ""
        self._is_style = tag == "style"

    def handle_data(self, data: str) -> None:
        """A line, unless it is empty."""
        if data.strip() and not self._is_style:
            self.lines.append(" ".join(data.split()))


def _read_page(content: bytes) -> IssuedDocument:
    page = _Page()
    page.feed(content.decode())
    return IssuedDocument(parse_trace(page.keywords), tuple(page.lines))


_READERS = {
    ".docx": _read_word, ".xlsx": _read_workbook, ".txt": _read_text, ".html": _read_page,
}  # fmt: skip
