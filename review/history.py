"""The history of a sheet in words. An answer stays hidden while it could sway others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from review.seats import Sitter
from steps.left_to_third import corrects_alone
from steps.session import Session
from steps.tell_event import tell_event
from store.journal import Event
from store.listing import (
    find_pages,
    find_sheets,
    list_decisions,
    list_page_decisions,
    list_sheet_decisions,
)
from store.one_sheet import list_sheet_events
from store.worklist import count_opinions
from survey.decision import Opinion
from survey.language import _, chosen_language
from survey.names import name_key


@dataclass(frozen=True, slots=True)
class Line:
    """One event: when, who, and what in a sentence."""

    at: str
    who: str
    said: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the history of sheets to one person."""

    session: Session
    sitter: Sitter

    def tell(self, sheet: str) -> Iterator[Line]:
        """Everything that happened to a sheet, oldest first."""
        for event in list_sheet_events(self.session.record, sheet):
            yield Line(say_time(event.at), event.person, self._sentence(event))

    def _sentence(self, event: Event) -> str:
        if event.person and self._is_hidden(event):
            return _("has answered; hidden until it is settled")
        return tell_event(self.session, event)

    def _is_hidden(self, event: Event) -> bool:
        """May this answer still sway somebody who has not given theirs?"""
        if name_key(event.person) == self.sitter.key:
            return False
        is_open, opinions = self._opinions(event)
        deciders = self.session.plan.review.deciders
        return is_open or corrects_alone(opinions, event.person, deciders)

    def _opinions(self, event: Event) -> tuple[bool, Sequence[Opinion]]:
        """Is it open what this event is an opinion on, and all opinions on that."""
        record, body = self.session.record, event.body
        match event.kind:
            case "decision":
                place = body["sheet"], body["question"]
                return count_opinions(record, place) is not None, list_decisions(record, *place)
            case "sheet-decision":
                is_open = not any(sheet.verdict for sheet in find_sheets(record, body["sheet"]))
                return is_open, list_sheet_decisions(record, body["sheet"])
            case "page-decision":
                pages = find_pages(record, body["sha256"], body["source_page"])
                (page,) = (one for one in pages if one.source_file == body["source_file"])
                return not page.fate, list_page_decisions(record, page.seq)
        return False, ()


def say_time(at: str) -> str:
    """A time of the journal by this machine's clock."""
    moment = datetime.fromisoformat(at).astimezone()
    return str(format_datetime(moment, "dd/MM/yyyy HH:mm", locale=chosen_language()))
