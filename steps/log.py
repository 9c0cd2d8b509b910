"""``log``: the journal in plain words, one sentence for each event."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from steps.session import Session
from steps.tell_event import tell_event
from store.custody import list_events
from store.projection import APPLY
from survey.errors import RequestError
from survey.language import _


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event: ``at`` by this machine's clock, ``said`` what was done, ``hash`` pins it."""

    seq: int
    at: datetime
    kind: str
    said: str
    person: str
    role: str
    hash: str


def read_log(session: Session, since: date | None = None, kind: str = "") -> Iterator[LogLine]:
    """The events since a day (of all days when None) and of one kind (of all when empty).

    Raises:
        RequestError: there is no such kind.
    """
    if kind and kind not in APPLY:
        raise RequestError(
            _("there is no kind {kind}; the kinds are: {known}", kind=kind, known=", ".join(APPLY))
        )
    for event in list_events(session.record, kind):
        at = datetime.fromisoformat(event.at).astimezone()
        if since is None or at.date() >= since:
            said = tell_event(session, event)
            yield LogLine(event.seq, at, event.kind, said, event.person, event.role, event.hash)


def log_json(line: LogLine) -> dict[str, Any]:
    """An event for machines."""
    return asdict(line) | {"at": line.at.isoformat()}
