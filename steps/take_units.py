"""``bundle units``: which units are below this office, their days, and the keys they sign with."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from channels.named_columns import dropped_headings
from channels.table import read_table
from channels.unit_table import HEADINGS, read_units, refuse_overlaps
from steps.session import Session
from steps.take_dossiers import check_source
from store.bundle_listing import list_units


@dataclass(frozen=True, slots=True)
class UnitsTaken:
    """What was recorded: units, how many are new, whose key changed, and how many have none.

    ``dropped`` are the columns that nobody looked at.
    """

    units: int
    new: int
    new_keys: tuple[str, ...]
    without_key: int
    dropped: tuple[str, ...]


def take_units(session: Session, file: Path, source: str, given_on: date) -> UnitsTaken:
    """Record a table of units; all of it or nothing.

    A unit that an earlier table named and this one does not stays as it was; a row of the same code
    and first day replaces the earlier one.

    Raises:
        TableError: the file cannot be read.
        MistakesError: with every bad row.
        RequestError: no source, a day to come, or a missing column.
    """
    source = check_source(source, given_on)
    table = read_table(file)
    units = read_units(table)
    known = {unit.id: unit for unit in list_units(session.record)}
    refuse_overlaps(file.name, (known | {unit.id: unit for unit in units}).values())
    body = {
        "source": source,
        "as_of": given_on.isoformat(),
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "units": [
            [u.code, u.name, _iso(u.starts), _iso(u.ends), u.successor, u.key] for u in units
        ],
    }
    with session.record.transaction():
        session.note_plan()
        session.record.append("units", body)
    changed = (u.id for u in units if u.id in known and known[u.id].key not in ("", u.key))
    return UnitsTaken(
        units=len(units),
        new=sum(unit.id not in known for unit in units),
        new_keys=tuple(changed),
        without_key=sum(not unit.key for unit in units),
        dropped=dropped_headings(table, HEADINGS),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
