"""Recorded pen strokes, so that a rehearsal is marked by real hands instead of our own shapes.

The file is JSON, gzipped or not: ``{"marks": [{"family", "writer", "strokes": [[[x, y], …], …]}]}``
with coordinates from 0 to 1000, the longest side 1000, centred, y downwards; other keys are left
alone. It comes from outside, so everything in it is checked and counted before it is used.
"""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.random import Generator
from pydantic import BaseModel, Field, ValidationError

from scans.pen import Points, Shape, Strokes, Writer, choose_pen
from survey.errors import HomPhieuError
from survey.fault import say_fault
from survey.language import _

# Recorded shapes a person might put in a box to mean "this one".
ANSWER_FAMILIES = frozenset({
    "tick", "tick_v", "v_letter", "cross", "cross_closed", "slash", "backslash", "circle",
    "circled_slash", "asterisk", "dash", "vbar",
})  # fmt: skip
LARGEST_FILE_BYTES = 64_000_000  # unpacked; the recordings we know of are under 3 MB
SIZES = (0.6, 1.5)  # longest side of a mark over the side of the box
GZIP_MAGIC = b"\x1f\x8b"

_Coordinate = Annotated[float, Field(ge=0, le=1000)]
_Stroke = Annotated[list[tuple[_Coordinate, _Coordinate]], Field(min_length=1, max_length=5_000)]


class _MarkEntry(BaseModel):
    """One entry of the file."""

    family: Annotated[str, Field(min_length=1, max_length=40)]
    writer: Annotated[str, Field(pattern=r"^\w[\w.-]{0,63}$")]
    strokes: Annotated[list[_Stroke], Field(min_length=1, max_length=50)]


class _StrokeFile(BaseModel):
    """The whole file."""

    marks: Annotated[list[_MarkEntry], Field(min_length=1, max_length=200_000)]


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """One recorded mark; strokes lie in the unit box, from -0.5 to 0.5, y downwards."""

    family: str
    strokes: Strokes


@dataclass(frozen=True, slots=True)
class StrokeBook:
    """All usable marks of a file, by the person who made them."""

    _marks: dict[str, tuple[RecordedMark, ...]]

    @property
    def writers(self) -> tuple[str, ...]:
        """Everyone who made a mark in the book, in alphabetical order."""
        return tuple(sorted(self._marks))

    def marks_of(self, writer: str) -> tuple[RecordedMark, ...]:
        """All marks of one person, in the order of the file."""
        return self._marks[writer]

    def choose_writer(self, rng: Generator, pencil_share: float) -> Writer:
        """Choose a person, and one of the kinds of mark this person has made, for a whole sheet."""
        name = self.writers[int(rng.integers(len(self._marks)))]
        families = sorted({mark.family for mark in self.marks_of(name)})
        family = families[int(rng.integers(len(families)))]
        shapes = tuple(mark.strokes for mark in self.marks_of(name) if mark.family == family)
        return Writer(
            name=name,
            family=family,
            pen=choose_pen(rng, pencil_share),
            shape=_one_of(shapes),
            size=rng.uniform(*SIZES),
            turn_deg=0.0,
            bias=(rng.normal(0, 0.06), rng.normal(0, 0.06)),
        )


def load_strokes(path: Path) -> StrokeBook:
    """Read a file of recorded strokes.

    Raises:
        HomPhieuError: the file cannot be read, is too large, or an entry is not as described above.
    """
    try:
        checked = _StrokeFile.model_validate_json(_read_text(path))
    except ValidationError as fault:
        raise HomPhieuError(
            _(
                "{file}: {entry} is missing or not as the format of recorded strokes asks; "
                "mend the file or leave --strokes out",
                file=path,
                entry=_entry_name(fault),
            )
        ) from fault
    book: dict[str, list[RecordedMark]] = {}
    for entry in checked.marks:
        if entry.family in ANSWER_FAMILIES:
            strokes = tuple(_unit_points(stroke) for stroke in entry.strokes)
            book.setdefault(entry.writer, []).append(RecordedMark(entry.family, strokes))
    if not book:
        raise HomPhieuError(
            _(
                "{file}: none of its marks is one that people put in a box; known are {families}",
                file=path,
                families=", ".join(sorted(ANSWER_FAMILIES)),
            )
        )
    return StrokeBook({writer: tuple(marks) for writer, marks in book.items()})


def _read_text(path: Path) -> bytes:
    """The file's JSON, unpacked, never more than ``LARGEST_FILE_BYTES``."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP_MAGIC
        with gzip.open(path) if packed else path.open("rb") as text:
            content = text.read(LARGEST_FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise HomPhieuError(
            _(
                "{file}: the recorded strokes cannot be read ({fault}); check the path",
                file=path,
                fault=say_fault(fault),
            )
        ) from fault
    if len(content) > LARGEST_FILE_BYTES:
        raise HomPhieuError(
            _(
                "{file}: more than {limit} MB of recorded strokes; split the file",
                file=path,
                limit=LARGEST_FILE_BYTES // 1_000_000,
            )
        )
    return content


def _entry_name(fault: ValidationError) -> str:
    """Where the first mistake is, e.g. ``marks[12].strokes[0]``."""
    first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    return name.removeprefix(".") or "JSON"


def _unit_points(stroke: list[tuple[float, float]]) -> Points:
    """Recorded coordinates in the unit box."""
    return np.asarray(stroke) / 1000 - 0.5


def _one_of(shapes: tuple[Strokes, ...]) -> Shape:
    """Each mark is one of these recordings."""
    return lambda rng: shapes[int(rng.integers(len(shapes)))]
