"""``report period``: the notice of a period's results and the text for the loudspeaker."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from reports.notice import NoticeFacts, spoken_text, write_notice
from reports.passage import write_passage
from steps.count import Counting, TallyTable
from steps.counting_rules import counting_rules
from steps.draw_charts import draw_distribution
from steps.gather_answers import gather_answers, levels_of
from steps.issue_document import issue_document
from steps.open_box import likely_period
from steps.result_facts import result_facts, scale_facts, series_facts
from steps.session import Session
from steps.status import survey_status
from survey.errors import RequestError
from survey.language import _, speaking
from survey.period import Period
from tally.count import TallyRow
from tally.index import extremes
from templates.shelf import document_path

NOTICE_TEMPLATE = "thong-bao-ket-qua"
PASSAGE_TEMPLATE = "doan-bao-cao-cchc"
HALF_YEAR = 6
"""Months after which the passage is due (seed 004)."""


def write_notice_files(session: Session, period: str) -> tuple[Path, ...]:
    """The notice for the wall and the website, and beside it the text for the loudspeaker.

    For a half-year also the passage that goes into the report on administrative reform.

    Raises:
        RequestError: nothing was counted in the period, or none is named and there are several.
        DocumentError: the ward's own template has a mistake.
    """
    period = period or _only_period(session)
    facts = notice_facts(Counting(session, period, published=True), Period.parse(period))
    name = f"{NOTICE_TEMPLATE}-{period}"
    spoken = spoken_text(session.plan, facts).encode()
    files = [
        issue_document(session, "period", period, f"{name}.docx", notice_document(session, facts)),
        issue_document(session, "period", period, f"{name}.txt", spoken),
    ]
    if facts.period.months == HALF_YEAR:
        name = f"{PASSAGE_TEMPLATE}-{period}.docx"
        passage = passage_document(session, facts)
        files.append(issue_document(session, "period", period, name, passage))
    return tuple(files)


def _only_period(session: Session) -> str:
    """The one period that has answers; what belongs to no opening belongs to none."""
    periods = {cells.period for cells in gather_answers(session) if cells.period}
    if len(periods) != 1:
        example = period_example(session, periods)
        raise RequestError(
            _("say which period the notice is for, such as --period {period}", period=example),
            on_page=_("Type the period the notice is for, such as {period}.", period=example),
        )
    return periods.pop()


def period_example(session: Session, known: Iterable[str]) -> str:
    """What a refusal names: the newest of these periods, or that of the plan nearest to today."""
    newest = max(map(Period.parse, known), default=None)
    return str(newest) if newest else likely_period(session.plan, date.today())


def notice_document(session: Session, facts: NoticeFacts) -> bytes:
    """The notice of these facts.

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    template = document_path(NOTICE_TEMPLATE, session.folder.templates)
    return write_notice(session.plan, facts, template)


def passage_document(session: Session, facts: NoticeFacts) -> bytes:
    """The passage of these facts for another report.

    Raises:
        DocumentError: the ward's own template has a mistake.
    """
    template = document_path(PASSAGE_TEMPLATE, session.folder.templates)
    return write_passage(session.plan, facts, template)


def notice_facts(counting: Counting, period: Period) -> NoticeFacts:
    """What the record says of a period, small cells hidden the same way in all parts.

    Args:
        counting: the answers of the period, as they are published.
        period: the same.

    Raises:
        RequestError: nothing was counted in the period.
    """
    session = counting.session
    with speaking("vi"):  # a document is Vietnamese whoever writes it
        reconciliation = survey_status(session).reconciliation
        rules = counting_rules(session, period, reconciliation)
    tally = counting.tally(("question",))
    questions, *others = tally.tables
    if not questions.whole.total:
        raise RequestError(
            _(
                "no sheet of the period {period} has been counted; scan or import them first, or "
                "choose another period",
                period=period,
            )
        )
    levels = levels_of(session, questions.series)
    highest, lowest = _ends(questions)
    return NoticeFacts(
        period=period,
        sheets=questions.whole.sheets,
        channel=series_facts(session, questions).name,
        others=tuple(series_facts(session, table) for table in others),
        overall=questions.whole.satisfied,
        is_overall_hidden=questions.whole.is_hidden("satisfied"),
        questions=tuple(result_facts(row, levels) for row in questions.rows),
        fields=tuple(
            result_facts(row, levels) for row in counting.tally(("field",)).tables[0].rows
        ),
        highest=result_facts(highest, levels) if highest else None,
        lowest=result_facts(lowest, levels) if lowest else None,
        chart=draw_distribution(counting),
        is_waiting=tally.waiting > 0,
        differences=tuple(one.message for one in reconciliation.open_within(period)),
        rules=rules,
        minimum=session.plan.privacy.minimum_cell,
        head=session.record.head(),
        scale=scale_facts(session, questions.series),
    )


def _ends(table: TallyTable) -> tuple[TallyRow | None, TallyRow | None]:
    """The best and the worst question, None where several are, or a hidden share might be."""
    found = extremes(table.rows)
    if found is None or found.highest == found.lowest:
        return None, None
    return _only(found.highest), _only(found.lowest)


def _only(rows: tuple[TallyRow, ...]) -> TallyRow | None:
    return rows[0] if len(rows) == 1 else None
