"""What can be asked of the record about box and paper: versions, seals, instructions, sheets."""

from collections.abc import Iterator
from typing import Any

from store.entries import InstructionEntry, OpeningVersion, SealEntry
from store.journal import Event, read_events
from store.record import Record
from store.sqlite_error import translate_errors
from survey.json_text import read_json

# What the event of an opening says beyond the opening itself, see steps.open_box.
ABOUT_THE_EVENT = frozenset(
    {"id", "refused", "follows", "expected_seal", "corrects", "reason", "corrected_by"}
)


def as_written(body_text: str) -> dict[str, Any]:
    """The opening as people wrote it down, out of the body of its event."""
    body = read_json(body_text)
    return {key: value for key, value in body.items() if key not in ABOUT_THE_EVENT}


def list_opening_versions(record: Record) -> tuple[OpeningVersion, ...]:
    """Every version of every opening, the openings in their order."""
    rows = record.rows(
        "SELECT version.id, version.seq, version.opening, version.version, journal.at, version.body"
        " FROM opening_version AS version"
        " JOIN opening ON opening.id = version.opening"
        " JOIN journal ON journal.seq = version.seq"
        " ORDER BY opening.seq, version.version"
    )
    return tuple(_version(row) for row in rows)


def _version(row: tuple[Any, ...]) -> OpeningVersion:
    version_id, seq, opening, version, recorded_at, body_text = row
    body = read_json(body_text)
    return OpeningVersion(
        id=version_id,
        seq=seq,
        opening=opening,
        version=version,
        recorded_at=recorded_at,
        corrected_by=tuple(body.get("corrected_by", ())),
        reason=body.get("reason", ""),
        expected_seal=body.get("expected_seal", ""),
        follows=body.get("follows", ""),
        body=as_written(body_text),
    )


def find_last_seal(record: Record, box: str, before: str = "") -> SealEntry | None:
    """The seal last put on this box, in all or before the opening of this id took place."""
    return next(reversed(list_seals(record, box, before)), None)


def list_seals(record: Record, box: str, before: str = "") -> tuple[SealEntry, ...]:
    """The seals put on this box, the newest last, in all or before this opening took place."""
    rows = record.rows(
        "SELECT seal_number, at, person, opening FROM sealing WHERE box = ?1 AND seq <"
        " coalesce((SELECT seq FROM opening WHERE id = ?2), 9e15) ORDER BY seq",
        (box, before),
    )
    return tuple(SealEntry(*row) for row in rows)


def list_instructions(record: Record, opening: str) -> tuple[InstructionEntry, ...]:
    """The answers to this refusal that came after its minutes, the newest last."""
    rows = record.rows(
        "SELECT seq, instruction, at, person FROM instruction WHERE opening = ? ORDER BY seq",
        (opening,),
    )
    return tuple(InstructionEntry(*row) for row in rows)


def count_issued_since(record: Record, box: str) -> int | None:
    """Sheets issued for this box since it was last opened, less those brought back.

    None when nothing was written down for it.
    """
    ((issued,),) = record.rows(
        "SELECT sum(iif(act = 'issued', count, -count)) FROM paper WHERE box = ?1"
        " AND act IN ('issued', 'returned') AND seq > coalesce((SELECT max(seq) FROM opening"
        " WHERE box = ?1 AND NOT refused), 0)",
        (box,),
    )
    return issued if issued is None else max(0, int(issued))


def list_events(record: Record, kind: str = "") -> Iterator[Event]:
    """The journal's events, or those of one kind, oldest first."""
    with translate_errors(record.folder.database_path):
        yield from read_events(record.connection, kind)
