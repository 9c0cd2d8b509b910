"""``simulate``: printed sheets filled in and "scanned", for rehearsal, the demo and tests."""

from pathlib import Path

from omr.identity import find_code, read_code
from omr.registration import register_page
from scans.pen import Image
from scans.rehearsal import Identity, Options, Progress, Rehearsed, rehearse
from steps.rehearsed_opening import rehearsed_opening
from steps.session import Session
from store.folder import write_whole
from templates.layout import PageLayout
from templates.machine_code import NO_TOKEN, parse_code

OPENING = "mo-hom.toml"
"""The invented opening of the rehearsal, as ``open-box --from`` takes it."""


def simulate_scans(
    session: Session, sheets: Path, output: Path, options: Options, progress: Progress
) -> Rehearsed:
    """Mark and scan a printed PDF into ``output``; the truth and an invented opening beside it.

    Raises:
        PageError: the PDF or the strokes cannot be opened.
        FolderError: ``output`` holds a rehearsal already.
    """
    pages = {
        (layout.fingerprint, page.page): page
        for layout in (*session.earlier_layouts(), session.layout)
        for page in layout.pages
    }
    made = rehearse(sheets, output, lambda image: _identify(image, pages), options, progress)
    write_whole(output / OPENING, rehearsed_opening(session.plan, made.sheets).encode())
    return made


def _identify(image: Image, pages: dict[tuple[str, int], PageLayout]) -> Identity | None:
    """Which sheet a freshly printed page is; None for a page this survey did not print."""
    some_page = next(iter(pages.values()))
    registration = register_page(image, {mark.code: mark.rect for mark in some_page.marks})
    text = read_code(image, registration, some_page.code) if registration else find_code(image)
    code = parse_code(text)
    page = pages.get((code.fingerprint, code.page)) if code else None
    if code is None or page is None:
        return None
    return "" if code.sheet == NO_TOKEN else code.sheet, page
