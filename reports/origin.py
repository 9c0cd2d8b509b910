"""Where a document's figures come from: it carries that in its properties, which Word keeps.

``verify FILE`` reads it back (``reports.issued``).
"""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MARK = "hom-phieu"
HEADS = ("head", "head_short", "head_qr")


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
    return digest_of_text(json.dumps(printed, ensure_ascii=False, sort_keys=True))


def digest_of_text(text: str) -> str:
    """SHA-256 of a text."""
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
    if isinstance(value, (Fraction, Decimal, date)):
        return str(value)
    return value


def parse_trace(words: str) -> Trace | None:
    """The trace of such a line, None where it is none."""
    parts = words.split()
    if len(parts) != 6 or parts[0] != MARK:
        return None
    _mark, kind, subject, head, version, digest = parts
    return Trace(Origin(kind, subject, head), version, digest)
