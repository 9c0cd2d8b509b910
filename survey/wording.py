"""What the reader's reasons mean, in a sentence for the people who must act on them."""

from survey.fate import Fate, Ground
from survey.language import _, later
from survey.reading import Outcome, Reason, Status

_QUESTION_REASONS = {
    Reason.TWO_MARKS: later("more than one box is marked"),
    Reason.FAINT_MARK: later("a mark is too faint to be sure"),
    Reason.OUTSIDE_BOX: later("there is ink beside the boxes"),
    Reason.CANCELLED: later("a box may have been crossed out"),
    Reason.BOX_NOT_FOUND: later("a printed box could not be found on the scan"),
    Reason.BLANK_NOT_CERTAIN: later("it looks blank, but this scan may have lost a faint mark"),
    Reason.LINE_THROUGH: later("a long line runs through its boxes: left blank, or struck out?"),
    Reason.SPECK: later("what is in the box is so small that it may be dirt"),
    Reason.MOSTLY_BLANK: later(
        "most of this page looks blank: is it marked elsewhere, or is this dirt?"
    ),
    Reason.NOT_READ: later("the machine could not read this sheet; people read it"),
}
_PAGE_REASONS = {
    Reason.NO_MARKS: later("the corner marks were not found; is it one of our sheets, and whole?"),
    Reason.POOR_FIT: later("the page is too bent or distorted to be read; scan it again, flat"),
    Reason.TWO_SHEETS: later("marks of two sheets show in it; scan each sheet by itself"),
    Reason.NO_CODE: later("the machine code cannot be read; scan the sheet again"),
    Reason.FOREIGN_CODE: later("the sheet belongs to another survey"),
    Reason.FORGED_CODE: later("the machine code was not printed by this survey"),
    Reason.TEST_DECK: later("it is a sheet of the test deck, which never counts"),
    Reason.OLDER_FORM: later("the sheet was printed with a form this folder does not know"),
    Reason.UNREADABLE_FILE: later("the file or page cannot be opened"),
    Reason.BLANK_PAGE: later("nothing is printed on this page"),
    Reason.SAME_SHEET: later("the same sheet was scanned before"),
    Reason.SAME_SHEET_DIFFERS: later("the same sheet was scanned before with other answers"),
}


def say_question_reason(reason: str) -> str:
    """Why a question waits for people; empty for no reason."""
    return _(_QUESTION_REASONS[Reason(reason)]) if reason else ""


def say_page_reason(reason: str, detail: str = "") -> str:
    """Why a page was not read, with what else is known about it; empty for no reason."""
    if not reason:
        return detail
    said = _(_PAGE_REASONS[Reason(reason)])
    return f"{said}: {detail}" if detail else said


def say_too_much_memory() -> str:
    """What becomes of a page for which a process may not take enough memory."""
    return _("Reading this page takes more memory than is allowed.")


_OUTCOMES = {
    Outcome.READ: later("read"),
    Outcome.BLANK_BACK: later("blank backs"),
    Outcome.DUPLICATE: later("scanned twice"),
    Outcome.REJECTED: later("rejected"),
    Outcome.WAITING: later("waiting for people"),
}


def say_outcome(outcome: str) -> str:
    """The fate of pages, for tables."""
    return _(_OUTCOMES[Outcome(outcome)])


_ROLES = {
    "chair": later("chair"),
    "secretary": later("secretary"),
    "one_stop_head": later("head of the one-stop shop"),
    "box_keeper": later("keeper of the box"),
    "sheet_processor": later("who reads the sheets"),
    "witness": later("witness"),
    "observer": later("observer"),
}


def say_role(role: str) -> str:
    """The function of a person; one that is not of an opening stands as it was written."""
    return _(_ROLES[role]) if role in _ROLES else role


_FATES = {
    Fate.ACCEPTED: later("it is a sheet; people read it"),
    Fate.RESCAN: later("the sheet will be scanned again"),
    Fate.RESCANNED: later("the sheet was scanned again and read"),
    Fate.FOREIGN: later("no sheet of this survey"),
    Fate.DUPLICATE: later("a second scan of the same sheet"),
    Fate.KEPT: later("another sheet with the same code"),
}


def say_fate(fate: str) -> str:
    """What people settled about a page; empty for nothing."""
    return _(_FATES[Fate(fate)]) if fate else ""


_GROUNDS = {
    Ground.NOT_ISSUED: later("it is not the form that was issued"),
    Ground.NO_STAMP: later("it lacks the unit's stamp"),
    Ground.ALL_BLANK: later("every question is blank"),
    Ground.UNREADABLE: later("it is torn or unreadable, so that no question can be read"),
    Ground.COPIED: later("it is a copy of another sheet"),
}


def say_ground(ground: str) -> str:
    """Why a sheet is invalid; empty for no ground."""
    return _(_GROUNDS[Ground(ground)]) if ground else ""


_STATUSES = {
    Status.ANSWERED: later("answered"),
    Status.BLANK: later("blank"),
    Status.MULTIPLE: later("multiple"),
    Status.UNCLEAR: later("unclear"),
    Status.FLAGGED: later("waiting for people"),
}


def say_answer(status: str) -> str:
    """The state of one question on one sheet."""
    return _(_STATUSES[Status(status)])


_VALUES = {
    "blank": later("blank"),
    "multiple": later("multiple"),
    "unclear": later("unclear"),
    "unknown": later("not identified"),
    "invalid": later("not counted"),
    "missing": later("sheet not found"),
}


def say_value(value: str) -> str:
    """What was answered: a word translated, a printed choice or a procedure's code as it is."""
    return _(_VALUES[value]) if value in _VALUES else value


def say_document(file: object, *, stood: bool = False) -> str:
    """That a document was written, or was there already and stays as it is."""
    if stood:
        return _(
            "Is there already and stays as it is: {file} (to have it written anew, move it "
            "elsewhere first)",
            file=file,
        )
    return _("Document written: {file}", file=file)
