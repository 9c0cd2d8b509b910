"""Are the scans still there as they came? Every original in the journal, byte for byte."""

from collections.abc import Iterator
from pathlib import Path

from audit.facts import compare_file, list_facts
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.fault import say_fault
from survey.language import _

# How an unfinished copy is called; a power cut may leave one, and it is no original.
ARRIVING_PREFIX = ".arriving-"


def check_originals(database_path: Path, scans_folder: Path) -> tuple[Remark, ...]:
    """Say in words which originals are missing or altered, and what does not belong in ``scans/``.

    A file's name before its suffix is the SHA-256 it had when it came.
    """
    try:
        return tuple(_compare(_names(database_path), scans_folder))
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    except OSError as error:
        sentence = _(
            "{folder} cannot be listed ({reason})", folder=scans_folder, reason=say_fault(error)
        )
        return (Remark(sentence),)


def _names(database_path: Path) -> dict[str, str]:
    """SHA-256 of every original → the name it came with."""
    facts = list_facts(database_path, "original", "sha256", "name")
    return {sha256: name for _seq, (sha256, name) in facts}


def _compare(names: dict[str, str], scans_folder: Path) -> Iterator[Remark]:
    missing = set(names)
    for file in sorted(path.name for path in scans_folder.iterdir()):
        path, sha256 = scans_folder / file, file.partition(".")[0]
        if file.startswith(ARRIVING_PREFIX):
            continue
        if sha256 in names and path.is_file():
            missing.discard(sha256)
            altered = _("the original {name} was altered: scans/{file}",
                        name=names[sha256], file=file)  # fmt: skip
            yield from compare_file(path, {sha256}, Remark(altered))
        else:
            yield from _strange(path, sha256)
    for sha256 in filter(missing.__contains__, names):
        yield Remark(
            _("the original {name} is missing: scans/{sha256}…", name=names[sha256], sha256=sha256)
        )


def _strange(path: Path, sha256: str) -> Iterator[Remark]:
    """A file of which no event speaks; whole, it was left by a scan that was interrupted."""
    strange = Remark(_("scans/{file} is in no event of the journal", file=path.name))
    found = tuple(compare_file(path, {sha256}, strange)) if path.is_file() else (strange,)
    interrupted = _(
        "scans/{file} came with a scan that was interrupted before it could be recorded; "
        "scan the same files again",
        file=path.name,
    )
    yield from found or (Remark(interrupted, differs=False),)
