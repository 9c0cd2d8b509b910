"""``doctor``: is this machine ready, and how is what is missing mended?"""

import re
import shutil
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from reports.office import find_office
from steps.try_scanner import look_at_scans
from survey.fault import say_fault
from survey.language import _
from survey.spoken_number import number
from templates.typeface import BOLD, ITALIC, MEDIUM, REGULAR, font_path

PROGRAM = "hom-phieu"
LEAST_FREE_MB, GOOD_FREE_MB = 500, 5_000
"""A sheet scanned at 200 dpi takes about 0.5 MB; Phụ lục 2 and its PDF next to nothing."""
POPPLER = ("pdftoppm", "pdfinfo")
OPENCV = ("opencv-python", "opencv-contrib-python", "opencv-python-headless",
          "opencv-contrib-python-headless")  # fmt: skip
"""They bring the same module: whichever was installed last has overwritten the others' files."""
DOCUMENT_FONT_FILES = ("times*.ttf", "LiberationSerif-Regular.*")
LINUX_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
WINDOWS_FONTS = ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts")
FONT_FOLDERS = WINDOWS_FONTS if sys.platform == "win32" else LINUX_FONTS
CLOCK_SLACK_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Check:
    """Something this machine was asked for.

    Attributes:
        subject: what was looked at.
        found: what was found, in words.
        mend: how to mend it, in a sentence; empty when all is well.
        is_needed: nothing works without it; the rest works without what is not needed.
    """

    subject: str
    found: str
    mend: str = ""
    is_needed: bool = True

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be mended."""
        return not self.mend


def examine(folder: Path, scanner: Path | None) -> tuple[Check, ...]:
    """Everything that a survey in this folder asks of the machine.

    Args:
        folder: the survey folder, or the one it will be made in.
        scanner: where the scanner puts its files, None when nobody said.
    """
    checks = (
        _packages(), _clashes(), _typeface(), _poppler(), _office(), _document_font(), _browser(),
        _disk(folder), _rights(folder), _clock(folder),
    )  # fmt: skip
    return (*checks, *(_scanner(scanner) if scanner else ()))


def is_ready(checks: tuple[Check, ...]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(check.is_well for check in checks if check.is_needed)


def checks_json(checks: tuple[Check, ...]) -> dict[str, Any]:
    """The checks for machines."""
    told = [asdict(check) | {"is_well": check.is_well} for check in checks]
    return {"ready": is_ready(checks), "checks": told}


def _packages() -> Check:
    """The Python packages that the program names, extras left out."""
    asked = (one for one in metadata.requires(PROGRAM) or () if "extra ==" not in one)
    names = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in asked]
    missing = sorted(name for name in names if not _is_installed(name))
    subject = _("Python packages")
    if not missing:
        return Check(subject, _("{count} found", count=len(names)))
    return Check(
        subject,
        _("missing: {names}", names=", ".join(missing)),
        _("Install the program anew (pipx reinstall {name}).", name=PROGRAM),
    )


def _clashes() -> Check:
    """Packages that overwrite each other's files, or ours, whose names are everyday words."""
    several = [name for name in OPENCV if _is_installed(name)]
    owners = metadata.packages_distributions()
    ours = {name for name, of in owners.items() if PROGRAM in of}
    shared = sorted({other for name in ours for other in owners[name]} - {PROGRAM})
    clashing = [*(several if len(several) > 1 else []), *shared]
    subject = _("packages that clash")
    if not clashing:
        return Check(subject, _("none that clash"))
    return Check(
        subject,
        ", ".join(clashing),
        _(
            "Install the program into an environment of its own (pipx install {name}), where it "
            "brings opencv-python alone.",
            name=PROGRAM,
        ),
    )


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _typeface() -> Check:
    missing = [w for w in (REGULAR, MEDIUM, BOLD, ITALIC) if not font_path(w).is_file()]
    subject = _("typeface of the sheets")
    if not missing:
        return Check(subject, "Be Vietnam Pro")
    return Check(
        subject,
        _("missing: {names}", names=", ".join(missing)),
        _("Install the program anew (pipx reinstall {name}).", name=PROGRAM),
    )


def _poppler() -> Check:
    missing = [name for name in POPPLER if shutil.which(name) is None]
    mend = _here(
        _("Install it as administrator: apt install poppler-utils."),
        _("Unpack poppler for Windows, and put its folder «bin» on the PATH."),
    )
    return _optional(_("poppler, for PDFs that are more than scanned pictures"), "", missing, mend)


def _office() -> Check:
    found = find_office()
    mend = _here(
        _("Install it as administrator: apt install libreoffice-writer."),
        _("Install LibreOffice from libreoffice.org."),
    )
    return _optional(_("LibreOffice, for reports as PDF"), found or "", found is None, mend)


def _document_font() -> Check:
    """Documents are set in Times New Roman; Liberation Serif runs as wide."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    files = (file for folder in folders for name in DOCUMENT_FONT_FILES
             for file in folder.rglob(name))  # fmt: skip
    found = next(files, None)
    mend = _here(
        _("Install it as administrator: apt install fonts-liberation."),
        _("Install the typeface Times New Roman, which comes with Word, or Liberation Serif."),
    )
    return _optional(
        _("typeface of documents as PDF"), found.name if found else "", found is None, mend
    )


def _browser() -> Check:
    try:
        found = webbrowser.get().__class__.__name__
    except webbrowser.Error:
        found = ""
    mend = _here(
        _("Install one as administrator: apt install chromium."),
        _("Install Edge, Chrome or Firefox."),
    )
    return _optional(_("browser, for the review page"), _("found"), not found, mend)


def _optional(subject: str, found: str, is_missing: object, mend: str) -> Check:
    """Something without which the rest works."""
    if is_missing:
        return Check(subject, _("missing"), mend, is_needed=False)
    return Check(subject, found or _("found"), is_needed=False)


def _here(linux: str, windows: str) -> str:
    return windows if sys.platform == "win32" else linux


def _disk(folder: Path) -> Check:
    free_mb = shutil.disk_usage(_existing(folder)).free // 1_000_000
    mend = _("Make room: {sheets} scanned sheets take about 1 GB.", sheets=2000)
    return Check(
        _("free disk"),
        f"{number(free_mb)} MB",
        mend if free_mb < GOOD_FREE_MB else "",
        is_needed=free_mb < LEAST_FREE_MB,
    )


def _rights(folder: Path) -> Check:
    subject = _("may files be written into {folder}", folder=folder.absolute())
    try:
        with tempfile.NamedTemporaryFile(dir=_existing(folder), prefix=".arriving-") as file:
            file.write(b"?")
    except OSError as fault:
        mend = _("Work in a folder of your own, on this machine's disk, not on a network share.")
        return Check(subject, _("no: {reason}", reason=say_fault(fault)), mend)
    return Check(subject, _("yes"))


def _clock(folder: Path) -> Check:
    """A clock behind the newest file that must be older than now has been set back."""
    known = (Path(__file__), folder / "survey.toml", folder / "survey.db")
    newest_s = max(file.stat().st_mtime for file in known if file.exists())
    now_s = time.time()
    subject, now = _("clock"), time.strftime("%Y-%m-%d %H:%M %z")
    if now_s + CLOCK_SLACK_S < newest_s:
        return Check(subject, now, _("Set the clock; files here are newer than it says."))
    return Check(subject, now)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    whole = folder.absolute()
    return next(one for one in (whole, *whole.parents) if one.is_dir())


def _scanner(scanner: Path) -> Iterator[Check]:
    subject = _("scans in {folder}", folder=scanner)
    found, mend = look_at_scans(scanner)
    yield Check(subject, found, mend)
