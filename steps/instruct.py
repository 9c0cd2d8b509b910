"""``instruct``: the standing committee answers a refusal after its minutes (seed 003, II.3)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from steps.custody import Doer
from steps.minutes import newest_minutes, newest_version, write_minutes_file
from steps.session import Session
from steps.signature import plain_text
from store.listing import list_openings
from survey.errors import RequestError
from survey.language import _
from survey.opening import opening_from_body
from survey.opening_rules import CLOCK_SLACK
from survey.period import in_vietnam


@dataclass(frozen=True, slots=True)
class Answer:
    """What was instructed, and when."""

    text: str
    at: datetime


def record_instruction(session: Session, opening_id: str, answer: Answer, doer: Doer) -> Path:
    """Record the answer, and write the minutes of the refusal anew with it.

    Raises:
        RequestError: there is no such refusal, nothing is said, it is said before the report or in
            the future, or the box was opened since.
        DocumentError: the ward's own template has a mistake; the answer stays recorded.
    """
    text = plain_text(answer.text)
    if not text:
        raise RequestError(_("say what was instructed"))
    if answer.at > datetime.now(UTC) + CLOCK_SLACK:
        raise RequestError(_("the instruction cannot be in the future; give its time with --at"))
    with session.record.transaction():
        version = newest_version(session, opening_id)
        refusal = opening_from_body(version.body).refusal
        if refusal is None:
            raise RequestError(
                _("{opening} was opened; only a box left closed is reported", opening=opening_id)
            )
        if answer.at < refusal.reported_at:
            raise RequestError(
                _(
                    "the instruction cannot be before the report of {reported}; give its time "
                    "with --at",
                    reported=f"{in_vietnam(refusal.reported_at):%d/%m/%Y %H:%M}",
                )
            )
        _refuse_once_opened(session, version.opening)
        body = {"opening": version.opening, "instruction": text, "at": answer.at.isoformat()}
        doer.record(session, "instruction", body)
    return write_minutes_file(session, newest_minutes(session, version.opening))


def _refuse_once_opened(session: Session, refusal: str) -> None:
    """The minutes of that opening name the instruction it followed; none may take its place."""
    for entry in list_openings(session.record):
        if entry.follows == refusal and not entry.refused:
            raise RequestError(
                _(
                    "the box was opened since ({opening}); nothing more can be instructed about "
                    "leaving it closed",
                    opening=entry.id,
                )
            )
