"""Are the scans still there as they came? Every original in the journal, byte for byte."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from audit.database import DAMAGES, open_for_reading
from survey.fault import say_fault
from survey.language import _

# How an unfinished copy is called; a power cut may leave one, and it is no original.
ARRIVING_PREFIX = ".arriving-"


def check_originals(database_path: Path, scans_folder: Path) -> tuple[str, ...]:
    """Say in words which originals are missing or altered, and what does not belong in ``scans/``.

    A file's name before its suffix is the SHA-256 it had when it came.
    """
    try:
        names = _journaled_names(database_path)
    except (*DAMAGES, ValueError, LookupError, TypeError) as error:
        return (_("the originals in the journal cannot be listed ({reason})", reason=error),)
    try:
        return tuple(_compare(names, scans_folder))
    except OSError as error:
        return (
            _("{folder} cannot be listed ({reason})", folder=scans_folder, reason=say_fault(error)),
        )


def _journaled_names(database_path: Path) -> dict[str, str]:
    """SHA-256 of every original → the name it came with."""
    with open_for_reading(database_path) as connection:
        rows = connection.execute("SELECT body FROM journal WHERE kind = 'original' ORDER BY seq")
        bodies = [json.loads(body) for (body,) in rows]
    return {body["sha256"]: body["name"] for body in bodies}


def _compare(names: dict[str, str], scans_folder: Path) -> Iterator[str]:
    missing = dict(names)
    for path in sorted(scans_folder.iterdir()):
        if path.name.startswith(ARRIVING_PREFIX):
            continue
        sha256 = path.name.partition(".")[0]
        if sha256 in names and path.is_file():
            missing.pop(sha256, None)
            yield from _check_content(path, sha256, names[sha256])
        else:
            yield _("scans/{file} is in no event of the journal", file=path.name)
    for sha256, name in missing.items():
        yield _("the original {name} is missing: scans/{sha256}…", name=name, sha256=sha256)


def _check_content(path: Path, sha256: str, name: str) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        yield _(
            "the original {name} cannot be read: scans/{file} ({reason})",
            name=name,
            file=path.name,
            reason=say_fault(error),
        )
        return
    if found != sha256:
        yield _("the original {name} was altered: scans/{file}", name=name, file=path.name)
