"""Documents kept in ``reports/``, each noted in the journal with the digest of its content."""

import hashlib
from pathlib import Path

from steps.session import Session
from store.folder import write_whole


def issue_document(session: Session, kind: str, period: str, name: str, content: bytes) -> Path:
    """Keep a document in ``reports/`` and say in the journal that it was made."""
    file = session.folder.reports / name
    write_whole(file, content)
    sha256 = hashlib.sha256(content).hexdigest()
    session.record.append(
        "report", {"kind": kind, "period": period, "file": name, "sha256": sha256}
    )
    return file
