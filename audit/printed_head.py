"""A head printed on signed paper, looked for in the journal: does the record still hold it?"""

import re
from dataclasses import dataclass
from pathlib import Path

from audit.database import DAMAGES, open_for_reading
from survey.errors import RecordDiffersError, RequestError
from survey.language import _

HEAD_DIGITS = re.compile(r"[0-9a-f]{16,64}")
# Fewer could be met on purpose, by trying out other events until the hash of one begins so.


@dataclass(frozen=True, slots=True)
class PinnedEvent:
    """The event whose hash stands on signed paper; ``at`` is UTC, ``later`` events came after."""

    head: str
    seq: int
    at: str
    kind: str
    later: int


def plain_head(head: str) -> str:
    """The digits of a head as typed or read: blanks, dashes and capitals do not matter.

    Raises:
        RequestError: what was typed is no head.
    """
    digits = re.sub(r"[\s\-–]", "", head).lower()
    if not HEAD_DIGITS.fullmatch(digits):
        raise RequestError(
            _(
                "«{head}» is no head of a journal; type the 16 digits (0–9, a–f) as they are "
                "printed, or name a picture of the paper with its QR code",
                head=head,
            )
        )
    return digits


def find_head(database_path: Path, head: str) -> PinnedEvent | None:
    """The event whose hash begins with this head, None when there is none.

    The hash is taken as it is stored, so this tells the truth about a chain that was found whole.

    Args:
        database_path: the record.
        head: as ``plain_head`` gives it.

    Raises:
        RecordDiffersError: the database cannot be read.
    """
    try:
        with open_for_reading(database_path) as connection:
            row = connection.execute(
                "SELECT seq, at, kind, (SELECT count(*) FROM journal AS l WHERE l.seq > j.seq)"
                " FROM journal AS j WHERE substr(hash, 1, ?) = ? ORDER BY seq LIMIT 1",
                (len(head), head),
            ).fetchone()
    except DAMAGES as error:
        raise RecordDiffersError(
            _("{file} cannot be read ({reason})", file=database_path, reason=error)
        ) from error
    return PinnedEvent(head, *row) if row else None
