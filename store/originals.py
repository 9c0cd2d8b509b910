"""Scan files kept as they came: copied into ``scans/``, named by what they hold, never changed.

Many files are made safe together: each is flushed to the disk before it gets its name, but the disk
takes thirty files at once in little more time than one.
"""

import hashlib
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from store.folder import SurveyFolder, arriving, flush_names, flush_to_disk
from survey.errors import PageError
from survey.fault import say_fault
from survey.language import _
from survey.names import plain_name

_CHUNK_BYTES = 1 << 16  # for larger ones Python asks the system each time
_PLAIN_SUFFIX = re.compile(r"[a-z0-9.]{1,8}")


@dataclass(frozen=True, slots=True)
class KeptOriginal:
    """A scan file as it lies in ``scans/``.

    Attributes:
        sha256: of its content, hexadecimal; also its name in ``scans/``.
        name: the name it came with, without folders, and fit to be shown.
        path: where it is kept, read-only.
        size_bytes: its length.
    """

    sha256: str
    name: str
    path: Path
    size_bytes: int


def keep_originals(
    folder: SurveyFolder, sources: Sequence[Path], most_bytes: int
) -> tuple[KeptOriginal | PageError, ...]:
    """Copy scan files into ``scans/``, read-only and named by their SHA-256.

    In the place of a source that cannot be read, or is larger than ``most_bytes``, stands the error
    that says so. Pipes and devices, which may never end, are not opened.

    Raises:
        FolderError: the disk is full or the folder refuses the copy.
    """
    with ExitStack() as unfinished:
        copies = [unfinished.enter_context(arriving(folder.scans)) for _source in sources]
        pairs = zip(sources, copies, strict=True)
        kept = tuple(_copy(folder, *pair, most_bytes) for pair in pairs)
        new = {
            one.path: copy
            for one, copy in zip(kept, copies, strict=True)
            if isinstance(one, KeptOriginal) and not one.path.exists()
        }
        for copy in new.values():
            flush_to_disk(copy)
        for path, copy in new.items():
            copy.chmod(0o444)
            copy.replace(path)
        if new:
            flush_names(folder.scans)
    return kept


def _copy(
    folder: SurveyFolder, source: Path, copy: Path, most_bytes: int
) -> KeptOriginal | PageError:
    try:
        sha256, size_bytes = _copy_and_hash(source, copy, most_bytes)
    except PageError as error:
        return error
    kept = original_path(folder, sha256, source.name)
    return KeptOriginal(sha256, plain_name(source.name), kept, size_bytes)


def _copy_and_hash(source: Path, target: Path, most_bytes: int) -> tuple[str, int]:
    """Copy a file; SHA-256 and length are those of the bytes written."""
    digest, size_bytes = hashlib.sha256(), 0
    with target.open("xb") as copy:
        for chunk in _read_chunks(source, most_bytes):
            copy.write(chunk)
            digest.update(chunk)
            size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes


def _read_chunks(source: Path, most_bytes: int) -> Iterator[bytes]:
    shown = plain_name(str(source))
    try:
        _refuse_endless(source, shown, most_bytes)
        with source.open("rb", buffering=0) as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise PageError(
            _(
                "{file} cannot be read ({reason}); check the file and scan it again",
                file=shown,
                reason=say_fault(error),
            )
        ) from error


def _refuse_endless(source: Path, shown: str, most_bytes: int) -> None:
    """Raises PageError for what is no ordinary file, or too large a one."""
    found = source.stat()
    if not stat.S_ISREG(found.st_mode):
        raise PageError(
            _(
                "{file} is a pipe or a device and no file; it was not read",
                file=shown,
            )
        )
    if found.st_size > most_bytes:
        raise PageError(
            _(
                "{file} is larger than the limit of {limit} MB; split it, or raise file_mb under "
                "[limits] in survey.toml",
                file=shown,
                limit=most_bytes // 1_000_000,
            )
        )


def original_path(folder: SurveyFolder, sha256: str, name: str) -> Path:
    """Where a file is kept that came under this name."""
    return folder.scans / f"{sha256}{_plain_suffix(name)}"


def _plain_suffix(name: str) -> str:
    """The suffix in lower case, or none when it is unusual."""
    suffix = Path(name).suffix.lower()
    return suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""
