"""The counts that must agree, gathered from the record for ``tally.reconcile``."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from steps.session import Session
from store.counting import (
    count_answers_alike,
    count_pages_without_opening,
    count_sheets_alike,
    count_unread_papers,
    list_pages_by_sheet,
    list_paper_moments,
)
from store.entries import SheetCount
from store.listing import list_openings
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.reading import Outcome
from survey.tick_list import judged_as, question_of
from tally.paper import PaperMoment, follow_paper
from tally.reconcile import Figures, OpeningFigures, PeriodFigures, SheetPages

NOT_KEYED = ""
"""What stands for the field of a sheet whose hand-written line nobody has keyed in yet."""


@dataclass
class _Counting:
    """What is counted of the sheets of a period."""

    valid: int = 0
    invalid: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    """Valid sheets by the fingerprint of their form."""
    fields: Counter[str] = field(default_factory=Counter)


def gather_figures(session: Session) -> Figures:
    """Every count that an identity needs."""
    record = session.record
    every_sheet = count_sheets_alike(record, session.count_rules)
    sheets: Counter[str] = Counter()
    for alike in every_sheet:
        sheets[alike.opening] += alike.sheets
    unread = count_unread_papers(record)
    counted = _count_sheets(session, every_sheet)
    return Figures(
        paper=follow_paper(PaperMoment(*moment) for moment in list_paper_moments(record)),
        openings=tuple(
            OpeningFigures(
                opening=opening.id,
                period=opening.period,
                hand_count=opening.second_count or 0,
                issued=opening.issued,
                sheets=sheets[opening.id],
                rejected=unread.get(opening.id, Counter())[Outcome.REJECTED],
                waiting=unread.get(opening.id, Counter())[Outcome.WAITING],
            )
            for opening in list_openings(record)
            if not opening.refused
        ),
        periods=_periods(session, counted),
        sheets_read=sheets.total(),
        years=_years(counted),
        pages_without_opening=count_pages_without_opening(record),
        torn=tuple(_torn_sheets(session)),
    )


def _torn_sheets(session: Session) -> Iterator[SheetPages]:
    """Sheets of several pages of which a page is missing, or whose pages came apart."""
    layouts = (session.layout, *session.earlier_layouts())
    pages = {
        layout.fingerprint: frozenset(page.page for page in layout.pages)
        for layout in layouts
        if len(layout.pages) > 1
    }
    if not pages:
        return
    found = list_pages_by_sheet(session.record, pages)
    for sheet, period, fingerprint, read, openings in found:
        missing = tuple(sorted(pages[fingerprint] - read))
        if missing or openings > 1:
            yield SheetPages(sheet, period, missing, openings)


def _count_sheets(session: Session, every_sheet: Iterable[SheetCount]) -> dict[str, _Counting]:
    """Period → its sheets, valid and not, by form and field."""
    fields = {**session.plan.field_of, NOT_KEYED: NOT_KEYED}
    counted: dict[str, _Counting] = {}
    for alike in every_sheet:
        counting = counted.setdefault(alike.period, _Counting())
        if alike.ground:
            counting.invalid += alike.sheets
            continue
        counting.valid += alike.sheets
        counting.forms[alike.fingerprint] += alike.sheets
        field = session.form.ticked_field(alike.ticked)
        field = field or fields.get(alike.procedure, UNKNOWN_PROCEDURE)
        counting.fields[field] += alike.sheets
    return counted


def _periods(session: Session, counted: dict[str, _Counting]) -> tuple[PeriodFigures, ...]:
    answers: Counter[tuple[str, str]] = Counter()
    for alike in count_answers_alike(session.record, session.count_rules):
        answers[alike.period, alike.question] += alike.answers
    questions = _questions(session)
    figures = []
    for period, one in sorted(counted.items()):
        asked: Counter[str] = Counter()
        for form, sheets in one.forms.items():
            known = questions.get(form, questions[session.layout.fingerprint])
            asked.update(dict.fromkeys(known, sheets))
        found = {q: answers[period, q] for q in asked}
        whole = one.valid + one.invalid
        counts = (period, whole, one.valid, one.invalid, asked, found, one.fields)
        figures.append(PeriodFigures(*counts))
    return tuple(figures)


def _questions(session: Session) -> dict[str, tuple[str, ...]]:
    """Fingerprint of a form → its questions."""
    return {
        layout.fingerprint: tuple(
            dict.fromkeys(
                question_of(judged_as(box.question, box.choice))
                for page in layout.pages
                for box in page.boxes
            )
        )
        for layout in (session.layout, *session.earlier_layouts())
    }


def _years(counted: dict[str, _Counting]) -> dict[str, int]:
    """Year → its valid sheets."""
    years: Counter[str] = Counter()
    for period, one in counted.items():
        if period:
            years[period[:4]] += one.valid
    return dict(years)
