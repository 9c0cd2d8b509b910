"""The darkroom: where kept originals are opened for people to look at.

A process of its own opens them, with the limits of the plan; whatever becomes of it, the page that
people work at goes on.
"""

import threading
from pathlib import Path

from scans.pages import PageImage
from steps.readers import Readers, beginning_of
from steps.session import Session
from survey.errors import HomPhieuError


class Darkroom:
    """One process, begun when it is first needed; asked from several threads, one at a time."""

    def __init__(self, session: Session) -> None:
        self._beginning = beginning_of(session)
        self._readers: Readers | None = None
        self._lock = threading.Lock()

    def develop(self, path: Path, number: int) -> PageImage | None:
        """A page of a file, None where it cannot be opened.

        Raises:
            PageError: the process could not be started.
        """
        with self._lock:
            try:
                self._readers = self._readers or Readers(1, self._beginning)
                (page,) = self._readers.develop(path, (number,))
            except HomPhieuError:
                self._readers = None
                raise
            return page.image

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._readers is not None:
                self._readers.close()
                self._readers = None
