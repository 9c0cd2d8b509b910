"""Who says something, and why: compulsory with everything people settle."""

from typing import NamedTuple

from survey.edited_model import one_line
from survey.errors import RequestError
from survey.language import _


class Signature(NamedTuple):
    """A person's name and reason; the role where the person was asked for one."""

    person: str
    reason: str
    role: str = ""


def check_signature(by: Signature) -> Signature:
    """The same, each part on one line.

    Raises:
        RequestError: name or reason is missing or holds hidden characters.
    """
    checked = Signature(*map(plain_text, by))
    if not checked.person or not checked.reason:
        raise RequestError(_("a decision needs a name (--by) and a reason (--reason)"))
    return checked


def plain_text(text: str) -> str:
    """The text on one line, without what cannot be seen.

    Raises:
        RequestError: it holds hidden characters, such as one that turns the direction of writing.
    """
    try:
        return " ".join(one_line(text).split())
    except ValueError as error:
        raise RequestError(f"{text!r} {error}") from error
