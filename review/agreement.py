"""Paper against record at a glance, summed up anew only when it may have changed."""

from dataclasses import dataclass

from steps.reconcile import Reconciliation, reconcile
from steps.session import Session
from store.counting import find_last_change
from store.listing import count_outcomes
from tally.reconcile import Difference


@dataclass(frozen=True, slots=True)
class Agreement:
    """Paper against record as of one event; what people decide does not change it.

    Attributes:
        as_of: number of the last event that counts here.
        reconciliation: the counts that must agree, and where they do not.
        pages: pages by outcome.
    """

    as_of: int
    reconciliation: Reconciliation
    pages: dict[str, int]

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

    def __init__(self, session: Session) -> None:
        self._session = session
        self._newest: Agreement | None = None

    def newest(self) -> Agreement:
        """As of now."""
        as_of = find_last_change(self._session.record)
        if self._newest is None or self._newest.as_of != as_of:
            pages = count_outcomes(self._session.record)
            self._newest = Agreement(as_of, reconcile(self._session), pages)
        return self._newest
