"""The command line: each command parses, calls one step, prints what came of it and how to go on.

The only place that knows click, the only place that prints, and the only error handler.
"""

import csv
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from gettext import gettext
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from survey.errors import ExitStatus, HomPhieuError
from survey.language import DEFAULT_LANGUAGE, _, choose_language, later
from survey.reading import Outcome
from survey.wording import say_outcome

LANGUAGE_VARIABLE = "HOM_PHIEU_LANG"


# --- help in the chosen language ---------------------------------------------------------------


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and its help, translated."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, _(self.help), 1)


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's help, translated."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line, translated."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a translated heading."""
        records = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        shown = [record for record in records if record is not None]
        if shown:
            with formatter.section(_("Options")):
                formatter.write_dl(shown)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with its own help translated."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this help.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, translated, for the list of commands."""
        return _(self.help or "").split("\n", maxsplit=1)[0].rstrip(".")


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands, in the order in which a survey uses them."""

    command_class = SpokenCommand
    group_class = type

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of definition."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        SpokenCommand.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str()) for name in self.commands]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """``click.option`` with translated help."""
    return click.option(*names, cls=SpokenOption, **settings)


# --- what commands share -----------------------------------------------------------------------


def say(sentence: str = "") -> None:
    """Print a sentence to standard output."""
    click.echo(sentence)


def say_next(command: str) -> None:
    """Say what usually comes next."""
    say(_("Next: {command}", command=command))


def print_json(told: object) -> None:
    """Print JSON for a machine to read."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; nothing is drawn when that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A small table for people."""
    table = Table(title=title, title_justify="left")
    for i, column in enumerate(columns):
        is_name = i == 0
        table.add_column(
            column, justify="left" if is_name else "right", no_wrap=True,
            overflow="ellipsis" if is_name else "fold",
        )  # fmt: skip
    for row in rows:
        table.add_row(*row)
    Console().print(table)


json_option = option("--json", "as_json", is_flag=True, help=later("Print JSON for machines."))
period_option = option(
    "--period", default="", help=later("Only this period: 2021-10, 2021-Q4, 2021-H2 or 2021.")
)
file_path = click.Path(path_type=Path)
existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    cls=SpokenGroup,
    help=later(
        "Hòm Phiếu: paper satisfaction surveys of a ward office, from the blank sheet through the "
        "sealed box to the annual report."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@option("-C", "folder", type=file_path, default=Path(), help=later("Work in this survey folder."))
@option("--lang", default=None, help=later("Language of messages: vi or en."))
@click.version_option(
    metadata.version("hom-phieu"), prog_name="Hòm Phiếu", help=later("Show the version.")
)
@click.pass_context
def cli(context: click.Context, folder: Path, lang: str | None) -> None:
    """Remember the folder; the language was chosen in ``main``, before help could be printed."""
    context.obj = folder


@cli.command("plans", help=later("List the survey plans that come with the program."))
def plans_command() -> None:
    from survey.plan import parse_plan  # noqa: PLC0415
    from templates.shelf import list_plans, read_plan_text  # noqa: PLC0415

    for name in list_plans():
        plan = parse_plan(read_plan_text(name), name)
        say(f"{name}\t{plan.agency.name}: {plan.title}")
    say_next("hom-phieu init DIR --plan NAME")


@cli.command("init", help=later("Make a new survey folder from a plan."))
@click.argument("directory", metavar="DIR", type=file_path)
@option("--plan", default="van-phuc-2021", help=later("Which plan; `plans` lists them."))
def init_command(directory: Path, plan: str) -> None:
    from steps.begin import begin_survey  # noqa: PLC0415

    folder = begin_survey(directory, plan)
    say(_("Survey folder made: {folder}", folder=folder.path))
    say(_("Adapt the plan in {file}, the one file you edit.", file=folder.plan_path))
    say_next(f"hom-phieu -C {folder.path} print --copies 100")


@cli.command("layout", help=later("Print the form's geometry as JSON, millimetres on the paper."))
@click.argument("form", required=False, default="")
@click.pass_obj
def layout_command(folder: Path, form: str) -> None:
    from steps.show_layout import layout_text  # noqa: PLC0415

    click.echo(layout_text(folder, form), nl=False)


@cli.command("print", help=later("Write survey sheets as a PDF for the printer."))
@option("--procedure", "procedures", multiple=True, metavar="CODE",
        help=later("Sheets for this procedure; may be repeated. Without it: the free-text line."))  # fmt: skip
@option("--copies", default=1, type=click.IntRange(min=1), help=later("Sheets of each kind."))
@option("-o", "--output", type=file_path, default=None, help=later("Also write the PDF here."))
@click.pass_obj
def print_command(
    folder: Path, procedures: tuple[str, ...], copies: int, output: Path | None
) -> None:
    from steps.print_sheets import print_sheets  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    total = copies * max(1, len(procedures))
    with open_session(folder) as session, progress_bar(_("Printing")) as bar:
        printed = print_sheets(session, procedures, copies, output, lambda done: bar(done, total))
    say(_("{sheets} sheets written: {file}", sheets=printed.sheets, file=printed.file))
    say(_("Print at 100 % on A4, one side, and mix the sheets before handing them out."))
    say_next("hom-phieu open-box --from FILE.toml")


@cli.command("simulate", help=later("Fill in printed sheets and scan them, for a rehearsal."))
@click.argument("sheets", type=existing_file, metavar="SHEETS.pdf")
@option("-o", "--output", type=file_path, required=True, metavar="DIR",
        help=later("Folder for the scans and truth.csv."))  # fmt: skip
@option("--format", "form", type=click.Choice(["jpg", "png", "tiff", "pdf"]), default="jpg",
        help=later("Files to write: single pictures, one TIFF or one PDF."))  # fmt: skip
@option("--profile", default="office",
        type=click.Choice(["office", "hard", "bilevel", "photo"]),
        help=later("Pens and scanner: office, hard, bilevel, photo."))  # fmt: skip
@option("--dpi", default=200, type=click.IntRange(75, 600), help=later("Resolution of the scans."))
@option("--seed", default=0, help=later("The same seed gives the same scans."))
@option("--blank", default=0.02, type=click.FloatRange(0, 1), help=later("Share of blank answers."))
@option("--double", default=0.003, type=click.FloatRange(0, 1),
        help=later("Share of answers with two marks."))  # fmt: skip
@option("--corrected", default=0.003, type=click.FloatRange(0, 1),
        help=later("Share of answers blacked out and marked anew."))  # fmt: skip
@option("--strokes", type=existing_file, default=None,
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
    from scans.rehearsal import AnswerMix, Options  # noqa: PLC0415
    from scans.scanner import PROFILES  # noqa: PLC0415
    from scans.strokes import load_strokes  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415
    from steps.simulate import simulate_scans  # noqa: PLC0415

    book = load_strokes(strokes) if strokes else None
    mix = AnswerMix(blank, double, corrected)
    options = Options(PROFILES[profile], form, dpi, seed, mix, book)
    with open_session(folder) as session, progress_bar(_("Rehearsing")) as bar:
        made = simulate_scans(session, sheets, output, options, bar)
    say(_("{pages} pages scanned into {folder}; what was meant stands in {truth}",
          pages=made.pages, folder=output, truth=made.truth.name))  # fmt: skip
    say_next(f"hom-phieu scan {output}")


@cli.command("open-box", help=later("Record the opening of a box and write its minutes."))
@option("--from", "file", type=existing_file, required=True, metavar="FILE.toml",
        help=later("The opening, as the committee wrote it down."))  # fmt: skip
@click.pass_obj
def open_box_command(folder: Path, file: Path) -> None:
    from steps.open_box import read_opening_file, record_opening  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session:
        opened = record_opening(session, read_opening_file(session, file))
    say(_("Opening recorded: {opening}", opening=opened.opening_id))
    say(_("Minutes to sign: {file}", file=opened.minutes))
    if not opened.opening.is_refused:
        say_next(f"hom-phieu scan PATH --opening {opened.opening_id}")


@cli.command("scan", help=later("Take in scanned sheets and read them; safe to repeat."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@option("--opening", default=None, metavar="ID", help=later("The opening the sheets come from."))
@option("--workers", type=click.IntRange(1, 256), default=None,
        help=later("Processes that read; all cores without it."))  # fmt: skip
@json_option
@click.pass_obj
def scan_command(
    folder: Path, paths: tuple[Path, ...], opening: str | None, workers: int | None, as_json: bool
) -> int:
    from steps.scan import scan_paths  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session, progress_bar(_("Reading")) as bar:
        taken = scan_paths(session, paths, opening, workers or os.cpu_count() or 1, bar)
    if as_json:
        told = asdict(taken) | {"outcomes": {o: taken.outcomes[o] for o in Outcome}}
        print_json(told)
    else:
        _say_taken(taken)
    needs_people = taken.flags or taken.outcomes[Outcome.REJECTED] + taken.outcomes[Outcome.WAITING]
    return ExitStatus.PEOPLE_NEEDED if needs_people else ExitStatus.DONE


def _say_taken(taken: Any) -> None:
    if not taken.opening:
        say(_("No box opening is recorded yet: these sheets belong to no opening until they are "
              "scanned again with --opening ID."))  # fmt: skip
    for outcome in Outcome:
        if taken.outcomes[outcome]:
            say(f"  {say_outcome(outcome)}: {taken.outcomes[outcome]}")
    if taken.known_pages:
        say(_("{pages} pages were in the record already.", pages=taken.known_pages))
    if taken.left_aside:
        say(_("Left aside, no scans: {names}", names=", ".join(taken.left_aside)))
    if taken.flags:
        say(_("{flags} questions wait for people.", flags=taken.flags))
        say_next("hom-phieu decide SHEET QUESTION VALUE --by NAME --reason TEXT")
    else:
        say_next("hom-phieu status")


@cli.command("status", help=later("What was printed, counted, scanned and read; does it agree?"))
@option("--check", is_flag=True, help=later("Exit with 3 when something is open, 4 on a difference."))
@json_option
@click.pass_obj
def status_command(folder: Path, check: bool, as_json: bool) -> int:
    from steps.session import open_session  # noqa: PLC0415
    from steps.status import survey_status  # noqa: PLC0415

    with open_session(folder) as session:
        status = survey_status(session)
    if as_json:
        print_json(
            {
                "printed": status.printed,
                "issued": status.issued,
                "hand_count": status.hand_count,
                "pages": status.pages,
                "sheets": {"valid": status.valid, "invalid": status.invalid},
                "flags_waiting": status.flags_waiting,
                "reconciled": status.reconciled,
                "differences": [asdict(difference) for difference in status.differences],
                "quotas": [],
                "due": [],
            }
        )
    else:
        _say_status(status)
    if check and not status.reconciled:
        return ExitStatus.RECORD_DIFFERS
    return ExitStatus.PEOPLE_NEEDED if check and status.flags_waiting else ExitStatus.DONE


def _say_status(status: Any) -> None:
    rows = [
        (_("printed"), str(status.printed)),
        (_("issued"), "–" if status.issued is None else str(status.issued)),
        (_("counted by hand"), str(status.hand_count)),
        *((_("pages: {outcome}", outcome=say_outcome(outcome)), str(status.pages[outcome]))
          for outcome in Outcome),
        (_("valid sheets"), str(status.valid)),
        (_("invalid sheets"), str(status.invalid)),
        (_("questions waiting for people"), str(status.flags_waiting)),
    ]  # fmt: skip
    print_table(_("State of the survey"), ("", _("number")), rows)
    for difference in status.differences:
        say(f"! {difference.message}")
    if status.reconciled:
        say(_("Paper and record agree."))


@cli.command("decide", help=later("Settle a flagged question; two people must agree."))
@click.argument("sheet")
@click.argument("question")
@click.argument("value")
@option("--by", "person", required=True, metavar="NAME", help=later("Who decides."))
@option("--reason", required=True, metavar="TEXT", help=later("Why."))
@click.pass_obj
def decide_command(
    folder: Path, sheet: str, question: str, value: str, person: str, reason: str
) -> int:
    from steps.decide import decide_question  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session:
        decided = decide_question(session, sheet, question, value, (person, reason))
    if decided.settlement is None:
        say(_("Recorded; sheet {sheet}, {question} waits for another person.",
              sheet=decided.sheet, question=decided.question))  # fmt: skip
        return ExitStatus.PEOPLE_NEEDED
    say(_("Settled: sheet {sheet}, {question}, by {people}.", sheet=decided.sheet,
          question=decided.question, people=decided.settlement.decided_by))  # fmt: skip
    return ExitStatus.DONE


@cli.command("tally", help=later("Count the answers."))
@option("--by", default="question",
        type=click.Choice(["question", "factor", "procedure", "field", "box", "period", "channel"]),
        help=later("What each row stands for."))  # fmt: skip
@period_option
@option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table",
        help=later("How to print it."))  # fmt: skip
@json_option
@click.pass_obj
def tally_command(folder: Path, by: str, period: str, form: str, as_json: bool) -> None:
    from steps.count import count_answers  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session:
        tally = count_answers(session, by, period)
    if as_json or form == "json":
        print_json({"by": tally.by, "period": tally.period or None,
                    "rows": [_tally_row(row) for row in tally.rows]})  # fmt: skip
    elif form == "csv":
        click.echo(_tally_csv(tally), nl=False)
    else:
        _say_tally(tally)


def _tally_row(row: Any) -> dict[str, object]:
    from tally.count import decimal_string  # noqa: PLC0415

    return asdict(row) | {"satisfied": decimal_string(row.satisfied)}


def _tally_csv(tally: Any) -> str:
    text = io.StringIO()
    counted = ("answered", "blank", "multiple", "unclear", "flagged", "satisfied")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "label", *tally.choices, *counted))
    for row in map(_tally_row, tally.rows):
        counts: Any = row["counts"]
        cells = [counts[choice] for choice in tally.choices]
        writer.writerow((row["key"], row["label"], *cells, *(row[name] for name in counted)))
    return text.getvalue()


def _say_tally(tally: Any) -> None:
    from reports.figures import percent  # noqa: PLC0415

    headings = (_("what"), *tally.choices, _("answered"), _("blank"), _("multiple"), _("unclear"),
                _("satisfied"))  # fmt: skip
    rows = [
        (row.label, *(str(row.counts[choice]) for choice in tally.choices), str(row.answered),
         str(row.blank), str(row.multiple), str(row.unclear), percent(row.satisfied))
        for row in tally.rows
    ]  # fmt: skip
    print_table(_("Results"), headings, rows)
    if tally.waiting:
        say(_("{count} answers still wait for people and are not counted.", count=tally.waiting))


@cli.command("report", help=later("Write a document: minutes or annual."))
@click.argument("kind", type=click.Choice(["minutes", "annual"]))
@period_option
@option("--opening", default="", metavar="ID", help=later("Whose minutes; all without it."))
@option("--pdf", is_flag=True, help=later("Also as PDF, where LibreOffice is found."))
@click.pass_obj
def report_command(folder: Path, kind: str, period: str, opening: str, pdf: bool) -> None:
    from steps.report import pdf_of, write_annual_file, write_minutes_files  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session:
        if kind == "annual":
            files = (write_annual_file(session, period),)
        else:
            files = write_minutes_files(session, opening, period)
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
@option("-o", "--output", type=file_path, default=None, help=later("Write to this file."))
@click.pass_obj
def export_command(folder: Path, what: str, form: str, output: Path | None) -> None:
    from steps.export import export_table  # noqa: PLC0415
    from steps.session import open_session  # noqa: PLC0415

    with open_session(folder) as session:
        rows = export_table(session, what, form, output)
    if output is not None:
        say(_("{rows} rows written: {file}", rows=rows, file=output))


@cli.command("verify", help=later("Is the record whole and untouched?"))
@click.argument("path", required=False, type=file_path, metavar="[FOLDER]")
@json_option
@click.pass_obj
def verify_command(folder: Path, path: Path | None, as_json: bool) -> int:
    from steps.verify import verify_folder  # noqa: PLC0415

    verified = verify_folder(path or folder)
    if as_json:
        print_json({"whole": not verified.findings, **asdict(verified)})
    else:
        for finding in verified.findings:
            say(f"! {finding}")
        if not verified.findings:
            say(_("The record is whole; its head is {head}.", head=verified.head[:16]))
    return ExitStatus.RECORD_DIFFERS if verified.findings else ExitStatus.DONE


@cli.command("demo", help=later("The whole way on an invented month, in a new folder."))
@click.argument("directory", metavar="[DIR]", required=False, type=file_path, default="demo")
@option("--sheets", default=120, type=click.IntRange(10, 5000), help=later("Sheets to invent."))
def demo_command(directory: Path, sheets: int) -> None:
    from steps.demo import play_month  # noqa: PLC0415

    with progress_bar(_("Demo")) as bar:
        month = play_month(directory, sheets, say, bar)
    _say_tally(month.tally)
    print_table(_("What was made"), ("", _("where")), [(m.what, str(m.where)) for m in month.made])


# --- the one error handler ---------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with the exit status of the specification."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    choose_language(_asked_language(arguments))
    sys.exit(int(run(arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run a command; every expected fault becomes a sentence and an exit status."""
    try:
        return cli.main(list(arguments), prog_name="hom-phieu", standalone_mode=False) or 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        click.echo(_say_usage(error), err=True)
        return ExitStatus.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Interrupted; what was written so far stays. Repeat the command to go on."),
                   err=True)  # fmt: skip
        return ExitStatus.INTERRUPTED
    except HomPhieuError as error:
        click.echo(str(error), err=True)
        return error.exit_status
    except BrokenPipeError:
        sys.stdout = None  # type: ignore[assignment]  # the reader left; nothing more to flush
        return ExitStatus.DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence: say where the report is
        click.echo(_say_bug(error), err=True)
        return ExitStatus.BUG


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of ``--lang`` or of the environment, known before anything is printed."""
    for i, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and i + 1 < len(arguments):
            return arguments[i + 1]
    return os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE)


def _say_usage(error: click.UsageError) -> str:
    """What is wrong with the words of the command, and where its help is."""
    path = error.ctx.command_path if error.ctx else "hom-phieu"
    return "\n".join((_usage_fault(error), _("Help: {command} --help", command=path)))


def _usage_fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _("there is no option {name}", name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _("{name} is missing", name=error.param.human_readable_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.human_readable_name
        return _("{name}: {fault}", name=name, fault=error.message)
    return gettext(error.format_message())


def _say_bug(error: Exception) -> str:
    """Keep the trace in a file for those who mend it; tell the person only where."""
    report = Path.cwd() / "hom-phieu-bug.txt"
    try:
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return _("This is a bug in Hòm Phiếu: {error}", error=repr(error))
    return _("This is a bug in Hòm Phiếu. Please send the file {file} to whoever maintains it; "
             "nothing that was recorded is lost.", file=report)  # fmt: skip


if __name__ == "__main__":
    main()
