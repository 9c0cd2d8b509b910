"""``recheck``: the commands of phúc tra."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import file_path, json_option, say_next
from survey.errors import ExitStatus
from survey.language import _, later
from survey.spoken_number import number
from terminal.recheck import say_drawn, say_lot, say_open_readings, say_result
from terminal.screen import say, say_json
from terminal.spoken import Share, SpokenGroup, SpokenUsageError, option, require_one

if TYPE_CHECKING:  # imported for its type alone
    from steps.recheck_draw import Drawn

recheck_option = option("--id", "recheck", default="", metavar="ID",
                        help=later("Which re-check; the newest without it."))  # fmt: skip


@click.group(
    "recheck",
    cls=SpokenGroup,
    help=later("Phúc tra: a random sample of sheets, read again from paper by two people."),
)
def recheck_group() -> None:
    """Only its commands do anything."""


@recheck_group.command(
    "draw",
    help=later("Draw sheets by lot and write the readers' forms."),
    examples=("recheck draw --period 2021-10 --margin 0.02 --seed 31415926535897932384",),
)
@option("--period", default="", metavar="PERIOD", help=later("The period to re-check."))
@option("--margin", type=Share(), metavar="SHARE",
        help=later("Ask: is the satisfied share wrong by more than this (0.02)?"))  # fmt: skip
@option("--error-rate", type=Share(), metavar="SHARE",
        help=later("Ask: did the machine misread more than this (0.01)?"))  # fmt: skip
@option("--risk", type=Share(), default="0.05", metavar="SHARE",
        help=later("Largest chance of confirming a wrong result (0.05)."))  # fmt: skip
@option("--seed", default="", metavar="DIGITS",
        help=later("At least 20 digits of dice thrown before everyone."))  # fmt: skip
@option("--count", type=click.IntRange(min=1), metavar="N",
        help=later("Draw N sheets instead of as many as are needed."))  # fmt: skip
@option("--more", type=click.IntRange(min=1), metavar="N",
        help=later("Go on with a draw: N further sheets."))  # fmt: skip
@recheck_option
@click.pass_obj
def draw_command(
    folder: Path,
    period: str,
    margin: Fraction | None,
    error_rate: Fraction | None,
    risk: Fraction,
    seed: str,
    count: int | None,
    more: int | None,
    recheck: str,
) -> int:
    from audit.recheck import Question
    from steps.recheck_draw import Wish, draw_more, draw_sheets, prepare_lot
    from steps.session import open_session

    with open_session(folder) as session:
        if more:
            return _tell_drawn(draw_more(session, recheck, more))
        if not period:
            raise SpokenUsageError(_("{name} is missing", name="--period"))
        require_one(margin=margin, error_rate=error_rate)
        question = Question.ERROR_RATE if margin is None else Question.MARGIN
        wish = Wish(period, question, margin or error_rate or Fraction(), risk)
        lot = prepare_lot(session, wish)
        if seed:
            return _tell_drawn(draw_sheets(session, lot, seed, count))
        say_lot(lot, session.record.head())
    asked = ("--period", period, f"--{question}", float(wish.allowed))
    say_next("recheck", "draw", *asked, "--seed", "DIGITS")
    return ExitStatus.PEOPLE_NEEDED


def _tell_drawn(drawn: Drawn) -> int:
    say_drawn(drawn)
    say_next("recheck", "record", "--by", "NAME")
    return ExitStatus.PEOPLE_NEEDED


@recheck_group.command(
    "record",
    help=later("Take in what one reader saw on the paper; asks sheet by sheet without a table."),
    examples=('recheck record nguoi-doc-1.csv --by "Nguyễn Thị Hòa"',),
)
@click.argument("file", type=file_path, metavar="[FILE.csv]", required=False)
@option("--by", "person", required=True, metavar="NAME", help=later("Who read."))
@recheck_option
@click.pass_obj
def record_command(folder: Path, file: Path | None, person: str, recheck: str) -> None:
    from steps.recheck_record import record_reading
    from steps.session import open_session
    from terminal.recheck_dialog import ask_sheets

    with open_session(folder) as session:
        if file is None:
            recorded = ask_sheets(session, person, recheck)
        else:
            recorded = record_reading(session, file, person, recheck)
    say(
        _(
            "{recheck}: {sheets} sheets as {person} read them.",
            "{recheck}: {sheets} sheet as {person} read it.",
            recheck=recorded.recheck,
            sheets=number(recorded.sheets),
            person=recorded.person,
        )
    )
    say_next("recheck", "result", "--id", recorded.recheck)


@recheck_group.command(
    "result",
    help=later("What paper and record came to, and what to do next."),
    examples=("recheck result",),
)
@recheck_option
@json_option
@click.pass_obj
def result_command(folder: Path, recheck: str, as_json: bool) -> int:
    from audit.recheck import Verdict
    from steps.recheck_result import next_after_recheck, recheck_result, result_json
    from steps.session import open_session

    with open_session(folder) as session:
        result = recheck_result(session, recheck)
        coming = next_after_recheck(session, result)
    if as_json:
        say_json(result_json(result))
    elif result.found is None:
        say_open_readings(result, session.form)
        say_next("recheck", "record", "--by", "NAME")
    else:
        say_result(result, result.found, session.form)
        if result.found.verdict is Verdict.STOP:
            say_next(*coming)
    if result.found and result.found.verdict is Verdict.FULL_COUNT:
        return ExitStatus.RECORD_DIFFERS
    is_done = result.found and result.found.verdict is Verdict.STOP
    return ExitStatus.DONE if is_done else ExitStatus.PEOPLE_NEEDED
