"""``bundle``: signed results of a unit for the office above, and the gathering of them there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.options import file_path, json_option, output_path, say_next
from survey.errors import ExitStatus
from survey.language import _, later
from survey.spoken_number import number
from terminal.bundles import say_added, say_exported, say_key
from terminal.import_result import say_dropped
from terminal.screen import progress_bar, say, say_json
from terminal.spoken import SpokenGroup, option

if TYPE_CHECKING:  # imported for its type alone
    from steps.add_bundle import Added


@click.group(
    "bundle",
    cls=SpokenGroup,
    help=later("A unit's signed results: handed up, or gathered."),
)
def bundle_group() -> None:
    """Only its commands do anything."""


@bundle_group.command(
    "export",
    help=later("Sign the results of a closed period and write them."),
    examples=("bundle export --period 2021-10",),
)
@option("--period", required=True, metavar="PERIOD",
        help=later("The period: 2021-10, 2021-Q4, 2021-H2 or 2021."))  # fmt: skip
@option("--answers", "with_answers", is_flag=True,
        help=later("Add the answers sheet by sheet, without images."))  # fmt: skip
@option("-o", "--output", type=output_path, metavar="FILE.zip", help=later("Write to this file."))
@json_option
@click.pass_obj
def export_command(
    folder: Path, period: str, with_answers: bool, output: Path | None, as_json: bool
) -> None:
    from dataclasses import asdict

    from steps.export_bundle import export_bundle
    from steps.session import open_session

    with open_session(folder) as session:
        exported = export_bundle(session, period, with_answers=with_answers, output=output)
    if as_json:
        say_json(asdict(exported) | {"file": str(exported.file)})
    else:
        say_exported(exported)
        say_next("verify", exported.file)


@bundle_group.command(
    "key",
    help=later("The key by which the office above knows this survey."),
    examples=("bundle key",),
)
@json_option
@click.pass_obj
def key_command(folder: Path, as_json: bool) -> None:
    from bundles.signature import public_key
    from steps.export_bundle import unit_of
    from steps.session import open_session

    with open_session(folder) as session:
        unit, key = unit_of(session), public_key(session.record.secret_key())
        name = session.plan.agency.name
    if as_json:
        say_json({"unit": unit, "key": key})
    else:
        say_key(unit, name, key)
        say_next("bundle", "export", "--period", "PERIOD")


@bundle_group.command(
    "units",
    help=later("Take in the table of units below, with their keys."),
    examples=('bundle units don-vi.csv --source "Sở Nội vụ" --date 2021-10-01',),
)
@click.argument("file", type=file_path)
@option("--source", required=True, metavar="TEXT", help=later("Who gave the table."))
@option("--date", "given_on", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help=later("The day it was given, such as 2025-07-01."))  # fmt: skip
@click.pass_obj
def units_command(folder: Path, file: Path, source: str, given_on: datetime) -> None:
    from steps.session import open_session
    from steps.take_units import take_units

    with open_session(folder) as session:
        taken = take_units(session, file, source, given_on.date())
    say(
        _(
            "{units} units recorded, {new} of them new.",
            "{units} unit recorded, {new} of them new.",
            units=number(taken.units),
            new=number(taken.new),
        )
    )
    say_dropped(taken.dropped)
    for unit in taken.new_keys:
        say(_("! the key of {unit} is another one than before", unit=unit))
    if taken.without_key:
        say(_("{count} of them have no key yet.", count=number(taken.without_key)))
    say_next("bundle", "add", "PATH")


@bundle_group.command(
    "add",
    help=later("Check bundles of the units below, and take them in."),
    examples=("bundle add goi-xa-a.zip",),
)
@click.argument("paths", nargs=-1, required=True, type=file_path, metavar="PATH...")
@json_option
@click.pass_obj
def add_command(folder: Path, paths: tuple[Path, ...], as_json: bool) -> int:
    from steps.add_bundle import add_bundles, added_json
    from steps.session import open_session

    with open_session(folder) as session, progress_bar(_("Adding bundles")) as bar:
        added = add_bundles(session, paths, bar)
    if as_json:
        say_json(added_json(added))
    else:
        say_added(added)
        say_next("tally", "--by", "unit")
    return _status(added)


def _status(added: Added) -> int:
    return ExitStatus.USER_CAN_MEND if added.refused else ExitStatus.DONE
