"""Names of people, offices and files: when two are the same, and how any of them can be shown."""

import unicodedata


def name_key(name: str) -> str:
    """The name as it is compared: composed accents, one space between words, no capitals."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def plain_name(name: str) -> str:
    """A file's name on one line; what breaks it or turns its direction becomes a code."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in name
    )
