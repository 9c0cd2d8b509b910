"""The command line: the commands in the order a survey uses them, and the one error handler.

Steps are imported by the commands that need them, so that help and completion stay quick.
"""

import errno
import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from commands import custody, prepare, reading, results, settling
from commands.bundle import bundle_group
from commands.recheck import recheck_group
from commands.sample import sample_group
from survey.errors import ExitStatus, HomPhieuError
from survey.fault import say_fault
from survey.language import DEFAULT_LANGUAGE, LANGUAGES, _, later, speaking
from survey.version import VERSION
from terminal.spoken import (
    FilePath,
    NobodyReadingError,
    SpokenGroup,
    SpokenOption,
    option,
    say_usage,
)

LANGUAGE_VARIABLE = "HOM_PHIEU_LANG"
BUG_REPORT = "hom-phieu-bug.txt"
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_LAST_STANDARD_STREAM = 2
_MUCH_IS_LOADED = 50_000
"""New things after which Python looks for rings that nobody needs. By itself it does so after 700,
and most of what it looks through was loaded and stays: a tenth of the start of a command."""

COMMANDS = (
    prepare.plans_command,
    prepare.init_command,
    prepare.layout_command,
    prepare.print_command,
    prepare.simulate_command,
    custody.paper_command,
    custody.seal_command,
    prepare.test_deck_command,
    custody.open_box_command,
    custody.instruct_command,
    reading.scan_command,
    reading.status_command,
    reading.review_command,
    reading.desktop_command,
    settling.decide_command,
    settling.settle_command,
    settling.invalid_command,
    settling.valid_command,
    results.import_command,
    results.dossiers_command,
    sample_group,
    settling.explain_command,
    settling.close_command,
    settling.reopen_command,
    results.tally_command,
    results.report_command,
    results.export_command,
    bundle_group,
    custody.log_command,
    custody.verify_command,
    recheck_group,
    prepare.doctor_command,
    prepare.demo_command,
)


@click.group(
    cls=SpokenGroup,
    help=later(
        "Hòm Phiếu: paper satisfaction surveys of a ward office, from the blank sheet through the "
        "sealed box to the annual report."
    ),
    examples=("init khao-sat-2026", "demo", "print --help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@option("-C", "folder", type=FilePath(path_type=Path), default=Path(), metavar="DIR",
        help=later("Work in this survey folder."))  # fmt: skip
@option("--lang", type=click.Choice(LANGUAGES), help=later("Language of everything that is said."))
@click.version_option(
    VERSION,
    prog_name="Hòm Phiếu",
    message="%(prog)s %(version)s",
    cls=SpokenOption,
    help=later("Show the version."),
)
@click.pass_context
def cli(context: click.Context, folder: Path, lang: str | None) -> None:
    """Remember the folder; the language was chosen in ``run``, before help could be printed."""
    context.obj = folder


for command in COMMANDS:
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with the exit status of the specification."""
    gc.set_threshold(_MUCH_IS_LOADED)
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Vietnamese, whatever the system prefers; a file's name may be no text at all
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = run(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # too late: what was asked is done, and told
    gc.freeze()  # Python would look through all that was loaded for rings once more, and then again
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run a command in its language; every expected fault becomes a sentence and a status."""
    with speaking(_asked_language(arguments)):
        try:
            status = _invoke(arguments)
            sys.stdout.flush()  # at exit nobody could be told that the little that is left fails
            return status
        except HomPhieuError as error:
            click.echo(str(error), err=True)
            return error.exit_status
        except (BrokenPipeError, NobodyReadingError):
            _forget_output()
            return ExitStatus.DONE
        except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback
            if isinstance(error, OSError) and error.errno in DISK_FULL:
                _forget_output()
                click.echo(_("The output cannot be written: {reason}", reason=say_fault(error)),
                           err=True)  # fmt: skip
                return ExitStatus.USER_CAN_MEND
            click.echo(_say_bug(error), err=True)
            return ExitStatus.BUG


def _open_missing_streams() -> None:
    """Let a command that was started without output, as by ``>&-``, speak to nobody.

    Otherwise the next file opened, perhaps a copy of an original, would stand in for its output.
    """
    descriptor = 0
    while descriptor <= _LAST_STANDARD_STREAM:
        descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest that is free; a missing one stays
    os.close(descriptor)
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.dup(1), "w")


def _forget_output() -> None:
    """Nothing that is left of it may be flushed at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
