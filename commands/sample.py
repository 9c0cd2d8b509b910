"""``sample``: the four steps by which the persons of a survey are chosen."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from pathlib import Path

import click

from commands.options import file_path, say_next
from survey.language import _, later
from survey.spoken_number import number
from terminal.import_result import say_dropped
from terminal.screen import say
from terminal.spoken import Share, SpokenGroup, option, require_one
from terminal.table import say_table

of_period = option("--period", required=True, metavar="PERIOD",
                   help=later("The period: 2021-10, 2021-Q4, 2021-H2 or 2021."))  # fmt: skip
by_dice = option("--seed", required=True, metavar="DIGITS",
                 help=later("At least 20 digits of dice thrown before everyone."))  # fmt: skip


@click.group(
    "sample",
    cls=SpokenGroup,
    help=later("Choose whom to ask by lot, in four recorded steps."),
)
def sample_group() -> None:
    """Only its commands do anything."""


@sample_group.command(
    "units",
    help=later("Step 1: draw units out of the table of units."),
    examples=("sample units --period 2021-10 --count 1 --seed 14142135623730950488",),
)
@of_period
@option("--count", required=True, type=click.IntRange(min=1), metavar="N",
        help=later("So many units."))  # fmt: skip
@by_dice
@click.pass_obj
def units_command(folder: Path, period: str, count: int, seed: str) -> None:
    from steps.sample import choose_units
    from steps.session import open_session

    with open_session(folder) as session:
        chosen = choose_units(session, period, count, seed)
    say(_("Units drawn: {units}", units=", ".join(chosen)))
    say_next("sample", "frame", "FILE", "--period", period, "--source", "TEXT", "--date", "DATE")


@sample_group.command(
    "frame",
    help=later("Step 2: take in how many dossiers were settled."),
    examples=(
        'sample frame tong-so-ho-so.csv --period 2021-10 --source "VP UBND" --date 2021-11-01',
    ),
)
@click.argument("file", type=file_path)
@of_period
@option("--source", required=True, metavar="TEXT", help=later("Who gave the figures."))
@option("--date", "given_on", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
        help=later("The day they were given, such as 2024-10-31."))  # fmt: skip
@click.pass_obj
def frame_command(folder: Path, file: Path, period: str, source: str, given_on: datetime) -> None:
    from steps.sample import take_frame
    from steps.session import open_session

    with open_session(folder) as session:
        taken = take_frame(session, file, period, source, given_on.date())
    say(
        _(
            "{dossiers} settled dossiers recorded.",
            "{dossiers} settled dossier recorded.",
            dossiers=number(taken.dossiers),
        )
    )
    say_dropped(taken.dropped)
    say_next("sample", "draw", "--period", period, "--error", "0.05", "--seed", "DIGITS")


@sample_group.command(
    "draw",
    help=later("Steps 3 and 4: the size, its allotment, the draw."),
    examples=("sample draw --period 2021-10 --error 0.05 --seed 17320508075688772935",),
)
@of_period
@option("--error", type=Share(), metavar="SHARE",
        help=later("Size by n = N/(1+N·e²), with this error (0.05)."))  # fmt: skip
@option("--size", type=click.IntRange(min=1), metavar="N", help=later("The size that was set."))
@by_dice
@click.pass_obj
def draw_command(
    folder: Path, period: str, error: Fraction | None, size: int | None, seed: str
) -> None:
    from steps.sample import draw_sample
    from steps.session import open_session

    require_one(error=error, size=size)
    with open_session(folder) as session:
        drawn = draw_sample(session, period, seed, error=error, size=size)
        fields = {field.id: field.name for field in session.plan.fields}
    rows = [
        (one.unit or "–", fields.get(one.field, "–"), number(one.dossiers), number(count))
        for one, count in drawn.allotted
    ]
    say_table(_("Sample"), (_("unit"), _("field"), _("dossiers"), _("persons")), rows)
    say(
        _(
            "{size} persons out of {dossiers} dossiers; draw {draws} of this period.",
            "{size} person out of {dossiers} dossiers; draw {draws} of this period.",
            size=number(drawn.size),
            dossiers=number(drawn.dossiers),
            draws=number(drawn.draws),
        )
    )
    say(_("Running numbers for the lists that the units keep: {file}", file=drawn.file))
    say_next("log", "--kind", "sample-drawn")
