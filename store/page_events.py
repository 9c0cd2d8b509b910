"""The pages as their events told them when they were taken in, whatever people decided since."""

from dataclasses import dataclass
from typing import Any

from store.journal import read_body
from store.record import Record


@dataclass(frozen=True, slots=True)
class PageEvent:
    """A page taken in: number of its event, the version that read it, and the event's body."""

    seq: int
    version: str
    body: dict[str, Any]


def list_scanned_pages(record: Record) -> dict[str, tuple[int, ...]]:
    """SHA-256 of every original with pages → their numbers, ascending."""
    pages: dict[str, list[int]] = {}
    for sha256, page in record.rows(
        "SELECT DISTINCT sha256, source_page FROM page ORDER BY sha256, source_page"
    ):
        pages.setdefault(sha256, []).append(page)
    return {sha256: tuple(numbers) for sha256, numbers in pages.items()}


def list_page_events(record: Record, sha256: str, page: int) -> tuple[PageEvent, ...]:
    """Every event about this page; several when the same file came under several names."""
    rows = record.rows(
        "SELECT seq, version, body FROM page JOIN journal USING (seq)"
        " WHERE sha256 = ? AND source_page = ? ORDER BY seq",
        (sha256, page),
    )
    return tuple(PageEvent(seq, version, read_body(seq, body)) for seq, version, body in rows)
