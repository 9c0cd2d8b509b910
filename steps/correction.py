"""Who corrects a recorded opening, and why: nothing is edited, a new version is recorded."""

from dataclasses import dataclass

from steps.signature import person_name, plain_text
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key

PEOPLE_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """A reason and two different people who answer for it; ``corrects`` names the opening."""

    corrects: str
    reason: str
    people: tuple[str, ...]


def name_correction(corrects: str, reason: str, people: tuple[str, ...]) -> Correction | None:
    """The correction as it was asked for; None when nothing is to be corrected.

    Raises:
        RequestError: two different people or a reason are not named, or nothing is corrected.
    """
    if not corrects:
        if reason or people:
            raise RequestError(_("--reason and --by belong to a correction; add --corrects ID"))
        return None
    named = tuple(person_name(person) for person in people)
    if len(named) != PEOPLE_NEEDED or len({name_key(name) for name in named if name}) != len(named):
        raise RequestError(_("a correction needs two people; name each with --by"))
    said = plain_text(reason)
    if not said:
        raise RequestError(_("a correction needs a reason; give it with --reason"))
    return Correction(corrects, said, named)
