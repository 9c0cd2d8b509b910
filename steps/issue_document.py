"""Documents kept in ``reports/``, each noted in the journal with the digest of its content."""

import hashlib
from pathlib import Path

from steps.session import Session
from store.folder import write_whole
from store.listing import is_as_written
from survey.errors import RequestError
from survey.language import _


def issue_document(session: Session, kind: str, period: str, name: str, content: bytes) -> Path:
    """Keep a document in ``reports/`` and say in the journal that it was made.

    Raises:
        RequestError: somebody changed the document of this name after it was written.
    """
    file = session.folder.reports / name
    sha256 = hashlib.sha256(content).hexdigest()
    _require_as_written(session, file, sha256)
    write_whole(file, content)
    session.record.append(
        "report", {"kind": kind, "period": period, "file": name, "sha256": sha256}
    )
    return file


def _require_as_written(session: Session, file: Path, anew: str) -> None:
    """What people changed is theirs, and evidence where nobody should have.

    A file with what is to be written now was left by a power cut before the journal knew of it. The
    command that is named writes documents only: others have recorded their act already.
    """
    if not file.is_file():
        return
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    if sha256 != anew and not is_as_written(session.record, file.name, sha256):
        raise RequestError(
            _(
                "{file} was changed after it was written; save it under another name, remove it "
                "from there and have it written anew with: hom-phieu report",
                file=file,
            )
        )
