"""``desktop``: something to double-click that opens the start page of a survey, without typing.

On Linux a desktop entry (freedesktop.org, Desktop Entry Specification 1.5), on Windows a batch
file. A terminal window stays open beside the browser, since it tells the codes of the seats.
"""

import re
import sys
from importlib import resources
from pathlib import Path

from steps.session import Session
from store.folder import write_whole
from survey.errors import RequestError
from survey.language import _

TO_ESCAPE = re.compile(r'["`$\\]')


def write_desktop_entry(session: Session, place: Path | None, system: str) -> Path:
    """Write it into a folder, the desktop unless one is named; ``system`` as ``sys.platform``.

    Raises:
        RequestError: there is no such folder.
        FolderError: it cannot be written to.
    """
    folder = place or next((d for d in _desktops() if d.is_dir()), Path.home())
    if not folder.is_dir():
        raise RequestError(
            _("there is no folder {folder}; name another one with -o", folder=folder)
        )
    survey = session.folder.path.absolute()
    is_windows = system == "win32"
    text = _batch(survey) if is_windows else _entry(survey, session.plan.agency.name)
    file = folder / f"hom-phieu-{session.plan.name}.{'bat' if is_windows else 'desktop'}"
    write_whole(file, text.encode())
    file.chmod(0o755)
    return file


def _desktops() -> tuple[Path, ...]:
    return Path.home() / "Desktop", Path.home() / "Màn hình nền"


def _entry(survey: Path, agency: str) -> str:
    icon = resources.files("review").joinpath("static", "box.svg")
    words = (sys.executable, "-P", "-m", "cli", "-C", str(survey), "review")
    return f"""\
[Desktop Entry]
Type=Application
Version=1.5
Name=Hòm Phiếu, {agency}
Comment=Khảo sát sự hài lòng bằng phiếu giấy
Exec={" ".join(map(_quoted, words))}
Icon={icon}
Terminal=true
Categories=Office;
"""


def _quoted(word: str) -> str:
    """A word of ``Exec``: inside quotation marks, then escaped as every string of the file."""
    inside = TO_ESCAPE.sub(r"\\\g<0>", word).replace("%", "%%")
    return f'"{inside}"'.replace("\\", "\\\\")


def _batch(survey: Path) -> str:
    command = f'"{sys.executable}" -P -m cli -C "{survey}" review'.replace("%", "%%")
    return "\r\n".join(("@echo off", "chcp 65001 >nul", command, "pause", ""))
