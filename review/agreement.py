"""Paper against record at a glance, summed up anew only when it may have changed."""

from dataclasses import dataclass

from steps.session import Session
from steps.status import gather_figures
from store.counting import find_last_change
from store.listing import count_outcomes
from tally.reconcile import Difference, Figures, reconcile


@dataclass(frozen=True, slots=True)
class Agreement:
    """Paper against record as of one event; what people decide does not change it.

    Attributes:
        as_of: number of the last event that counts here.
        figures: the counts that must agree.
        pages: pages by outcome.
        differences: where they do not agree.
    """

    as_of: int
    figures: Figures
    pages: dict[str, int]
    differences: tuple[Difference, ...]

    @property
    def hand_count(self) -> int:
        """Sheets counted by hand at all openings."""
        return sum(opening.hand_count for opening in self.figures.openings)


class Agreements:
    """The newest agreement of a survey."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._newest: Agreement | None = None

    def newest(self) -> Agreement:
        """As of now."""
        as_of = find_last_change(self._session.record)
        if self._newest is None or self._newest.as_of != as_of:
            figures = gather_figures(self._session)
            pages = count_outcomes(self._session.record)
            self._newest = Agreement(as_of, figures, pages, reconcile(figures))
        return self._newest
