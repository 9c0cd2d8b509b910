"""Who says something, and why: compulsory with everything people settle."""

from survey.edited_model import one_line
from survey.errors import RequestError
from survey.language import _

Signature = tuple[str, str]
"""A person's name and reason."""


def check_signature(by: Signature) -> Signature:
    """Name and reason, each on one line.

    Raises:
        RequestError: one of them is missing or holds hidden characters.
    """
    person, reason = map(plain_text, by)
    if not person or not reason:
        raise RequestError(_("a decision needs a name (--by) and a reason (--reason)"))
    return person, reason


def plain_text(text: str) -> str:
    """The text on one line, without what cannot be seen.

    Raises:
        RequestError: it holds hidden characters, such as one that turns the direction of writing.
    """
    try:
        return " ".join(one_line(text).split())
    except ValueError as error:
        raise RequestError(f"{text!r} {error}") from error
