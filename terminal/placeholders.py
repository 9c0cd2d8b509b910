"""Words that stand for what a person types: ``DIR``, ``FILE.toml``; said in the chosen language.

Click shows them in usage lines and beside options, and commands name them in what comes next. A new
one is written in English capitals where it is used, and listed here for the catalogue.
"""

import re
import shlex
from collections.abc import Iterable

from survey.language import _, later

PLACEHOLDERS = frozenset(
    {
        later("ACT"),
        later("ADDRESS"),
        later("ARGS"),
        later("BOX"),
        later("BUNDLE"),
        later("CODE"),
        later("COMMAND"),
        later("COUNT"),
        later("DATE"),
        later("DAY"),
        later("DIGITS"),
        later("DIR"),
        later("FATE"),
        later("FILE"),
        later("FOLDER"),
        later("FORM"),
        later("GROUND"),
        later("HEAD"),
        later("KIND"),
        later("NAME"),
        later("NUMBER"),
        later("OPTIONS"),
        later("PATH"),
        later("PERIOD"),
        later("QUESTION"),
        later("SHARE"),
        later("SHEET"),
        later("SHEETS"),
        later("TEXT"),
        later("TIME"),
        later("VALUE"),
        later("WHAT"),
    }
)
WORD = re.compile(r"\b[A-Z]{2,}\b(?!-)")


def spoken_placeholders(text: str) -> str:
    """The text with its placeholders in the chosen language."""
    return WORD.sub(lambda word: _(word[0]) if word[0] in PLACEHOLDERS else word[0], text)


def spoken_command(words: Iterable[object]) -> str:
    """A command as it is typed; only what is no placeholder is quoted where a shell wants it."""
    said = (
        spoken_placeholders(word) if _is_placeholder(word) else shlex.quote(word)
        for word in map(str, words)
    )
    return " ".join(("hom-phieu", *said))


def _is_placeholder(word: str) -> bool:
    return word.partition(".")[0] in PLACEHOLDERS
