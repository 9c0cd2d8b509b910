"""Which files people mean when they name files and folders, in the order they would lay them."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from survey.errors import PageError
from survey.fault import say_fault
from survey.language import _
from survey.names import plain_name

SCAN_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf"})
"""What scans are called; of the other files in a folder it is seen whether they hold one."""
_DIGITS = re.compile(r"[0-9]+")


def list_scans(paths: Iterable[Path]) -> Iterator[Path]:
    """Every file named, and every file in the folders named, each once, page 2 before page 10.

    Files of every type are listed, so that each gets an outcome in words. Hidden files are left
    out, as they are the system's and not the scanner's; so are links that lead out of their folder,
    which ``list_links_out`` names.

    Raises:
        PageError: a path does not exist, or a folder cannot be opened.
    """
    listed: set[str] = set()
    for path in paths:
        for file in _walk(path):
            target = os.path.realpath(file)
            if target not in listed and not _leads_out(file, path):
                listed.add(target)
                yield file


def list_links_out(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The links in these folders that lead out of them; they are never followed, but must be told.

    Raises:
        PageError: a path does not exist, or a folder cannot be opened.
    """
    return tuple(file for path in paths for file in _walk(path) if _leads_out(file, path))


def natural_key(name: str) -> str:
    """Sorting key of a name: numbers by their value, letters whatever their case and encoding."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return _DIGITS.sub(_number_key, plain)


def _number_key(number: re.Match[str]) -> str:
    """A number behind the length of its value, as a character: the shorter comes first."""
    value = number[0].lstrip("0")
    return chr(len(value)) + value


def show_name(path: Path) -> str:
    """The name of a file or folder for a message."""
    return plain_name(path.name)


def _walk(path: Path) -> Iterator[Path]:
    """The path itself, or the unhidden files and links below a folder, in natural order."""
    if not os.access(path, os.F_OK):
        raise PageError(_("There is no file or folder «{name}».", name=show_name(path)))
    if not path.is_dir():
        yield path
        return
    for entry in _entries(path):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry))
        else:
            yield Path(entry)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is not hidden in a folder, in natural order; equals by their very names."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as fault:
        raise PageError(
            _(
                "The folder «{name}» cannot be opened ({reason}).",
                name=show_name(folder),
                reason=say_fault(fault),
            )
        ) from fault
    found.sort(key=lambda entry: entry.name)
    found.sort(key=lambda entry: natural_key(entry.name))
    return found


def _leads_out(file: Path, named: Path) -> bool:
    """Whether a link found below ``named`` leads elsewhere; what a person names is followed."""
    return (
        file != named and file.is_symlink() and not target_of(file).is_relative_to(target_of(named))
    )


def target_of(path: Path) -> Path:
    """Where links end; unlike ``Path.resolve`` it takes a ring of links without complaint."""
    return Path(os.path.realpath(path))
