"""Where a document's figures come from: it carries that in its properties, which Word keeps.

``verify FILE.docx`` reads it back. Words and figures of a document are compared as lines of text,
so that a number and a date written in by Văn thư, or another typeface, change nothing.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError

from survey.zip_damage import ZIP_DAMAGES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MARK = "hom-phieu"
HEADS = ("head_short", "head_qr")
MOST_BYTES = 200_000_000
"""What the parts of a document may unpack to; a real one has a few megabytes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document is about.

    Attributes:
        kind: as ``report`` names it.
        subject: the period, or the id of an opening or a recheck.
        head: the journal's head when it was written, hexadecimal.
    """

    kind: str
    subject: str
    head: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What a document carries: its origin, the program's version, the digest of all it prints."""

    origin: Origin
    version: str
    digest: str


def trace_words(trace: Trace) -> str:
    """The trace as one line without blanks in its parts."""
    origin = trace.origin
    parts = (MARK, origin.kind, origin.subject, origin.head, trace.version, trace.digest)
    return " ".join(parts)


def digest_of(facts: "DataclassInstance") -> str:
    """SHA-256 of all that a document prints, but for the journal's head."""
    printed = {name: told for name, told in _told(facts).items() if name not in HEADS}
    text = json.dumps(printed, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _told(facts: "DataclassInstance") -> dict[str, object]:
    return {field.name: _as_json(getattr(facts, field.name)) for field in fields(facts)}


def _as_json(value: object) -> object:
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    if isinstance(value, bytes):
        return ""  # a picture: its text tells what it shows
    if is_dataclass(value) and not isinstance(value, type):
        return _told(value)
    return value


def read_document(content: bytes) -> tuple[Trace | None, tuple[str, ...]]:
    """The trace, None where there is none, and the lines of the text, tables included.

    Raises:
        ValueError: this is no Word document.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise ValueError("too large")
        document = Document(BytesIO(content))
        words = str(document.core_properties.keywords).split()
        lines = tuple(_lines(document))
    except (*ZIP_DAMAGES, OSError, OpcError) as error:
        raise ValueError(str(error)) from error
    if len(words) != 6 or words[0] != MARK:
        return None, lines
    _mark, kind, subject, head, version, digest = words
    return Trace(Origin(kind, subject, head), version, digest), lines


def _lines(document: WordDocument) -> Iterator[str]:
    """One for each paragraph outside tables, and one for each row of a table."""
    for element in document.element.body.iterchildren():
        for row in element.xpath(".//w:tr") if element.tag.endswith("}tbl") else (element,):
            cells = row.xpath("./w:tc") or (row,)
            texts = ("".join(t.text or "" for t in cell.xpath(".//w:t")) for cell in cells)
            if line := " | ".join(texts).strip(" |"):
                yield line
