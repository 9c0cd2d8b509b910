"""What people type in answer to a question about an opening, as the values of its TOML file."""

import json
import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from survey.language import _
from survey.toml_lines import KeyPath

CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?::|h|giờ)\s*(?P<minute>\d{2})(?:\s*phút)?", re.IGNORECASE
)
DAY = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?")
NUMBER = re.compile(r"\d+|\d{1,3}(?:[. ]\d{3})+")
SECTIONS = ("before", "opened", "count", "handover", "closed", "refusal")


def read_text(typed: str) -> str:
    """The text without blanks around it."""
    return typed.strip()


def read_count(typed: str) -> int:
    """A whole number, with or without dots between thousands (ValueError for anything else)."""
    if not NUMBER.fullmatch(typed.strip()):
        raise ValueError(_("write a whole number, such as 120"))
    return int(re.sub(r"[. ]", "", typed))


def read_moment(typed: str, around: datetime) -> datetime:
    """A time of day such as 16:05 or 16h05, and a day such as 29/10/2021 when it is not that day.

    Args:
        typed: both in any order.
        around: gives the day or the year that is not typed, and the offset from UTC.

    Raises:
        ValueError: there is no time in it, or no such time.
    """
    day = DAY.search(typed)
    clock = CLOCK.fullmatch(DAY.sub("", typed).strip(" ,"))
    try:
        if clock is None:
            raise ValueError
        on = around
        if day:
            year = int(day["year"] or around.year)
            on = around.replace(year=year, month=int(day["month"]), day=int(day["day"]))
        return on.replace(
            hour=int(clock["hour"]), minute=int(clock["minute"]), second=0, microsecond=0
        )
    except ValueError as error:
        raise ValueError(
            _("write a time such as 16:05, and the day when it is another: 16:05 29/10/2021")
        ) from error


def say_moment(moment: datetime) -> str:
    """The moment as it may be typed."""
    return f"{moment:%H:%M %d/%m/%Y}"


def likely_moment(now: datetime, last: datetime | None) -> datetime:
    """When the next act was, as far as one can guess: now, or when the one before it was."""
    if last is None or timedelta(0) <= now - last < timedelta(hours=12):
        return now
    return last


def find_answer(table: Any, path: KeyPath) -> Any:
    """The value at this path, None when there is none."""
    for key in path:
        if isinstance(key, int):
            known = isinstance(table, list) and key < len(table)
        else:
            known = isinstance(table, dict) and key in table
        if not known:
            return None
        table = table[key]
    return table


def put_answer(table: dict[str, Any], path: KeyPath, value: object) -> None:
    """Put a value where the file would have it; None takes it away."""
    section: Any = table
    for key, following in pairwise(path):
        if isinstance(key, int):
            section.extend({} for _missing in range(key + 1 - len(section)))
            section = section[key]
        else:
            section = section.setdefault(key, [] if isinstance(following, int) else {})
    if value is None:
        section.pop(path[-1], None)
    else:
        section[path[-1]] = value


def answers_toml(table: dict[str, Any]) -> str:
    """The answers as the file that ``open-box --from`` takes."""
    lines = [f"{key} = {_toml(table[key])}" for key in ("period", "box") if key in table]
    people = "".join(f"  {_inline(person)},\n" for person in table.get("people", []))
    lines += [f"people = [\n{people}]", f"remarks = {_toml(table.get('remarks', ''))}"]
    for section in SECTIONS:
        if section in table:
            lines += ["", f"[{section}]"]
            lines += [f"{key} = {_toml(value)}" for key, value in table[section].items()]
    return "\n".join(lines) + "\n"


def _inline(person: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in person.items()) + " }"


def _toml(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
