"""By which rules the figures of a period came about, for its reports."""

from collections import Counter

from reports.counting_rules import CountingRules, ExplainedDifference, SpotChecks
from steps.closed_period import is_closed
from steps.reconcile import Reconciliation
from steps.session import Session
from steps.spot_check import spot_checked
from store.counting import count_sheets_alike
from store.listing import list_openings
from survey.fate import Ground
from survey.period import Period


def counting_rules(
    session: Session, period: Period, reconciliation: Reconciliation
) -> CountingRules:
    """The rules for the sheets of a period; messages come in the language that is being spoken."""
    names = {Period.parse(opening.period) for opening in list_openings(session.record)}
    within = sorted(one for one in names if period.contains(one))
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
    )


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
