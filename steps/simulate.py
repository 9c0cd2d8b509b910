"""``simulate``: printed sheets filled in and "scanned", for rehearsal, the demo and tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from omr.identity import find_code, read_code
from omr.papers import Paper, find_page, papers_of
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
    layouts = (session.layout, *session.earlier_layouts())
    papers = papers_of(layouts)
    pages = {(one.fingerprint, page.page): page for one in layouts for page in one.pages}
    made = rehearse(
        sheets, output, lambda image: _identify(image, papers, pages), options, progress
    )
    write_whole(output / OPENING, rehearsed_opening(session.plan, made.sheets).encode())
    return made


def _identify(
    image: Image, papers: Sequence[Paper], pages: Mapping[tuple[str, int], PageLayout]
) -> Identity | None:
    """Which sheet a freshly printed page is; None for a page this survey did not print."""
    registration, paper = find_page(image, papers)
    text = read_code(image, registration, paper.code) if registration else find_code(image)
    code = parse_code(text)
    page = pages.get((code.fingerprint, code.page)) if code else None
    if code is None or page is None:
        return None
    return "" if code.sheet == NO_TOKEN else code.sheet, page
