"""The head on signed paper as ``verify --head`` takes it: typed, or read from a scan."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from audit.printed_head import plain_head
from omr.identity import read_qr_codes
from scans.listing import show_name
from scans.pages import UnreadablePage, develop_pages
from survey.errors import PageError
from survey.language import _

WHOLE_HEAD = re.compile(r"[0-9a-f]{64}")


def read_heads(told: Iterable[str]) -> tuple[str, ...]:
    """The heads, each once; what names a file is read, anything else was typed.

    Raises:
        RequestError: what was typed is no head.
        PageError: the file cannot be opened, or shows no QR code of a head.
    """
    heads = (head for words in told for head in _heads_of(words))
    return tuple(dict.fromkeys(heads))


def _heads_of(words: str) -> tuple[str, ...]:
    path = Path(words)
    if not path.is_file():
        return (plain_head(words),)
    found = tuple(head for head in _read_scan(path) if WHOLE_HEAD.fullmatch(head))
    if not found:
        raise PageError(
            _(
                "{file} shows no QR code of a head that can be read; scan the paper at 200 dpi or "
                "more, or type the 16 digits beside the code",
                file=show_name(path),
            )
        )
    return found


def _read_scan(path: Path) -> Iterator[str]:
    """The texts of all QR codes on all pages."""
    for page in develop_pages(path):
        if isinstance(page, UnreadablePage):
            raise PageError(f"{show_name(path)}: {page.detail}")
        yield from read_qr_codes(page.grey)
