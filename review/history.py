"""The history of a sheet in words. An answer stays hidden while it could sway others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from review.seats import Sitter
from steps.session import Session
from store.journal import Event
from store.one_sheet import list_sheet_events
from store.sheet_settlement import PROCEDURE_QUESTION
from store.worklist import count_opinions
from survey.acts import say_act
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
        if event.kind == "decision" and self._is_hidden(event):
            question = self.name_question(event.body["question"])
            return _("answered {question}; hidden until it is settled", question=question)
        return say_act(event.kind, event.body)

    def _is_hidden(self, event: Event) -> bool:
        """May this answer still sway somebody who has not given theirs?"""
        if name_key(event.person) == self.sitter.key:
            return False
        place = event.body["sheet"], event.body["question"]
        return count_opinions(self.session.record, place) is not None

    def name_question(self, question: str) -> str:
        """How the form numbers a question."""
        if question == PROCEDURE_QUESTION:
            return _("Procedure")
        return self.session.form.question(question).number.rstrip(".") or question


def say_time(at: str) -> str:
    """A time of the journal by this machine's clock."""
    moment = datetime.fromisoformat(at).astimezone()
    return str(format_datetime(moment, "dd/MM/yyyy HH:mm", locale=chosen_language()))
