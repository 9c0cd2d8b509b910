"""What all documents on results have in common: who issues them, to whom they go, who signs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from reports.document import Imprint, Picture
from reports.head import head_picture
from reports.letterhead import Letterhead, letterhead
from reports.origin import Origin
from survey.head import short_head
from survey.plan import Plan


@dataclass(frozen=True, slots=True)
class SignedFields:
    """Fields of the template that such documents share; ``docs/documents.md`` explains each."""

    letterhead: Letterhead
    place: str
    recipients: tuple[str, ...]
    archive: str
    signer_title: tuple[str, ...]
    signer_name: str
    head_short: str
    head_qr: Picture


def signed_fields(plan: Plan, head: str) -> dict[str, Any]:
    """These fields by name, for the whole of a document's fields; ``head`` is the journal's."""
    report = plan.report
    return {
        "letterhead": letterhead(plan.agency),
        "place": plan.agency.place,
        "recipients": report.recipients,
        "archive": report.archive.rstrip("."),
        "signer_title": report.signer_title,
        "signer_name": report.signer_name,
        "head_short": short_head(head),
        "head_qr": head_picture(head),
    }


def imprint_of(plan: Plan, title: str, ends: date, origin: Origin) -> Imprint:
    """What Word shows of the file; dated on the last day that it tells of."""
    return Imprint(title, plan.agency.name, datetime.combine(ends, time(), UTC), origin)
