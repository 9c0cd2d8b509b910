"""An invented opening for a rehearsal, as the file that ``open-box --from`` takes."""

from datetime import date, datetime, time, timedelta
from typing import Any

from survey.period import VIETNAM_TIME, Period
from survey.plan import Plan, Role, Timetable
from survey.publication_calendar import running_period
from survey.typed_answers import answers_toml

PEOPLE = {
    Role.CHAIR: "Nguyễn Văn An",
    Role.SECRETARY: "Trần Thị Bích",
    Role.ONE_STOP_HEAD: "Lê Văn Cường",
    Role.BOX_KEEPER: "Phạm Thị Dung",
    Role.SHEET_PROCESSOR: "Hoàng Văn Em",
    Role.OBSERVER: "Đỗ Thị Phương",
}
"""Invented names; their titles are those of the plan."""
ENDS = time(16, 40)
HEAD = "# Lần mở hòm giả định, chỉ để diễn tập. Buổi mở thật: hom-phieu open-box, và trả lời.\n"


def rehearsed_opening(plan: Plan, sheets: int) -> str:
    """An ordinary opening on the first day of collection, of so many sheets in the first box.

    Before that day has come, the opening is rehearsed now: nobody can have opened a box tomorrow.
    """
    day = _first_day(plan.survey)
    ended_at = min(datetime.combine(day, ENDS, VIETNAM_TIME), _this_minute())
    table: dict[str, Any] = {
        "period": str(Period.of(day, plan.survey.period_months)),
        "box": plan.boxes[0].id if plan.boxes else "hom-1",
        "people": [{"name": name, "role": str(role)} for role, name in PEOPLE.items()],
        "before": {
            "checked_at": ended_at - timedelta(minutes=40),
            "lock": "intact",
            "seal": "intact",
            "seal_number": (plan.boxes[0].seal_number if plan.boxes else "") or "0123",
        },
        "opened": {"at": ended_at - timedelta(minutes=35)},
        "count": {"first": sheets, "second": sheets, "issued": sheets},
        "handover": {
            "sheets_to": PEOPLE[Role.SHEET_PROCESSOR],
            "sheets_seal_number": "0124",
            "key_to": PEOPLE[Role.BOX_KEEPER],
            "box_seal_number": "0125",
        },
        "closed": {"at": ended_at, "copies": 3},
    }
    return HEAD + answers_toml(table)


def _first_day(survey: Timetable) -> date:
    """Some plans collect in a few months of the year only (seed 002)."""
    days = (survey.starts + timedelta(days=count) for count in range(366))
    return next((day for day in days if running_period(survey, day)), survey.starts)


def _this_minute() -> datetime:
    return datetime.now(VIETNAM_TIME).replace(second=0, microsecond=0)
