"""Documents as PDF, made by LibreOffice where this machine has it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from survey.errors import DocumentError
from survey.language import _

PDF_TIMEOUT_S = 180
OFFICE_PROGRAMS = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe")


def find_office() -> str | None:
    """Where LibreOffice is, None where it is not found."""
    return next(filter(None, map(shutil.which, OFFICE_PROGRAMS)), None)


def to_pdf(document: Path) -> Path | None:
    """The document as PDF beside it, made by LibreOffice; None where LibreOffice is not found.

    Raises:
        DocumentError: LibreOffice is there but could not do it.
    """
    office = find_office()
    if office is None:
        return None
    pdf = document.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / pdf.name
        if not _convert(office, document, Path(folder)) or not made.exists():
            raise DocumentError(
                _(
                    "LibreOffice could not turn {document} into PDF; print it from Word instead",
                    document=document,
                )
            )
        shutil.copyfile(made, pdf)
    return pdf


def _convert(office: str, document: Path, folder: Path) -> bool:
    """Run LibreOffice with a profile of its own, so that an open window does not disturb it."""
    profile = (folder / "profile").as_uri()
    command = [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(document),
    ]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PDF_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
