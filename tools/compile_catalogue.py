"""Compile ``locales/vi.po``, which people write, into ``locales/vi.mo``, which the program reads.

``make messages`` runs it; a test compares the two. No day is written, so that the same sentences
always compile to the same file.
"""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WRITTEN = Path(__file__).resolve().parents[1] / "locales" / "vi.po"
_NO_DAY = datetime.fromtimestamp(0, UTC)


def main() -> None:
    """Compile it."""
    catalogue = read_written()
    catalogue.creation_date = _NO_DAY
    with WRITTEN.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def read_written() -> Catalog:
    """The sentences as people wrote them."""
    with WRITTEN.open("rb") as written:
        return read_po(written, locale="vi")


if __name__ == "__main__":
    main()
