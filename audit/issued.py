"""Are the documents in ``reports/`` those that were issued, and the lists those that were drawn?"""

from collections.abc import Iterator
from pathlib import Path

from audit.facts import compare_file, is_plain_name, list_facts
from audit.remark import Remark
from survey.errors import RecordDiffersError
from survey.language import _

WRITTEN = ("report", "sample-drawn", "recheck-result")
"""Kinds of events that name a file in ``reports/`` and its SHA-256."""


def check_issued(database_path: Path, reports_folder: Path) -> tuple[Remark, ...]:
    """Say in words which document was changed since the program wrote it, and which was moved.

    Of documents that were written again under one name, the newest counts.
    """
    try:
        facts = [f for kind in WRITTEN for f in list_facts(database_path, kind, "file", "sha256")]
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    newest = {fact.texts[0]: (fact.seq, fact.texts[1]) for fact in sorted(facts)}
    return tuple(
        remark
        for name, recorded in newest.items()
        for remark in _check_document(reports_folder, name, recorded)
    )


def _check_document(folder: Path, name: str, recorded: tuple[int, str]) -> Iterator[Remark]:
    seq, sha256 = recorded
    named = {"file": name, "seq": seq}
    if not is_plain_name(name):
        yield Remark(_("event {seq} names a document «{file}», which is none", **named))
    elif not (folder / name).exists():
        yield Remark(
            _(
                "reports/{file} (event {seq}) is not there any more; it may have been moved",
                **named,
            ),
            differs=False,
        )
    else:
        changed = _(
            "reports/{file} was changed after it was written (event {seq}); a document that is "
            "edited is kept under another name",
            **named,
        )
        yield from compare_file(folder / name, {sha256}, Remark(changed))
