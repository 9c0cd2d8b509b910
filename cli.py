"""The command line: each command parses, calls one step, says what came of it and how to go on.

Steps are imported by the commands that need them, so that help and completion stay quick.
"""

import io
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path

import click

from survey.errors import ExitStatus, HomPhieuError
from survey.fate import IS_OPEN, MAKES_A_SHEET, Fate
from survey.language import DEFAULT_LANGUAGE, LANGUAGES, _, later, speaking
from survey.reading import Outcome
from terminal.deck import say_trial
from terminal.import_result import say_imported
from terminal.recheck import recheck_group
from terminal.reconciliation import say_matters
from terminal.results import (
    say_log,
    say_other_seal,
    say_page_settled,
    say_ruled,
    say_seats,
    say_status,
    say_taken,
    say_verified,
)
from terminal.screen import number, progress_bar, say, say_json, say_table
from terminal.spoken import FilePath, SpokenGroup, SpokenOption, option, say_usage
from terminal.tally_table import doubts, say_tally

LANGUAGE_VARIABLE = "HOM_PHIEU_LANG"
BUG_REPORT = "hom-phieu-bug.txt"

file_path = FilePath(path_type=Path)
share = click.FloatRange(0, 1)
json_option = option("--json", "as_json", is_flag=True, help=later("Print JSON for machines."))
by_option = option("--by", "person", required=True, metavar="NAME", help=later("Who did it."))
role_option = option("--role", required=True, help=later("In what function."))
note_option = option("--note", default="", metavar="TEXT", help=later("What else is to be said."))
period_option = option(
    "--period",
    default="",
    metavar="P",
    help=later("Only this period: 2021-10, 2021-Q4, 2021-H2 or 2021."),
)

by_option = option("--by", "person", required=True, metavar="NAME", help=later("Who decides."))
two_people_option = option("--by", "people", required=True, multiple=True, metavar="NAME",
                           help=later("Who answers for it; give it twice."))  # fmt: skip
reason_option = option("--reason", required=True, metavar="TEXT", help=later("Why."))
DECIDE_WORDS = ("SHEET", "QUESTION", "VALUE", "--by", "NAME", "--reason", "TEXT")


def say_next(*words: object) -> None:
    """Say which command usually comes next, in the same survey folder."""
    folder = click.get_current_context().find_object(Path)
    inside = () if folder in (None, Path()) else ("-C", folder)
    command = shlex.join(map(str, ("hom-phieu", *inside, *words)))
    say(_("Next: {command}", command=command))


@click.group(
    cls=SpokenGroup,
    help=later(
        "Hòm Phiếu: paper satisfaction surveys of a ward office, from the blank sheet through the "
        "sealed box to the annual report."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@option("-C", "folder", type=file_path, default=Path(), metavar="DIR",
        help=later("Work in this survey folder."))  # fmt: skip
@option("--lang", type=click.Choice(LANGUAGES), help=later("Language of everything that is said."))
@click.version_option(
    metadata.version("hom-phieu"),
    prog_name="Hòm Phiếu",
    message="%(prog)s %(version)s",
    cls=SpokenOption,
    help=later("Show the version."),
)
@click.pass_context
def cli(context: click.Context, folder: Path, lang: str | None) -> None:
    """Remember the folder; the language was chosen in ``run``, before help could be printed."""
    context.obj = folder


@cli.command("plans", help=later("List the survey plans that come with the program."))
def plans_command() -> None:
    from survey.plan import parse_plan
    from templates.shelf import list_plans, read_plan_text

    for name in list_plans():
        plan = parse_plan(read_plan_text(name), name)
        say(f"{name}\t{plan.agency.name}: {plan.title}")
    say_next("init", "DIR", "--plan", "NAME")


@cli.command("init", help=later("Make a new survey folder from a plan."))
@click.argument("directory", metavar="DIR", type=file_path)
@option("--plan", default="van-phuc-2021", metavar="NAME",
        help=later("Which plan; `plans` lists them."))  # fmt: skip
def init_command(directory: Path, plan: str) -> None:
    from steps.begin import begin_survey

    folder = begin_survey(directory, plan)
    say(_("Survey folder made: {folder}", folder=folder.path))
    say(_("Adapt the plan in {file}, the one file you edit.", file=folder.plan_path))
    say_next("-C", folder.path, "print", "--copies", 100)


@cli.command("layout", help=later("Print the form's geometry as JSON, millimetres on the paper."))
@click.argument("form", required=False, default="")
@click.pass_obj
def layout_command(folder: Path, form: str) -> None:
    from steps.show_layout import layout_text

    click.echo(layout_text(folder, form), nl=False)


@cli.command("print", help=later("Write survey sheets as a PDF for the printer."))
@option(
    "--procedure",
    "procedures",
    multiple=True,
    metavar="CODE",
    help=later("Sheets for this procedure; may be repeated. Without it: the free-text line."),
)
@option("--copies", default=1, type=click.IntRange(min=1), metavar="N",
        help=later("Sheets of each kind."))  # fmt: skip
@option("-o", "--output", type=file_path, metavar="FILE.pdf",
        help=later("Also write the PDF here."))  # fmt: skip
@click.pass_obj
def print_command(
    folder: Path, procedures: tuple[str, ...], copies: int, output: Path | None
) -> None:
    from steps.print_sheets import print_sheets
    from steps.session import open_session

    total = copies * max(1, len(procedures))
    with open_session(folder) as session, progress_bar(_("Printing")) as bar:
        printed = print_sheets(session, procedures, copies, output, lambda done: bar(done, total))
        paper = session.form.paper
    say(_("{sheets} sheets written: {file}", sheets=number(printed.sheets), file=printed.file))
    say(_("Print at 100 % on {paper}, and mix the sheets before handing them out.", paper=paper))
    say_next("open-box", "--from", "FILE.toml")


@cli.command("simulate", help=later("Fill in printed sheets and scan them, for a rehearsal."))
@click.argument("sheets", type=file_path, metavar="SHEETS.pdf")
@option("-o", "--output", type=file_path, required=True, metavar="DIR",
        help=later("Folder for the scans and truth.csv."))  # fmt: skip
@option("--format", "form", type=click.Choice(["jpg", "png", "tiff", "pdf"]), default="jpg",
        help=later("Files to write: single pictures, one TIFF or one PDF."))  # fmt: skip
@option("--profile", default="office", type=click.Choice(["office", "hard", "bilevel", "photo"]),
        help=later("Pens and scanner: office, hard, bilevel, photo."))  # fmt: skip
@option("--dpi", default=200, type=click.IntRange(75, 600), metavar="N",
        help=later("Resolution of the scans."))  # fmt: skip
@option("--seed", default=0, type=click.IntRange(min=0), metavar="N",
        help=later("The same seed gives the same scans."))  # fmt: skip
@option("--blank", default=0.02, type=share, metavar="SHARE", help=later("Share of blank answers."))
@option("--double", default=0.003, type=share, metavar="SHARE",
        help=later("Share of answers with two marks."))  # fmt: skip
@option("--corrected", default=0.003, type=share, metavar="SHARE",
        help=later("Share of answers blacked out and marked anew."))  # fmt: skip
@option("--strokes", type=file_path, metavar="FILE.json",
        help=later("Mark with these recorded pen strokes (JSON, may be gzipped)."))  # fmt: skip
@click.pass_obj
def simulate_command(
    folder: Path,
    sheets: Path,
    output: Path,
    form: str,
    profile: str,
    dpi: int,
    seed: int,
    blank: float,
    double: float,
    corrected: float,
    strokes: Path | None,
) -> None:
    from scans.rehearsal import AnswerMix, Options
    from scans.scanner import PROFILES
    from scans.strokes import load_strokes
    from steps.session import open_session
    from steps.simulate import simulate_scans

    book = load_strokes(strokes) if strokes else None
    mix = AnswerMix(blank, double, corrected)
    options = Options(PROFILES[profile], form, dpi, seed, mix, book)
    with open_session(folder) as session, progress_bar(_("Rehearsing")) as bar:
        made = simulate_scans(session, sheets, output, options, bar)
    say(
        _(
            "{pages} pages scanned into {folder}; what was meant stands in {truth}",
            pages=number(made.pages),
            folder=output,
            truth=made.truth.name,
        )
    )
    if made.unknown_pages:
        pages = number(made.unknown_pages)
        say(_("{pages} of them show no sheet of this survey; nobody filled them in.", pages=pages))
    say_next("scan", output)


@cli.command("paper", help=later("Write down sheets issued, spoilt, brought back or left over."))
@click.argument("act", type=click.Choice(["issued", "spoilt", "returned", "left"]))
@click.argument("count", type=click.IntRange(0, 1_000_000))
@by_option
@role_option
@option("--box", default="", metavar="ID", help=later("The box they are meant for."))
@note_option
@click.pass_obj
def paper_command(
    folder: Path, act: str, count: int, person: str, role: str, box: str, note: str
) -> None:
    from steps.custody import Doer, PaperAct, record_paper
    from steps.session import open_session

    with open_session(folder) as session:
        record_paper(session, PaperAct(act), count, box, Doer(person, role, note))
    say(_("Recorded."))
    say_next("log", "--kind", "paper")


@cli.command("seal", help=later("Write down that a box was sealed, outside an opening."))
@click.argument("box")
@click.argument("number")
@by_option
@role_option
@note_option
@click.pass_obj
def seal_command(folder: Path, box: str, number: str, person: str, role: str, note: str) -> None:
    from steps.custody import Doer, record_seal
    from steps.session import open_session

    with open_session(folder) as session:
        record_seal(session, box, number, Doer(person, role, note))
    say(_("Recorded."))


@cli.command("test-deck", help=later("Marked sheets to try your own printer and scanner."))
@option("-o", "--output", type=file_path, required=True, metavar="DIR",
        help=later("Folder for the deck and what it means."))  # fmt: skip
@click.pass_obj
def test_deck_command(folder: Path, output: Path) -> None:
    from steps.make_deck import make_deck
    from steps.session import open_session

    with open_session(folder) as session:
        deck = make_deck(session, output)
        paper = session.form.paper
    say(_("{sheets} sheets written: {file}", sheets=number(deck.sheets), file=deck.deck))
    say(_("Print at 100 % on {paper}, scan as for the survey, and see.", paper=paper))
    say_next("scan", "--test-deck", "PATH")


@cli.command("open-box", help=later("Record the opening of a box and write its minutes."))
@option("--from", "file", type=file_path, metavar="FILE.toml",
        help=later("The opening as written down; without it every step is asked."))  # fmt: skip
@option("--save", type=file_path, metavar="FILE.toml",
        help=later("Also keep the answers in this file."))  # fmt: skip
@option("--corrects", default="", metavar="ID",
        help=later("A new version of that opening; give --reason and --by twice."))  # fmt: skip
@option("--reason", default="", metavar="TEXT", help=later("Why it is corrected."))
@option("--by", "people", multiple=True, metavar="NAME",
        help=later("Who answers for the correction; twice."))  # fmt: skip
@click.pass_obj
def open_box_command(
    folder: Path,
    file: Path | None,
    save: Path | None,
    corrects: str,
    reason: str,
    people: tuple[str, ...],
) -> None:
    from steps.correction import name_correction
    from steps.open_box import correct_opening, read_opening_file, record_opening
    from steps.session import open_session
    from terminal.opening_dialog import ask_opening

    correction = name_correction(corrects, reason, people)
    with open_session(folder) as session:
        if file is None:
            opening = ask_opening(session, correction, save)
        else:
            opening = read_opening_file(session, file, correction)
        if correction is None:
            opened = record_opening(session, opening)
        else:
            opened = correct_opening(session, opening, correction)
    say(_("Opening recorded: {opening}", opening=opened.opening_id))
    if opened.expected_seal:
        say_other_seal(opened.opening.before.seal_number, opened.expected_seal)
    say(_("Minutes to sign: {file}", file=opened.minutes))
    if not opened.opening.is_refused:
        say_next("scan", "PATH", "--opening", opened.opening_id)


@cli.command("instruct", help=later("Record what was instructed about a box left closed."))
@click.argument("opening", metavar="ID")
@click.argument("text")
@option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]), metavar="TIME",
        help=later("When, such as 2021-10-29T16:30; now without it."))  # fmt: skip
@by_option
@role_option
@click.pass_obj
def instruct_command(
    folder: Path, opening: str, text: str, at: datetime | None, person: str, role: str
) -> None:
    from steps.custody import Doer
    from steps.instruct import Answer, record_instruction
    from steps.session import open_session

    answer = Answer(text, (at or datetime.now().replace(microsecond=0)).astimezone())
    with open_session(folder) as session:
        minutes = record_instruction(session, opening, answer, Doer(person, role))
    say(_("Minutes to sign: {file}", file=minutes))
    say_next("open-box")


@cli.command("scan", help=later("Take in scanned sheets and read them; safe to repeat."))
@click.argument("paths", nargs=-1, required=True, type=file_path, metavar="PATH...")
@option("--opening", metavar="ID", help=later("The opening the sheets come from."))
@option("--workers", type=click.IntRange(1, 256), metavar="N",
        help=later("Processes that read; all cores without it."))  # fmt: skip
@option("--test-deck", "is_deck", is_flag=True,
        help=later("These are scans of the test deck: only say what they show."))  # fmt: skip
@option("--explain", type=file_path, metavar="DIR",
        help=later("Also draw into DIR what the reader saw on each page."))  # fmt: skip
@json_option
@click.pass_obj
def scan_command(
    folder: Path,
    paths: tuple[Path, ...],
    opening: str | None,
    workers: int | None,
    is_deck: bool,
    explain: Path | None,
    as_json: bool,
) -> int:
    if is_deck:
        return _try_deck(folder, paths, as_json)
    from steps.processes import get_ready

    workers = workers or os.cpu_count() or 1
    if workers > 1:  # while this process imports the rest
        get_ready("cli")

    from steps.scan import scan_paths, taken_json
    from steps.session import open_session

    with open_session(folder) as session, progress_bar(_("Reading")) as bar:
        taken = scan_paths(session, paths, opening, workers, bar)
        if explain:  # only then is what draws worth its import
            from steps.explain import explain_scans

            drawn = explain_scans(session, paths, explain)
    if as_json:
        say_json(taken_json(taken))
    else:
        say_taken(taken)
        if explain:
            say(_("{pages} pages drawn: {folder}", pages=drawn, folder=explain))
        if taken.flags:
            say_next("review")
        else:
            say_next("status")
    waits = taken.flags + taken.outcomes[Outcome.REJECTED] + taken.outcomes[Outcome.WAITING]
    return ExitStatus.PEOPLE_NEEDED if waits or taken.troubles else ExitStatus.DONE


def _try_deck(folder: Path, paths: tuple[Path, ...], as_json: bool) -> int:
    """Read the test deck; nothing of it enters the record."""
    from steps.session import open_session
    from steps.try_deck import try_deck, verdict_json

    with open_session(folder) as session, progress_bar(_("Reading")) as bar:
        verdict = try_deck(session, paths, bar)
    if as_json:
        say_json(verdict_json(verdict))
    else:
        say_trial(verdict)
    return ExitStatus.DONE if verdict.is_trusted else ExitStatus.PEOPLE_NEEDED


@cli.command("status", help=later("What was printed, counted, scanned and read; does it agree?"))
@option("--check", is_flag=True,
        help=later("Exit with 3 when something is open, 4 on a difference."))  # fmt: skip
@json_option
@click.pass_obj
def status_command(folder: Path, check: bool, as_json: bool) -> int:
    from steps.session import open_session
    from steps.status import status_json, survey_status

    with open_session(folder) as session:
        status = survey_status(session)
    if as_json:
        say_json(status_json(status))
    else:
        say_status(status)
    if check and not status.reconciled:
        return ExitStatus.RECORD_DIFFERS
    waits = status.flags_waiting or status.pages_open
    return ExitStatus.PEOPLE_NEEDED if check and waits else ExitStatus.DONE


@cli.command("review", help=later("The page where people settle what is flagged."))
@option("--port", default=0, type=click.IntRange(0, 65535), metavar="N",
        help=later("Listen on this port; on a free one without it."))  # fmt: skip
@option("--no-browser", is_flag=True, help=later("Do not open the browser."))
@click.pass_obj
def review_command(folder: Path, port: int, no_browser: bool) -> int:
    from functools import partial

    from review.server import serve
    from steps.session import open_session
    from store.counting import count_flags

    serve(partial(open_session, folder), port, say_seats, browser=not no_browser)
    with open_session(folder) as session:
        waiting = count_flags(session.record)
    if waiting:
        say(_("{flags} questions wait for people.", flags=number(waiting)))
    return ExitStatus.PEOPLE_NEEDED if waiting else ExitStatus.DONE


@cli.command("decide", help=later("Settle a flagged question; two people must agree."))
@click.argument("sheet")
@click.argument("question")
@click.argument("value")
@by_option
@reason_option
@click.pass_obj
def decide_command(
    folder: Path, sheet: str, question: str, value: str, person: str, reason: str
) -> int:
    from steps.decide import decide_question
    from steps.session import open_session
    from steps.signature import Signature

    with open_session(folder) as session:
        decided = decide_question(session, sheet, question, value, Signature(person, reason))
    named = {"sheet": decided.sheet, "question": decided.question}
    if decided.settlement is None:
        say(_("Recorded; sheet {sheet}, {question} waits for another person.", **named))
        return ExitStatus.PEOPLE_NEEDED
    people = decided.settlement.decided_by
    say(_("Settled: sheet {sheet}, {question}, by {people}.", people=people, **named))
    return ExitStatus.DONE


@cli.command("settle", help=later("Settle what becomes of a page that was not read."))
@click.argument("file")
@click.argument("page", type=click.IntRange(min=1), metavar="N")
@click.argument("fate", type=click.Choice([fate.value for fate in Fate]))
@option("--sheet", default="", metavar="SHEET",
        help=later("The sheet that was read instead, or that this is a page of."))  # fmt: skip
@by_option
@reason_option
@click.pass_obj
def settle_command(
    folder: Path, file: str, page: int, fate: str, sheet: str, person: str, reason: str
) -> int:
    from steps.session import open_session
    from steps.settle_page import settle_page
    from steps.signature import Signature

    with open_session(folder) as session:
        settled = settle_page(session, (file, page), fate, Signature(person, reason), sheet)
    say_page_settled(settled)
    if settled.page.fate in MAKES_A_SHEET:
        say_next("decide", settled.page.sheet, *DECIDE_WORDS[1:])
        return ExitStatus.PEOPLE_NEEDED
    return ExitStatus.PEOPLE_NEEDED if settled.page.fate in IS_OPEN else ExitStatus.DONE


@cli.command("invalid", help=later("Find a sheet invalid; two people must agree."))
@click.argument("sheet")
@click.argument("ground", type=click.Choice(["S1", "S2", "S4", "S5"], case_sensitive=False))
@by_option
@reason_option
@click.pass_obj
def invalid_command(folder: Path, sheet: str, ground: str, person: str, reason: str) -> int:
    return _rule(folder, sheet, ground, (person, reason))


@cli.command("valid", help=later("Find a sheet valid after all; two people must agree."))
@click.argument("sheet")
@by_option
@reason_option
@click.pass_obj
def valid_command(folder: Path, sheet: str, person: str, reason: str) -> int:
    return _rule(folder, sheet, "", (person, reason))


def _rule(folder: Path, sheet: str, ground: str, by: tuple[str, str]) -> int:
    from steps.rule_sheet import rule_sheet
    from steps.session import open_session
    from steps.signature import Signature

    with open_session(folder) as session:
        ruled = rule_sheet(session, sheet, ground, Signature(*by))
    say_ruled(ruled)
    return ExitStatus.DONE if ruled.sheet.verdict else ExitStatus.PEOPLE_NEEDED


@cli.command("import", help=later("Take in answers of another channel from CSV or XLSX."))
@click.argument("file", type=file_path)
@option("--channel", required=True, metavar="NAME",
        help=later("The channel, as named in survey.toml: hues, kiosk, portal…"))  # fmt: skip
@option("--mapping", required=True, type=file_path, metavar="FILE.toml",
        help=later("Which column means what."))  # fmt: skip
@option("--dry-run", "is_dry", is_flag=True, help=later("Only show what would be taken."))
@json_option
@click.pass_obj
def import_command(
    folder: Path, file: Path, channel: str, mapping: Path, is_dry: bool, as_json: bool
) -> int:
    from steps.import_answers import import_answers, imported_json
    from steps.session import open_session

    with open_session(folder) as session:
        imported = import_answers(session, file, channel, mapping, is_dry=is_dry)
    if as_json:
        say_json(imported_json(imported))
    else:
        say_imported(imported)
        say_next("tally", "--by", "channel")
    return ExitStatus.PEOPLE_NEEDED if imported.bad else ExitStatus.DONE


@cli.command("dossiers", help=later("Take in how many dossiers were settled; quotas need it."))
@click.argument("file", type=file_path)
@option("--source", required=True, metavar="TEXT", help=later("Who gave the figures."))
@option("--date", "given_on", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help=later("The day they were given, such as 2024-10-31."))  # fmt: skip
@option("--period", default="", metavar="P",
        help=later("Their period, when the table has no column for it."))  # fmt: skip
@click.pass_obj
def dossiers_command(
    folder: Path, file: Path, source: str, given_on: datetime, period: str
) -> None:
    from steps.session import open_session
    from steps.take_dossiers import take_dossiers

    with open_session(folder) as session:
        taken = take_dossiers(session, file, source, given_on.date(), period)
    say(
        _(
            "{figures} figures recorded; {revised} of them revise what was known before.",
            figures=number(taken.figures),
            revised=number(taken.revised),
        )
    )
    say_next("status")


@cli.command("explain", help=later("Explain a difference between paper and record; two people."))
@click.argument("difference", metavar="NAME")
@two_people_option
@reason_option
@click.pass_obj
def explain_command(folder: Path, difference: str, people: tuple[str, ...], reason: str) -> None:
    from steps.reconcile import explain_difference
    from steps.session import open_session

    with open_session(folder) as session:
        explained = explain_difference(session, difference, people, reason)
    say(_("Explained: {difference}", difference=explained.difference.message))
    say_next("status")


@cli.command("close", help=later("Finish a period; refused while anything of it is open."))
@click.argument("period", metavar="P")
@by_option
@click.pass_obj
def close_command(folder: Path, period: str, person: str) -> int:
    from steps.closing import close_period
    from steps.session import open_session

    with open_session(folder) as session:
        matters = close_period(session, period, person)
    if not matters:
        say(_("The period {period} is closed.", period=period))
        return ExitStatus.DONE
    say(_("The period {period} stays open:", period=period))
    say_matters(matters)
    differs = any(matter.is_difference for matter in matters)
    return ExitStatus.RECORD_DIFFERS if differs else ExitStatus.PEOPLE_NEEDED


@cli.command("reopen", help=later("Open a closed period for corrections; two people."))
@click.argument("period", metavar="P")
@two_people_option
@reason_option
@click.pass_obj
def reopen_command(folder: Path, period: str, people: tuple[str, ...], reason: str) -> None:
    from steps.closing import reopen_period
    from steps.session import open_session

    with open_session(folder) as session:
        reopen_period(session, period, people, reason)
    say(_("The period {period} is open again; its reports are superseded.", period=period))
    say_next("close", period, "--by", "NAME")


@cli.command("tally", help=later("Count the answers."))
@option("--by", multiple=True, default=("question",),
        type=click.Choice(["question", "factor", "procedure", "field", "box", "period", "channel"]),
        help=later("What each row stands for; twice to cross two."))  # fmt: skip
@period_option
@option("--published", is_flag=True,
        help=later("Hide small cells, so that the table can be published."))  # fmt: skip
@option("--format", "form", type=click.Choice(["table", "csv", "json", "xlsx"]), default="table",
        help=later("How to show it; xlsx is written to the file of -o."))  # fmt: skip
@option("-o", "--output", type=file_path, help=later("Write to this file."))
@json_option
@click.pass_obj
def tally_command(
    folder: Path,
    by: tuple[str, ...],
    period: str,
    published: bool,
    form: str,
    output: Path | None,
    as_json: bool,
) -> None:
    from steps.count import Counting
    from steps.session import open_session
    from steps.show_tally import tally_csv, tally_json
    from steps.write_workbook import write_tally

    with open_session(folder) as session:
        if form == "xlsx":
            with speaking("vi"):  # a document is Vietnamese whoever writes it
                spoken = Counting(session, period, published=published).tally(by)
            say(_("Document written: {file}", file=write_tally(session, spoken, output)))
        tally = Counting(session, period, published=published).tally(by)
    if as_json or form == "json":
        say_json(tally_json(tally))
    elif form == "csv":
        click.echo(tally_csv(tally), nl=False)
    elif form == "table":
        say_tally(tally)
        return
    for doubt in doubts(tally):
        click.echo(doubt, err=True)


@cli.command("report", help=later("Write a document: minutes or annual."))
@click.argument("kind", type=click.Choice(["minutes", "annual"]))
@period_option
@option("--opening", default="", metavar="ID", help=later("Whose minutes; all without it."))
@option("--pdf", is_flag=True, help=later("Also as PDF, where LibreOffice is found."))
@click.pass_obj
def report_command(folder: Path, kind: str, period: str, opening: str, pdf: bool) -> None:
    from steps.minutes import write_minutes_files
    from steps.report import pdf_of, write_annual_file
    from steps.session import open_session

    with open_session(folder) as session:
        if kind == "annual":
            files = [write_annual_file(session, period)]
        else:
            files = [*write_minutes_files(session, opening, period)]
    for file in files:
        say(_("Document written: {file}", file=file))
        made = pdf_of(file) if pdf else None
        if made:
            say(_("Document written: {file}", file=made))
        elif pdf:
            say(_("LibreOffice was not found; open the document in Word and print it there."))


@cli.command("export", help=later("The data in long form: answers, pages or boxes."))
@click.argument("what", type=click.Choice(["answers", "pages", "boxes"]))
@option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv",
        help=later("csv goes to standard output without -o."))  # fmt: skip
@option("-o", "--output", type=file_path, metavar="FILE", help=later("Write to this file."))
@click.pass_obj
def export_command(folder: Path, what: str, form: str, output: Path | None) -> None:
    from steps.export import export_table
    from steps.session import open_session

    with open_session(folder) as session:
        rows = export_table(session, what, form, output)
    if output is not None:
        say(_("{rows} rows written: {file}", rows=number(rows), file=output))


@cli.command("log", help=later("The journal in plain words, the newest last."))
@option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
        help=later("Only from this day on, such as 2021-10-29."))  # fmt: skip
@option("--kind", default="", metavar="KIND", help=later("Only events of this kind."))
@json_option
@click.pass_obj
def log_command(folder: Path, since: datetime | None, kind: str, as_json: bool) -> None:
    from steps.log import log_json, read_log
    from steps.session import open_session

    with open_session(folder) as session:
        lines = read_log(session, since.date() if since else None, kind)
        if as_json:
            say_json([log_json(line) for line in lines])
        else:
            say_log(lines)


@cli.command("verify", help=later("Is the record whole and untouched?"))
@click.argument("path", required=False, type=file_path, metavar="[FOLDER]")
@option("--head", "heads", multiple=True, metavar="HEAD",
        help=later("The head on signed paper: its 16 digits, or a scan of it."))  # fmt: skip
@option(
    "--emit",
    type=file_path,
    is_flag=False,
    flag_value="xac_minh.py",
    metavar="[FILE]",
    help=later("Only write the independent verifier, which needs nothing but Python."),
)
@option("--pixels", is_flag=True,
        help=later("Also read the kept originals again and compare."))  # fmt: skip
@option("--workers", type=click.IntRange(1, 256), metavar="N",
        help=later("Processes that read; all cores without it."))  # fmt: skip
@json_option
@click.pass_obj
def verify_command(
    folder: Path,
    path: Path | None,
    heads: tuple[str, ...],
    emit: Path | None,
    pixels: bool,
    workers: int | None,
    as_json: bool,
) -> int:
    from steps.emit_verifier import emit_verifier
    from steps.printed_head import read_heads
    from steps.verify import Asked, verified_json, verify_folder

    if emit:
        emit_verifier(emit)
        say(_("Independent verifier written; run: python3 {file} FOLDER", file=emit))
        return ExitStatus.DONE
    asked = Asked(read_heads(heads), pixels, workers or os.cpu_count() or 1)
    with progress_bar(_("Verifying"), is_needed=pixels) as bar:
        verified = verify_folder(path or folder, asked, bar)
    if as_json:
        say_json(verified_json(verified))
    else:
        say_verified(verified)
    return ExitStatus.RECORD_DIFFERS if verified.findings else ExitStatus.DONE


cli.add_command(recheck_group)


@cli.command("demo", help=later("The whole way on an invented month, in a new folder."))
@click.argument("directory", metavar="[DIR]", required=False, type=file_path, default=Path("demo"))
@option("--sheets", default=120, type=click.IntRange(10, 5000), metavar="N",
        help=later("Sheets to invent."))  # fmt: skip
def demo_command(directory: Path, sheets: int) -> None:
    from steps.demo import play_month

    with progress_bar(_("Demo")) as bar:
        month = play_month(directory, sheets, say, bar)
    say_tally(month.tally)
    made = [(made.what, str(made.where)) for made in month.made]
    say_table(_("What was made"), ("", _("where")), made, justify="left")


# --- the one error handler ---------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with the exit status of the specification."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Vietnamese, whatever the system prefers; a file's name may be no text at all
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command in its language; every expected fault becomes a sentence and a status."""
    with speaking(_asked_language(arguments)):
        try:
            return _invoke(arguments)
        except HomPhieuError as error:
            click.echo(str(error), err=True)
            return error.exit_status
        except BrokenPipeError:  # the reader has seen enough; nothing may be flushed to it at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ExitStatus.DONE
        except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback
            click.echo(_say_bug(error), err=True)
            return ExitStatus.BUG


def _invoke(arguments: Sequence[str]) -> int:
    """Run a command; what click raises becomes a sentence and a status."""
    try:
        return cli.main(list(arguments), prog_name="hom-phieu", standalone_mode=False) or 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        click.echo(say_usage(error), err=True)
        return ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            _("Interrupted; what was written so far stays. Repeat the command to go on."), err=True
        )
        return ExitStatus.INTERRUPTED


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of ``--lang`` or of the environment, known before anything is printed."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang":
            return following
    return os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE)


def _say_bug(error: Exception) -> str:
    """Keep the trace in a file for those who mend it; tell the person only where."""
    report = Path(BUG_REPORT).absolute()
    try:
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return _("This is a bug in Hòm Phiếu: {error}", error=repr(error))
    return _(
        "This is a bug in Hòm Phiếu. Please send the file {file} to whoever maintains it; "
        "nothing that was recorded is lost.",
        file=report,
    )


if __name__ == "__main__":
    main()
