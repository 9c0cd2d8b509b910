"""The folder into which a scanner writes: does it hold scans that can be read well?"""

from itertools import islice
from pathlib import Path

from scans.listing import list_scans, show_name
from scans.pages import UnreadablePage, develop_pages
from survey.errors import PageError
from survey.language import _

LOOKED_AT = 5
"""The newest files; a folder may hold years of scans."""
LEAST_DPI = 190
LONG_SIDE_INCHES = 297 / 25.4


def look_at_scans(folder: Path) -> tuple[str, str]:
    """What the newest files are, and what to change, in sentences; the second may be empty."""
    try:
        files = sorted(list_scans([folder]), key=lambda file: -file.stat().st_mtime)
    except (PageError, OSError) as error:
        return str(error), _("Name the folder that is set in the scanner's program.")
    if not files:
        return _("empty"), _("Scan a sheet into it, then look again.")
    for file in islice(files, LOOKED_AT):
        found, mend = _look_at(file)
        if mend:
            return found, mend
    return _("{count} file(s), the newest can be read", count=len(files)), ""


def _look_at(file: Path) -> tuple[str, str]:
    (page,) = develop_pages(file, only=[1])
    if isinstance(page, UnreadablePage):
        told = f"{show_name(file)}: {page.detail}"
        return told, _("Set the scanner to write PDF, TIFF, JPEG or PNG.")
    dpi = round(max(page.grey.shape) / LONG_SIDE_INCHES)
    told = _("{file}: about {dpi} dpi on A4", file=show_name(file), dpi=dpi)
    if page.is_bilevel:
        return told, _("Set the scanner to grey or colour, not to black and white.")
    if dpi < LEAST_DPI:
        return told, _("Set the scanner to 200 dpi or more.")
    return told, ""
