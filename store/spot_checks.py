"""Spot checks: certain readings people looked at, to measure how often the machine is right."""

import secrets

from store.record import Record
from store.worklist import Place
from survey.names import name_key

TRIES = 2_000
"""Draws before it is said that a person has seen nearly everything; most events may be no pages."""


def draw_certain(record: Record, person: str) -> Place | None:
    """A certain reading that this person has not checked, each as likely as any other.

    The number of an event and a place on a page are drawn, and both anew where no such reading
    stands, so none is favoured and nothing is counted through. None when hardly any is left.
    """
    ((first, last, places),) = record.rows(_SPAN)
    seen = _seen(record, person)
    for _try in range(TRIES if places else 0):
        drawn = first + secrets.randbelow(last - first + 1), 1 + secrets.randbelow(places)
        place = next(record.rows(_CERTAIN, drawn), None)
        if place is not None and place not in seen:
            return str(place[0]), str(place[1])
    return None


_SPAN = """
SELECT (SELECT min(seq) FROM page), (SELECT max(seq) FROM page),
       (SELECT count(DISTINCT question) FROM answer_count)
"""
_CERTAIN = """
SELECT answer.sheet, answer.question
FROM page CROSS JOIN answer ON answer.sheet = page.sheet AND answer.page = page.seq
WHERE page.seq = ? AND answer.position = ? AND answer.machine_status <> 'flagged'
"""


def count_spot_checks(record: Record) -> tuple[int, int]:
    """How many certain readings people checked, and in how many they saw what the machine read."""
    ((checked, agreed),) = record.rows("SELECT count(*), coalesce(sum(agrees), 0) FROM spot_check")
    return int(checked), int(agreed)


def find_spot_check(record: Record, person: str) -> tuple[Place, str, bool] | None:
    """What this person checked last, what they saw, and whether the machine read the same."""
    rows = record.rows("SELECT sheet, question, value, agrees, person FROM spot_check"
                       " ORDER BY seq DESC")  # fmt: skip
    for sheet, question, value, agrees, who in rows:
        if name_key(who) == name_key(person):
            return (sheet, question), value, bool(agrees)
    return None


def _seen(record: Record, person: str) -> set[Place]:
    rows = record.rows("SELECT sheet, question, person FROM spot_check")
    return {(sheet, question) for sheet, question, who in rows if name_key(who) == name_key(person)}
