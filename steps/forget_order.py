"""The order of printing forgotten before answers are known: nothing ties a sheet to an hour.

Called when a box was opened and when sheets are read. From then on the files in ``printed/`` hold
as many sheets of each kind as before, but not which token stood where, nor in which of the files.
"""

import hashlib
from pathlib import Path

from steps.session import Session
from store.entries import PrintedRun
from store.folder import write_whole
from store.listing import list_printed_runs


def forget_print_order(session: Session) -> None:
    """Deal the sheets of all files that lie as they were printed anew among these files.

    The journal knows the new files before they take their places: killed in between, the old ones
    are dealt anew the next time.

    Raises:
        FolderError: the disk is full or the folder refuses them.
    """
    runs: dict[str, list[PrintedRun]] = {}
    for run in list_printed_runs(session.record):
        runs.setdefault(run.file, []).append(run)
    in_order = {
        path: _kinds(runs[path.name])
        for path in (session.folder.printed / file for file in runs)
        if _is_as_printed(path, runs[path.name][0].sha256)
    }
    if not in_order:
        return
    dealt = _deal(in_order)
    with session.record.transaction():
        for path, content in dealt.items():
            sha256 = hashlib.sha256(content).hexdigest()
            session.record.append("mixed", {"file": path.name, "sha256": sha256})
    for path, content in dealt.items():
        write_whole(path, content)


def _deal(in_order: dict[Path, tuple[str, ...]]) -> dict[Path, bytes]:
    """The new content of files, whose sheets are of these kinds."""
    from ballots.mixing import PrintedFile, deal_anew  # noqa: PLC0415 - slow import, needed once

    files = (PrintedFile(path.read_bytes(), kinds) for path, kinds in in_order.items())
    return dict(zip(in_order, deal_anew(tuple(files)), strict=True))


def _is_as_printed(path: Path, sha256: str) -> bool:
    """Is the file still there, and none of its sheets moved?"""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _kinds(runs: list[PrintedRun]) -> tuple[str, ...]:
    """Of what kind each sheet of a file is, in the order of printing."""
    kinds = ((f"{run.fingerprint} {run.procedure}", run.copies) for run in runs)
    return tuple(kind for kind, copies in kinds for _copy in range(copies))
