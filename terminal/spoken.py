"""Commands whose help and usage errors are said in the chosen language.

Click translates its own sentences through gettext catalogues that it does not ship; ours are
looked up when they are said, since the language is known only then.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import click

from survey.language import _
from survey.spoken_number import number
from terminal.placeholders import spoken_placeholders


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and its help, translated."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names = spoken_placeholders(record[0])
        required = _("required")
        return names, f"{_said(self)} [{required}]" if self.required else _said(self)


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown.

    Attributes:
        examples: commands as they are typed, without the program's name; tests run them.
    """

    def __init__(self, *words: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*words, **settings)
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; what is wrong with them belongs to this command, also for click."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The command's help, translated."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_said(self))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line, translated."""
        pieces = spoken_placeholders(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage:") + " ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a translated heading."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [param.get_help_record(ctx) for param in options]
        with formatter.section(_("Options")):
            formatter.write_dl([record for record in records if record is not None])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, each on a line of its own, however long, so that it can be copied."""
        if self.examples:
            with formatter.section(_("Examples")):
                for example in self.examples:
                    formatter.write(f"{' ' * formatter.current_indent}hom-phieu {example}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with its own help translated."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this help.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The help, translated, for the list of commands."""
        return _said(self).rstrip(".")


class NobodyReadingError(Exception):
    """Who reads the output has seen enough, such as ``head``."""


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands, in the order in which a survey uses them."""

    command_class = SpokenCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of definition."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click would leave with 1, and say nothing, when nobody reads on."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise NobodyReadingError from error

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands."""
        SpokenCommand.format_options(self, ctx, formatter)
        rows = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


class FilePath(click.Path):
    """A path; an empty one would mean the folder one is in, which nobody means."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, unless it is empty."""
        if not value:
            self.fail("", param, ctx)
        return super().convert(value, param, ctx)


class Share(click.ParamType[Fraction]):
    """An exact share such as 0.02."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """The share as it was typed, in per cent too, a decimal comma allowed."""
        typed = str(value).strip().replace(",", ".")
        whole = 100 if typed.endswith("%") else 1
        try:
            return Fraction(typed.removesuffix("%").strip()) / whole
        except (ValueError, ZeroDivisionError):
            self.fail("", param, ctx)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """``click.option`` with translated help."""
    return click.option(*names, cls=SpokenOption, **settings)


def _said(asked: click.Command | click.Option) -> str:
    """The help of a command or an option, translated."""
    return _(asked.help) if asked.help else ""


class SpokenUsageError(click.UsageError):
    """A command lacks something, told in the words that it carries."""


def require_one(**options: object) -> None:
    """Refuse a command with none or several of these options, of which it needs exactly one.

    Raises:
        SpokenUsageError: names them.
    """
    if sum(value is not None for value in options.values()) != 1:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in options)
        raise SpokenUsageError(_("exactly one of these is needed: {names}", names=names))


def say_usage(error: click.UsageError) -> str:
    """What is wrong with the words of a command, and where its help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.message
    path = error.ctx.command_path if error.ctx else "hom-phieu"
    fault = error.message if isinstance(error, SpokenUsageError) else _usage_fault(error)
    return "\n".join((fault, _("Help: {command} --help", command=path)))


def _usage_fault(error: click.UsageError) -> str:
    match error:
        case click.BadParameter(param=click.Parameter() as param):
            return _parameter_fault(error, param)
        case click.NoSuchOption():
            return _("there is no option {name}", name=error.option_name)
        case click.exceptions.NoSuchCommand():
            return _("there is no command {name}", name=error.command_name)
        case click.BadOptionUsage() if _is_flag(error):
            return _("the option {name} takes no value", name=error.option_name)
        case click.BadOptionUsage():
            return _("the option {name} needs a value", name=error.option_name)
        case _:
            return _("the command does not end here, or has a word too many")


def _is_flag(error: click.BadOptionUsage) -> bool:
    """Is the option one that takes no value?"""
    options = error.ctx.command.get_params(error.ctx) if error.ctx else []
    return any(
        isinstance(option, click.Option) and option.is_flag and error.option_name in option.opts
        for option in options
    )


def _parameter_fault(error: click.BadParameter, param: click.Parameter) -> str:
    """Named as the person wrote it: the longest name of an option, the capitals of an argument."""
    is_option = isinstance(param, click.Option)
    name = max(param.opts, key=len) if is_option else _argument_name(param)
    if isinstance(error, click.MissingParameter):
        return _("{name} is missing", name=name)
    return f"{name} {_expected(param.type)}"


def _argument_name(param: click.Parameter) -> str:
    return spoken_placeholders(param.human_readable_name)


def _expected(kind: click.ParamType[Any]) -> str:
    """What a parameter takes."""
    match kind:
        case FilePath():
            return _("must not be empty")
        case Share():
            return _("must be a share between 0 and 1, such as 0.05 or 5%")
        case click.Choice():
            return _("must be one of: {choices}", choices=", ".join(map(str, kind.choices)))
        case click.DateTime():
            return _expected_moment(has_time="%H" in kind.formats[0])
        case click.IntRange() | click.FloatRange():
            return _expected_number(kind.min, kind.max)
        case _:
            return _("does not fit")


def _expected_number(least: float | None, most: float | None) -> str:
    if most is None:
        return _("must be a number of {least} or more", least=least)
    ends = {"least": number(int(least or 0)), "most": number(int(most))}
    return _("must be a number from {least} to {most}", **ends)


def _expected_moment(*, has_time: bool) -> str:
    if has_time:
        return _("must be a time such as 2021-10-29T16:30")
    return _("must be a day such as 2021-10-29")
