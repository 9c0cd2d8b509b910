"""How often people who look anew see what the machine was certain of."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from steps.session import Session
from store.spot_checks import count_spot_checks
from tally.share import Interval, decimal_string, wilson_interval


@dataclass(frozen=True, slots=True)
class SpotChecked:
    """How many certain readings were checked at random, and in how many people saw the same.

    ``interval`` is the 95 % interval of the share that agrees; None before anything was checked.
    """

    checked: int
    agreed: int
    interval: Interval | None


def spot_checked(session: Session) -> SpotChecked:
    """The agreement between people and machine so far."""
    checked, agreed = count_spot_checks(session.record)
    interval = wilson_interval(Fraction(agreed, checked), Fraction(checked)) if checked else None
    return SpotChecked(checked, agreed, interval)


def spot_check_json(spot: SpotChecked) -> dict[str, Any]:
    """The same for machines; shares as exact decimal text."""
    low, high = (spot.interval.low, spot.interval.high) if spot.interval else (None, None)
    ends = {"low": decimal_string(low), "high": decimal_string(high)}
    return {"checked": spot.checked, "agreed": spot.agreed} | ends
