"""Kept prints that forget the order in which they were printed (domain, part 7).

Whoever watched sheets being handed out knows the order of the stack. So that no file tells which
token stood where in it, the sheets of all files are dealt anew, each to a place of its own kind.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from secrets import SystemRandom

import pikepdf


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A printed PDF, and of what kind (form and procedure) each of its sheets is, in order."""

    content: bytes
    kinds: tuple[str, ...]


def deal_anew(files: Sequence[PrintedFile]) -> tuple[bytes, ...]:
    """The same files with as many sheets of each kind, which of them is where left to chance."""
    with ExitStack() as opened:
        pdfs = [opened.enter_context(pikepdf.open(io.BytesIO(file.content))) for file in files]
        stacks: dict[str, list[tuple[pikepdf.Page, ...]]] = {}
        for file, pdf in zip(files, pdfs, strict=True):
            for kind, sheet in zip(file.kinds, _sheets(file, pdf), strict=True):
                stacks.setdefault(kind, []).append(sheet)
        for stack in stacks.values():
            SystemRandom().shuffle(stack)
        return tuple(_write([stacks[kind].pop() for kind in file.kinds]) for file in files)


def _sheets(file: PrintedFile, pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, ...]]:
    """The pages of each sheet."""
    pages = tuple(pdf.pages)
    each = len(pages) // len(file.kinds)
    return (pages[first : first + each] for first in range(0, len(pages), each))


def _write(sheets: Sequence[tuple[pikepdf.Page, ...]]) -> bytes:
    """A PDF of these sheets; its parts are numbered as they stand now, and it tells no time."""
    with pikepdf.new() as pdf:
        for sheet in sheets:
            pdf.pages.extend(sheet)
        content = io.BytesIO()
        pdf.save(
            content, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
        return content.getvalue()
