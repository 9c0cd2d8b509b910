"""Spot checks: certain readings people looked at, to measure how often the machine is right."""

import secrets

from store.record import Record
from store.worklist import Place
from survey.names import name_key

TRIES = 60
"""Draws before it is said that a person has seen nearly everything."""


def draw_certain(record: Record, person: str) -> Place | None:
    """A certain reading that this person has not checked, each as likely as any other.

    First a sheet, then one of its questions; what does not fit is drawn anew, so no reading is
    favoured. None when hardly any is left.
    """
    ((sheets,),) = record.rows("SELECT count(*) FROM sheet")
    seen = _seen(record, person)
    for _try in range(TRIES if sheets else 0):
        rows = record.rows(
            "SELECT sheet, question, machine_status FROM answer WHERE sheet ="
            " (SELECT id FROM sheet LIMIT 1 OFFSET ?) ORDER BY question",
            (secrets.randbelow(sheets),),
        )
        drawn = secrets.choice(list(rows) or [("", "", "flagged")])
        if drawn[2] != "flagged" and drawn[:2] not in seen:
            return str(drawn[0]), str(drawn[1])
    return None


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
