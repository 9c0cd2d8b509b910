"""What events of one kind say, taken out of the journal by the auditor's own means."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from audit.database import DAMAGES, open_for_reading
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.fault import say_fault
from survey.json_text import read_json
from survey.language import _


class Fact(NamedTuple):
    """The texts asked for from one event's body, and the event's number."""

    seq: int
    texts: tuple[str, ...]


def list_facts(database_path: Path, kind: str, *keys: str) -> tuple[Fact, ...]:
    """These texts of every event of this kind, in order; a key that a body lacks gives ''.

    Raises:
        RecordDiffersError: the journal cannot be read so far, or says what is no text.
    """
    try:
        with open_for_reading(database_path) as connection:
            rows = connection.execute(
                "SELECT seq, body FROM journal WHERE kind = ? ORDER BY seq", (kind,)
            )
            return tuple(Fact(seq, _texts(read_json(body), keys)) for seq, body in rows)
    except (*DAMAGES, ValueError, TypeError, AttributeError) as error:
        raise RecordDiffersError(
            _("the events «{kind}» of the journal cannot be listed ({reason})",
              kind=kind, reason=error)
        ) from error  # fmt: skip


def _texts(body: dict[str, object], keys: tuple[str, ...]) -> tuple[str, ...]:
    texts = tuple(body.get(key, "") for key in keys)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(f"{keys} = {texts}")
    return tuple(map(str, texts))


def compare_file(path: Path, known_sha256: set[str], otherwise: Remark) -> Iterator[Remark]:
    """Nothing when the file is one of those known by their SHA-256, the remark when it is not."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        yield Remark(_("{file} cannot be read ({reason})",
                       file=show_place(path), reason=say_fault(error)))  # fmt: skip
        return
    if found not in known_sha256:
        yield otherwise


def show_place(path: Path) -> str:
    """The file with its folder: ``reports/bien-ban.docx``."""
    return f"{path.parent.name}/{path.name}"


def is_plain_name(name: str) -> bool:
    """Is it the name of a file, and no way out of the folder?"""
    return bool(name) and name not in {".", ".."} and Path(name).name == name
