"""``invalid`` and ``valid``: one person's word on whether a sheet counts (domain, part 4.3)."""

from dataclasses import dataclass

from steps.closed_period import refuse_closed
from steps.decide import CORRECTORS, find_sheet
from steps.left_to_third import refuse_second_try
from steps.session import Session
from steps.signature import Signature, check_signature
from store.entries import SheetEntry
from store.listing import list_sheet_decisions
from survey.decision import left_to_third
from survey.errors import RequestError
from survey.fate import Ground, Verdict
from survey.language import _
from survey.wording import say_ground


@dataclass(frozen=True, slots=True)
class Ruled:
    """What came of it: ``sheet.verdict`` is empty while another person is needed.

    ``is_left_to_third`` says that two people have said different things.
    """

    sheet: SheetEntry
    asked: Verdict
    is_left_to_third: bool


def rule_sheet(session: Session, sheet: str, ground: str, by: Signature) -> Ruled:
    """Record that one person finds a sheet invalid on this ground, or valid when it is empty.

    A doubtful sheet is settled by two people at least, whatever the plan says of single answers.

    Raises:
        RequestError: unknown sheet, a ground that is not in force, no name or reason, or this
            person's word differed from that of another.
    """
    by = check_signature(by)
    verdict = Verdict.INVALID if ground else Verdict.VALID
    with session.record.transaction():
        entry = find_sheet(session, sheet)
        refuse_closed(session.record, entry.opening)
        needed = max(CORRECTORS, session.plan.review.deciders)
        refuse_second_try(list_sheet_decisions(session.record, entry.id), by.person, needed)
        body = {
            "sheet": entry.id,
            "value": verdict,
            "ground": _check_ground(session, ground) if ground else "",
            "reason": by.reason,
            "needed": needed,
        }
        session.record.append("sheet-decision", body, person=by.person, role=by.role)
        ruled = find_sheet(session, entry.id)
        decisions = list_sheet_decisions(session.record, entry.id)
        return Ruled(ruled, verdict, not ruled.verdict and bool(left_to_third(decisions)))


def _check_ground(session: Session, ground: str) -> Ground:
    """A ground that people may find; a sheet with nothing but blanks the program sees by itself."""
    in_force = [one for one in session.plan.validity.grounds if one != Ground.ALL_BLANK]
    if ground not in in_force:
        raise RequestError(
            _(
                "{ground} is no ground on which people find a sheet invalid here; the plan has: "
                "{known}",
                ground=ground,
                known="; ".join(f"{one} ({say_ground(one)})" for one in in_force) or _("none"),
            )
        )
    return Ground(ground)
