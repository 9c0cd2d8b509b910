"""The chores that the start page begins, each by the same step as the command of that name."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from review.looks import number, percent
from review.workbench import Act, OnProgress, Outcome
from steps.count import Counting
from steps.minutes import write_minutes_files
from steps.notice import write_notice_files
from steps.open_box import read_opening_file, record_opening
from steps.print_sheets import print_sheets
from steps.report import write_annual_file
from steps.scan import Taken, scan_paths
from steps.session import Session
from steps.sipas import write_sipas_file
from steps.write_workbook import write_tally
from survey.errors import RequestError
from survey.language import _, later, speaking
from survey.opening import Opening
from survey.wording import say_document, say_outcome

Form = Mapping[str, str]
MOST_DIGITS = 9
OPENING_FILE = "mo-hom.toml"
INBOX = "ban-quet"
"""The folder in the survey's own where the start page looks for scans."""
CHORES: dict[str, tuple[str, Callable[[Form], Act]]] = {}
"""Name in the address → what it is called, and how its form becomes work."""


def chore(name: str, said: str) -> Callable[[Callable[[Form], Act]], Callable[[Form], Act]]:
    """List a chore under its name."""

    def listed(prepare: Callable[[Form], Act]) -> Callable[[Form], Act]:
        CHORES[name] = (said, prepare)
        return prepare

    return listed


@chore("print", later("Print sheets"))
def prepare_print(form: Form) -> Act:
    """Sheets for one procedure, or with the free-text line."""
    copies, procedure = form.get("copies", ""), form.get("procedure", "")
    if not copies.isdecimal() or len(copies) > MOST_DIGITS:
        raise RequestError(_("write how many sheets to print, as a number"))

    def act(session: Session, on_progress: OnProgress) -> Outcome:
        total = int(copies)
        codes = (procedure,) if procedure else ()
        made = print_sheets(session, codes, total, None, lambda done: on_progress(done, total))
        said = _(
            "{sheets} sheets written: {file}",
            "{sheets} sheet written: {file}",
            sheets=number(made.sheets),
            file=made.file.name,
        )
        mixing = _(
            "Print at 100 % on {paper}, and mix the sheets before handing them out.",
            paper=session.form.paper,
        )
        return Outcome((said, mixing), files=(made.file,))

    return act


@chore("open-box", later("Record an opening"))
def prepare_opening(form: Form) -> Act:
    """An opening as it was written down in a file; its minutes."""
    file = form.get("file", "").strip()
    if not file:
        raise RequestError(_("name the file with the opening"))

    def act(session: Session, _on_progress: OnProgress) -> Outcome:
        return record(session, read_opening_file(session, Path(file)))

    return act


def record(session: Session, opening: Opening) -> Outcome:
    """Record an opening, and say where its minutes are."""
    opened = record_opening(session, opening)
    said = (
        _("Opening recorded: {opening}", opening=opened.opening_id),
        opened.other_seal,
        _("Minutes to sign: {file}", file=opened.minutes.name),
    )
    return Outcome(tuple(filter(None, said)), files=(opened.minutes,))


@chore("scan", later("Take in scans"))
def prepare_scan(form: Form) -> Act:
    """Every scan in a folder of this machine."""
    typed, opening = form.get("folder", "").strip(), form.get("opening", "")

    def act(session: Session, on_progress: OnProgress) -> Outcome:
        inbox = session.folder.path / INBOX
        inbox.mkdir(exist_ok=True)
        folder = Path(typed) if typed else inbox
        workers = os.cpu_count() or 1
        taken = scan_paths(session, [folder], opening or None, workers, on_progress)
        return Outcome(_taken_sentences(taken))

    return act


@chore("tally", later("Count the answers"))
def prepare_tally(form: Form) -> Act:
    """The results by question, shown and as a workbook."""
    period = form.get("period", "").strip()

    def act(session: Session, _on_progress: OnProgress) -> Outcome:
        tally = Counting(session, period).tally(("question",))
        with speaking("vi"):  # a document is Vietnamese whoever writes it
            told = Counting(session, period).tally(("question",))
        file = write_tally(session, told, None)
        rows = tuple(
            (row.label, number(row.answered), "–" if (s := row.satisfied) is None else percent(s))
            for table in tally.tables
            for row in table.rows
        )
        said = (_("Answers that wait for people: {waiting}", waiting=number(tally.waiting)),)
        columns = (_("question"), _("answered"), _("satisfied"))
        return Outcome((*said, *tally.differences), columns, rows, (file,))

    return act


@chore("report", later("Write a document"))
def prepare_report(form: Form) -> Act:
    """The annual report, the SIPAS report, the notice of a period, or minutes."""
    kind, period = form.get("kind", ""), form.get("period", "").strip()
    if kind == "minutes":
        return lambda session, _on_progress: _missing_minutes(session, period)
    writers: dict[str, Callable[[Session], tuple[Path, ...]]] = {
        "annual": lambda session: (write_annual_file(session, period),),
        "sipas": lambda session: (write_sipas_file(session, period),),
        "period": lambda session: write_notice_files(session, period),
    }
    if kind not in writers:
        raise RequestError(_("choose a document"))

    def act(session: Session, _on_progress: OnProgress) -> Outcome:
        files = writers[kind](session)
        said = (say_document(file.name) for file in files)
        return Outcome(tuple(said), files=files)

    return act


def _missing_minutes(session: Session, period: str) -> Outcome:
    """Minutes that are there stay: they may be signed."""
    minutes = write_minutes_files(session, "", period)
    said = (say_document(one.path.name, stood=one.stood) for one in minutes)
    return Outcome(tuple(said), files=tuple(one.path for one in minutes))


def _taken_sentences(taken: Taken) -> tuple[str, ...]:
    said = [f"{say_outcome(outcome)}: {number(n)}" for outcome, n in taken.outcomes.items()]
    if taken.known_pages:
        pages = number(taken.known_pages)
        said.append(
            _(
                "{pages} pages were in the record already.",
                "{pages} page was in the record already.",
                pages=pages,
            )
        )
    if taken.flags:
        said.append(
            _(
                "{flags} questions wait for people.",
                "{flags} question waits for people.",
                flags=number(taken.flags),
            )
        )
    if taken.without_opening:
        said.append(taken.without_opening)
    return (*said, *taken.troubles)
