"""The minutes of an opening, from the record into ``reports/``."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from store.custody import find_last_seal, list_instructions, list_opening_versions
from store.entries import OpeningEntry, OpeningVersion
from store.listing import list_openings
from survey.errors import RequestError
from survey.language import _
from survey.opening import Opening, opening_body, opening_from_body
from survey.period import Period, in_vietnam
from templates.shelf import document_path

MINUTES_TEMPLATE = "bien-ban-mo-hom"
ANSWERED = "chi-dao"
"""In the name of minutes that were written anew because of an instruction."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes that are signed: of a version of an opening, as the record stood when it was written.

    Attributes:
        id: that of the version, and which later instruction they were written anew for.
        as_of: the event they were written after; later ones change nothing in them.
    """

    id: str
    version: OpeningVersion
    as_of: int

    @property
    def file_name(self) -> str:
        """Their name in ``reports/``."""
        return f"bien-ban-{self.id}.docx"


@dataclass(frozen=True, slots=True)
class MinutesFile:
    """Where minutes are; ``stood`` says that they were there already and nothing was written."""

    path: Path
    stood: bool


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


def list_minutes(session: Session, opening: str = "") -> Iterator[Minutes]:
    """All minutes that are to be signed of this opening, or of every one, in their order."""
    versions = list_opening_versions(session.record)
    for version in versions:
        if opening in ("", version.opening):
            yield Minutes(version.id, version, version.seq)
            later = (
                v.seq for v in versions if v.opening == version.opening and v.seq > version.seq
            )
            yield from _answered_minutes(session, version, min(later, default=sys.maxsize))


def _answered_minutes(session: Session, version: OpeningVersion, until: int) -> Iterator[Minutes]:
    """Those written anew for each instruction before the next version, which knows them itself."""
    given = [one.seq for one in list_instructions(session.record, version.opening)]
    for n, seq in enumerate((seq for seq in given if version.seq < seq < until), 1):
        yield Minutes(f"{version.id}-{ANSWERED}{f'-{n}' if n > 1 else ''}", version, seq)


def find_minutes(session: Session, asked: str) -> Minutes:
    """The minutes of this id.

    Raises:
        RequestError: there are none.
    """
    for minutes in list_minutes(session):
        if minutes.id == asked:
            return minutes
    raise RequestError(_("there is no opening {asked}", asked=asked))


def newest_minutes(session: Session, opening: str) -> Minutes:
    """What was last written down of an opening, which has a version at least."""
    return [*list_minutes(session, opening)][-1]


def write_minutes_file(session: Session, minutes: Minutes) -> Path:
    """Keep minutes in ``reports/``.

    Raises:
        RequestError: somebody changed the file of this name.
        DocumentError: the ward's own template has a mistake.
    """
    period = minutes.version.body["period"]
    content = minutes_document(session, minutes)
    return issue_document(session, "minutes", period, minutes.file_name, content)


def minutes_document(session: Session, minutes: Minutes) -> bytes:
    """Minutes as the record gives them.

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    version = minutes.version
    known = circumstances(session, version, minutes.as_of)
    recorded = Recorded(version.opening, minutes.id, session.record.head(), known)
    template = document_path(MINUTES_TEMPLATE, session.folder.templates)
    return write_minutes(session.plan, opening_from_body(version.body), recorded, template)


def write_minutes_files(session: Session, opening_id: str, period: str) -> tuple[MinutesFile, ...]:
    """All minutes of one opening, of a period, or of all openings.

    Those that are there stay as they are: they may be signed, and numbered by hand. Only what is
    missing is written.

    Raises:
        RequestError: there is no such opening, or none in this period.
        DocumentError: the ward's own template has a mistake.
    """
    asked = Period.parse(period) if period else None
    first = find_version(session, opening_id).opening if opening_id else ""
    chosen = [
        minutes
        for minutes in list_minutes(session, first)
        if asked is None or asked.contains(Period.parse(minutes.version.body["period"]))
    ]
    if not chosen:
        raise RequestError(_("no opening is recorded for this period"))
    return tuple(_write_if_missing(session, minutes) for minutes in chosen)


def _write_if_missing(session: Session, minutes: Minutes) -> MinutesFile:
    path = session.folder.reports / minutes.file_name
    if path.exists():
        return MinutesFile(path, stood=True)
    return MinutesFile(write_minutes_file(session, minutes), stood=False)


def preview_minutes(
    session: Session, opening: Opening, correction: Correction | None
) -> tuple[str, ...]:
    """What the minutes of an opening that is not recorded yet will say."""
    pending = _pending(session, opening, correction)
    known = circumstances(session, pending, pending.seq)
    recorded = Recorded("", "", session.record.head(), known)
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
        seq=sys.maxsize,
        opening=place,
        version=earlier.version + 1 if earlier else 1,
        recorded_at="",
        corrected_by=correction.people if correction else (),
        reason=correction.reason if correction else "",
        expected_seal="",
        follows=refusal.id if refusal else "",
        body=opening_body(opening),
    )


def circumstances(session: Session, version: OpeningVersion, as_of: int) -> Circumstances:
    """What the record knew around this version after that event, as its minutes must say."""
    openings = _openings_then(session, as_of)
    ids = [one.opening for one in openings]
    place = ids.index(version.opening) if version.opening in ids else len(ids)
    last_opened = _last_opened(version.body["box"], openings[:place])
    instructions = _instructions(session, version.opening, as_of)
    return Circumstances(
        last_seal=_last_seal(session, version),
        refusal=_followed(session, version.follows),
        amendment=_amendment(session, version),
        instructions=instructions,
        is_answered=as_of > version.seq,
        others=_other_boxes(session, version, openings),
        since=last_opened or session.plan.survey.starts,
        is_first=last_opened is None,
    )


def _openings_then(session: Session, as_of: int) -> tuple[OpeningVersion, ...]:
    """The openings in their order, each by the version that counted after that event."""
    versions = list_opening_versions(session.record)
    return tuple({one.opening: one for one in versions if one.seq <= as_of}.values())


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
    later = _instructions(session, refused.id, sys.maxsize)
    if later:
        return later[-1]
    told = opening_from_body(refused.body).refusal
    if told is not None and told.instruction:
        return Instruction(told.instruction, told.instructed_at)
    return None


def _instructions(session: Session, opening: str, as_of: int) -> tuple[Instruction, ...]:
    """The answers to a refusal that came after its minutes, up to that event."""
    return tuple(
        Instruction(one.instruction, datetime.fromisoformat(one.at))
        for one in list_instructions(session.record, opening)
        if one.seq <= as_of
    )


def _amendment(session: Session, version: OpeningVersion) -> Amendment | None:
    if version.version == 1:
        return None
    earlier = [
        one.body["box"]
        for one in list_opening_versions(session.record)
        if one.opening == version.opening and one.seq < version.seq
    ]
    box = earlier[-1] if earlier[-1] != version.body["box"] else ""
    names = {one.id: one.name for one in session.plan.boxes}
    about = version.version, version.opening, version.reason, version.corrected_by
    return Amendment(*about, names.get(box, box))


def _other_boxes(
    session: Session, version: OpeningVersion, openings: Iterable[OpeningVersion]
) -> tuple[OtherBox, ...]:
    """The other boxes of the plan, and how each was opened in the same period."""
    period = version.body["period"]
    opened = [one for one in openings if one.body["period"] == period and one.body["opened"]]
    return tuple(
        OtherBox(box.name, tuple(one.opening for one in opened if one.body["box"] == box.id))
        for box in session.plan.boxes
        if box.id != version.body["box"]
    )


def _last_opened(box: str, earlier: Iterable[OpeningVersion]) -> date | None:
    """The day this box was last opened before."""
    opened = [opening_from_body(one.body).opened for one in earlier if one.body["box"] == box]
    days = [in_vietnam(one.at).date() for one in opened if one is not None]
    return days[-1] if days else None
