"""The seal: the SHA-256 of ``survey.db`` as the last writing command left it.

About a quarter of a SQLite file is unused space, which neither the chain nor a replay looks at; the
seal makes one changed byte there known as well. It names the journal's head at that moment and
speaks for this head only: once another event is written it says nothing, until the next closing
seals again. A command that is killed before it seals, or that closes while another program has the
database open, leaves an old seal behind, and an old seal can accuse nobody, since a head never
comes back.

This holds because the file changes only with an event. Whoever changes it otherwise, by a migration
say, must see to the seal.
"""

import hashlib
import json
from contextlib import suppress

from store.folder import SurveyFolder, write_whole
from survey.errors import FolderError


def seal_file(folder: SurveyFolder, head: str) -> None:
    """Write the seal of a record that was closed at this head, unless it is in use elsewhere.

    SQLite removes ``survey.db-wal`` when the last connection has brought everything into the file.
    While it is there the file is not whole; and reading a database that this process has open
    elsewhere would, once it is closed again, release the locks of that connection (POSIX).

    A folder that refuses the seal has its events nevertheless, so that is no error. Costs one
    reading of the file, 0.2 s for 100 MB.
    """
    if folder.write_ahead_path.exists():
        return
    with suppress(OSError, FolderError):
        with folder.database_path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        write_whole(folder.seal_path, json.dumps({"head": head, "sha256": sha256}).encode())
