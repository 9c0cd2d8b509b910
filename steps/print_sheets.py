"""``print``: sheets ready for the printer, and the event that says so."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ballots.printing import Stack, write_sheets
from steps.session import Session, layout_bytes, layout_file_name
from store.folder import write_whole
from store.listing import list_printed_runs
from survey.errors import RequestError
from survey.language import _
from survey.spoken_number import number

MOST_COPIES = 20_000
"""Sheets in one file; a longer run is better printed in several."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was made."""

    file: Path
    sheets: int
    pages: int


def print_sheets(
    session: Session,
    procedures: Sequence[str],
    copies: int,
    output: Path | None,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Printed:
    """Write the PDF of ``copies`` sheets for each procedure (or with the free-text line).

    The file is kept in ``printed/``; ``output`` names a second copy.

    Raises:
        RequestError: an unknown procedure, too many copies, no folder for ``output``, or a form of
            several pages without tokens.
    """
    if output is not None and not output.parent.is_dir():
        raise RequestError(
            _("there is no folder {folder}; name another file with -o", folder=output.parent)
        )
    if len(session.layout.pages) > 1 and not session.plan.privacy.token:
        raise RequestError(
            _(
                "form {form} has several pages, which are put together by the token of the sheet; "
                "set token = true under [privacy] in survey.toml, or use a form of one page",
                form=session.form.name,
            )
        )
    stacks = _stacks(session, procedures, copies)
    content = write_sheets(
        session.layout,
        stacks,
        session.record.secret_key(),
        with_token=session.plan.privacy.token,
        is_two_sided=session.form.sides == 2,
        on_progress=on_progress,
    )
    name = f"phieu-{len({run.file for run in list_printed_runs(session.record)}) + 1:03d}.pdf"
    kept = session.folder.printed / name
    write_whole(
        session.folder.printed / layout_file_name(session.layout), layout_bytes(session.layout)
    )
    write_whole(kept, content)
    _record_run(session, stacks, name, content)
    if output is not None:
        write_whole(output, content)
    sheets = sum(stack.copies for stack in stacks)
    return Printed(output or kept, sheets, sheets * len(session.layout.pages))


def _stacks(session: Session, procedures: Sequence[str], copies: int) -> tuple[Stack, ...]:
    if not 0 < copies * max(1, len(procedures)) <= MOST_COPIES:
        raise RequestError(
            _("one file holds 1 to {most} sheets; ask for fewer copies", most=number(MOST_COPIES))
        )
    if not procedures:
        return (Stack("", "", copies),)
    known = [session.plan.procedure(code) for code in dict.fromkeys(procedures)]
    return tuple(Stack(procedure.code, procedure.title, copies) for procedure in known)


def _record_run(session: Session, stacks: Sequence[Stack], name: str, content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    layout_sha256 = hashlib.sha256(layout_bytes(session.layout)).hexdigest()
    with session.record.transaction():
        session.note_plan()
        for stack in stacks:
            body = {
                "form": session.form.name,
                "fingerprint": session.layout.fingerprint,
                "procedure": stack.procedure,
                "copies": stack.copies,
                "file": name,
                "sha256": sha256,
                "layout_sha256": layout_sha256,
            }
            session.record.append("printed", body)
