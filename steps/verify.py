"""``verify``: is the record whole, and do originals and tables agree with it?"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audit.chain import check_chain
from audit.originals import check_originals
from store.folder import open_folder
from store.record import Record
from store.replay import compare_replay
from survey.errors import RecordDiffersError


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked and what differs; nothing differs when ``findings`` is empty."""

    head: str
    findings: tuple[str, ...]


def verify_folder(path: Path) -> Verified:
    """Check the chain, the kept originals, and the tables against a replay of the journal."""
    folder = open_folder(path)
    findings = [
        *check_chain(folder.database_path),
        *check_originals(folder.database_path, folder.scans),
    ]
    head = ""
    try:
        with Record.open(folder) as record:
            findings += compare_replay(record)
            head = record.head()
    except RecordDiffersError as error:
        findings.append(str(error))
    return Verified(head, tuple(dict.fromkeys(findings)))


def verified_json(verified: Verified) -> dict[str, Any]:
    """What was found, for machines."""
    return {"whole": not verified.findings, **asdict(verified)}
