"""A first plan: the five answers of ``init``, and the ``survey.toml`` that is made of them.

The text is ``first-plan.toml`` beside this file, whose comments teach; the answers are put where
its ``$words`` stand. Offices and titles are those of a commune since 1 July 2025 (Decree
118/2025/NĐ-CP: Trung tâm Phục vụ hành chính công).
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from importlib import resources
from string import Template

from survey.language import _
from survey.procedure_search import plain_letters

KINDS = ("phường", "xã", "đặc khu", "thị trấn")
"""Units of the lowest level; the last one until 30 June 2025."""
UNIT = re.compile(
    rf"(?:(?:UBND|[ỦU][ỷy] ban nhân dân) )?(?P<kind>{'|'.join(KINDS)}) (?P<place>[^\W_].*)",
    re.IGNORECASE,
)
PERIOD_MONTHS = ("1", "3", "6", "12")
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
CHAIR, DEPUTY = "Chủ tịch", "Phó Chủ tịch"
SIGNER = re.compile(
    rf"(?:(?P<title>{DEPUTY}|{CHAIR})\b[ :,]*)?+(?P<name>[^\W\d_].*)", re.IGNORECASE
)
SIGNER_LINES = {
    CHAIR: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    DEPUTY: ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
}
"""Who signs for the committee (Decree 30/2020/NĐ-CP, annex I)."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune: its kind and its name, «phường» and «Vạn Phúc»."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


@dataclass(frozen=True, slots=True)
class PlanNumber:
    """Number and day of the plan on paper; empty and None until it is issued."""

    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of the survey."""

    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{self.starts:%d/%m/%Y} - {self.ends:%d/%m/%Y}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs the annual report: the lines above the signature, and the name."""

    title: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """The five answers; ``months`` is the length of a period: 1, 3, 6 or 12."""

    unit: Commune
    document: PlanNumber
    days: Days
    months: int
    signer: Signer


def read_unit(typed: str) -> Commune:
    """«phường Vạn Phúc», with or without UBND before it (ValueError for anything else)."""
    found = UNIT.fullmatch(" ".join(typed.split()))
    if found is None:
        raise ValueError(_("write phường, xã or đặc khu and its name, such as: phường Vạn Phúc"))
    return Commune(found["kind"].lower(), found["place"])


def read_plan_number(typed: str) -> PlanNumber:
    """«129/KH-UBND 01/10/2021»; either may be left out (ValueError: no such day)."""
    days = list(DAY.finditer(typed))
    number = re.sub(r"\bngày\b", "", DAY.sub("", typed)).strip(" ,;")
    return PlanNumber(number, _day(days[-1]) if days else None)


def read_days(typed: str) -> Days:
    """«01/10/2021 - 31/10/2021» (ValueError: not two days, or in the wrong order)."""
    days = [_day(found) for found in DAY.finditer(typed)]
    if len(days) != 2 or days[0] > days[1]:
        raise ValueError(_("write the first and the last day: 01/10/2021 - 31/10/2021"))
    return Days(*days)


def read_months(typed: str) -> int:
    """1, 3, 6 or 12 (ValueError for anything else)."""
    if typed.strip() not in PERIOD_MONTHS:
        raise ValueError(_("write one of: {choices}", choices=", ".join(PERIOD_MONTHS)))
    return int(typed)


def read_signer(typed: str) -> Signer:
    """«Phó Chủ tịch Trần Văn Bình»; without a title, the chair (ValueError: no name)."""
    found = SIGNER.fullmatch(" ".join(typed.split()))
    if found is None:
        raise ValueError(_("write title and name, such as: Chủ tịch Nguyễn Văn An"))
    is_deputy = (found["title"] or "").casefold() == DEPUTY.casefold()
    return Signer(SIGNER_LINES[DEPUTY if is_deputy else CHAIR], found["name"])


def this_year(today: date) -> Days:
    """From the first of this month to the end of the year: what is offered."""
    return Days(today.replace(day=1), date(today.year, 12, 31))


def first_plan_text(answers: FirstAnswers) -> str:
    """The text of ``survey.toml`` for these answers."""
    unit, document, days = answers.unit, answers.document, answers.days
    text = resources.files("templates").joinpath("first-plan.toml").read_text(encoding="utf-8")
    return Template(text).substitute(
        id="-".join(re.findall(r"[a-z0-9]+", plain_letters(f"{unit.place} {days.ends.year}")))[
            -40:
        ],
        unit=_inside_quotes(str(unit)),
        unit_in_capitals=_inside_quotes(str(unit).upper()),
        kind=unit.kind,
        place=_inside_quotes(unit.place),
        number=_inside_quotes(document.number),
        date_line=f"date = {document.day}" if document.day else "# date = 2026-01-31",
        year=days.ends.year,
        starts=days.starts,
        ends=days.ends,
        months=answers.months,
        signer_title=", ".join(f'"{line}"' for line in answers.signer.title),
        signer_name=_inside_quotes(answers.signer.name),
    )


def _day(found: re.Match[str]) -> date:
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(_("there is no day {day}", day=found[0])) from error


def _inside_quotes(text: str) -> str:
    """The text as it stands between the quotation marks of TOML."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
