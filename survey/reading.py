"""What passes from the reader to the record: outcomes, readings, flags; frozen plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """What became of a page (spec, ``export pages``); people may settle otherwise, see ``fate``."""

    READ = "read"
    BLANK_BACK = "blank-back"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    WAITING = "waiting"


class Status(StrEnum):
    """The state of one question on one sheet (spec, ``export answers``)."""

    ANSWERED = "answered"
    BLANK = "blank"
    MULTIPLE = "multiple"
    UNCLEAR = "unclear"
    FLAGGED = "flagged"


class Reason(StrEnum):
    """Why a question is flagged or a page not read; ``survey.wording`` says each in a sentence."""

    # a question
    TWO_MARKS = "two-marks"
    FAINT_MARK = "faint-mark"
    OUTSIDE_BOX = "outside-box"
    CANCELLED = "cancelled"
    BOX_NOT_FOUND = "box-not-found"
    BLANK_NOT_CERTAIN = "blank-not-certain"
    LINE_THROUGH = "line-through-box"
    SPECK = "speck"
    MOSTLY_BLANK = "mostly-blank"
    NOT_READ = "not-read"
    # a page
    NO_MARKS = "no-registration-marks"
    POOR_FIT = "poor-fit"
    TWO_SHEETS = "two-sheets"
    NO_CODE = "no-code"
    FOREIGN_CODE = "foreign-code"
    FORGED_CODE = "forged-code"
    TEST_DECK = "test-deck"
    OLDER_FORM = "older-form"
    UNREADABLE_FILE = "unreadable-file"
    BLANK_PAGE = "blank-page"
    SAME_SHEET = "same-sheet"
    SAME_SHEET_DIFFERS = "same-sheet-differs"


class BoxMeasure(NamedTuple):
    """What was measured at one box: everything that was added to the print there.

    A tuple, as forty of them go from one process to another with every page.

    Attributes:
        question: question id, e.g. ``q1``.
        choice: the printed choice, e.g. ``5``.
        ink: share of the box's inside that carries ink, 0 to 1.
        edge: share of both sides of its outline that is darker than on the page's other boxes.
        on_outline: how much darker a third of one side is, across outline and what is next to it,
            than on the page's other boxes, 0 to 1: a stroke along the print. 0 where too few
            questions are alike.
        on_number: how much darker the number printed beside it is than the same number beside other
            boxes of the page, 0 to 1: a mark on the number. 0 where too few are alike.
        number_spot: the same of its darkest spot alone: a stroke that the number hides.
        around: ink further out but nearer to this box than to its neighbours, in box insides.
        circle: how much of a turn around the box or its number the ink describes, 0 to 1.
        shade: mean darkness inside beyond the page's other boxes, too weak marks included.
        depth: how dark all this ink is, 0 (paper) to 1 (as black as print).
        sharp: how steep the edges of this ink are, as a part of those of the page's printed
            outlines; a pen's are about 1, a stain's far less. 0 where there is none.
        crossed: share of the inside from which a long line, taken for dirt or a fold, was wiped.
        leaves_mm: width of ink that runs from a box out of the question's part of the paper here.
        outline: how dark the printed outline is, 0 (not found) to 1.
        lost_side: how much of its weakest side is missing against the same side of the page's other
            boxes, 0 to 1.
        shift_mm: how far the printed outline was found from where the registration put it.
        broad: how dark the darkest is, 0 to 1, of what lies at some distance around it and is
            broader than any pen's line: a hole, a blot. Rules before 12 did not measure it.
        length_mm: how long what stands in it is where it is half as dark as its darkest spot; 0
            where there is none, or so much that it is no speck. Rules before 15 did not measure it.
        number_crossed: share of its number that such a long line runs over; 0 where it only passes
            by. Rules before 17 did not measure it.
        struck: share of the inside from which a line was wiped that runs along the row and is no
            fold: it ends on the print, or is as dark as the page's marks. Rules before 18 did not
            measure it.
    """

    question: str
    choice: str
    ink: float
    edge: float
    on_outline: float
    on_number: float
    number_spot: float
    around: float
    circle: float
    shade: float
    depth: float
    sharp: float
    crossed: float
    leaves_mm: float
    outline: float
    lost_side: float
    shift_mm: float
    broad: float = 0.0
    length_mm: float = 0.0
    number_crossed: float = 0.0
    struck: float = 0.0


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """The machine's reading of one question: a certain answer, a certain blank, or a flag."""

    question: str
    status: Status
    choice: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that the reader says of one page.

    Attributes:
        outcome: READ, BLANK_BACK or REJECTED; duplicates are found later, against the record.
        reason: why the page was not read, None when it was.
        sheet: the sheet's id from its code, empty when unknown.
        sheet_page: which page of the sheet, from 1; 0 when unknown.
        fingerprint: the layout the page was read with, empty when unknown.
        procedure: procedure code printed for this sheet, empty for the free-text line.
        fit_mm: root mean square distance of registration, millimetres.
        questions: one reading per question of the page, in printed order.
        boxes: the measurements behind them, in printed order.
    """

    outcome: Outcome
    reason: Reason | None = None
    sheet: str = ""
    sheet_page: int = 0
    fingerprint: str = ""
    procedure: str = ""
    fit_mm: float = 0.0
    questions: tuple[QuestionReading, ...] = ()
    boxes: tuple[BoxMeasure, ...] = ()
