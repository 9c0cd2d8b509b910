"""What the models of edited files share: kinds of values, and plain words for their mistakes.

Text is composed (NFC) and trimmed on the way in. Hidden characters are refused: a mark that turns
the writing direction can make a name on signed paper read as another.
"""

import os
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import ErrorDetails

from survey.language import _
from survey.spoken_number import number

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
"""Pydantic would look through everything that is installed for plugins, a tenth of its start."""

HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
LINE_BREAKS = "\n\t"
ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
LINE_CHARACTERS = 300
PROSE_CHARACTERS = 5000
ID_CHARACTERS = 40
COUNT_LIMIT = 10_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2999


class EditedModel(BaseModel):
    """A section of a file people edit: frozen, and every unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def compose_text(text: str, allowed: str) -> str:
    """Compose and trim the text; refuse hidden characters that are not allowed (ValueError)."""
    for character in text.strip():
        if unicodedata.category(character) in HIDDEN_CATEGORIES and character not in allowed:
            raise ValueError(
                _(
                    "holds the hidden character U+{code}; type the text anew",
                    code=f"{ord(character):04X}",
                )
            )
    return unicodedata.normalize("NFC", text.strip())


def one_line(text: str) -> str:
    """Text on one line, may be empty."""
    return compose_text(text, allowed="")


def several_lines(text: str) -> str:
    """Text with line breaks, may be empty."""
    return compose_text(text.replace("\r\n", "\n"), allowed=LINE_BREAKS)


def not_empty(text: str) -> str:
    """Refuse empty text (ValueError)."""
    if not text:
        raise ValueError(_("must not be empty"))
    return text


def short_id(text: str) -> str:
    """Refuse what cannot be a short name for the program (ValueError)."""
    if not text or not ID_LETTERS.issuperset(text):
        raise ValueError(_("may hold only small letters a-z, digits and hyphens, such as ho-tich"))
    return text


def a_year(year: int) -> int:
    """Refuse what is no year of ours (ValueError)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("must be a year such as 2021"))
    return year


Line = Annotated[
    str, StringConstraints(strict=True, max_length=LINE_CHARACTERS), AfterValidator(one_line)
]
Name = Annotated[Line, AfterValidator(not_empty)]
Prose = Annotated[
    str, StringConstraints(strict=True, max_length=PROSE_CHARACTERS), AfterValidator(several_lines)
]
Id = Annotated[
    str, StringConstraints(strict=True, max_length=ID_CHARACTERS), AfterValidator(short_id)
]
Count = Annotated[int, Field(strict=True, ge=0, le=COUNT_LIMIT)]
Year = Annotated[int, Field(strict=True), AfterValidator(a_year)]
Switch = Annotated[bool, Field(strict=True)]
Day = Annotated[date, Field(strict=True)]
Moment = Annotated[AwareDatetime, Field(strict=True)]


def expectation(mistake: ErrorDetails) -> str:
    """What is wrong with a value and what is expected, in plain words."""
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    words = _words_for_kinds() | _words_for_limits(context)
    return words.get(kind, _("holds a value that does not fit here"))


def _words_for_kinds() -> dict[str, str]:
    day = _("must be a day such as 2021-10-01, without quotation marks")
    moment = _(
        "must be a day and time with the offset from UTC, such as 2021-10-29T16:00:00+07:00, "
        "without quotation marks"
    )
    entries = _("must be a list in square brackets, or sections under double square brackets")
    section = _("must be a section with keys of its own, not a single value")
    return {
        "missing": _("is missing; add it"),
        "extra_forbidden": _(
            "is not known here; check its spelling and its section, or take it out"
        ),
        "string_type": _("must be text in quotation marks"),
        "int_type": _("must be a whole number without quotation marks"),
        "bool_type": _("must be true or false, without quotation marks"),
        "date_type": day,
        "date_from_datetime_inexact": day,
        "datetime_type": moment,
        "timezone_aware": moment,
        "tuple_type": entries,
        "model_type": section,
        "dict_type": section,
    }


def _words_for_limits(context: dict[str, Any]) -> dict[str, str]:
    choices = str(context.get("expected", "")).replace(" or ", ", ")
    ge, le, least, most = (
        number(context.get(key, 0)) for key in ("ge", "le", "min_length", "max_length")
    )
    return {
        "literal_error": _("must be one of {choices}", choices=choices),
        "enum": _("must be one of {choices}", choices=choices),
        "greater_than_equal": _("must be {limit} or more", limit=ge),
        "less_than_equal": _("must be {limit} or less", limit=le),
        "string_pattern_mismatch": _(
            "must fit the pattern {pattern}", pattern=context.get("pattern")
        ),
        "string_too_short": _("needs at least {limit} characters", limit=least),
        "string_too_long": _("is longer than {limit} characters", limit=most),
        "too_short": _("needs at least {limit} of them", limit=least),
        "too_long": _("may have at most {limit} of them", limit=most),
    }
