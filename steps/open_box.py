"""``open-box``: an opening goes into the record and its minutes onto paper."""

from dataclasses import dataclass
from pathlib import Path

from steps.closed_period import refuse_closed_period
from steps.forget_order import forget_print_order
from steps.report import write_minutes_file
from steps.session import Session
from store.listing import list_openings
from survey.edited_file import decode_text
from survey.errors import RequestError
from survey.fault import say_fault
from survey.language import _
from survey.opening import Opening, opening_body, parse_opening
from survey.plan import Role


@dataclass(frozen=True, slots=True)
class Opened:
    """What was recorded."""

    opening_id: str
    opening: Opening
    minutes: Path


def read_opening_file(session: Session, file: Path) -> Opening:
    """An opening from its TOML file.

    Raises:
        RequestError: the file cannot be read.
        MistakesError: with every mistake and every rule of seed 003 that is broken.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RequestError(
            _("cannot read {file}: {reason}", file=file, reason=say_fault(error))
        ) from error
    return parse_opening(decode_text(content, file.name), file.name, session.plan)


def record_opening(session: Session, opening: Opening) -> Opened:
    """Write the opening into the journal, then its minutes into ``reports/``.

    Raises:
        RequestError: the same opening is in the record already.
        DocumentError: the ward's own template has a mistake; the opening stays recorded.
    """
    body = opening_body(opening)
    with session.record.transaction():
        session.note_plan()
        refuse_closed_period(session.record, opening.period)
        earlier = list_openings(session.record)
        if any(entry.body == body for entry in earlier):
            raise RequestError(
                _("this opening is in the record already; nothing was written a second time")
            )
        count = sum(e.period == opening.period and e.box == opening.box for e in earlier)
        opening_id = f"{opening.period}-{opening.box}-{count + 1}"
        session.record.append(
            "opening",
            {"id": opening_id, "refused": opening.is_refused} | body,
            person=_chair(opening),
            role=Role.CHAIR,
        )
    opened = Opened(opening_id, opening, write_minutes_file(session, opening_id))
    forget_print_order(session)
    return opened


def _chair(opening: Opening) -> str:
    return next((person.name for person in opening.people_in(Role.CHAIR)), "")
