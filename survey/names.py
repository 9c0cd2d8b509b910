"""When two written names mean the same person or office."""

import unicodedata


def name_key(name: str) -> str:
    """The name as it is compared: composed accents, one space between words, no capitals."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
