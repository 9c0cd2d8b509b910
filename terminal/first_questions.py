"""``init`` without a plan: five questions, each answer checked at once."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.errors import RequestError
from survey.language import _, later
from templates import first_plan
from templates.first_plan import FirstAnswers
from terminal.dialog import ask_line
from terminal.screen import say


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as it is asked, how its answer is read, and what Enter answers."""

    words: str
    read: Callable[[str], Any]
    offered: str = ""


_QUESTIONS = {
    "unit": _Question(later("1. Which unit? (phường Vạn Phúc)"), first_plan.read_unit),
    "document": _Question(
        later("2. Number and day of the plan? (129/KH-UBND 01/10/2021; Enter: not known yet)"),
        first_plan.read_plan_number,
    ),
    "days": _Question(later("3. First and last day of the survey?"), first_plan.read_days),
    "months": _Question(
        later("4. How many months has a period: 1, 3, 6 or 12?"), first_plan.read_months, "1"
    ),
    "signer": _Question(
        later("5. Who signs the annual report? (Chủ tịch Nguyễn Văn An)"), first_plan.read_signer
    ),
}
"""By the name of the option that answers it too, which is that of the answer."""


def can_ask() -> bool:
    """Is there somebody at the terminal?"""
    return sys.stdin.isatty()


def ask_first_questions(given: Mapping[str, str | None]) -> FirstAnswers:
    """The five answers: those given as options, the others asked or, with nobody there, offered.

    Raises:
        RequestError: an option does not fit, or is needed because nobody can be asked.
        click.Abort: the person ended it.
    """
    if can_ask() and None in given.values():
        say(_("Five questions; Enter takes what stands in brackets. All can be changed later."))
    return FirstAnswers(**{name: _answer(name, given.get(name)) for name in _QUESTIONS})


def _answer(name: str, given: str | None) -> Any:
    question = _QUESTIONS[name]
    offered = str(first_plan.this_year(date.today())) if name == "days" else question.offered
    while given is None and can_ask():
        try:
            return question.read(ask_line(_(question.words), offered))
        except ValueError as fault:
            say(f"  ! {fault}")
    try:
        return question.read(offered if given is None else given)
    except ValueError as fault:
        raise RequestError(f"--{name}: {fault}") from fault
