"""Who may be seen when: writers whose marks are for tuning, and writers kept for judging."""

import hashlib
from enum import StrEnum
from itertools import groupby

from scans.strokes import StrokeBook

_DRAW = 9
"""Drawn anew whenever rules have been mended after looking at failures of judging."""


class Part(StrEnum):
    """What a run is for; tuning never sees the writers or the degradations of judging."""

    TUNE = "tune"
    JUDGE = "judge"


def writers_of(book: StrokeBook, part: Part) -> tuple[str, ...]:
    """The writers of one part: of every source about half, told apart by a hash of their names."""
    by_source = groupby(sorted(book.writers, key=_source), key=_source)
    ranked = (sorted(writers, key=_rank) for _, writers in by_source)
    start = 0 if part is Part.JUDGE else 1
    return tuple(sorted(writer for writers in ranked for writer in writers[start::2]))


def _source(writer: str) -> str:
    return writer.partition("-")[0]


def _rank(writer: str) -> str:
    return hashlib.sha256(f"{_DRAW} {writer}".encode()).hexdigest()
