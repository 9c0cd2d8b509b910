"""The form of one reader in a re-check (phúc tra): which sheets to look for, and room to write."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.document import Imprint, Picture, render_document
from reports.head import head_picture
from reports.letterhead import Letterhead, letterhead
from reports.origin import Origin
from survey.head import short_head
from survey.period import Period
from survey.plan import Plan

ORDINALS = ("thứ nhất", "thứ hai")
COMPULSORY = ("rows", "head_short")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One sheet to look for.

    Attributes:
        place: its place in the draw, from 1.
        where: opening, file and page, in words.
        sheet: its code, by which the table of answers names it.
        blanks: room for the answer to each question.
    """

    place: str
    where: str
    sheet: str
    blanks: str


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the forms of one draw say.

    Attributes:
        recheck: id of the re-check.
        period: the period it asks about.
        head: the journal's head after the draw.
        drawn_at: when the sheets were drawn.
        rows: the sheets in the order of the draw.
    """

    recheck: str
    period: str
    head: str
    drawn_at: datetime
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class FormFields:
    """Exactly the fields of the template; ``docs/documents.md`` explains each to the ward."""

    letterhead: Letterhead
    title: str
    reader: str
    recheck: str
    rows: tuple[FormRow, ...]
    head_short: str
    head_qr: Picture


def write_recheck_form(plan: Plan, facts: FormFacts, reader: int, template: Path) -> bytes:
    """The form of the first reader (0) or the second (1), as .docx.

    Raises:
        DocumentError: the template has a mistake.
    """
    fields = FormFields(
        letterhead=letterhead(plan.agency),
        title=f"Phúc tra phiếu khảo sát kỳ {Period.parse(facts.period).vietnamese_name}",
        reader=f"Người đọc {ORDINALS[reader]}",
        recheck=facts.recheck,
        rows=facts.rows,
        head_short=short_head(facts.head),
        head_qr=head_picture(facts.head),
    )
    origin = Origin("recheck-form", f"{facts.recheck}/{reader + 1}", facts.head)
    imprint = Imprint(
        f"Phiếu đọc phúc tra {facts.recheck}", plan.agency.name, facts.drawn_at, origin
    )
    return render_document(template, fields, imprint, COMPULSORY)
