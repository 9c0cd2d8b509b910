"""Does this machine's clock lag behind what the journal holds?"""

from datetime import UTC, datetime, timedelta

from steps.session import Session
from store.custody import list_events
from store.journal import CLOCK_SET_BACK

SLACK = timedelta(minutes=1)


def hour_to_come(session: Session) -> datetime | None:
    """The latest hour in the journal, where the clock has not reached it again; None as a rule.

    The first command after the clock was set back writes that down, and the hours after it fit the
    clock: so the hour from which it was set back counts too.
    """
    set_back = (str(e.body["before"]) for e in list_events(session.record, CLOCK_SET_BACK))
    latest = datetime.fromisoformat(max((session.record.last_link().at, *set_back)))
    return latest if latest > datetime.now(UTC) + SLACK else None
