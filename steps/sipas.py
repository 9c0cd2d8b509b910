"""``report sipas``: the satisfaction index by factor, item and field."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from reports.figures import percent
from reports.sipas import PersonDraw, Sample, SipasFacts, write_sipas
from steps.count import Counting
from steps.draw_charts import draw_factors, draw_fields
from steps.gather_answers import levels_of
from steps.issue_document import issue_document
from steps.notice import notice_facts
from steps.quotas import quota_statuses
from steps.result_facts import result_facts
from steps.sample import DRAWN, FRAME, UNITS, newest_step
from steps.session import Session
from store.custody import list_events
from store.listing import list_openings
from survey.period import Period
from tally.dossiers import UNIT
from tally.index import interval_of
from templates.shelf import document_path

SIPAS_TEMPLATE = "bao-cao-sipas"


def write_sipas_file(session: Session, asked: str = "") -> Path:
    """The SIPAS report of the plan's year, or of another period.

    Raises:
        RequestError: ``asked`` is no period, or nothing was counted in it.
        DocumentError: the ward's own template has a mistake.
    """
    period = Period.parse(asked or str(session.plan.survey.year))
    content = sipas_document(session, period)
    return issue_document(session, "sipas", str(period), f"{SIPAS_TEMPLATE}-{period}.docx", content)


def sipas_document(session: Session, period: Period) -> bytes:
    """The SIPAS report as the record has it now.

    Raises:
        RequestError: nothing was counted in the period.
        DocumentError: the ward's own template has a mistake.
    """
    template = document_path(SIPAS_TEMPLATE, session.folder.templates)
    return write_sipas(session.plan, sipas_facts(session, period), template)


def sipas_facts(session: Session, period: Period) -> SipasFacts:
    """What the record says of a period, small cells hidden as in everything that is published.

    Raises:
        RequestError: nothing was counted in the period.
    """
    counting = Counting(session, str(period), published=True)
    results = notice_facts(counting, period)
    tally = counting.tally(("channel",))
    whole, factors = tally.tables[0], counting.tally(("factor",)).tables[0]
    (row,) = whole.rows
    interval = interval_of(row, whole.dossiers.get(row.keys))
    change = whole.changes.get(row.keys) if tally.is_comparable else None
    levels = levels_of(session, factors.series)
    return SipasFacts(
        results=results,
        averaged=whole.index.averaged,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        before=tally.before.vietnamese_name if tally.before else "",
        change=change,
        factors=tuple(result_facts(factor, levels) for factor in factors.rows),
        named_factors=sum(bool(factor.key) for factor in factors.rows),
        openings=sum(
            not opening.refused and period.contains(Period.parse(opening.period))
            for opening in list_openings(session.record)
        ),
        samples=_samples(session, period),
        factor_chart=draw_factors(counting),
        field_chart=draw_fields(counting),
        draws=tuple(list_draws(session, period)),
    )


def list_draws(session: Session, period: Period) -> Iterator[PersonDraw]:
    """The newest draw of each period within this one, from the units and dossiers before it."""
    drawn = Counter(event.body["period"] for event in list_events(session.record, DRAWN))
    for asked, times in sorted(drawn.items()):
        if not period.contains(Period.parse(asked)):
            continue
        draw = newest_step(session, DRAWN, asked)
        frame = draw and newest_step(session, FRAME, asked, draw.seq)
        if draw and frame:
            body, units = draw.body, newest_step(session, UNITS, asked, frame.seq)
            yield PersonDraw(
                units=(len(units.body["units"]), units.body["population"]) if units else None,
                dossiers=body["dossiers"],
                source=frame.body["source"],
                as_of=date.fromisoformat(frame.body["as_of"]),
                size=body["size"],
                error=body["error"] and percent(Fraction(body["error"])) + " %",
                seed=body["seed"],
                times=times,
            )


def _samples(session: Session, period: Period) -> tuple[Sample, ...]:
    """The quotas of the whole unit; those of a field would tell how few sheets it has."""
    if period.year != session.plan.survey.year:
        return ()
    return tuple(
        Sample(status.rule.name, status.line.dossiers, status.line.required, status.line.have)
        for status in quota_statuses(session, period.ends)
        if status.rule.scope == UNIT
        and status.line.dossiers is not None
        and status.line.required is not None
    )
