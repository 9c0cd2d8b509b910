"""The minutes of an opening, from the record into ``reports/``."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from reports.circumstances import (
    Amendment,
    Circumstances,
    FollowedRefusal,
    Instruction,
    LastSeal,
    OtherBox,
)
from reports.minutes import Recorded, minutes_fields, write_minutes
from steps.correction import Correction
from steps.issue_document import issue_document
from steps.session import Session
from store.custody import find_instruction, find_last_seal, list_opening_versions
from store.entries import OpeningEntry, OpeningVersion
from store.listing import list_openings
from survey.errors import RequestError
from survey.language import _
from survey.opening import Opening, opening_body, opening_from_body
from survey.period import Period, in_vietnam
from templates.shelf import document_path

MINUTES_TEMPLATE = "bien-ban-mo-hom"


def find_version(session: Session, asked: str) -> OpeningVersion:
    """The version of this id; an opening's own id means its first version.

    Raises:
        RequestError: there is none.
    """
    for version in list_opening_versions(session.record):
        if version.id == asked:
            return version
    raise RequestError(_("there is no opening {asked}", asked=asked))


def newest_version(session: Session, asked: str) -> OpeningVersion:
    """The version that counts of the opening of which this is the id, or that of a version.

    Raises:
        RequestError: there is none.
    """
    first = find_version(session, asked).opening
    return [v for v in list_opening_versions(session.record) if v.opening == first][-1]


def find_refusal(session: Session, box: str, before: str = "") -> OpeningEntry | None:
    """The refusal after which this box was not opened yet, or was not before an opening."""
    entries = list_openings(session.record)
    place = next((at for at, entry in enumerate(entries) if entry.id == before), len(entries))
    last = next((entry for entry in reversed(entries[:place]) if entry.box == box), None)
    return last if last is not None and last.refused else None


def write_minutes_file(session: Session, version_id: str) -> Path:
    """The minutes of one version of an opening.

    Raises:
        RequestError: there is no such version.
        DocumentError: the ward's own template has a mistake.
    """
    version = find_version(session, version_id)
    answered = "-chi-dao" if circumstances(session, version).instruction else ""
    name = f"bien-ban-{version.id}{answered}.docx"
    content = minutes_document(session, version)
    return issue_document(session, "minutes", version.body["period"], name, content)


def minutes_document(session: Session, version: OpeningVersion) -> bytes:
    """The minutes of a version of an opening, as the record has it now.

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    opening = opening_from_body(version.body)
    recorded = Recorded(version.opening, session.record.head(), circumstances(session, version))
    template = document_path(MINUTES_TEMPLATE, session.folder.templates)
    return write_minutes(session.plan, opening, recorded, template)


def write_minutes_files(session: Session, opening_id: str, period: str) -> tuple[Path, ...]:
    """The minutes of every version of one opening, of a period, or of all there are.

    Raises:
        RequestError: there is no such opening, or none in this period.
        DocumentError: the ward's own template has a mistake.
    """
    asked = Period.parse(period) if period else None
    first = find_version(session, opening_id).opening if opening_id else ""
    chosen = [
        version.id
        for version in list_opening_versions(session.record)
        if (not first or version.opening == first)
        and (asked is None or asked.contains(Period.parse(version.body["period"])))
    ]
    if not chosen:
        raise RequestError(_("no opening is recorded for this period"))
    return tuple(write_minutes_file(session, version_id) for version_id in chosen)


def preview_minutes(
    session: Session, opening: Opening, correction: Correction | None
) -> tuple[str, ...]:
    """What the minutes of an opening that is not recorded yet will say."""
    pending = _pending(session, opening, correction)
    recorded = Recorded("", session.record.head(), circumstances(session, pending))
    fields = minutes_fields(session.plan, opening, recorded)
    people = (f"{one.role}: {one.name}, {one.title}" for one in fields.people)
    return (
        *fields.title.splitlines(),
        *fields.preamble,
        *people,
        *fields.check,
        fields.course_heading,
        *fields.course,
        *fields.handover,
        *fields.remarks,
        fields.closing,
    )


def _pending(session: Session, opening: Opening, correction: Correction | None) -> OpeningVersion:
    """The version as it would be recorded."""
    earlier = newest_version(session, correction.corrects) if correction else None
    place = earlier.opening if earlier else ""
    refusal = find_refusal(session, opening.box, place)
    return OpeningVersion(
        id="",
        opening=place,
        version=earlier.version + 1 if earlier else 1,
        recorded_at="",
        corrected_by=correction.people if correction else (),
        reason=correction.reason if correction else "",
        expected_seal="",
        follows=refusal.id if refusal else "",
        body=opening_body(opening),
    )


def circumstances(session: Session, version: OpeningVersion) -> Circumstances:
    """What the record knows around this version, as its minutes must say."""
    openings = list_openings(session.record)
    ids = [entry.id for entry in openings]
    place = ids.index(version.opening) if version.opening in ids else len(ids)
    last_opened = _last_opened(version.body["box"], openings[:place])
    return Circumstances(
        last_seal=_last_seal(session, version),
        refusal=_followed(session, version.follows),
        amendment=_amendment(version),
        instruction=_instruction(session, version.opening),
        others=_other_boxes(session, version, openings),
        since=last_opened or session.plan.survey.starts,
        is_first=last_opened is None,
    )


def _last_seal(session: Session, version: OpeningVersion) -> LastSeal | None:
    seal = find_last_seal(session.record, version.body["box"], before=version.opening)
    if seal is None:
        return None
    at = datetime.fromisoformat(seal.at)
    local = at if seal.opening else at.astimezone()
    return LastSeal(seal.seal_number, local, seal.opening, "" if seal.opening else seal.person)


def _followed(session: Session, refusal_id: str) -> FollowedRefusal | None:
    if not refusal_id:
        return None
    entry = next(entry for entry in list_openings(session.record) if entry.id == refusal_id)
    refused = opening_from_body(entry.body)
    if not refused.is_refused:
        return None
    return FollowedRefusal(refusal_id, refused.before.checked_at, find_answer(session, entry))


def find_answer(session: Session, refused: OpeningEntry) -> Instruction | None:
    """What was last instructed about a box left closed; None when nothing was."""
    later, told = _instruction(session, refused.id), opening_from_body(refused.body).refusal
    if later is None and told is not None and told.instruction:
        return Instruction(told.instruction, told.instructed_at)
    return later


def _instruction(session: Session, opening_id: str) -> Instruction | None:
    """The answer to a refusal that came after its minutes."""
    found = find_instruction(session.record, opening_id)
    return Instruction(found.instruction, datetime.fromisoformat(found.at)) if found else None


def _amendment(version: OpeningVersion) -> Amendment | None:
    if version.version == 1:
        return None
    return Amendment(version.version, version.opening, version.reason, version.corrected_by)


def _other_boxes(
    session: Session, version: OpeningVersion, openings: Iterable[OpeningEntry]
) -> tuple[OtherBox, ...]:
    """The other boxes of the plan, and how each was opened in the same period."""
    period = version.body["period"]
    opened = [other for other in openings if other.period == period and not other.refused]
    return tuple(
        OtherBox(box.name, tuple(other.id for other in opened if other.box == box.id))
        for box in session.plan.boxes
        if box.id != version.body["box"]
    )


def _last_opened(box: str, earlier: Iterable[OpeningEntry]) -> date | None:
    """The day this box was last opened before."""
    opened = [opening_from_body(entry.body).opened for entry in earlier if entry.box == box]
    days = [in_vietnam(one.at).date() for one in opened if one is not None]
    return days[-1] if days else None
