"""What a disk may hold of a SQLite database after the power was cut.

All that was written before a flush is there, in full; of what came after, nothing, a part or
rubbish. In write-ahead mode the log is flushed at each commit: everything up to the last commit but
one is certain, and the last as well where the program has gone on to other files. While the log is
brought into the database, any page of it may be torn there.
"""

import random
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24


class Frame(NamedTuple):
    """A page in the log: its number, where it ends, and whether it ends a transaction."""

    page: int
    end: int
    is_commit: bool


def tear(database: Path, chance: random.Random) -> None:
    """Lose or tear what no flush had made certain; the log's index is never certain."""
    log = database.with_name(f"{database.name}-wal")
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    frames = tuple(_frames(log.read_bytes())) if log.exists() else ()
    commits = [frame.end for frame in frames if frame.is_commit]
    if commits and chance.random() < 0.3:
        _tear_pages(database, [f for f in frames if f.end <= commits[-1]], chance)
    elif log.exists():
        certain = [0, 0, *commits][-1 if _is_flushed(log) else -2]
        _tear_end(log, certain, chance)


def _is_flushed(log: Path) -> bool:
    """Did the program go on to write the database or other files? Then it had flushed the log."""
    written = log.stat().st_mtime_ns
    others = (file for file in log.parent.rglob("*") if file.is_file() and file != log)
    return any(file.stat().st_mtime_ns >= written for file in others)


def _frames(log: bytes) -> Iterator[Frame]:
    """The frames of the log's present round; older ones behind them carry another salt."""
    if len(log) < HEADER_BYTES:
        return
    page_bytes, salt = struct.unpack(">8xI4x8s", log[: HEADER_BYTES - 8])
    end = HEADER_BYTES
    while end + FRAME_HEADER_BYTES + page_bytes <= len(log):
        page, size, found = struct.unpack(">II8s", log[end : end + 16])
        if found != salt:
            return
        end += FRAME_HEADER_BYTES + page_bytes
        yield Frame(page, end, size > 0)


def _tear_end(log: Path, certain: int, chance: random.Random) -> None:
    """The log cut short, ending in zeros, or ending in rubbish."""
    content = log.read_bytes()
    cut = chance.randint(certain, len(content))
    lost = len(content) - cut
    rest = chance.choice((b"", bytes(lost), chance.randbytes(lost)))
    log.write_bytes(content[:cut] + rest)


def _tear_pages(database: Path, frames: list[Frame], chance: random.Random) -> None:
    """Some pages that the log holds as well, torn in the database."""
    content = bytearray(database.read_bytes())
    page_bytes = struct.unpack(">H", content[16:18])[0]
    for frame in chance.sample(frames, chance.randint(1, len(frames))):
        start = (frame.page - 1) * page_bytes
        torn = chance.randrange(0, page_bytes, 512)
        content[start + torn : start + page_bytes] = bytes(page_bytes - torn)
    database.write_bytes(content)
