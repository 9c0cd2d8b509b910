"""Who says something, and why: compulsory with everything people settle."""

from collections.abc import Sequence
from typing import NamedTuple

from survey.edited_model import LINE_CHARACTERS, PROSE_CHARACTERS, one_line
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key, one_person
from survey.spoken_number import number

SHOWN_CHARACTERS = 40
"""How much of a text that is too long is shown."""


class Signature(NamedTuple):
    """A person's name and reason; the role where the person was asked for one."""

    person: str
    reason: str
    role: str = ""


def check_signature(by: Signature) -> Signature:
    """The same, each part on one line.

    Raises:
        RequestError: name or reason is missing or holds hidden characters, or it is two names.
    """
    checked = Signature(person_name(by.person), plain_text(by.reason), plain_text(by.role))
    if not checked.person or not checked.reason:
        raise RequestError(
            _("a decision needs a name (--by) and a reason (--reason)"),
            on_page=_("Say why: type the reason."),
        )
    return checked


def check_two_people(people: Sequence[str], reason: str) -> tuple[tuple[str, str], str]:
    """Two different names and a reason, as corrections need them (seed 004).

    Raises:
        RequestError: not two names, twice the same person, or no reason.
    """
    names, said = [name for name in map(person_name, people) if name], plain_text(reason)
    if len({name_key(name) for name in names}) != 2 or len(names) != 2:
        raise RequestError(_("two people must answer for this: --by NAME --by NAME"))
    if not said:
        raise RequestError(_("say why: --reason TEXT"))
    return (names[0], names[1]), said


def person_name(name: str) -> str:
    """The name of one person, on one line.

    Raises:
        RequestError: it holds hidden characters, is too long, or reads as two names beside others.
    """
    try:
        return one_person(plain_text(name, LINE_CHARACTERS))
    except ValueError as error:
        raise RequestError(f"{name!r} {error}") from error


def plain_text(text: str, limit: int = PROSE_CHARACTERS) -> str:
    """The text on one line, without what cannot be seen.

    Raises:
        RequestError: it holds hidden characters, such as one that turns the direction of writing,
            or is longer than in a file that people edit: a whole document was pasted.
    """
    try:
        said = " ".join(one_line(text).split())
    except ValueError as error:
        raise RequestError(f"{text!r} {error}") from error
    if len(said) > limit:
        fault = _("is longer than {limit} characters", limit=number(limit))
        raise RequestError(f"«{said[:SHOWN_CHARACTERS]}…» {fault}")
    return said
