"""``verify``: is the record whole, and do originals and tables agree with it?"""

import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audit.chain import check_chain
from audit.file_seal import check_seal
from audit.originals import check_originals
from store.folder import SurveyFolder, open_folder
from store.record import Record
from store.replay import compare_replay
from survey.errors import FolderError, RecordDiffersError


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and what differs; nothing differs when ``findings`` is empty."""

    head: str
    findings: tuple[str, ...]


def verify_folder(path: Path) -> Verified:
    """Check the chain, the kept originals, the tables against a replay, and the file's seal.

    Raises:
        FolderError: there is no survey, or it is busy or closed to us while nothing else is amiss.
    """
    folder = open_folder(path)
    audited = (
        *check_chain(folder.database_path),
        *check_originals(folder.database_path, folder.scans),
    )
    refusal: FolderError | None = None
    try:
        head, replayed = _replay(folder)
    except FolderError as error:
        head, replayed, refusal = "", (), error
    # last, when no connection of ours stands in its way
    findings = (*audited, *replayed, *check_seal(folder.database_path))
    if refusal and not findings:
        raise refusal
    told = (*findings, str(refusal)) if refusal else findings
    return Verified(head, tuple(dict.fromkeys(map(_printable, told))))


def _replay(folder: SurveyFolder) -> tuple[str, tuple[str, ...]]:
    """The journal's head, and where the tables differ from it."""
    try:
        with Record.open(folder) as record:
            return _printable(str(record.head())), compare_replay(record)
    except RecordDiffersError as error:
        return "", (str(error),)


def _printable(text: str) -> str:
    """A damaged place may hold anything, and a finding may quote it."""
    return "".join("?" if unicodedata.category(sign).startswith("C") else sign for sign in text)


def verified_json(verified: Verified) -> dict[str, Any]:
    """What was found, for machines."""
    return {"whole": not verified.findings, **asdict(verified)}
