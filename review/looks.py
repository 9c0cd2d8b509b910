"""How pages are made: their templates, and the words and figures these may use.

Whatever is filled in is escaped; a template that names something unknown fails in the tests.
"""

from fractions import Fraction
from importlib import resources

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from review.seats import Turn
from survey.language import _, chosen_language, later
from survey.spoken_number import half_up, written
from survey.wording import say_fate, say_ground, say_page_reason, say_question_reason, say_value

_SEATS = {
    Turn.FIRST: later("first person"),
    Turn.SECOND: later("second person"),
    Turn.THIRD: later("third person"),
}


def load_pages() -> Environment:
    """The templates of ``review/pages``."""
    environment = Environment(
        loader=FileSystemLoader(str(resources.files("review").joinpath("pages"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters |= {
        "number": number,
        "percent": percent,
        "question_reason": say_question_reason,
        "fate": say_fate,
        "ground": say_ground,
        "page_reason": say_page_reason,
        "seat": say_seat,
        "value": say_value,
    }
    return environment


def number(count: int) -> str:
    """A count as the chosen language writes it: 36.525 or 36,525."""
    return str(format_decimal(count, locale=chosen_language()))


def percent(share: Fraction) -> str:
    """A share from 0 to 1 in per cent with one decimal, as the chosen language writes it."""
    return f"{written(half_up(share * 100, 1), '0.0')} %"


def say_seat(turn: Turn) -> str:
    """What a seat is called."""
    return _(_SEATS[turn])
