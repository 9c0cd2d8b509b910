"""Before the survey: plan, sheets, rehearsal."""

from pathlib import Path

import click

from commands.options import file_path, json_option, output_path, say_next, share
from survey.errors import ExitStatus
from survey.language import _, later
from survey.spoken_number import number
from terminal.screen import progress_bar, say, say_json
from terminal.spoken import SpokenCommand, option
from terminal.table import say_table


@click.command(
    cls=SpokenCommand,
    name="plans",
    help=later("List the survey plans that come with the program."),
    examples=("plans",),
)
def plans_command() -> None:
    from survey.plan import parse_plan
    from templates.shelf import list_plans, read_plan_text

    for name in list_plans():
        plan = parse_plan(read_plan_text(name), name)
        say(f"{name}\t{plan.agency.name}: {plan.title}")
    say_next("init", "DIR", "--plan", "NAME")


@click.command(
    cls=SpokenCommand,
    name="init",
    help=later("Make a new survey folder from five answers, or from a plan."),
    examples=(
        "init khao-sat-2026",
        "init khao-sat-xa --plan tay-xuan-2024",
    ),
)
@click.argument("directory", metavar="DIR", type=file_path)
@option("--plan", default="", metavar="NAME",
        help=later("Take this plan and ask nothing; `plans` lists them."))  # fmt: skip
@option("--unit", metavar="TEXT", help=later("Answer 1: phường, xã or đặc khu, with its name."))
@option("--document", metavar="TEXT",
        help=later("Answer 2: number and day of the plan: 129/KH-UBND 01/10/2021."))  # fmt: skip
@option("--days", metavar="TEXT",
        help=later("Answer 3: first and last day, such as 01/10/2021 - 31/10/2021."))  # fmt: skip
@option("--months", metavar="TEXT", help=later("Answer 4: months of a period: 1, 3, 6 or 12."))
@option("--signer", metavar="TEXT",
        help=later("Answer 5: who signs the annual report, title and name."))  # fmt: skip
def init_command(directory: Path, plan: str, **given: str | None) -> None:
    from steps.begin import begin_own_survey, begin_survey
    from steps.next_act import first_act
    from steps.session import read_plan
    from store.folder import require_free_folder
    from templates.shelf import FIRST_PLAN
    from terminal.first_questions import ask_first_questions, can_ask

    require_free_folder(directory)
    is_example = not plan and not any(given.values()) and not can_ask()
    if plan or is_example:
        folder = begin_survey(directory, plan or FIRST_PLAN)
    else:
        folder = begin_own_survey(directory, ask_first_questions(given))
    if is_example:
        say(
            _(
                "Nobody is here to answer five questions, so this is the plan {plan} as an "
                "example; options can answer them too, see: hom-phieu init --help",
                plan=FIRST_PLAN,
            )
        )
    say(_("Survey folder made: {folder}", folder=folder.path))
    say(_("Adapt the plan in {file}, the one file you edit.", file=folder.plan_path))
    inside = () if folder.path == Path() else ("-C", folder.path)
    say_next(*inside, *first_act(read_plan(folder)))


@click.command(
    cls=SpokenCommand,
    name="layout",
    help=later("Print the form's geometry as JSON, millimetres on the paper."),
    examples=("layout phu-luc-1",),
)
@click.argument("form", required=False, default="")
@click.pass_obj
def layout_command(folder: Path, form: str) -> None:
    from steps.show_layout import layout_text

    click.echo(layout_text(folder, form), nl=False)


@click.command(
    cls=SpokenCommand,
    name="print",
    help=later("Write survey sheets as a PDF for the printer."),
    examples=(
        "print --copies 100",
        "print --procedure 2.000815 --procedure 1.001193 --copies 20",
    ),
)
@option(
    "--procedure",
    "procedures",
    multiple=True,
    metavar="CODE",
    help=later("Sheets for this procedure; may be repeated. Without it: the free-text line."),
)
@option("--copies", default=1, type=click.IntRange(min=1), metavar="N",
        help=later("Sheets of each kind."))  # fmt: skip
@option("-o", "--output", type=output_path, metavar="FILE.pdf",
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
    say(
        _(
            "{sheets} sheets written: {file}",
            "{sheets} sheet written: {file}",
            sheets=number(printed.sheets),
            file=printed.file,
        )
    )
    say(_("Print at 100 % on {paper}, and mix the sheets before handing them out.", paper=paper))
    say_next("open-box")


@click.command(
    cls=SpokenCommand,
    name="simulate",
    help=later("Fill in printed sheets and scan them, for a rehearsal."),
    examples=("simulate printed/phieu-001.pdf -o may-quet",),
)
@click.argument("sheets", type=file_path, metavar="SHEETS.pdf")
@option("-o", "--output", type=output_path, required=True, metavar="DIR",
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
    from scans.invented_answers import AnswerMix
    from scans.rehearsal import Options
    from scans.scanner import PROFILES
    from scans.strokes import load_strokes
    from steps.session import open_session
    from steps.simulate import OPENING, simulate_scans

    book = load_strokes(strokes) if strokes else None
    mix = AnswerMix(blank, double, corrected)
    options = Options(PROFILES[profile], form, dpi, seed, mix, book)
    with open_session(folder) as session, progress_bar(_("Rehearsing")) as bar:
        made = simulate_scans(session, sheets, output, options, bar)
    say(
        _(
            "{pages} pages scanned into {folder}; what was meant stands in {truth}",
            "{pages} page scanned into {folder}; what was meant stands in {truth}",
            pages=number(made.pages),
            folder=output,
            truth=made.truth.name,
        )
    )
    if made.unknown_pages:
        pages = number(made.unknown_pages)
        say(_("{pages} of them show no sheet of this survey; nobody filled them in.", pages=pages))
    say_next("open-box", "--from", output / OPENING)


@click.command(
    cls=SpokenCommand,
    name="test-deck",
    help=later("Marked sheets to try your own printer and scanner."),
    examples=("test-deck -o bo-thu",),
)
@option("-o", "--output", type=output_path, required=True, metavar="DIR",
        help=later("Folder for the deck and what it means."))  # fmt: skip
@click.pass_obj
def test_deck_command(folder: Path, output: Path) -> None:
    from steps.make_deck import make_deck
    from steps.session import open_session

    with open_session(folder) as session:
        deck = make_deck(session, output)
        paper = session.form.paper
    say(
        _(
            "{sheets} sheets written: {file}",
            "{sheets} sheet written: {file}",
            sheets=number(deck.sheets),
            file=deck.deck,
        )
    )
    say(_("Print at 100 % on {paper}, scan as for the survey, and see.", paper=paper))
    say_next("scan", "--test-deck", "PATH")


@click.command(
    cls=SpokenCommand,
    name="doctor",
    help=later("Is this machine ready? What is missing, and how it is mended."),
    examples=("doctor",),
)
@option("--scanner", type=file_path, metavar="DIR",
        help=later("Also look at the folder into which the scanner writes."))  # fmt: skip
@json_option
@click.pass_obj
def doctor_command(folder: Path, scanner: Path | None, as_json: bool) -> int:
    from steps.doctor import checks_json, examine, is_ready
    from terminal.doctor import say_checks

    checks = examine(folder, scanner)
    if as_json:
        say_json(checks_json(checks))
    else:
        say_checks(checks)
        say_next(*(["status"] if (folder / "survey.toml").exists() else ["init", "DIR"]))
    return ExitStatus.DONE if is_ready(checks) else ExitStatus.USER_CAN_MEND


@click.command(
    cls=SpokenCommand,
    name="demo",
    help=later("The whole way on an invented month, in a new folder."),
    examples=("demo thu --sheets 10",),
)
@click.argument("directory", metavar="[DIR]", required=False, type=file_path, default=Path("demo"))
@option("--sheets", default=120, type=click.IntRange(10, 5000), metavar="N",
        help=later("Sheets to invent."))  # fmt: skip
def demo_command(directory: Path, sheets: int) -> None:
    from steps.demo import play_month
    from terminal.tally_table import say_tally

    with progress_bar(_("Demo")) as bar:
        month = play_month(directory, sheets, say, bar)
    say_tally(month.tally)
    made = [(made.what, str(made.where)) for made in month.made]
    say_table(_("What was made"), ("", _("where")), made, justify="left")
    say_next("-C", directory, "status")
