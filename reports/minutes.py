"""The minutes of an opening, or of a refusal to open: Mẫu 1.9 of Decree 30/2020/NĐ-CP."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.circumstances import Circumstances, preamble_sentences, span_sentences
from reports.dates import time_words
from reports.document import Imprint, Picture, render_document, shipped_template
from reports.head import head_picture
from reports.letterhead import Letterhead, letterhead
from reports.opening_sentences import (
    check_sentences,
    closing_sentence,
    count_sentences,
    handover_sentences,
    refusal_sentences,
    remark_sentences,
)
from reports.origin import Origin
from reports.prose import plan_words
from reports.signatures import ROLE_WORDS, SignatureRow, people_in_order, signature_rows
from survey.head import short_head
from survey.opening import Opening
from survey.period import Period
from survey.plan import Plan

TEMPLATE = "bien-ban-mo-hom.docx"
COMPULSORY = ("preamble", "check", "course", "handover", "remarks", "head_short")
OPENED_TITLE = "Mở hòm phiếu và kiểm đếm phiếu khảo sát mức độ hài lòng"
REFUSED_TITLE = "Kiểm tra hòm phiếu khảo sát mức độ hài lòng, không mở hòm phiếu"


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the journal knows this opening.

    Attributes:
        opening_id: the opening's id, printed so that scans and later minutes can name it.
        minutes_id: the id of these minutes, of which an opening may have several.
        head: the journal's head after the opening was recorded, hexadecimal.
        circumstances: what the record knows around it.
    """

    opening_id: str
    minutes_id: str
    head: str
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person present."""

    role: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class MinutesFields:
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    letterhead: Letterhead
    title: str
    started: str
    place: str
    ground: str
    preamble: tuple[str, ...]
    people: tuple[Attendee, ...]
    check: tuple[str, ...]
    course_heading: str
    course: tuple[str, ...]
    handover: tuple[str, ...]
    remarks: tuple[str, ...]
    closing: str
    signatures: tuple[SignatureRow, ...]
    recipients: tuple[str, ...]
    head_short: str
    head_qr: Picture
    opening_id: str


def minutes_fields(plan: Plan, opening: Opening, recorded: Recorded) -> MinutesFields:
    """What the minutes of this opening say."""
    box = plan.box(opening.box)
    known = recorded.circumstances
    heading, course, handover = _course(plan, opening, known)
    return MinutesFields(
        letterhead=letterhead(plan.agency),
        title=_title(opening, known),
        started=time_words(opening.before.checked_at),
        place=box.place,
        ground=plan_words(plan.document),
        preamble=preamble_sentences(known),
        people=tuple(
            Attendee(ROLE_WORDS[person.role], person.name, person.title)
            for person in people_in_order(opening)
        ),
        check=check_sentences(opening, box, known, plan.agency.standing),
        course_heading=heading,
        course=course,
        handover=handover,
        remarks=remark_sentences(opening.remarks),
        closing=closing_sentence(
            _ended_at(opening, known), opening.closed.copies if opening.closed else None
        ),
        signatures=signature_rows(opening),
        recipients=("Như thành phần tham dự", plan.agency.standing),
        head_short=short_head(recorded.head),
        head_qr=head_picture(recorded.head),
        opening_id=recorded.opening_id,
    )


def write_minutes(
    plan: Plan, opening: Opening, recorded: Recorded, template: Path | None = None
) -> bytes:
    """The minutes as .docx; ``template`` is the ward's own, the shipped one when None.

    Raises:
        DocumentError: the template has a mistake.
    """
    known = recorded.circumstances
    title = f"Biên bản: {_title(opening, known)}"
    origin = Origin("minutes", recorded.minutes_id, recorded.head)
    imprint = Imprint(title, plan.agency.name, _ended_at(opening, known), origin)
    fields = minutes_fields(plan, opening, recorded)
    return render_document(template or shipped_template(TEMPLATE), fields, imprint, COMPULSORY)


def _title(opening: Opening, known: Circumstances) -> str:
    title = REFUSED_TITLE if opening.is_refused else OPENED_TITLE
    anew = f"; lập lại lần thứ {known.amendment.version}" if known.amendment else ""
    return f"{title}\n(kỳ {Period.parse(opening.period).vietnamese_name}{anew})"


def _course(
    plan: Plan, opening: Opening, known: Circumstances
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Heading and sentences of part III, and the sentences of part IV."""
    if opening.refusal is not None:
        course = refusal_sentences(opening.refusal, known.instructions, plan.agency.standing)
        handover = ("Hòm phiếu không mở nên không có phiếu để kiểm đếm, bàn giao.",)
        return "III. BÁO CÁO, Ý KIẾN CHỈ ĐẠO", course, handover
    assert opening.opened is not None  # these three: survey.opening_rules
    assert opening.count is not None
    assert opening.handover is not None
    return (
        "III. MỞ HÒM PHIẾU, KIỂM ĐẾM",
        count_sentences(
            opening.opened.at,
            opening.count,
            plan.validity.grounds,
            span_sentences(opening, known.since),
            is_first=known.is_first,
        ),
        handover_sentences(opening.handover, opening.count_final),
    )


def _ended_at(opening: Opening, known: Circumstances) -> datetime:
    if opening.refusal is not None:
        told = [one.at for one in known.instructions if one.at]
        return told[-1] if told else opening.refusal.instructed_at or opening.refusal.reported_at
    assert opening.closed is not None  # survey.opening_rules
    return opening.closed.at
