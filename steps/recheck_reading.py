"""Phúc tra sheet by sheet: which sheets a reader is still to read, and what they saw on one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from steps.recheck_draw import find_pages
from steps.recheck_pile import HAND
from steps.session import Session
from store.entries import PageEntry
from store.recheck_listing import RecheckEntry, list_paper_readings
from survey.names import name_key

READERS = 2


@dataclass(frozen=True, slots=True)
class SheetToRead:
    """A sheet of paper to be found: its place in the draw from 1, its id, and its pages."""

    place: int
    sheet: str
    pages: tuple[PageEntry, ...]


def sheets_to_read(session: Session, entry: RecheckEntry, person: str) -> tuple[SheetToRead, ...]:
    """The sheets that this person has not read and that need a reader, in the order of the draw.

    A sheet needs two readers, and a third where those differ. One that was only counted by hand
    cannot be looked for.
    """
    places, readings = find_pages(session, frozenset(entry.units)), _readings(session, entry)
    return tuple(
        SheetToRead(place, unit, tuple(places[unit]))
        for place, unit in enumerate(entry.units, 1)
        if not unit.startswith(HAND) and _needs(readings[unit], name_key(person))
    )


def record_sheet(
    session: Session, entry: RecheckEntry, person: str, read: tuple[str, Mapping[str, str]]
) -> None:
    """Write into the journal what this person saw on one sheet: its id, and question → value."""
    sheet, values = read
    body = {"recheck": entry.id, "sheets": {sheet: dict(values)}}
    session.record.append("recheck-read", body, person=person)


def _needs(readings: Mapping[str, Mapping[str, str]], reader: str) -> bool:
    if reader in readings:
        return False
    every = list(readings.values())
    return len(every) < READERS or (len(every) == READERS and every[0] != every[1])


def _readings(session: Session, entry: RecheckEntry) -> defaultdict[str, dict[str, dict[str, str]]]:
    """Sheet → reader → what they saw last, question by question."""
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for one in list_paper_readings(session.record, entry.id):
        found[one.sheet].setdefault(name_key(one.person), {})[one.question] = one.value
    return found
