"""By which rules the figures of a period came about, for its reports."""

from collections import Counter
from collections.abc import Iterator

from reports.counting_rules import (
    CountingRules,
    ExplainedDifference,
    SpanningOpening,
    SpotChecks,
)
from steps.closed_period import is_closed
from steps.reconcile import Reconciliation
from steps.session import Session
from steps.spot_check import spot_checked
from steps.unfinished import find_unfinished
from store.counting import count_sheets_alike
from store.listing import list_openings
from survey.fate import Ground
from survey.opening import opening_from_body
from survey.period import Period, in_vietnam


def counting_rules(
    session: Session, period: Period, reconciliation: Reconciliation
) -> CountingRules:
    """The rules for the sheets of a period; messages come in the language that is being spoken."""
    names = {Period.parse(opening.period) for opening in list_openings(session.record)}
    within = sorted(one for one in names if period.contains(one))
    (unfinished,) = find_unfinished(session, (period,), reconciliation)
    return CountingRules(
        grounds=session.plan.validity.grounds,
        invalid=_invalid(session, period),
        deciders=session.plan.review.deciders,
        spot_checks=_spot_checks(session),
        explained=tuple(
            ExplainedDifference(one.difference.message, one.explanation.reason)
            for one in reconciliation.differences
            if one.explanation and _concerns(one.difference.period, period)
        ),
        open_periods=tuple(one for one in within if not is_closed(session.record, str(one))),
        spans=tuple(_spans(session, period)),
        has_unread_lines=unfinished.unkeyed > 0,
        has_paper=_has_paper(session),
    )


def _has_paper(session: Session) -> bool:
    """Whether sheets come out of a box, or came; not where a plan asks online only."""
    sheets = count_sheets_alike(session.record, session.count_rules)
    return bool(session.plan.boxes or list_openings(session.record) or sheets)


def _spans(session: Session, period: Period) -> Iterator[SpanningOpening]:
    """Openings whose sheets may have been dropped outside their period (domain, part 9.3)."""
    last_opened = {box.id: session.plan.survey.starts for box in session.plan.boxes}
    for entry in list_openings(session.record):
        opening, own = opening_from_body(entry.body), Period.parse(entry.period)
        if opening.opened is None:
            continue
        since = last_opened.get(entry.box, session.plan.survey.starts)
        last_opened[entry.box] = until = in_vietnam(opening.opened.at).date()
        is_inside = own.starts <= since and until <= own.ends
        if period.contains(own) and opening.count_final and not is_inside:
            yield SpanningOpening(entry.id, since, until)


def _spot_checks(session: Session) -> SpotChecks | None:
    """The spot checks so far; None where nothing was scanned, as with answers of an app."""
    if not count_sheets_alike(session.record, session.count_rules):
        return None
    spot = spot_checked(session)
    return SpotChecks(spot.checked, spot.agreed, spot.interval.low if spot.interval else None)


def _invalid(session: Session, period: Period) -> dict[Ground, int]:
    """Ground → invalid sheets of the period, in the order of the grounds."""
    counted: Counter[str] = Counter()
    for alike in count_sheets_alike(session.record, session.count_rules):
        if alike.ground and alike.period and period.contains(Period.parse(alike.period)):
            counted[alike.ground] += alike.sheets
    return {ground: counted[ground] for ground in Ground if counted[ground]}


def _concerns(name: str, period: Period) -> bool:
    return not name or period.contains(Period.parse(name))
