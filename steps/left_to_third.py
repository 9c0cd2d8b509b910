"""Have two people answered differently? Then neither may try again: a third settles it."""

from collections.abc import Sequence

from survey.decision import Opinion, agree, left_to_third, lone_correctors, name_people
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key

PEOPLE_WHO_DIFFER = 2


def must_leave_it(opinions: Sequence[Opinion], person: str, needed: int) -> bool:
    """Did this person's answer differ from a second one, so that only a third settles it?

    Args:
        opinions: all opinions on the same thing so far.
        person: by name, however it is written.
        needed: how many people settle it; where one is enough nobody needs a third.
    """
    return needed > 1 and name_key(person) in left_to_third(opinions)


def refuse_second_try(opinions: Sequence[Opinion], person: str, needed: int) -> None:
    """Refuse another answer of somebody who must leave it to a third, see ``must_leave_it``.

    Raises:
        RequestError: says that a third person is needed, or who has settled it since; not what the
            others answered.
    """
    if must_leave_it(opinions, person, needed):
        raise RequestError(_say_left(opinions, person), on_page=say_left_to_you(opinions))


def say_left_to_you(opinions: Sequence[Opinion]) -> str:
    """What somebody who must leave it reads on the page."""
    if people := settled_by(opinions):
        return _(
            "You are one of two who saw this differently; it has been settled since by {people}. "
            "Only two others can correct it now.",
            people=people,
        )
    return _("You are one of two who see this differently; a third person decides it.")


def settled_by(opinions: Sequence[Opinion]) -> str:
    """Who has settled it, the third or those who corrected it; empty while it is open."""
    return name_people(agree(opinions, PEOPLE_WHO_DIFFER))


def corrects_alone(opinions: Sequence[Opinion], person: str, needed: int) -> bool:
    """Would this person correct what others settled, and needs one more who says the same?

    ``needed`` people settle it; where one is enough nobody waits for another.
    """
    return needed > 1 and name_key(person) in lone_correctors(opinions)


def _say_left(opinions: Sequence[Opinion], person: str) -> str:
    if people := settled_by(opinions):
        return _(
            "two people had answered this differently, and {person} is one of them; it has been "
            "settled since by {people}. Only two others can correct it now. Nothing was recorded.",
            person=person,
            people=people,
        )
    return _(
        "two people have answered this differently, and {person} is one of them; only a "
        "third person can settle it now. Nothing was recorded.",
        person=person,
    )
