"""Is every byte of the database the one that stood there when it was last closed?"""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from audit.database import DAMAGES, open_as_it_lies
from survey.json_text import read_json
from survey.language import _

# What SQLite has beside the database while a program is at it, or after one was killed.
IN_USE = ("-wal", "-journal")


class _Seal(NamedTuple):
    head: object
    sha256: object


def check_seal(database_path: Path) -> tuple[str, ...]:
    """Say in words if the file is not the one that was sealed at the journal's present head.

    A seal that is missing, or of an earlier head, says nothing, and neither does one of a database
    that a program has open now.
    """
    seal = _read_seal(database_path.with_name(f"{database_path.name}.seal"))
    try:
        is_changed = seal is not None and _is_other_file(database_path, seal)
    except (OSError, *DAMAGES):
        return ()  # what cannot be read, the check of the chain has named
    if not is_changed:
        return ()
    sentence = _(
        "{file} was changed outside the program since it was last closed", file=database_path.name
    )
    return (sentence,)


def _read_seal(path: Path) -> _Seal | None:
    """None when there is none, or none that can be made out."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        written = read_json(path.read_bytes())
        return _Seal(written["head"], written["sha256"])
    return None


def _is_other_file(database_path: Path, seal: _Seal) -> bool:
    """The order matters, for others may write meanwhile.

    Where nothing stands beside the file, everything written before is in it. So if the head, read
    after that was seen, is still the sealed one, nothing was written before either, and the bytes
    were those that were sealed. It is seen before the file is opened as well, because closing it
    again would release the locks of a connection in this process (POSIX).
    """
    if _is_in_use(database_path):
        return False
    with database_path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if _is_in_use(database_path):
        return False
    return sha256 != seal.sha256 and _read_head(database_path) == seal.head


def _is_in_use(database_path: Path) -> bool:
    return any(database_path.with_name(f"{database_path.name}{end}").exists() for end in IN_USE)


def _read_head(database_path: Path) -> object:
    """The hash of the last event, None when there is none."""
    with open_as_it_lies(database_path) as connection:
        row = connection.execute("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return row[0] if row else None
