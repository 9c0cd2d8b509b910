"""What people may say of a page the machine did not read, and of a sheet's validity.

A page stands for a piece of paper that somebody counted by hand, so its fate decides whether the
figures agree (spec, chapter 6). Grounds for invalidity are those of the domain, part 4.3: no rule
for satisfaction surveys of a ward was found, so each can be switched in the plan.
"""

from enum import StrEnum

from survey.reading import Outcome, Reason


class Fate(StrEnum):
    """What people settle about a page."""

    ACCEPTED = "accepted"  # it is a sheet of ours, whose questions people will read
    RESCAN = "rescan"  # the paper will be scanned again
    RESCANNED = "rescanned"  # it came in again as another sheet: this page stands for no paper
    FOREIGN = "foreign"  # no sheet of ours
    DUPLICATE = "duplicate"  # a second scan of the same paper
    KEPT = "kept"  # another paper with the same code, such as a photocopy somebody filled in


FATES: dict[Outcome, tuple[Fate, ...]] = {
    Outcome.REJECTED: (Fate.ACCEPTED, Fate.RESCAN, Fate.RESCANNED, Fate.FOREIGN),
    Outcome.WAITING: (Fate.DUPLICATE, Fate.KEPT),
    Outcome.DUPLICATE: (Fate.DUPLICATE, Fate.KEPT),
}
"""What people may say of a page, by what the machine made of it."""

NOT_OUR_CODE = frozenset({Reason.FOREIGN_CODE, Reason.FORGED_CODE, Reason.TEST_DECK})
"""With these nothing that the code on the page says may be believed."""

MAKES_A_SHEET = frozenset({Fate.ACCEPTED, Fate.KEPT})
IS_OPEN = frozenset({"", Fate.RESCAN})
"""Fates with which a rejected or waiting page still needs people; empty when nobody settled it."""


class Ground(StrEnum):
    """Why a sheet is invalid (domain, part 4.3)."""

    NOT_ISSUED = "S1"
    NO_STAMP = "S2"
    ALL_BLANK = "S3"
    UNREADABLE = "S4"
    COPIED = "S5"


class Verdict(StrEnum):
    """What people settle about a sheet."""

    VALID = "valid"
    INVALID = "invalid"
