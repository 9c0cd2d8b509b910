"""Which publication is due, and whether its document was written: part of ``status``."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from steps.session import Session
from store.listing import list_reports
from survey.period import VIETNAM_TIME
from survey.publication_calendar import Due, due_publications


@dataclass(frozen=True, slots=True)
class DueStatus:
    """One publication; ``written`` is the day of its newest document in force, None without one."""

    due: Due
    written: date | None

    def is_late(self, today: date) -> bool:
        """Is the day past without a document? What has no day is never late."""
        return self.written is None and self.due.day is not None and self.due.day < today

    def is_awaited(self, today: date) -> bool:
        """Is the period of what has no day over without a document?"""
        return self.written is None and self.due.day is None and self.due.period.ends < today


def due_statuses(session: Session, today: date) -> tuple[DueStatus, ...]:
    """The publications of the plan's year that are due, and the next of each."""
    written: dict[tuple[str, str], date] = {
        (report.kind, report.period): report.at.astimezone(VIETNAM_TIME).date()
        for report in list_reports(session.record)
        if not report.is_superseded
    }
    dues = due_publications(session.plan.publications, session.plan.survey, today)
    return tuple(
        DueStatus(due, written.get((due.publication.document, str(due.period)))) for due in dues
    )


def due_json(status: DueStatus, today: date) -> dict[str, Any]:
    """One of ``due`` in ``status --json``."""
    due = status.due
    return {
        "publication": due.publication.id,
        "name": due.publication.name,
        "document": due.publication.document,
        "period": str(due.period),
        "day": due.day and due.day.isoformat(),
        "cut_off": due.cut_off and due.cut_off.isoformat(),
        "is_weekend": due.is_weekend,
        "written": status.written and status.written.isoformat(),
        "is_late": status.is_late(today),
        "note": due.publication.note,
    }
