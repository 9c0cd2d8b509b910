"""Paper against record at a glance, summed up anew only when it may have changed.

Over 100,000 sheets that takes seconds, so it is done on a thread and a connection of its own: the
others at the page do not wait meanwhile.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from steps.choose_opening import possible_openings
from steps.reconcile import Reconciliation, reconcile
from steps.session import Session
from store.counting import find_last_change
from tally.reconcile import Difference

OpenSession = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Paper against record; what people decide of answers does not change it.

    Attributes:
        as_of: number of the last event that counts here.
        reconciliation: the counts that must agree, and where they do not.
        openings: those that the next scans may come from.
    """

    as_of: int
    reconciliation: Reconciliation
    openings: tuple[str, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where they do not agree, and nobody has explained it."""
        return self.reconciliation.open

    @property
    def printed(self) -> int:
        """Sheets printed."""
        return self.reconciliation.figures.paper.now.printed

    @property
    def hand_count(self) -> int:
        """Sheets counted by hand at all openings."""
        return sum(opening.hand_count for opening in self.reconciliation.figures.openings)

    @property
    def sheets_read(self) -> int:
        """Different sheets read."""
        return self.reconciliation.figures.sheets_read


class Agreements:
    """The newest agreement of a survey."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open_session = open_session
        self._newest: Agreement | None = None
        self._summing = asyncio.Lock()

    async def newest(self, session: Session) -> Agreement:
        """As of now."""
        async with self._summing:
            as_of = find_last_change(session.record)
            if self._newest is None or self._newest.as_of < as_of:
                self._newest = await run_in_threadpool(self._sum_up)
            return self._newest

    def _sum_up(self) -> Agreement:
        with self._open_session() as session, session.record.snapshot():
            record = session.record
            return Agreement(
                find_last_change(record),
                reconcile(session),
                possible_openings(record),
            )
