"""Every error a person can meet, with its exit status.

A message says what happened, where (file, page, row, key) and what to do next. Rooms raise these;
only ``cli.main`` turns them into text and an exit status. ``slug`` names the error's paragraph in
``docs/messages.md``.
"""

from dataclasses import dataclass
from enum import IntEnum

from survey.language import _

TOLD_AT_ONCE = 40
"""Mistakes that a message names; whoever mends so many runs the command again anyway."""


class ExitStatus(IntEnum):
    """Exit statuses of the command line (spec, chapter 3)."""

    DONE = 0
    USER_CAN_MEND = 1
    USAGE = 2
    PEOPLE_NEEDED = 3
    RECORD_DIFFERS = 4
    BUG = 70
    INTERRUPTED = 130


class HomPhieuError(Exception):
    """An expected fault that a person can understand and usually mend.

    ``on_page`` says it to people who have no command line before them.
    """

    exit_status = ExitStatus.USER_CAN_MEND
    slug = "general"

    def __init__(self, message: str = "", on_page: str = "") -> None:
        super().__init__(message)
        self.on_page = on_page or message


class FolderError(HomPhieuError):
    """The survey folder is missing, already there, busy, read-only or full."""

    slug = "folder"


class FormError(HomPhieuError):
    """A form file is unknown or does not describe a printable sheet."""

    slug = "form"


class PageError(HomPhieuError):
    """A scan file or one page of it cannot be opened; the batch goes on."""

    slug = "page"


class ClusterError(HomPhieuError):
    """The cluster that should read cannot be reached, is of another edition, or was lost."""

    slug = "cluster"


class TableError(HomPhieuError):
    """A table of answers or figures (CSV, XLSX) cannot be read."""

    slug = "table"


class BundleError(HomPhieuError):
    """A unit's bundle is damaged, altered, forged, outdated or not meant for this office."""

    slug = "bundle"


class DocumentError(HomPhieuError):
    """A .docx template is missing or names a field that does not exist."""

    slug = "document"


class RequestError(HomPhieuError):
    """What was asked for does not fit the record: unknown sheet, procedure, period, opening."""

    slug = "request"


class ClosedError(HomPhieuError):
    """A change to a period that is finished; two people can reopen it."""

    slug = "closed"


class RecordDiffersError(HomPhieuError):
    """The record and the kept originals (or the chain itself) do not agree."""

    exit_status = ExitStatus.RECORD_DIFFERS
    slug = "record-differs"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file people edit.

    Attributes:
        line: line in the file, from 1; 0 when the mistake is that something is missing.
        key: dotted key, e.g. ``box[1].id``.
        message: what is wrong and what is expected, in the reader's language.
    """

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        if self.line:
            return _(
                "line {line}, {key}: {message}", line=self.line, key=self.key, message=self.message
            )
        return _("{key}: {message}", key=self.key, message=self.message)


class MistakesError(HomPhieuError):
    """A file people edit has mistakes; all of them are named at once, as far as a screen holds."""

    slug = "mistakes"

    def __init__(self, source: str, mistakes: tuple[Mistake, ...]) -> None:
        self.source = source
        self.mistakes = mistakes
        head = _(
            "{source} has {count} mistake(s); mend them and try again:",
            source=source,
            count=len(mistakes),
        )
        lines = [f"  {mistake}" for mistake in mistakes[:TOLD_AT_ONCE]]
        if len(mistakes) > TOLD_AT_ONCE:
            lines.append(_("  … and {more} more", more=len(mistakes) - TOLD_AT_ONCE))
        super().__init__("\n".join([head, *lines]))
