"""Have two people answered differently? Then neither may try again: a third settles it."""

from collections.abc import Sequence

from survey.decision import Opinion, left_to_third
from survey.errors import RequestError
from survey.language import _
from survey.names import name_key


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
        RequestError: says that a third person is needed; not what the other one answered.
    """
    if must_leave_it(opinions, person, needed):
        raise RequestError(
            _(
                "two people have answered this differently, and {person} is one of them; only a "
                "third person can settle it now. Nothing was recorded.",
                person=person,
            )
        )
