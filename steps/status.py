"""``status``: what was printed, counted by hand, scanned and read, and whether it agrees."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from steps.clock import hour_to_come
from steps.closing import Matter, page_matter, refusal_matter
from steps.due import DueStatus, due_json, due_statuses
from steps.quotas import QuotaStatus, quota_json, quota_statuses
from steps.reconcile import Reconciliation, difference_json, reconcile
from steps.session import Session
from steps.spot_check import SpotChecked, spot_check_json, spot_checked
from steps.unfinished import find_still_open
from store.closing import SupersededReport, list_closed_periods, list_superseded_reports
from store.entries import FlagEntry
from store.listing import count_outcomes, list_flags, list_open_pages
from store.open_work import count_doubts
from survey.period import Period
from survey.publication_calendar import running_period

SHOWN_FLAGS = 20
"""Waiting questions that are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class SurveyStatus:
    """The figures of ``status --json`` (spec, chapter 3); None where nobody has said.

    ``flags_waiting`` are all questions that wait for people, ``doubted`` those among them that the
    machine was certain of; ``waiting`` are the first of the others, ``open_pages`` the first pages;
    ``lines_waiting`` are sheets whose hand-written procedure is not keyed in, ``refusals`` boxes
    left closed of which nothing was heard since;
    ``issued`` is what is known to have been issued, ``issued_unknown`` names the openings before
    which nobody wrote it down; ``running`` is the collection period of the day on which this is
    asked.
    """

    printed: int
    issued: int
    issued_unknown: tuple[str, ...]
    hand_count: int
    pages: dict[str, int]
    valid: int
    invalid: int
    flags_waiting: int
    doubted: int
    waiting: tuple[FlagEntry, ...]
    open_pages: tuple[Matter, ...]
    pages_open: int
    lines_waiting: int
    refusals: tuple[Matter, ...]
    reconciliation: Reconciliation
    closed: tuple[str, ...]
    superseded: tuple[SupersededReport, ...]
    today: date
    running: Period | None
    quotas: tuple[QuotaStatus, ...]
    due: tuple[DueStatus, ...]
    spot_check: SpotChecked
    hour_to_come: datetime | None

    @property
    def reconciled(self) -> bool:
        """Paper and record agree, or two people have explained where they do not."""
        return not self.reconciliation.open

    @property
    def for_review(self) -> int:
        """Questions, hand-written lines and pages that are settled on the review page."""
        return self.flags_waiting + self.lines_waiting + self.pages_open

    @property
    def needs_people(self) -> bool:
        """Does anything wait for people?"""
        return bool(self.for_review or self.refusals)


def survey_status(session: Session, today: date | None = None) -> SurveyStatus:
    """Everything the committee asks first, on this day."""
    today = today or date.today()
    record = session.record
    reconciliation, still_open = reconcile(session), find_still_open(session)
    figures = reconciliation.figures
    paper = figures.paper.now
    invalid = sum(period.invalid for period in figures.periods)
    return SurveyStatus(
        printed=paper.printed,
        issued=paper.issued,
        issued_unknown=paper.unknown,
        hand_count=sum(opening.hand_count for opening in figures.openings),
        pages=count_outcomes(record),
        valid=figures.sheets_read - invalid,
        invalid=invalid,
        flags_waiting=still_open.questions,
        doubted=count_doubts(record),
        waiting=tuple(islice(list_flags(record), SHOWN_FLAGS)),
        open_pages=tuple(
            page_matter(session, page) for page in list_open_pages(record, SHOWN_FLAGS)
        ),
        pages_open=still_open.pages,
        lines_waiting=still_open.lines,
        refusals=tuple(map(refusal_matter, still_open.refusals)),
        reconciliation=reconciliation,
        closed=list_closed_periods(record),
        superseded=list_superseded_reports(record),
        today=today,
        running=running_period(session.plan.survey, today),
        quotas=quota_statuses(session, today),
        due=due_statuses(session, today),
        spot_check=spot_checked(session),
        hour_to_come=hour_to_come(session),
    )


def status_json(status: SurveyStatus) -> dict[str, Any]:
    """The status in the format of the specification (chapter 3)."""
    return {
        "printed": status.printed,
        "issued": status.reconciliation.issued,
        "issued_unknown": list(status.issued_unknown),
        "hand_count": status.hand_count,
        "pages": status.pages,
        "sheets": {"valid": status.valid, "invalid": status.invalid},
        "flags_waiting": status.flags_waiting,
        "lines_waiting": status.lines_waiting,
        "refusals_waiting": len(status.refusals),
        "reconciled": status.reconciled,
        "differences": [difference_json(one) for one in status.reconciliation.differences],
        "closed": list(status.closed),
        "superseded": [asdict(report) for report in status.superseded],
        "running": str(status.running) if status.running else None,
        "quotas": [quota_json(quota) for quota in status.quotas],
        "due": [due_json(due, status.today) for due in status.due],
        "spot_check": spot_check_json(status.spot_check),
    }
