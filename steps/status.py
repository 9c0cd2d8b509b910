"""``status``: what was printed, counted by hand, scanned and read, and whether it agrees."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from steps.due import DueStatus, due_json, due_statuses
from steps.quotas import QuotaStatus, quota_json, quota_statuses
from steps.session import Session
from store.counting import (
    count_answers_by_question,
    count_flags,
    count_outcomes_by_opening,
    count_sheets_by_opening,
)
from store.entries import FlagEntry
from store.listing import count_outcomes, count_printed, list_flags, list_openings
from survey.period import Period
from survey.publication_calendar import running_period
from tally.reconcile import Difference, Figures, OpeningFigures, reconcile

SHOWN_FLAGS = 20
"""Waiting questions that are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class SurveyStatus:
    """The figures of ``status --json`` (spec, chapter 3); None where nobody has said.

    ``waiting`` are the first questions that wait for people; ``running`` is the collection period
    of the day on which this is asked.
    """

    printed: int
    issued: int | None
    hand_count: int
    pages: dict[str, int]
    valid: int
    invalid: int
    flags_waiting: int
    waiting: tuple[FlagEntry, ...]
    differences: tuple[Difference, ...]
    today: date
    running: Period | None
    quotas: tuple[QuotaStatus, ...]
    due: tuple[DueStatus, ...]

    @property
    def reconciled(self) -> bool:
        """Paper and record agree."""
        return not self.differences


def survey_status(session: Session, today: date | None = None) -> SurveyStatus:
    """Everything the committee asks first, on this day."""
    today = today or date.today()
    record = session.record
    figures = gather_figures(session)
    invalid = len(session.invalid_sheets())
    return SurveyStatus(
        printed=figures.printed,
        issued=figures.issued,
        hand_count=sum(opening.hand_count for opening in figures.openings),
        pages=count_outcomes(record),
        valid=figures.sheets_read - invalid,
        invalid=invalid,
        flags_waiting=count_flags(record),
        waiting=tuple(islice(list_flags(record), SHOWN_FLAGS)),
        differences=reconcile(figures),
        today=today,
        running=running_period(session.plan.survey, today),
        quotas=quota_statuses(session, today),
        due=due_statuses(session, today),
    )


def status_json(status: SurveyStatus) -> dict[str, Any]:
    """The status in the format of the specification (chapter 3)."""
    return {
        "printed": status.printed,
        "issued": status.issued,
        "hand_count": status.hand_count,
        "pages": status.pages,
        "sheets": {"valid": status.valid, "invalid": status.invalid},
        "flags_waiting": status.flags_waiting,
        "reconciled": status.reconciled,
        "differences": [asdict(difference) for difference in status.differences],
        "running": str(status.running) if status.running else None,
        "quotas": [quota_json(quota) for quota in status.quotas],
        "due": [due_json(due, status.today) for due in status.due],
    }


def gather_figures(session: Session) -> Figures:
    """The counts that must agree."""
    record = session.record
    outcomes, sheets = count_outcomes_by_opening(record), count_sheets_by_opening(record)
    openings = [opening for opening in list_openings(record) if not opening.refused]
    issued = [opening.issued for opening in openings if opening.issued is not None]
    return Figures(
        printed=count_printed(record),
        issued=sum(issued) if issued else None,
        openings=tuple(
            OpeningFigures(
                opening=opening.id,
                hand_count=opening.second_count or 0,
                sheets=sheets.get(opening.id, 0),
                pages=outcomes.get(opening.id, {}),
            )
            for opening in openings
        ),
        sheets_read=sum(sheets.values()),
        pages_without_opening=sum(outcomes.get("", Counter()).values()),
        answers=count_answers_by_question(record),
    )
