"""What the record answers with: one frozen class for each kind of row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from survey.reading import BoxMeasure, QuestionReading


@dataclass(frozen=True, slots=True)
class OpeningEntry:
    """A box opening.

    Attributes:
        id: the opening's id.
        period: the period its sheets belong to.
        box: the box's id in the plan.
        refused: the box was left closed.
        first_count: sheets counted by hand the first time; None when refused.
        second_count: and the second time, which is the hand count.
        issued: sheets handed out since the last opening; None when not known.
        body: the opening as ``survey.opening.opening_body`` gave it.
        version: 1, or more when it was corrected; everything above is of this version.
        follows: the refusal after which the box was opened, empty for none.
    """

    id: str
    period: str
    box: str
    refused: bool
    first_count: int | None
    second_count: int | None
    issued: int | None
    body: dict[str, Any]
    version: int
    follows: str


@dataclass(frozen=True, slots=True)
class OpeningVersion:
    """One version of an opening, as it was recorded and as its minutes stand on paper.

    Attributes:
        id: the version's own id, for the first that of the opening.
        seq: place in the journal.
        opening: the opening it is a version of.
        version: from 1.
        recorded_at: when it was written down, UTC.
        corrected_by: who answers for the correction; empty for the first version.
        reason: why it was corrected.
        expected_seal: the seal that should have been on the box, empty when unknown.
        follows: the refusal after which the box was opened, empty for none.
        body: the opening as ``survey.opening.opening_body`` gave it.
    """

    id: str
    seq: int
    opening: str
    version: int
    recorded_at: str
    corrected_by: tuple[str, ...]
    reason: str
    expected_seal: str
    follows: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SealEntry:
    """A seal on a box: ``opening`` is the opening that ended with it, empty for none.

    ``at`` is ISO 8601 and ``person`` who sealed the box, or chaired the opening.
    """

    seal_number: str
    at: str
    person: str
    opening: str


@dataclass(frozen=True, slots=True)
class InstructionEntry:
    """The answer to a refusal.

    ``seq`` is its place in the journal, ``at`` ISO 8601, ``person`` had it written down.
    """

    seq: int
    instruction: str
    at: str
    person: str


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A file of sheets made for the printer; ``procedure`` is empty for the free-text line."""

    form: str
    fingerprint: str
    procedure: str
    copies: int
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A document that was written, and when; superseded where its period was reopened since."""

    kind: str
    period: str
    file: str
    at: datetime
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that entered, and its fate; texts are empty and numbers 0 where nothing is known.

    Attributes:
        seq: number of the event that took it in.
        outcome: a ``survey.reading.Outcome``.
        reason: a ``survey.reading.Reason``, empty when it was read.
        detail: what else is to be said, in words.
        procedure: as printed on it.
        machine_outcome, machine_sheet, machine_sheet_page, machine_fingerprint: as the machine left
            them, whatever people settled since.
        fate: a ``survey.fate.Fate`` that people settled, empty while they have not.
        settled_by: these people.
    """

    seq: int
    sha256: str
    source_file: str
    source_page: int
    opening: str
    outcome: str
    reason: str
    detail: str
    sheet: str
    sheet_page: int
    fingerprint: str
    procedure: str
    fit_mm: float
    machine_outcome: str
    machine_sheet: str
    machine_sheet_page: int
    machine_fingerprint: str
    fate: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of which a page was read.

    Attributes:
        procedure: printed or settled, empty while open.
        verdict: ``valid`` or ``invalid`` as people settled it, empty while nobody did.
        ground: the ``survey.fate.Ground`` on which it is invalid.
        ruled_by: the people who settled it.
        is_blank: every question read on it is blank, and nobody settled whether it is valid.
    """

    id: str
    opening: str
    procedure: str
    fingerprint: str
    verdict: str
    ground: str
    ruled_by: str
    is_blank: int


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One question of one sheet, as it counts now, and the page it stands on.

    ``ticked`` is the sheet's choice in the tick list that was asked for, empty where there is none.
    """

    source_file: str
    source_page: int
    sheet: str
    opening: str
    period: str
    procedure: str
    question: str
    status: str
    choice: str | None
    decided_by: str
    ticked: str


@dataclass(frozen=True, slots=True)
class FlagEntry:
    """A question that waits for people; ``reason`` is a ``survey.reading.Reason``."""

    sheet: str
    question: str
    reason: str
    sha256: str
    source_file: str
    source_page: int
    sheet_page: int
    fingerprint: str
    opening: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of a sheet that was read before, with what the machine read on it then."""

    page: PageEntry
    questions: tuple[QuestionReading, ...]


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """What was measured at every box of one page."""

    page: PageEntry
    boxes: tuple[BoxMeasure, ...]


@dataclass(frozen=True, slots=True)
class CountRules:
    """What the plan and the form say of how sheets are counted.

    Attributes:
        blank_is_invalid: a sheet with nothing but blanks does not count (S3), unless people say so.
        tick_list: the question whose choice tells sheets apart too; empty where there is none.
    """

    blank_is_invalid: bool
    tick_list: str = ""


@dataclass(frozen=True, slots=True)
class SheetCount:
    """Sheets that are alike in everything the figures ask about.

    Attributes:
        opening: the opening they come from, empty while they belong to none.
        period: of that opening.
        procedure: code, ``unknown``, or empty while nobody has read the hand-written line.
        fingerprint: of the form they were printed with.
        ground: the ``survey.fate.Ground`` on which they do not count; empty when they are valid.
        ticked: the choice in the tick list, empty unless answered.
        sheets: how many there are.
    """

    opening: str
    period: str
    procedure: str
    fingerprint: str
    ground: str
    ticked: str
    sheets: int


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """Answers of valid sheets that are alike in everything the tally asks about.

    Attributes:
        opening, period, procedure, fingerprint, ticked: of their sheets, as in ``SheetCount``.
        choice: empty unless answered.
        answers: how many there are.
    """

    opening: str
    period: str
    procedure: str
    fingerprint: str
    question: str
    status: str
    choice: str
    ticked: str
    answers: int
