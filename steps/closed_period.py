"""Is a period finished? Then nothing of it may change until two people reopen it."""

from store.closing import list_closed_periods
from store.listing import list_openings
from store.record import Record
from survey.errors import ClosedError
from survey.language import _
from survey.period import Period


def is_closed(record: Record, period: str) -> bool:
    """Whether this period, or a longer one around it, is finished; no period never is."""
    if not period:
        return False
    asked = Period.parse(period)
    closed = map(Period.parse, list_closed_periods(record))
    return any(one.contains(asked) for one in closed)


def refuse_closed(record: Record, opening: str) -> None:
    """Refuse a change to what belongs to an opening whose period is finished.

    Raises:
        ClosedError: it is; says how to reopen it.
    """
    periods = {entry.id: entry.period for entry in list_openings(record)}
    refuse_closed_period(record, periods.get(opening, ""))


def refuse_closed_period(record: Record, period: str) -> None:
    """Refuse a change to a period that is finished.

    Raises:
        ClosedError: it is; says how to reopen it.
    """
    if is_closed(record, period):
        raise ClosedError(
            _(
                "the period {period} is closed; nothing of it may change. Two people can reopen "
                "it: hom-phieu reopen {period} --by NAME --by NAME --reason TEXT",
                period=period,
            )
        )
