"""``verify --emit``: the independent verifier, for those who were not there."""

from pathlib import Path

from audit.standalone import verifier_bytes
from store.folder import write_whole


def emit_verifier(file: Path) -> None:
    """Write the verifier's one file.

    Raises:
        FolderError: the place cannot be written to.
    """
    write_whole(file, verifier_bytes())
