"""``open-box``: an opening goes into the record and its minutes onto paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path

from steps.closed_period import refuse_closed_period
from steps.correction import Correction
from steps.custody import expected_seal, seals_of_box
from steps.forget_order import forget_print_order
from steps.handed_file import read_handed_file
from steps.minutes import (
    find_answer,
    find_minutes,
    find_refusal,
    find_version,
    write_minutes_file,
)
from steps.session import Session
from store.custody import list_opening_versions
from store.entries import OpeningEntry
from store.listing import list_openings, list_reports
from survey.errors import MistakesError, RequestError
from survey.language import _
from survey.names import name_key
from survey.opening import Opening, opening_body, parse_opening
from survey.opening_rules import PastSeals
from survey.period import Period, in_vietnam
from survey.plan import Plan, Role


@dataclass(frozen=True, slots=True)
class Opened:
    """What was recorded.

    Attributes:
        opening_id: the opening, which a correction does not change.
        opening: as it was written down.
        minutes: the document to sign.
        expected_seal: the seal that should have been on the box; empty when it was, or is unknown.
    """

    opening_id: str
    opening: Opening
    minutes: Path
    expected_seal: str

    @property
    def other_seal(self) -> str:
        """That the seal on the box was not the one that was put on it; empty when it was."""
        if not self.expected_seal:
            return ""
        return _(
            "! The seal on the box was {found}; the record says that {expected} was put on.",
            found=self.opening.before.seal_number or "–",
            expected=self.expected_seal,
        )


def read_opening_file(
    session: Session, file: Path, correction: Correction | None = None
) -> Opening:
    """An opening from its TOML file, or a new version of one.

    Raises:
        RequestError: the file cannot be read, or there is no opening to correct.
        MistakesError: with every mistake and every rule of seed 003 that is broken.
    """
    text = read_handed_file(file)
    before = find_version(session, correction.corrects).opening if correction else ""
    if not correction and _is_recorded(session, text):
        # repeated, it would break the very seal that it put on
        return parse_opening(text, file.name, session.plan, {})
    seals, past = expected_seals(session, before), past_seals(session, before)
    return parse_opening(text, file.name, session.plan, seals, past)


def _is_recorded(session: Session, text: str) -> bool:
    try:
        body = opening_body(parse_opening(text, "", session.plan, {}))
    except MistakesError:
        return False
    return any(entry.body == body for entry in list_openings(session.record))


def expected_seals(session: Session, before: str = "") -> Mapping[str, str]:
    """Box → the seal that should be on it, now or before an opening took place."""
    return {box.id: expected_seal(session, box.id, before) for box in session.plan.boxes}


def past_seals(session: Session, before: str = "") -> Mapping[str, PastSeals]:
    """Box → the seals that it had, up to now or before an opening took place."""
    return {box.id: seals_of_box(session, box.id, before) for box in session.plan.boxes}


def likely_period(plan: Plan, today: date) -> str:
    """The period of the plan that today lies in, or the nearest one to it."""
    day = min(max(today, plan.survey.starts), plan.survey.ends)
    return str(Period.of(day, plan.survey.period_months))


def record_opening(session: Session, opening: Opening) -> Opened:
    """Write the opening into the journal, then its minutes into ``reports/``.

    Killed in between, it writes the minutes when it is repeated.

    Raises:
        RequestError: the same opening is in the record already, or the box was left closed and
            no instruction is recorded.
        DocumentError: the ward's own template has a mistake; the opening stays recorded.
    """
    unwritten = _find_without_minutes(session, opening)
    if unwritten:
        return _written(session, opening, unwritten)
    with session.record.transaction():
        session.note_plan()
        refuse_closed_period(session.record, opening.period)
        earlier = list_openings(session.record)
        _refuse_same(opening, earlier)
        if not opening.is_refused:
            require_instruction(session, opening.box, opening.before.checked_at)
        name = f"{opening.period}-{opening.box}"
        taken = {entry.id for entry in earlier}
        opening_id = next(f"{name}-{n}" for n in count(1) if f"{name}-{n}" not in taken)
        person = opening.people_in(Role.CHAIR)[0].name
        _append(session, opening, {"id": opening_id}, (person, Role.CHAIR))
    opened = _written(session, opening, opening_id)
    forget_print_order(session)
    return opened


def correct_opening(session: Session, opening: Opening, correction: Correction) -> Opened:
    """Record a new version of an opening; it counts from now on, and the earlier ones stay.

    Raises:
        RequestError: there is no such opening, nothing differs, a box that was opened would become
            one left closed, or it would have been opened without an instruction.
        DocumentError: the ward's own template has a mistake; the correction stays recorded.
    """
    with session.record.transaction():
        session.note_plan()
        first = find_version(session, correction.corrects).opening
        versions = [v for v in list_opening_versions(session.record) if v.opening == first]
        (entry,) = (entry for entry in list_openings(session.record) if entry.id == first)
        for period in (entry.period, opening.period):
            refuse_closed_period(session.record, period)
        _refuse_same(opening, (entry,))
        _require_same_course(session, opening, entry)
        version_id = f"{first}-v{len(versions) + 1}"
        about = {
            "id": version_id,
            "corrects": first,
            "reason": correction.reason,
            "corrected_by": correction.people,
        }
        _append(session, opening, about, (", ".join(correction.people), ""))
    return _written(session, opening, version_id)


def _require_same_course(session: Session, opening: Opening, entry: OpeningEntry) -> None:
    """The box may have been written down wrong; what others went by stays as it was."""
    if entry.refused != opening.is_refused:
        raise RequestError(
            _("a correction does not change whether the box was opened; record that by itself")
        )
    if not opening.is_refused:
        require_instruction(session, opening.box, opening.before.checked_at, entry.id)
    followed = [one.id for one in list_openings(session.record) if one.follows == entry.id]
    if followed and opening.box != entry.box:
        raise RequestError(
            _(
                "the minutes of {opening} name {refusal} as the time that {box} was left closed; "
                "correct that opening first",
                opening=followed[0],
                refusal=entry.id,
                box=entry.box,
            )
        )


def require_instruction(
    session: Session, box: str, checked_at: datetime | None = None, before: str = ""
) -> None:
    """Refuse to open a suspected box before it is recorded what was instructed about it.

    Args:
        session: the survey.
        box: its id.
        checked_at: when it was checked before it was opened; None while that is not asked yet.
        before: the opening that is corrected, which keeps its place among the others.

    Raises:
        RequestError: the box was left closed, and the answer of the standing committee is missing
            or came later than the check.
    """
    refused, standing = find_refusal(session, box, before), session.plan.agency.standing
    if refused is None:
        return
    answer = find_answer(session, refused)
    if answer is None:
        raise RequestError(
            _(
                "{box} was left closed ({refusal}) and what {standing} instructed is not recorded; "
                "record it first with: hom-phieu instruct {refusal} TEXT --at TIME --by NAME "
                "--role ROLE",
                box=box,
                refusal=refused.id,
                standing=standing,
            )
        )
    if answer.at and checked_at and checked_at < answer.at:
        raise RequestError(
            _(
                "{box} was left closed ({refusal}) and {standing} instructed only at {moment}; the "
                "check cannot be before that, mend its time",
                box=box,
                refusal=refused.id,
                standing=standing,
                moment=f"{in_vietnam(answer.at):%d/%m/%Y %H:%M}",
            )
        )


def _find_without_minutes(session: Session, opening: Opening) -> str:
    """The id of this opening if it is recorded but its minutes were never written."""
    body = opening_body(opening)
    written = [report.file for report in list_reports(session.record)]
    for entry in list_openings(session.record):
        names = (f"bien-ban-{entry.id}.", f"bien-ban-{entry.id}-")
        if entry.body == body and not any(file.startswith(names) for file in written):
            return entry.id
    return ""


def _refuse_same(opening: Opening, earlier: tuple[OpeningEntry, ...]) -> None:
    body = opening_body(opening)
    if any(entry.body == body for entry in earlier):
        raise RequestError(
            _("this opening is in the record already; nothing was written a second time")
        )


def _append(
    session: Session, opening: Opening, about: Mapping[str, object], by: tuple[str, str]
) -> None:
    """Write the event; ``about`` names the version, and what it corrects."""
    before = str(about.get("corrects", ""))
    refused = find_refusal(session, opening.box, before)
    context = {
        "refused": opening.is_refused,
        "follows": refused.id if refused else "",
        "expected_seal": expected_seal(session, opening.box, before),
    }
    person, role = by
    session.record.append(
        "opening", {**about, **context, **opening_body(opening)}, person=person, role=role
    )


def _written(session: Session, opening: Opening, version_id: str) -> Opened:
    first = find_minutes(session, version_id)
    found, expected = opening.before.seal_number, first.version.expected_seal
    differs = expected if found and name_key(found) != name_key(expected) else ""
    file = write_minutes_file(session, first)
    return Opened(first.version.opening, opening, file, differs)
