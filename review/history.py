"""The history of a sheet in words. An answer stays hidden while it could sway others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from review.seats import Sitter
from steps.session import Session
from steps.tell_event import tell_event
from store.journal import Event
from store.listing import find_pages, find_sheets
from store.one_sheet import list_sheet_events
from store.worklist import count_opinions
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
        record, body = self.session.record, event.body
        if name_key(event.person) == self.sitter.key:
            return False
        match event.kind:
            case "decision":
                return count_opinions(record, (body["sheet"], body["question"])) is not None
            case "sheet-decision":
                return not any(sheet.verdict for sheet in find_sheets(record, body["sheet"]))
            case "page-decision":
                pages = find_pages(record, body["sha256"], body["source_page"])
                return not any(page.fate for page in pages)
        return False


def say_time(at: str) -> str:
    """A time of the journal by this machine's clock."""
    moment = datetime.fromisoformat(at).astimezone()
    return str(format_datetime(moment, "dd/MM/yyyy HH:mm", locale=chosen_language()))
