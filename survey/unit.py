"""Units below an office: communes and wards, each with its code and the days on which it exists.

On 1/7/2025 units were merged and the district level ended (domain, part 8), so a code alone names
no unit: the same code may stand for one unit until 30/6/2025 and for a larger one afterwards.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from survey.edited_model import Line
from survey.language import _
from survey.period import Period

UNIT_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")


def unit_code(text: str) -> str:
    """Refuse what is no code of a unit (ValueError); nothing at all stands for none."""
    if text and not UNIT_CODE.fullmatch(text):
        raise ValueError(
            _("must be the unit's code: letters without accents, digits, dots and hyphens")
        )
    return text


UnitCode = Annotated[Line, AfterValidator(unit_code)]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the office above knows it.

    Attributes:
        starts, ends: its first and last day; None where it has none.
        successor: code of the unit it became part of, empty for none.
        key: its public key, 64 hexadecimal digits; empty until it is known.
    """

    code: str
    name: str
    starts: date | None = None
    ends: date | None = None
    successor: str = ""
    key: str = ""

    @property
    def id(self) -> str:
        """Code and first day: what tells it from another unit of the same code."""
        return f"{self.code}/{self.starts.isoformat()}" if self.starts else self.code

    def exists_in(self, period: Period) -> bool:
        """Whether it exists on every day of the period."""
        return (self.starts is None or self.starts <= period.starts) and (
            self.ends is None or period.ends <= self.ends
        )

    def overlaps(self, other: "Unit") -> bool:
        """Whether both exist on some day."""
        first, last = date.min, date.max
        return (self.starts or first) <= (other.ends or last) and (other.starts or first) <= (
            self.ends or last
        )


def find_unit(units: Iterable[Unit], code: str, period: Period) -> Unit | None:
    """The unit of this code that exists in the whole period."""
    return next((u for u in units if u.code == code and u.exists_in(period)), None)
