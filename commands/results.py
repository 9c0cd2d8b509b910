"""Answers and figures from elsewhere, tallies, documents, data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import file_path, json_option, output_path, period_option, say_next
from store.folder import write_whole
from survey.errors import ExitStatus, RequestError
from survey.language import _, later, speaking
from survey.spoken_number import number
from survey.wording import say_document
from terminal.import_result import say_dropped, say_imported
from terminal.screen import json_text, say, say_json
from terminal.spoken import SpokenCommand, option

if TYPE_CHECKING:  # imported for their types alone
    from steps.count import Tally
    from steps.import_answers import Imported


@click.command(
    cls=SpokenCommand,
    name="import",
    help=later("Take in answers of another channel from CSV or XLSX."),
    examples=("import hues.csv --channel hues --mapping hues.toml",),
)
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
        words = ("import", file, "--channel", channel, "--mapping", mapping)
        say_next(*_next_after_import(imported, words))
    return ExitStatus.PEOPLE_NEEDED if imported.bad else ExitStatus.DONE


def _next_after_import(imported: Imported, words: tuple[object, ...]) -> tuple[object, ...]:
    """What was only tried is taken in; where no row was good, the table is mended and tried again.

    ``words`` are those of an import that takes in.
    """
    if not imported.rows:
        return (*words, "--dry-run") if imported.is_dry else words
    return words if imported.is_dry and imported.new else ("tally", "--by", "channel")


@click.command(
    cls=SpokenCommand,
    name="dossiers",
    help=later("Take in how many dossiers were settled; quotas need it."),
    examples=('dossiers so-ho-so.csv --source "Bộ phận Một cửa phường" --date 2021-10-31',),
)
@click.argument("file", type=file_path)
@option("--source", required=True, metavar="TEXT", help=later("Who gave the figures."))
@option("--date", "given_on", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help=later("The day they were given, such as 2024-10-31."))  # fmt: skip
@option("--period", default="", metavar="PERIOD",
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
            "{figures} figure recorded; {revised} of them revise what was known before.",
            figures=number(taken.figures),
            revised=number(taken.revised),
        )
    )
    say_dropped(taken.dropped)
    say_next("status")


@click.command(
    cls=SpokenCommand,
    name="tally",
    help=later("Count the answers."),
    examples=(
        "tally",
        "tally --by field --by question --format xlsx",
    ),
)
@option("--by", multiple=True, default=("question",),
        type=click.Choice(["question", "factor", "procedure", "field", "box", "period", "channel",
                           "unit"]),
        help=later("What each row stands for; twice to cross two."))  # fmt: skip
@option("--handed-up", "is_handed_up", is_flag=True,
        help=later("Count what units below this office handed up."))  # fmt: skip
@period_option
@option("--published", is_flag=True,
        help=later("Hide small cells, so that the table can be published."))  # fmt: skip
@option("--format", "form", type=click.Choice(["table", "csv", "json", "xlsx"]), default="table",
        help=later("How to show it; xlsx is written to the file of -o."))  # fmt: skip
@option("-o", "--output", type=output_path, help=later("Write to this file."))
@json_option
@click.pass_obj
def tally_command(
    folder: Path,
    by: tuple[str, ...],
    is_handed_up: bool,
    period: str,
    published: bool,
    form: str,
    output: Path | None,
    as_json: bool,
) -> None:
    from steps.count import Counting
    from steps.count_units import count_units
    from steps.next_act import yearly_report
    from steps.session import open_session
    from steps.show_tally import tally_csv, tally_json
    from steps.write_workbook import write_tally
    from terminal.tally_table import doubts, say_tally

    form = "json" if as_json else form
    if output is not None and form == "table":
        raise RequestError(_("a table is shown; name --format csv, json or xlsx for a file"))
    with open_session(folder) as session:

        def count() -> Tally:
            if is_handed_up or "unit" in by:
                return count_units(session, by, period, published=published)
            return Counting(session, period, published=published).tally(by)

        tally = count()  # first, so that what is amiss is told in the language of whoever asks
        if form == "xlsx":
            with speaking("vi"):  # a document is Vietnamese whoever writes it
                told = count()
            say(_("Document written: {file}", file=write_tally(session, told, output)))
            say_next("report", yearly_report(session.plan))
    if form == "table":
        say_tally(tally)
        say_next("report", yearly_report(session.plan))
        return
    if form != "xlsx":
        in_json = json_text(tally_json(tally, session.form)) + "\n"
        _hand_over(tally_csv(tally) if form == "csv" else in_json, output)
    for doubt in doubts(tally):
        click.echo(doubt, err=True)


@click.command(
    cls=SpokenCommand,
    name="report",
    help=later("Write a document: minutes, period, annual, sipas or evidence."),
    examples=(
        "report annual",
        "report period --period 2021-10",
        "report sipas",
        "report evidence --period 2021-10",
    ),
)
@click.argument("kind", type=click.Choice(["minutes", "period", "annual", "sipas", "evidence"]))
@period_option
@option("--opening", default="", metavar="ID", help=later("Whose minutes; all without it."))
@option("--pdf", is_flag=True, help=later("Also as PDF, where LibreOffice is found."))
@click.pass_obj
def report_command(folder: Path, kind: str, period: str, opening: str, pdf: bool) -> None:
    from reports.office import to_pdf
    from steps.evidence import write_evidence_file
    from steps.minutes import write_minutes_files
    from steps.notice import write_notice_files
    from steps.report import write_annual_file
    from steps.session import open_session
    from steps.sipas import write_sipas_file

    stood: list[Path] = []
    with open_session(folder) as session:
        if kind == "annual":
            files = [write_annual_file(session, period)]
        elif kind == "sipas":
            files = [write_sipas_file(session, period)]
        elif kind == "period":
            files = [*write_notice_files(session, period)]
        elif kind == "evidence":
            files = [write_evidence_file(session, period)]
        else:
            minutes = write_minutes_files(session, opening, period)
            files, stood = [one.path for one in minutes], [one.path for one in minutes if one.stood]
    for file in files:
        say(say_document(file, stood=file in stood))
        if not pdf or file.suffix != ".docx":
            continue
        if made := to_pdf(file):
            say(_("Document written: {file}", file=made))
        else:
            say(_("LibreOffice was not found; open the document in Word and print it there."))
    say_next("verify")


def _hand_over(text: str, output: Path | None) -> None:
    """Write to the file that was named, or else to standard output."""
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text.encode())
    say(_("Document written: {file}", file=output))


@click.command(
    cls=SpokenCommand,
    name="export",
    help=later("The data in long form: answers, pages or boxes."),
    examples=("export answers -o tra-loi.csv",),
)
@click.argument("what", type=click.Choice(["answers", "pages", "boxes"]))
@option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv",
        help=later("csv goes to standard output without -o."))  # fmt: skip
@option("-o", "--output", type=output_path, metavar="FILE", help=later("Write to this file."))
@click.pass_obj
def export_command(folder: Path, what: str, form: str, output: Path | None) -> None:
    from steps.export import export_table
    from steps.session import open_session

    with open_session(folder) as session:
        rows = export_table(session, what, form, output)
    if output is not None:
        say(
            _(
                "{rows} rows written: {file}",
                "{rows} row written: {file}",
                rows=number(rows),
                file=output,
            )
        )
        say_next("verify")
