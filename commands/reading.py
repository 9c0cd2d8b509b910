"""Scans taken in and read, how things stand, and the page where people decide."""

import os
import sys
from pathlib import Path

import click

from commands.options import file_path, json_option, output_path, say_next
from survey.errors import ExitStatus
from survey.language import _, later
from survey.spoken_number import number
from terminal.deck import say_trial
from terminal.results import (
    say_seats,
    say_status,
    say_taken,
)
from terminal.screen import progress_bar, say, say_json
from terminal.spoken import SpokenCommand, option


@click.command(
    cls=SpokenCommand,
    name="scan",
    help=later("Take in scanned sheets and read them; safe to repeat."),
    examples=("scan quet-29-10.pdf",),
)
@click.argument("paths", nargs=-1, required=True, type=file_path, metavar="PATH...")
@option("--opening", metavar="ID", help=later("The opening the sheets come from."))
@option("--workers", type=click.IntRange(1, 256), metavar="N",
        help=later("Processes that read; all cores without it."))  # fmt: skip
@option("--cluster", metavar="ADDRESS", default="",
        help=later("Let the workers of this Dask cluster read: tcp://HOST:8786."))  # fmt: skip
@option("--test-deck", "is_deck", is_flag=True,
        help=later("These are scans of the test deck: only say what they show."))  # fmt: skip
@option("--explain", type=output_path, metavar="DIR",
        help=later("Also draw into DIR what the reader saw on each page."))  # fmt: skip
@json_option
@click.pass_obj
def scan_command(
    folder: Path,
    paths: tuple[Path, ...],
    opening: str | None,
    workers: int | None,
    cluster: str,
    is_deck: bool,
    explain: Path | None,
    as_json: bool,
) -> int:
    if is_deck:
        return _try_deck(folder, paths, as_json)
    from steps.processes import get_ready

    workers = workers or os.cpu_count() or 1
    get_ready()  # while this process imports the rest

    from steps.scan import scan_paths, taken_json
    from steps.session import open_session

    with open_session(folder) as session, progress_bar(_("Reading")) as bar:
        taken = scan_paths(session, paths, opening, workers, bar, cluster)
        if explain:  # only then is what draws worth its import
            from steps.explain import explain_scans

            drawn = explain_scans(session, paths, explain)
    if as_json:
        say_json(taken_json(taken))
    else:
        say_taken(taken)
        if explain:
            say(
                _(
                    "{pages} pages drawn: {folder}",
                    "{pages} page drawn: {folder}",
                    pages=drawn,
                    folder=explain,
                )
            )
        say_next("review" if taken.still_open.for_review else "status")
    waits = taken.still_open.for_review or taken.troubles
    return ExitStatus.PEOPLE_NEEDED if waits else ExitStatus.DONE


@click.command(
    cls=SpokenCommand,
    name="status",
    help=later("What was printed, counted, scanned and read; does it agree?"),
    examples=("status",),
)
@option("--check", is_flag=True,
        help=later("Exit with 3 when something is open, 4 on a difference."))  # fmt: skip
@json_option
@click.pass_obj
def status_command(folder: Path, check: bool, as_json: bool) -> int:
    from steps.next_act import next_act
    from steps.session import open_session
    from steps.status import status_json, survey_status

    with open_session(folder) as session:
        status = survey_status(session)
        coming = next_act(session, status.reconciliation, status.for_review)
    if as_json:
        say_json(status_json(status))
    else:
        say_status(status)
        say_next(*coming)
    if check and not status.reconciled:
        return ExitStatus.RECORD_DIFFERS
    return ExitStatus.PEOPLE_NEEDED if check and status.needs_people else ExitStatus.DONE


@click.command(
    cls=SpokenCommand,
    name="review",
    help=later("The page where people settle what is flagged."),
    examples=("review",),
)
@option("--port", default=0, type=click.IntRange(0, 65535), metavar="N",
        help=later("Listen on this port; on a free one without it."))  # fmt: skip
@option("--no-browser", is_flag=True, help=later("Do not open the browser."))
@click.pass_obj
def review_command(folder: Path, port: int, no_browser: bool) -> int:
    from functools import partial

    from review.server import serve
    from steps.session import open_session
    from steps.unfinished import find_still_open

    serve(partial(open_session, folder), port, say_seats, browser=not no_browser)
    with open_session(folder) as session:
        still_open = find_still_open(session)
    if still_open.questions:
        say(
            _(
                "{flags} questions wait for people.",
                "{flags} question waits for people.",
                flags=number(still_open.questions),
            )
        )
    say_next("status")
    return ExitStatus.PEOPLE_NEEDED if still_open.for_review else ExitStatus.DONE


@click.command(
    cls=SpokenCommand,
    name="desktop",
    help=later("Something to double-click that opens the start page."),
    examples=("desktop -o .",),
)
@option("-o", "--output", "place", type=output_path, metavar="DIR",
        help=later("Into this folder; onto the desktop without it."))  # fmt: skip
@click.pass_obj
def desktop_command(folder: Path, place: Path | None) -> None:
    from steps.desktop_entry import write_desktop_entry
    from steps.session import open_session

    with open_session(folder) as session:
        file = write_desktop_entry(session, place, sys.platform)
    say(_("Double-click it to begin: {file}", file=file))
    say_next("review")


def _try_deck(folder: Path, paths: tuple[Path, ...], as_json: bool) -> int:
    """Read the test deck; nothing of it enters the record."""
    from steps.session import open_session
    from steps.try_deck import try_deck, verdict_json

    with open_session(folder) as session, progress_bar(_("Reading")) as bar:
        verdict = try_deck(session, paths, bar)
    if as_json:
        say_json(verdict_json(verdict))
    else:
        say_trial(verdict, session.form)
        if verdict.is_trusted:
            say_next("print", "--copies", 100)
    return ExitStatus.DONE if verdict.is_trusted else ExitStatus.PEOPLE_NEEDED
