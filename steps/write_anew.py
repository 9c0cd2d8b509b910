"""A document written anew from the record, so that an issued one can be compared with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from reports.notice import NoticeFacts, spoken_text
from reports.origin import Origin
from steps.count import Counting, Tally
from steps.count_units import count_units
from steps.evidence import evidence_page
from steps.minutes import find_minutes, minutes_document
from steps.notice import notice_document, notice_facts, passage_document
from steps.recheck_draw import form_facts, recheck_form
from steps.recheck_result import recheck_document
from steps.report import annual_document
from steps.session import Session
from steps.sipas import sipas_document
from steps.write_workbook import PUBLISHED, UNITS, tally_workbook
from store.custody import list_events
from survey.language import speaking
from survey.period import Period


def write_anew(session: Session, origin: Origin) -> bytes | None:
    """The document as the record gives it now; None for a kind this program does not know.

    Raises:
        HomPhieuError: nothing is counted any more of what it speaks of.
        ValueError: its trace is not as this program writes it.
    """
    write = _WRITERS.get(origin.kind)
    return None if write is None else write(session, origin)


def _minutes(session: Session, origin: Origin) -> bytes:
    return minutes_document(session, find_minutes(session, origin.subject))


def _annual(session: Session, origin: Origin) -> bytes:
    return annual_document(session, Period.parse(origin.subject))


def _sipas(session: Session, origin: Origin) -> bytes:
    return sipas_document(session, Period.parse(origin.subject))


def _notice_facts(session: Session, origin: Origin) -> NoticeFacts:
    period = Period.parse(origin.subject)
    return notice_facts(Counting(session, str(period), published=True), period)


def _notice(session: Session, origin: Origin) -> bytes:
    return notice_document(session, _notice_facts(session, origin))


def _spoken(session: Session, origin: Origin) -> bytes:
    return spoken_text(session.plan, _notice_facts(session, origin)).encode()


def _passage(session: Session, origin: Origin) -> bytes:
    return passage_document(session, _notice_facts(session, origin))


def _evidence(session: Session, origin: Origin) -> bytes:
    period, written_on = origin.subject.split("/")
    return evidence_page(session, Period.parse(period), date.fromisoformat(written_on))


def _recheck(session: Session, origin: Origin) -> bytes:
    recheck, ended_at = origin.subject.split("/")
    return recheck_document(session, recheck, datetime.fromisoformat(ended_at))


def _recheck_form(session: Session, origin: Origin) -> bytes:
    """The form names sheets; which, the draw in the journal says."""
    recheck, reader = origin.subject.split("/")
    for draw in list_events(session.record, "recheck-drawn"):
        if draw.hash == origin.head and draw.body["id"] == recheck:
            return recheck_form(session, form_facts(session, draw), int(reader) - 1)
    raise ValueError(origin.head)


def _tally(session: Session, origin: Origin) -> bytes:
    by, period, *how = origin.subject.split("/")
    asked = tuple(by.split("+")), period
    _count(session, asked, how)  # so that what is amiss is told in the language of whoever asks
    with speaking("vi"):  # as when it was written
        tally = _count(session, asked, how)
    return tally_workbook(session, tally)


def _count(session: Session, asked: tuple[tuple[str, ...], str], how: list[str]) -> Tally:
    by, period = asked
    if UNITS in how:
        return count_units(session, by, period, published=PUBLISHED in how)
    return Counting(session, period, published=PUBLISHED in how).tally(by)


_WRITERS: Mapping[str, Callable[[Session, Origin], bytes]] = {
    "minutes": _minutes,
    "annual": _annual,
    "sipas": _sipas,
    "period": _notice,
    "spoken": _spoken,
    "passage": _passage,
    "evidence": _evidence,
    "recheck": _recheck,
    "recheck-form": _recheck_form,
    "tally": _tally,
}
