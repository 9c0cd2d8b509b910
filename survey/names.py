"""Names of people, offices and files: when two are the same, and how any of them can be shown."""

import unicodedata

from survey.language import _

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The marks of the five written tones: huyền, sắc, ngã, hỏi, nặng."""


def name_key(name: str) -> str:
    """The name as it is compared: one space between words, no capitals, tones behind each word.

    Keyboards put the tone on either vowel: «Hoà» is «Hòa».
    """
    words = unicodedata.normalize("NFD", name.casefold()).split()
    return " ".join("".join(sorted(word, key=TONES.__contains__)) for word in words)


def one_person(name: str) -> str:
    """The name, refused where it would read as two beside others: they are joined by «; ».

    Raises:
        ValueError: there is a semicolon in it.
    """
    if ";" in unicodedata.normalize("NFC", name):
        raise ValueError(_("must be the name of one person, without a semicolon"))
    return name


def plain_name(name: str) -> str:
    """A file's name on one line; what breaks it or turns its direction becomes a code."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in name
    )
