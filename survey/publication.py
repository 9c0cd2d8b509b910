"""What a plan promises to publish and report, and when (seeds 001 and 004)."""

from typing import Annotated, Literal

from pydantic import Field

from survey.edited_model import Count, EditedModel, Id, Line, Name, Switch


class Publication(EditedModel):
    """One line of a plan's calendar.

    Attributes:
        name: in the plan's words.
        source: where the plan says so.
        document: the kind of report that serves it.
        covers_months: length of the periods it speaks of: a month, quarter, half-year or year.
        only: which of them in a year, from 1; every one when empty. Seed 001 publishes quarters I
            and III only.
        day: day of the month; None where the plan names no day.
        months_after: 0 when that month is the period's last one, which is what seed 001 says.
        before: the day itself is too late («trước ngày 25/12», seed 004).
        cut_off_days: the figures go up to so many days before the day. No seed says it, so 0, the
            day itself, is only a setting.
        note: what else the plan says.
    """

    id: Id
    name: Name
    source: Line = ""
    document: Literal["period", "annual", "sipas"] = "period"
    covers_months: Literal[1, 3, 6, 12]
    only: tuple[Annotated[Count, Field(ge=1, le=12)], ...] = ()
    day: Annotated[Count, Field(ge=1, le=31)] | None = None
    months_after: Annotated[Count, Field(le=12)] = 0
    before: Switch = False
    cut_off_days: Annotated[Count, Field(le=366)] = 0
    note: Line = ""
