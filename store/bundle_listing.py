"""What can be asked of the record about units below this office and the results they handed up."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.record import Record
from survey.json_text import read_json
from survey.unit import Unit


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """A bundle that was taken in and counts; see the table ``bundle``."""

    seq: int
    unit: str
    starts: str
    survey: str
    period: str
    events: int
    key: str
    sha256: str
    results: str
    sheets: int


def list_units(record: Record) -> tuple[Unit, ...]:
    """The units as their newest table names them, by code and first day."""
    rows = record.rows(
        "SELECT code, name, starts, ends, successor, key FROM unit AS one WHERE seq ="
        " (SELECT max(seq) FROM unit WHERE (code, starts) = (one.code, one.starts))"
        " ORDER BY code, starts"
    )
    return tuple(
        Unit(code, name, _day(starts), _day(ends), successor, key)
        for code, name, starts, ends, successor, key in rows
    )


def list_bundles(record: Record, unit: str = "") -> tuple[BundleEntry, ...]:
    """The bundles that count, of one unit or of all, in the order they came."""
    rows = record.rows(
        "SELECT seq, unit, starts, survey, period, events, key, sha256, results, sheets"
        " FROM bundle WHERE superseded = 0 AND ?1 IN ('', unit) ORDER BY seq",
        (unit,),
    )
    return tuple(BundleEntry(*row) for row in rows)


def has_bundle_file(record: Record, sha256: str) -> bool:
    """Whether exactly this file was taken in before, be it superseded by now or not."""
    rows = record.rows("SELECT 1 FROM bundle WHERE sha256 = ?", (sha256,))
    return any(True for _row in rows)


def read_bundle_bodies(record: Record, seqs: Iterable[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and body of the events with these numbers, one at a time."""
    rows = record.rows(
        "SELECT seq, body FROM journal WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (json.dumps(list(seqs)),),
    )
    return ((seq, read_json(body)) for seq, body in rows)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
