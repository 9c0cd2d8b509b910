"""Are the printed files and the layouts of the sheets those of which the journal speaks?"""

from collections.abc import Iterator
from pathlib import Path

from audit.facts import compare_file, is_plain_name, list_facts
from audit.remark import Remark
from survey.errors import FormError, RecordDiffersError
from survey.language import _
from templates.layout_file import read_layout


def check_printed(database_path: Path, printed_folder: Path) -> tuple[Remark, ...]:
    """Say in words which printed file was changed, and which layout is not the recorded one.

    A printed file that is missing differs in nothing: it may be removed once it was printed. A
    layout may not, since sheets are read by it.
    """
    try:
        runs = list_facts(
            database_path, "printed", "file", "sha256", "fingerprint", "layout_sha256"
        )
        mixed = list_facts(database_path, "mixed", "file", "sha256")
    except RecordDiffersError as error:
        return (Remark(str(error)),)
    sheets = _gather((fact.texts[0], fact.texts[1]) for fact in (*runs, *mixed))
    layouts = _gather((_layout_name(fact.texts[2]), fact.texts[3]) for fact in runs)
    return (
        *_check_sheets(sheets, printed_folder),
        *_check_layouts(layouts, printed_folder),
        *_check_strange(sheets.keys() | layouts.keys(), printed_folder),
    )


def _gather(pairs: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    """File → every SHA-256 that the journal ever gave it."""
    gathered: dict[str, set[str]] = {}
    for file, sha256 in pairs:
        gathered.setdefault(file, set()).add(sha256)
    return gathered


def _layout_name(fingerprint: str) -> str:
    return f"layout-{fingerprint}.json"


def _check_sheets(files: dict[str, set[str]], folder: Path) -> Iterator[Remark]:
    for name, known in sorted(files.items()):
        changed = Remark(
            _("printed/{file} was changed: it is not the file that was printed", file=name)
        )
        if not is_plain_name(name):
            yield Remark(_("the journal names a printed file «{file}», which is none", file=name))
        elif (folder / name).exists():
            yield from compare_file(folder / name, known, changed)
        else:
            yield Remark(_("printed/{file} was removed; nothing needs it", file=name), False)


def _check_layouts(layouts: dict[str, set[str]], folder: Path) -> Iterator[Remark]:
    for name, known in sorted(layouts.items()):
        path = folder / name
        changed = Remark(_("printed/{file} was changed after it was printed", file=name))
        if not is_plain_name(name) or not path.exists():
            yield Remark(
                _("printed/{file} is missing, the layout of sheets that were printed", file=name)
            )
        elif fault := _layout_fault(path):
            yield Remark(fault)
        elif "" not in known:  # it stands there where the program noted no hash yet
            yield from compare_file(path, known, changed)


def _layout_fault(path: Path) -> str:
    """What is wrong with a kept layout, computed anew; empty when it is what its name says."""
    try:
        layout = read_layout(path.read_text(encoding="utf-8"), path.name)
    except FormError as error:
        return str(error)
    except (OSError, UnicodeDecodeError) as error:
        return _("printed/{file} cannot be read ({reason})", file=path.name, reason=error)
    if _layout_name(layout.fingerprint) != path.name:
        return _(
            "printed/{file} holds another layout: {found}",
            file=path.name,
            found=layout.fingerprint,
        )
    return ""


def _check_strange(known: set[str], folder: Path) -> Iterator[Remark]:
    """Sheets and layouts of which no event speaks; of other files people may lay some there."""
    for path in sorted((*folder.glob("phieu-*.pdf"), *folder.glob("layout-*.json"))):
        if path.name not in known:
            yield Remark(
                _(
                    "printed/{file} is in no event of the journal: a print that was interrupted? "
                    "Do not hand out its sheets, print again",
                    file=path.name,
                ),
                differs=path.suffix == ".json" and bool(_layout_fault(path)),
            )
