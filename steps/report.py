"""``report annual``: the annual report (Phụ lục 2) from the record."""

from pathlib import Path

from reports.annual import write_annual
from steps.annual_facts import annual_facts
from steps.issue_document import issue_document
from steps.session import Session
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from survey.spoken_day import spoken_day
from templates.shelf import document_path

ANNUAL_TEMPLATE = "phu-luc-2"


def write_annual_file(session: Session, year: str = "") -> Path:
    """The annual report (Phụ lục 2) of the plan's year, or of another one in which it surveys.

    Raises:
        RequestError: ``year`` is no year, or none of the plan's.
        DocumentError: the ward's own template has a mistake.
    """
    period = Period.parse(year or str(session.plan.survey.year))
    if str(period) != str(period.year):
        raise RequestError(
            _("an annual report is for a year, such as 2021, not {asked}", asked=year)
        )
    survey = session.plan.survey
    if not survey.starts.year <= period.year <= survey.ends.year:
        raise RequestError(
            _(
                "the plan surveys from {starts} to {ends}, not in {year}; see starts and ends in "
                "survey.toml",
                starts=spoken_day(survey.starts),
                ends=spoken_day(survey.ends),
                year=period.year,
            )
        )
    content = annual_document(session, period)
    return issue_document(session, "annual", str(period), f"phu-luc-2-{period}.docx", content)


def annual_document(session: Session, year: Period) -> bytes:
    """The annual report as the record has it now.

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    template = document_path(ANNUAL_TEMPLATE, session.folder.templates)
    return write_annual(session.plan, annual_facts(session, year), template)
