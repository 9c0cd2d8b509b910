"""``open-box`` without a file: the opening asked step by step, in the order of the act (seed 003).

Nothing is written before the person has seen what the minutes will say, and agreed to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain, repeat
from typing import TYPE_CHECKING

from reports.opening_sentences import recount_words
from steps.minutes import find_refusal, newest_version, preview_minutes
from steps.open_box import expected_seals, likely_period, past_seals, require_instruction
from store.custody import count_issued_since
from store.folder import write_whole
from survey.edited_file import Draft
from survey.errors import RequestError
from survey.language import _
from survey.opening import Opening, opening_from_answers
from survey.opening_rules import COMPULSORY_ROLES, USUAL_COPIES, is_suspected, other_seal
from survey.plan import Role
from survey.typed_answers import answers_toml, put_answer
from survey.wording import say_role
from terminal.dialog import Dialog, ask_choice, ask_line
from terminal.screen import say

if TYPE_CHECKING:  # for their types alone
    from pathlib import Path

    from steps.correction import Correction
    from steps.session import Session

SEVERAL = (Role.WITNESS, Role.OBSERVER)
"""Functions of which there may be any number."""


def ask_opening(session: Session, correction: Correction | None, save: Path | None) -> Opening:
    """Ask everything about an opening, show what the minutes will say, and have it confirmed.

    Args:
        session: the survey.
        correction: what this is a new version of, None for a new opening.
        save: also keep the answers here, as the file that ``open-box --from`` takes.

    Raises:
        RequestError: it was not confirmed, or the box may not be opened yet.
        click.Abort: the person ended it.
    """
    earlier = newest_version(session, correction.corrects) if correction else None
    before = earlier.opening if earlier else ""
    recorded = dict(earlier.body) if earlier else {}
    present = recorded.pop("people", [])
    seals, past = expected_seals(session, before), past_seals(session, before)
    dialog = Dialog(session.plan, (seals, past), recorded)
    say(_("Enter takes what stands in brackets, - leaves it out; Ctrl-C ends without writing."))
    _ask_where(session, dialog, before)
    _ask_people(dialog, present)
    _ask_check(dialog)
    if is_suspected(Draft(dialog.table)):
        _ask_refusal(dialog)
    else:
        require_instruction(session, dialog.table["box"], before=before)
        _ask_course(session, dialog)
    opening = opening_from_answers(dialog.table, session.plan, dialog.seals, dialog.past)
    say()
    say(_("The minutes will say:"))
    for line in preview_minutes(session, opening, correction):
        say(f"  {line}")
    _confirm(dialog, save)
    return opening


def _ask_where(session: Session, dialog: Dialog, before: str) -> None:
    """Which box, for which period."""
    boxes = {box.id: box.name for box in session.plan.boxes}
    for box in session.plan.boxes:
        say(f"  {box.id}  {box.name}, {box.place}")
    box_id = dialog.ask(("box",), _("Box"), next(iter(boxes), ""))
    dialog.ask(("period",), _("Period"), likely_period(session.plan, date.today()))
    if refused := find_refusal(session, box_id, before):
        say(_("! This box was left closed the last time ({refusal}).", refusal=refused.id))


def _ask_people(dialog: Dialog, recorded: list[dict[str, str]]) -> None:
    """Everyone present, by function; chair, secretary and the one-stop head must be there."""
    say(_("Who is present?"))
    for role in Role:
        offered = [person for person in recorded if person["role"] == role]
        known = chain(offered, repeat({}))
        while _ask_person(dialog, role, next(known)) and role in SEVERAL:
            pass


def _ask_person(dialog: Dialog, role: Role, known: Mapping[str, str]) -> bool:
    """One person of this function; False when there is no (other) one."""
    people = dialog.table.setdefault("people", [])
    place = ("people", len(people))
    ask = dialog.ask if role in COMPULSORY_ROLES else dialog.ask_if_any
    put_answer(dialog.table, (*place, "role"), role.value)
    if not ask((*place, "name"), say_role(role), known.get("name", "")):
        people.pop()
        return False
    usual = known.get("title", "") or dialog.plan.role_title(role)
    dialog.ask((*place, "title"), "  " + _("title"), usual)
    return True


def _ask_check(dialog: Dialog) -> None:
    """Lock and seal, before anything is opened."""
    say(_("The check by all, before the box is opened"))
    dialog.ask_moment(("before", "checked_at"), _("Time of the check"))
    states = {"intact": _("intact"), "suspicious": _("suspicious")}
    dialog.choose(("before", "lock"), _("Lock"), states)
    expected = dialog.seals.get(dialog.table["box"], "")
    number = _("Number of the seal on the box")
    if expected:
        number = _("Number of the seal on the box (the record says {number})", number=expected)
    dialog.ask_if_any(("before", "seal_number"), number)
    if other_seal(Draft(dialog.table), dialog.seals):
        say("  ! " + _("This is another number; if nobody can say why, the seal is suspicious."))
    broken = {"broken": _("broken or loose")}
    dialog.choose(("before", "seal"), _("Seal"), states | broken)
    suspected = is_suspected(Draft(dialog.table))
    if not suspected and dialog.faults(("before", "seal_number")):
        dialog.ask(("before", "seal_number"), number)
    unexplained = dialog.faults(("before", "note"))
    if unexplained and not other_seal(Draft(dialog.table), dialog.seals):
        say(f"  ! {_('What was found')}: {unexplained[0]}")
    if suspected or unexplained:
        dialog.ask(("before", "note"), _("What was found"))


def _ask_refusal(dialog: Dialog) -> None:
    """The stop path: nothing is opened, it is reported, and what is instructed is written down."""
    standing = dialog.plan.agency.standing
    say(_("! STOP. The box stays closed. Report to {standing} now.", standing=standing))
    dialog.ask_moment(("refusal", "reported_at"), _("Time of the report"))
    dialog.ask(("refusal", "reported_to"), _("Reported to"), standing)
    told = _("What was instructed (Enter when there is no answer yet)")
    if dialog.ask_if_any(("refusal", "instruction"), told):
        dialog.ask_moment(("refusal", "instructed_at"), _("Time of the instruction"))
    _ask_remarks(dialog)


def _ask_course(session: Session, dialog: Dialog) -> None:
    """Opened, counted twice, handed over, sealed anew, ended."""
    say(_("The box is opened"))
    dialog.ask_moment(("opened", "at"), _("Time of the opening"))
    recounted = _ask_counts(dialog)
    known = count_issued_since(session.record, dialog.table["box"])
    issued = _("Sheets issued since the last opening (Enter or - when not known)")
    dialog.ask_count_if_known(("count", "issued"), issued, "" if known is None else str(known))
    dialog.ask_if_any(("count", "foreign_objects"), _("Other things in the box (Enter for none)"))
    _explain_difference(dialog, recounted)
    _ask_handover(dialog)
    _ask_remarks(dialog)
    dialog.ask_moment(("closed", "at"), _("Time when it ended"))
    dialog.ask_count(("closed", "copies"), _("Signed copies of the minutes"), str(USUAL_COPIES))


def _ask_counts(dialog: Dialog) -> list[str]:
    """Two counts, the second without the first in sight; what the minutes say of earlier ones."""
    recounted: list[str] = []
    choices = {"again": _("count again"), "explain": _("keep both, and explain")}
    while True:
        first = dialog.count_by_hand(
            ("count", "first"), _("First count by hand (goes off the screen)"), unseen=True
        )
        second = dialog.count_by_hand(
            ("count", "second"), _("Second count, by someone else who has not seen the first")
        )
        if first == second:
            return recounted
        say("  ! " + _("The counts differ: {first} and {second}.", first=first, second=second))
        if ask_choice("  " + _("What now?"), choices) == "explain":
            return recounted
        recounted.append(recount_words(first, second))


def _explain_difference(dialog: Dialog, recounted: list[str]) -> None:
    """People's own words where the rules ask for them, after what was counted before."""
    path = ("count", "difference_explained")
    needed = dialog.faults(path)
    for fault in needed:
        say(f"  ! {fault}")
    explained = dialog.ask(path, _("Explanation")) if needed else ""
    if recounted or explained:
        put_answer(dialog.table, path, " ".join(filter(None, (*recounted, explained))))


def _ask_handover(dialog: Dialog) -> None:
    """Sheets and key to different functions, and the new seals."""
    say(_("Hand-over"))
    if dialog.table["count"]["second"]:
        reader = _name_of(dialog, Role.SHEET_PROCESSOR)
        dialog.ask(("handover", "sheets_to"), _("Sheets handed to"), reader)
        sheets_seal = _("Number of the seal on the sheets")
        dialog.ask(("handover", "sheets_seal_number"), sheets_seal)
    keeper = _name_of(dialog, Role.BOX_KEEPER)
    dialog.ask(("handover", "box_seal_number"), _("Number of the new seal on the box"))
    dialog.ask(("handover", "key_to"), _("Key handed to"), keeper)


def _name_of(dialog: Dialog, role: Role) -> str:
    return next((one["name"] for one in dialog.table["people"] if one["role"] == role), "")


def _ask_remarks(dialog: Dialog) -> None:
    """Remarks and complaints, one after the other."""
    earlier = dialog.earlier.get("remarks", "").splitlines()
    said: list[str] = []
    question = "  " + _("Remark or complaint (Enter for none)")
    while line := ask_line(question, earlier[len(said)] if len(said) < len(earlier) else ""):
        said.append(line)
    put_answer(dialog.table, ("remarks",), "\n".join(said))
    for fault in dialog.faults(("remarks",)):
        say(f"  ! {fault}")
        _ask_remarks(dialog)


def _confirm(dialog: Dialog, save: Path | None) -> None:
    """The one question before anything is written."""
    say()
    if save is not None:
        write_whole(save, answers_toml(dialog.table).encode())
        say(_("Answers kept in {file}", file=save))
    choices = {"yes": _("yes, record it"), "no": _("no, write nothing")}
    if ask_choice(_("Is all of it right?"), choices) == "no":
        raise RequestError(_("nothing was recorded"))
