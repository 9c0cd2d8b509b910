"""What people settle: doubtful answers, pages, sheets, differences, periods."""

from pathlib import Path

import click

from commands.options import (
    AnyCase,
    by_option,
    closer_option,
    reason_option,
    say_next,
    two_people_option,
)
from survey.errors import ExitStatus
from survey.fate import IS_OPEN, MAKES_A_SHEET, Fate
from survey.language import _, later
from terminal.reconciliation import say_matters
from terminal.results import (
    say_otherwise,
    say_page_settled,
    say_ruled,
)
from terminal.screen import say
from terminal.spoken import SpokenCommand, option

DECIDE_WORDS = ("SHEET", "QUESTION", "VALUE", "--by", "NAME", "--reason", "TEXT")


@click.command(
    cls=SpokenCommand,
    name="decide",
    help=later("Settle a flagged question; two people must agree."),
    examples=('decide 5REHM1MD8H7G q3 multiple --by "Nguyễn Thị Hòa" --reason "Hai ô đều có dấu"',),
)
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
        say(
            _("Recorded; sheet {sheet}, {question} waits for a third person: two differ.", **named)
            if decided.is_left_to_third
            else _("Recorded; sheet {sheet}, {question} waits for another person.", **named)
        )
        say_next("decide", decided.sheet, decided.question, *DECIDE_WORDS[2:])
        return ExitStatus.PEOPLE_NEEDED
    people = decided.settlement.decided_by
    say(_("Settled: sheet {sheet}, {question}, by {people}.", people=people, **named))
    if decided.is_otherwise:
        say_otherwise()
    say_next("status")
    return ExitStatus.DONE


@click.command(
    cls=SpokenCommand,
    name="settle",
    help=later("Settle what becomes of a page that was not read."),
    examples=(
        'settle quet-29-10.pdf 3 foreign --by "Nguyễn Thị Hòa" --reason "Tờ bìa, không phải phiếu"',
    ),
)
@click.argument("file")
@click.argument("page", type=click.IntRange(1, 1_000_000), metavar="N")
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
    say_next("status")
    return ExitStatus.PEOPLE_NEEDED if settled.page.fate in IS_OPEN else ExitStatus.DONE


@click.command(
    cls=SpokenCommand,
    name="invalid",
    help=later("Find a sheet invalid; two people must agree."),
    examples=(
        'invalid 5REHM1MD8H7G S5 --by "Nguyễn Thị Hòa" --reason "Bản sao chụp của phiếu khác"',
    ),
)
@click.argument("sheet")
@click.argument("ground", type=AnyCase(["S1", "S2", "S4", "S5"]))
@by_option
@reason_option
@click.pass_obj
def invalid_command(folder: Path, sheet: str, ground: str, person: str, reason: str) -> int:
    return _rule(folder, sheet, ground, (person, reason))


@click.command(
    cls=SpokenCommand,
    name="valid",
    help=later("Find a sheet valid after all; two people must agree."),
    examples=(
        'valid 5REHM1MD8H7G --by "Nguyễn Thị Hòa" --reason "Đối chiếu lại: hai tờ khác nhau"',
    ),
)
@click.argument("sheet")
@by_option
@reason_option
@click.pass_obj
def valid_command(folder: Path, sheet: str, person: str, reason: str) -> int:
    return _rule(folder, sheet, "", (person, reason))


@click.command(
    cls=SpokenCommand,
    name="explain",
    help=later("Explain a difference between paper and record; two people."),
    examples=(
        'explain hand-count:2021-10-hom-1-1 --by "Nguyễn Thị Hòa" --by "Trần Văn Bình" '
        '--reason "Một tờ rách nát, đã ghi biên bản"',
    ),
)
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


@click.command(
    cls=SpokenCommand,
    name="close",
    help=later("Finish a period; refused while anything of it is open."),
    examples=('close 2021-10 --by "Nguyễn Văn An"',),
)
@click.argument("period", metavar="PERIOD")
@closer_option
@click.pass_obj
def close_command(folder: Path, period: str, person: str) -> int:
    from steps.closing import close_period
    from steps.session import open_session

    with open_session(folder) as session:
        matters = close_period(session, period, person)
    if not matters:
        say(_("The period {period} is closed.", period=period))
        say_next("report", "period", "--period", period)
        return ExitStatus.DONE
    say(_("The period {period} stays open:", period=period))
    say_matters(matters)
    differs = any(matter.is_difference for matter in matters)
    return ExitStatus.RECORD_DIFFERS if differs else ExitStatus.PEOPLE_NEEDED


@click.command(
    cls=SpokenCommand,
    name="reopen",
    help=later("Open a closed period for corrections; two people."),
    examples=(
        'reopen 2021-10 --by "Nguyễn Thị Hòa" --by "Trần Văn Bình" '
        '--reason "Tìm thấy hai tờ để quên"',
    ),
)
@click.argument("period", metavar="PERIOD")
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


def _rule(folder: Path, sheet: str, ground: str, by: tuple[str, str]) -> int:
    from steps.rule_sheet import rule_sheet
    from steps.session import open_session
    from steps.signature import Signature

    with open_session(folder) as session:
        ruled = rule_sheet(session, sheet, ground, Signature(*by))
    say_ruled(ruled)
    say_next("status")
    return ExitStatus.DONE if ruled.sheet.verdict else ExitStatus.PEOPLE_NEEDED
