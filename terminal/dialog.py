"""A dialog that fills in an opening: one question at a time, each answer checked at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from survey.language import _
from survey.opening import answer_faults
from survey.period import VIETNAM_TIME, in_vietnam
from survey.typed_answers import (
    find_answer,
    likely_moment,
    put_answer,
    read_count,
    read_moment,
    read_text,
    say_moment,
)
from terminal.screen import say

if TYPE_CHECKING:  # for its types alone
    from survey.opening_rules import PastSeals
    from survey.plan import Plan
    from survey.toml_lines import KeyPath

NOTHING = "-"
"""Typed where a default should be left out."""
ERASE_LINE_ABOVE = "\x1b[1A\x1b[2K"


class Dialog:
    """The answers so far.

    Attributes:
        plan: of the survey.
        seals: box → the seal that should be on it.
        past: box → the seals that it had.
        table: the answers, as the file of ``open-box --from`` has them.
        earlier: the version that is corrected, whose values are offered; empty for a new opening.
    """

    def __init__(
        self,
        plan: Plan,
        seals: tuple[Mapping[str, str], Mapping[str, PastSeals]],
        earlier: dict[str, Any],
    ) -> None:
        self.plan = plan
        self.seals, self.past = seals
        self.table: dict[str, Any] = {}
        self.earlier = earlier
        self._last_moment: datetime | None = None

    def faults(self, path: KeyPath) -> tuple[str, ...]:
        """What the rules of the file find wrong with the answer at this path, or its lack."""
        return answer_faults(self.table, path, self.plan, self.seals, self.past)

    def ask(self, path: KeyPath, question: str, default: str = "") -> str:
        """Ask for text."""
        answer: str = self._ask(path, question, read_text, self._offered(path, default))
        return answer

    def ask_if_any(self, path: KeyPath, question: str, default: str = "") -> str:
        """Ask for text that may be left out."""
        offered = self._offered(path, default)
        return self._ask(path, question, lambda typed: read_text(typed) or None, offered) or ""

    def ask_count(self, path: KeyPath, question: str, default: str = "") -> None:
        """Ask for a number."""
        self._ask(path, question, read_count, self._offered(path, default))

    def ask_count_if_known(self, path: KeyPath, question: str, default: str) -> None:
        """Ask for a number that may be left out."""
        offered = self._offered(path, default)
        self._ask(path, question, lambda typed: read_count(typed) if typed else None, offered)

    def count_by_hand(self, path: KeyPath, question: str, unseen: bool = False) -> int:
        """Ask for a number with nothing offered; an unseen one is taken off the screen again."""
        answer: int = self._ask(path, question, read_count, "", unseen)
        return answer

    def ask_moment(self, path: KeyPath, question: str) -> datetime:
        """Ask for a time; offered is now, or the time before when that was on another day."""
        recorded = find_answer(self.earlier, path)
        now = datetime.now(VIETNAM_TIME).replace(second=0, microsecond=0)
        if recorded:
            likely = around = in_vietnam(datetime.fromisoformat(recorded))
        else:
            likely, around = likely_moment(now, self._last_moment), self._last_moment or now
        answer: datetime = self._ask(
            path, question, lambda typed: read_moment(typed, around), say_moment(likely)
        )
        self._last_moment = answer
        return answer

    def choose(self, path: KeyPath, question: str, choices: Mapping[str, str]) -> str:
        """Ask for one of several values, by its number; none is offered for a new opening."""
        recorded = find_answer(self.earlier, path)
        offered = str(list(choices).index(recorded) + 1) if recorded in choices else ""
        answer: str = self._ask(path, _numbered(question, choices), _by_number(choices), offered)
        return answer

    def _offered(self, path: KeyPath, default: str) -> str:
        recorded = find_answer(self.earlier, path)
        return default if recorded is None else str(recorded)

    def _ask(
        self,
        path: KeyPath,
        question: str,
        read: Callable[[str], Any],
        offered: str,
        unseen: bool = False,
    ) -> Any:
        """Ask until the answer is one that shape and rules accept."""
        while True:
            try:
                answer = read(ask_line(f"  {question}", offered, unseen))
            except ValueError as fault:
                say(f"  ! {fault}")
                continue
            put_answer(self.table, path, answer)
            faults = self.faults(path) if answer is not None else ()
            if not faults:
                return answer
            put_answer(self.table, path, None)
            for reason in faults:
                say(f"  ! {reason}")


def ask_choice(question: str, choices: Mapping[str, str]) -> str:
    """Ask for one of several values that are no part of the opening."""
    while True:
        try:
            return _by_number(choices)(ask_line(_numbered(question, choices), ""))
        except ValueError as fault:
            say(f"  ! {fault}")


def ask_line(question: str, offered: str, unseen: bool = False) -> str:
    """One typed line; an empty one means what is offered, «-» means nothing.

    Raises:
        click.Abort: the person ended it (Ctrl-C, Ctrl-D), or there is nothing more to read.
    """
    shown = f"{question} [{offered}]: " if offered else f"{question}: "
    typed = str(click.prompt(shown, default="", show_default=False, prompt_suffix="")).strip()
    if unseen and sys.stdout.isatty():
        click.echo(f"{ERASE_LINE_ABOVE}{question}: …")
    if typed == NOTHING or (not typed and offered == NOTHING):
        return ""
    return typed or offered


def _numbered(question: str, choices: Mapping[str, str]) -> str:
    options = "  ".join(f"{number} {said}" for number, said in enumerate(choices.values(), 1))
    return f"{question}  ({options})"


def _by_number(choices: Mapping[str, str]) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed.isdecimal() and 0 < int(typed) <= len(choices):
            return list(choices)[int(typed) - 1]
        raise ValueError(_("type a number from 1 to {most}", most=len(choices)))

    return read
