"""The two languages of everything a person reads: English in the source, Vietnamese in a catalogue.

``_("{count} pages read", count=3)`` looks the English sentence up in the catalogue and then fills
in the values. People write ``locales/vi.po``; ``make messages`` compiles it into ``locales/vi.mo``.
Vietnamese is the default; ``HOM_PHIEU_LANG=en`` or ``--lang en`` asks for English.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import GNUTranslations
from importlib import resources
from string import Formatter

DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")

NUMBER = re.compile(r"[0-9][0-9.,]*")

_chosen = [DEFAULT_LANGUAGE]


def choose_language(language: str) -> None:
    """Speak this language from now on; an unknown one falls back to Vietnamese."""
    _chosen[0] = language if language in LANGUAGES else DEFAULT_LANGUAGE


def chosen_language() -> str:
    """The language spoken now: ``vi`` or ``en``."""
    return _chosen[0]


@functools.cache
def read_catalogue() -> GNUTranslations:
    """English sentence → Vietnamese sentence, from the shipped catalogue."""
    with resources.files("locales").joinpath("vi.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def _(message: str, one: str = "", /, **values: object) -> str:
    """The sentence in the chosen language, with the values filled in.

    ``one`` is how English says it where the first number that stands in it is 1; Vietnamese says
    one and many alike. A sentence of two numbers had better say «sheets: 1».
    """
    if chosen_language() == "vi":
        spoken = read_catalogue().gettext(message)
    else:
        spoken = one if one and _counts_one(one, values) else message
    return spoken.format(**values) if values else spoken


def _counts_one(sentence: str, values: Mapping[str, object]) -> bool:
    """Is the first number of the sentence, as written, a 1?"""
    places = (name for _text, name, _format, _how in Formatter().parse(sentence))
    said = (str(values.get(name)) for name in places if name)
    return next(filter(NUMBER.fullmatch, said), "") == "1"


def later(message: str) -> str:
    """Mark a sentence for the catalogue that is translated when it is said, not where it stands."""
    return message


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while."""
    before = chosen_language()
    choose_language(language)
    try:
        yield
    finally:
        choose_language(before)
