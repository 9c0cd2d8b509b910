"""Options that several commands share, and the word on what comes next."""

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from store.folder import require_no_device, require_not_kept
from survey.errors import RequestError
from survey.language import _, later
from terminal.placeholders import spoken_command
from terminal.screen import say
from terminal.spoken import FilePath, option


def _account() -> str:
    """The name of the account on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise RequestError(_("say who it is with --by NAME")) from error


file_path = FilePath(path_type=Path)
share = click.FloatRange(0, 1)
json_option = option("--json", "as_json", is_flag=True, help=later("Print JSON for machines."))
by_option = option("--by", "person", required=True, metavar="NAME", help=later("Who decides."))
closer_option = option(
    "--by", "person", default=_account, metavar="NAME",
    help=later("Who finishes it; without it, whose account it is on this machine."),
)  # fmt: skip
role_option = option("--role", required=True, help=later("In what function."))
note_option = option("--note", default="", metavar="TEXT", help=later("What else is to be said."))
period_option = option(
    "--period",
    default="",
    metavar="PERIOD",
    help=later("Only this period: 2021-10, 2021-Q4, 2021-H2 or 2021."),
)
two_people_option = option("--by", "people", required=True, multiple=True, metavar="NAME",
                           help=later("Who answers for it; give it twice."))  # fmt: skip
reason_option = option("--reason", required=True, metavar="TEXT", help=later("Why."))
did_option = option("--by", "person", required=True, metavar="NAME", help=later("Who did it."))


class OutputPath(FilePath):
    """A file or folder to write to; never what a survey keeps, nor a device or pipe."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it was typed."""
        path = super().convert(value, param, ctx)
        require_not_kept(Path(path))
        require_no_device(Path(path))
        return path


output_path = OutputPath(path_type=Path)


class AnyCase(click.Choice[str]):
    """One of these words, typed in capitals or not, and shown as it is written."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__(choices, case_sensitive=False)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The choices; click would show them in small letters."""
        return f"{{{'|'.join(self.choices)}}}"


def say_next(*words: object) -> None:
    """Say which command usually comes next, in the same survey folder."""
    folder = click.get_current_context().find_object(Path)
    inside = () if folder in (None, Path()) else ("-C", folder)
    say(_("Next: {command}", command=spoken_command((*inside, *words))))
