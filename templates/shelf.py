"""The shelf: plans, forms and document templates shipped with the program, and the ward's own.

A ward keeps its own files in ``templates/`` of its survey folder; a file there wins over the
shipped one of the same name (spec, chapter 2).
"""

import re
from importlib import resources
from pathlib import Path

from survey.edited_file import decode_text
from survey.errors import DocumentError, FolderError, FormError, RequestError
from survey.fault import say_fault
from survey.language import _

FIRST_PLAN = "van-phuc-2021"
"""The plan that is meant when none is named: the one with the paper box."""

NAME = re.compile(r"[a-z0-9-]+")
SHIPPED = Path(str(resources.files("templates")))


def list_plans() -> tuple[str, ...]:
    """Names of the shipped plans."""
    return _names_in(SHIPPED / "plans")


def list_forms() -> tuple[str, ...]:
    """Names of the shipped forms."""
    return _names_in(SHIPPED / "forms")


def read_plan_text(name: str) -> str:
    """The TOML text of a shipped plan.

    Raises:
        RequestError: there is none of this name.
    """
    found = _find(f"{name}.toml", name, (SHIPPED / "plans",))
    if found is None:
        raise RequestError(
            _(
                "there is no plan {name}; choose one of: {known}",
                name=name,
                known=", ".join(list_plans()),
            )
        )
    return _read_text(found)


def read_form_text(name: str, own: Path | None = None) -> str:
    """The TOML text of a form.

    Args:
        name: such as ``phu-luc-1``.
        own: the ward's own templates folder; its ``forms/`` is looked at first, then itself.

    Raises:
        FormError: there is none of this name.
        FolderError: the file cannot be read.
        MistakesError: the ward's own file is not text in UTF-8.
    """
    found = _find(f"{name}.toml", name, (*_own_folders(own, "forms"), SHIPPED / "forms"))
    if found is None:
        raise FormError(
            _(
                "there is no form {name}; choose one of {known}, or put {name}.toml into "
                "templates/forms/ of the survey folder",
                name=name,
                known=", ".join(list_forms()),
            )
        )
    return _read_text(found)


def document_path(name: str, own: Path | None = None) -> Path:
    """Where the Word template of this name is; ``own`` as for :func:`read_form_text`.

    Raises:
        DocumentError: there is none of this name.
    """
    folders = (*_own_folders(own, "documents"), SHIPPED / "documents")
    found = _find(f"{name}.docx", name, folders)
    if found is None:
        raise DocumentError(
            _(
                "there is no document template {name}; put {name}.docx into templates/documents/ "
                "of the survey folder",
                name=name,
            )
        )
    return found


def _own_folders(own: Path | None, kind: str) -> tuple[Path, ...]:
    return () if own is None else (own / kind, own)


def _find(file_name: str, name: str, folders: tuple[Path, ...]) -> Path | None:
    """The first such file; a name with anything but small letters, digits, hyphens finds none."""
    if not NAME.fullmatch(name):
        return None
    return next((f / file_name for f in folders if (f / file_name).is_file()), None)


def _read_text(path: Path) -> str:
    try:
        return decode_text(path.read_bytes(), str(path))
    except OSError as error:
        raise FolderError(
            _("cannot read {file}: {reason}", file=path, reason=say_fault(error))
        ) from error


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))
