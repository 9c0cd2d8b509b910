"""What can be asked of the record about what came by other ways than paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from store.record import Record


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """The newest figure for a period, scope and key; ``as_of`` is the day it was given, ISO."""

    period: str
    scope: str
    key: str
    dossiers: int
    source: str
    as_of: str


def list_dossiers(record: Record) -> tuple[DossierEntry, ...]:
    """The figures of settled dossiers that count now."""
    rows = record.rows(
        "SELECT period, scope, key, dossiers, source, as_of FROM dossiers AS one WHERE seq ="
        " (SELECT max(seq) FROM dossiers WHERE (period, scope, key) ="
        "  (one.period, one.scope, one.key)) ORDER BY period, scope, key"
    )
    return tuple(DossierEntry(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where a sheet is counted; texts are empty where nothing is known."""

    sheet: str
    period: str
    procedure: str


def list_sheet_places(record: Record) -> Iterator[SheetPlace]:
    """Every sheet of paper that was read, valid or not."""
    rows = record.rows(
        "SELECT sheet.id, coalesce(opening.period, ''), sheet.procedure FROM sheet"
        " LEFT JOIN opening ON opening.id = sheet.opening ORDER BY sheet.id"
    )
    return (SheetPlace(*row) for row in rows)
