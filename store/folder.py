"""The survey folder (spec, chapter 2): where everything lies, and how a file gets into it whole.

A file appears under its final name only when every byte of it is on the disk, so a power cut leaves
either the whole file or none.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from survey.errors import FolderError
from survey.fault import say_fault
from survey.language import _

# Unfinished copies carry this prefix; after a power cut one may stay behind and means nothing.
ARRIVING_PREFIX = ".arriving-"
LEFT_BEHIND_AFTER_S = 24 * 3600
_DEVICES = Path("/dev")


@dataclass(frozen=True, slots=True)
class SurveyFolder:
    """One survey on disk."""

    path: Path

    @property
    def plan_path(self) -> Path:
        """The plan, the one file people edit."""
        return self.path / "survey.toml"

    @property
    def database_path(self) -> Path:
        """The record: the journal and what is derived from it."""
        return self.path / "survey.db"

    @property
    def write_ahead_path(self) -> Path:
        """Where SQLite keeps what is not in the database yet; missing while no program is at it."""
        return self.path / "survey.db-wal"

    @property
    def seal_path(self) -> Path:
        """What the database's bytes were when it was last closed, see ``store.file_seal``."""
        return self.path / "survey.db.seal"

    @property
    def printed(self) -> Path:
        """PDFs of the sheets that were printed."""
        return self.path / "printed"

    @property
    def scans(self) -> Path:
        """The originals as they came, named by SHA-256."""
        return self.path / "scans"

    @property
    def bundles(self) -> Path:
        """Signed results of units below this office, named by SHA-256; missing where none came."""
        return self.path / "bundles"

    @property
    def templates(self) -> Path:
        """The ward's own forms and documents; the folder may be missing."""
        return self.path / "templates"

    @property
    def reports(self) -> Path:
        """What the program wrote."""
        return self.path / "reports"

    def remove_left_behind(self) -> None:
        """Remove unfinished copies that nobody has written to for a day.

        A copy that is still being made is younger; had the clock leapt meanwhile, its command would
        say that it failed, and could be repeated.
        """
        rooms = (self.path, self.printed, self.scans, self.reports, self.bundles)
        for unfinished in chain.from_iterable(room.glob(f"{ARRIVING_PREFIX}*") for room in rooms):
            with suppress(OSError):  # another program was quicker, or the folder is read-only
                if time.time() - unfinished.stat().st_mtime > LEFT_BEHIND_AFTER_S:
                    unfinished.unlink()


def require_not_kept(path: Path) -> None:
    """Refuse to write over what a survey keeps: its plan, its record, its sheets and originals.

    Its own documents in ``reports/`` may be written anew, and a new file may join the printed
    sheets.

    Raises:
        FolderError: the path is such a file, or lies in such a folder.
    """
    place = path.resolve()
    for parent in place.parents:
        survey = SurveyFolder(parent)
        name = place.relative_to(parent).parts[0].casefold()
        closed_rooms = {survey.scans.name, survey.bundles.name}
        is_file = name == survey.plan_path.name or name.startswith(survey.database_path.name)
        is_printed = name == survey.printed.name and place.exists()
        is_kept = is_file or is_printed or name in closed_rooms
        if is_kept and survey.database_path.exists():
            raise FolderError(
                _("{file} belongs to what the survey keeps and is never written over; name another "
                  "file or folder", file=path)
            )  # fmt: skip


def require_no_device(path: Path) -> None:
    """Refuse a pipe or a device: a file that is written whole would take its place.

    Raises:
        FolderError: such a thing has this name, as ``/dev/null`` and ``/dev/stdout`` do.
    """
    among_devices = path.absolute().parent == _DEVICES  # /dev/stdout may lead to a file
    if among_devices or (path.exists() and not path.is_file() and not path.is_dir()):
        raise FolderError(
            _("{file} is a pipe or a device and no file; name a file instead", file=path)
        )


@contextmanager
def folder_in_the_making(path: Path) -> Iterator[Path]:
    """A hidden folder to make a survey in, which gets this name when all that is inside is done.

    Whoever is killed meanwhile leaves no survey under the name, and what was hidden goes with the
    next attempt. A folder that is there, and empty, is filled: people may be in it.

    Raises:
        FolderError: the folder holds something already, or cannot be made.
    """
    require_free_folder(path)
    is_there = path.is_dir()
    unfinished = (path if is_there else path.absolute().parent) / _unfinished_name(path)
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        yield unfinished
        if is_there:
            for made in sorted(unfinished.iterdir()):
                made.rename(path / made.name)
            unfinished.rmdir()
        else:
            unfinished.rename(path)
        flush_names(path.absolute().parent)
    except OSError as error:
        raise _folder_error(path, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def create_folder(path: Path, plan_text: str) -> SurveyFolder:
    """Make a new survey folder holding this plan.

    Raises:
        FolderError: the folder holds something already, or cannot be made.
    """
    folder = SurveyFolder(path)
    require_free_folder(path)
    try:
        for room in (folder.printed, folder.scans, folder.reports):
            room.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _folder_error(path, error) from error
    write_whole(folder.plan_path, plan_text.encode())
    return folder


def open_folder(path: Path) -> SurveyFolder:
    """The survey that lies in this folder.

    Raises:
        FolderError: there is none, or half of it is missing.
    """
    folder = SurveyFolder(path)
    has_plan, has_record = folder.plan_path.is_file(), folder.database_path.is_file()
    if has_plan and has_record:
        return folder
    if has_plan or has_record:
        missing = folder.database_path if has_plan else folder.plan_path
        raise FolderError(
            _(
                "{folder}: {file} is missing; put it back from your last copy of the folder, or "
                "begin a new survey elsewhere with: hom-phieu init DIR",
                folder=path,
                file=missing.name,
            )
        )
    raise FolderError(
        _(
            "{folder} is not a survey folder; go into one, name one with -C DIR, or make one "
            "with: hom-phieu init DIR",
            folder=path.absolute(),
        )
    )


def _unfinished_name(path: Path) -> str:
    return f"{ARRIVING_PREFIX}{path.absolute().name}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that either all of it or nothing of it is there.

    Raises:
        FolderError: the disk is full, or the place cannot be written to.
    """
    with arriving(path.parent) as unfinished:
        unfinished.write_bytes(content)
        flush_to_disk(unfinished)
        unfinished.replace(path)
        flush_names(path.parent)


def require_free_folder(path: Path) -> None:
    """Refuse a path where no new survey can be made.

    Raises:
        FolderError: it is a survey or a file already, or a folder that holds something.
    """
    folder = SurveyFolder(path)
    if folder.plan_path.exists() or folder.database_path.exists():
        raise FolderError(_("{folder} is a survey already; choose a new folder name", folder=path))
    if path.exists() and not path.is_dir():
        raise FolderError(_("{folder} is a file; choose a new folder name", folder=path))
    left = _unfinished_name(path)
    if path.is_dir() and any(entry.name != left for entry in path.iterdir()):
        raise FolderError(
            _("{folder} is not empty; choose a new folder name, or empty it first", folder=path)
        )


@contextmanager
def arriving(folder: Path) -> Iterator[Path]:
    """A fresh hidden name in the folder; nothing stays under it afterwards.

    Raises:
        FolderError: what happens inside met a full disk, or a folder that refuses it.
    """
    unfinished = folder / f"{ARRIVING_PREFIX}{secrets.token_hex(8)}"
    try:
        yield unfinished
    except OSError as error:
        raise _folder_error(folder, error) from error
    finally:
        with suppress(OSError):  # the folder may be a file, or gone: then nothing stayed behind
            unfinished.unlink(missing_ok=True)


def flush_to_disk(path: Path) -> None:
    """Have the content of a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_names(folder: Path) -> None:
    """Have the names that were given in this folder on the disk."""
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the name is kept at once
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _folder_error(folder: Path, error: OSError) -> FolderError:
    return FolderError(
        _(
            "{folder} cannot be written to ({reason}); free some space or correct the folder's "
            "permissions, and run the command again: what was done so far is kept",
            folder=folder,
            reason=say_fault(error),
        )
    )
