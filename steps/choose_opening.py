"""Which opening of a box the scans belong to."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from scans.listing import SCAN_SUFFIXES, list_scans
from steps.closed_period import is_closed
from store.entries import OpeningEntry
from store.listing import (
    is_without_opening,
    list_openings,
    list_openings_of,
    list_waiting_openings,
)
from store.record import Record
from survey.errors import RequestError
from survey.language import _


def choose_opening(record: Record, asked: str | None, paths: Sequence[Path]) -> str:
    """The id of the opening asked for, or the one that still waits for scans.

    Where several could be meant, files that the record knows stay with theirs: a command that was
    cut off, or is repeated, needs no other words than the first time.

    Empty when no box has been opened yet, or all openings are of closed periods: the sheets are
    read, and the reconciliation says that they belong to no opening until the same files are
    scanned again.

    Raises:
        RequestError: unknown opening, or several wait and none was named.
        PageError: a path does not exist.
    """
    if asked:
        return _asked(_real_openings(record), asked)
    possible = possible_openings(record)
    if len(possible) > 1:
        meant = _opening_of(record, paths)
        if meant in possible:
            return meant
        raise RequestError(
            _(
                "several openings could be meant; name one with --opening: {known}",
                known=", ".join(possible),
            ),
            on_page=_("Choose the opening that these sheets came from."),
        )
    return possible[0] if possible else ""


def possible_openings(record: Record) -> tuple[str, ...]:
    """The openings that scans may come from: those that still wait for some, else all of them.

    None of a closed period.
    """
    for group in (list_waiting_openings(record), _real_openings(record)):
        if possible := [one.id for one in group if not is_closed(record, one.period)]:
            return tuple(possible)
    return ()


def _opening_of(record: Record, paths: Sequence[Path]) -> str:
    """The one opening that all these scans were taken in with; empty when they have no such one."""
    known = {
        _known_opening(record, path)
        for path in list_scans(paths)
        if path in paths or path.suffix.lower() in SCAN_SUFFIXES  # else perhaps no scan
    }
    return known.pop() if len(known) == 1 else ""


def _known_opening(record: Record, path: Path) -> str:
    """The opening that the pages of a file belong to; empty when the record knows none."""
    if not path.is_file():  # of a pipe nobody knows whether it ends
        return ""
    try:
        with path.open("rb") as file:
            openings = list_openings_of(record, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:  # told when it is to be read
        return ""
    return openings[0] if len(openings) == 1 else ""


def say_without_opening(record: Record, files: Iterable[tuple[str, str]]) -> str:
    """Why sheets of these files belong to no opening, and what to do; empty when all belong to one.

    ``files`` are named by content and name.
    """
    if not any(is_without_opening(record, *file) for file in files):
        return ""
    if not _real_openings(record):
        return _(
            "No box opening is recorded yet: these sheets belong to no opening until one is "
            "recorded and the same files are scanned again."
        )
    return _(
        "Every recorded opening is of a closed period: these sheets belong to no opening. Record "
        "the opening they came from, or reopen its period, and scan the same files again."
    )


def _real_openings(record: Record) -> list[OpeningEntry]:
    """Without boxes that were left closed."""
    return [opening for opening in list_openings(record) if not opening.refused]


def _asked(openings: list[OpeningEntry], asked: str) -> str:
    if all(opening.id != asked for opening in openings):
        raise RequestError(
            _(
                "there is no opening {asked}; recorded are: {known}",
                asked=asked,
                known=", ".join(opening.id for opening in openings) or _("none"),
            )
        )
    return asked
