"""Are the bundles of other units still there as they came? Each one in the journal, to the byte."""

from collections.abc import Iterator
from pathlib import Path

from audit.facts import compare_file, is_plain_name, list_facts
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.language import _


def check_received(database_path: Path, bundles_folder: Path) -> tuple[Remark, ...]:
    """Say in words which bundles are missing or altered.

    A file of which no event speaks was left by a command that was interrupted, and counts nowhere.
    """
    try:
        facts = list_facts(database_path, "bundle-added", "sha256", "file")
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    return tuple(remark for fact in facts for remark in _check(bundles_folder, *fact.texts))


def _check(folder: Path, sha256: str, name: str) -> Iterator[Remark]:
    kept = folder / f"{sha256}.zip"
    if not is_plain_name(kept.name) or not kept.exists():
        yield Remark(_("the bundle {name} is missing: bundles/{sha256}.zip",
                       name=name, sha256=sha256))  # fmt: skip
    else:
        altered = _("the bundle {name} was altered: bundles/{sha256}.zip", name=name, sha256=sha256)
        yield from compare_file(kept, {sha256}, Remark(altered))
