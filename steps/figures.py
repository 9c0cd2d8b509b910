"""The counts that must agree, gathered from the record for ``tally.reconcile``."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from steps.session import Session
from steps.ticked_fields import ticked_fields
from store.counting import (
    count_answers,
    count_outcomes_by_opening,
    count_sheets_by_opening,
    count_unread_papers,
    list_counted_sheets,
    list_pages_by_sheet,
    list_paper_moments,
    list_questions_of,
)
from store.entries import CountedSheet
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
    """What one pass over the sheets of a period counts."""

    valid: int = 0
    invalid: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    """Valid sheets by the fingerprint of their form."""
    missing: Counter[str] = field(default_factory=Counter)
    """Answers of invalid sheets, which are to be taken off the sum of all."""
    fields: Counter[str] = field(default_factory=Counter)


def gather_figures(session: Session) -> Figures:
    """Every count that an identity needs."""
    record = session.record
    sheets, unread = count_sheets_by_opening(record), count_unread_papers(record)
    counted = _count_sheets(session)
    return Figures(
        paper=follow_paper(PaperMoment(*moment) for moment in list_paper_moments(record)),
        openings=tuple(
            OpeningFigures(
                opening=opening.id,
                period=opening.period,
                hand_count=opening.second_count or 0,
                issued=opening.issued,
                sheets=sheets.get(opening.id, 0),
                rejected=unread.get(opening.id, Counter())[Outcome.REJECTED],
                waiting=unread.get(opening.id, Counter())[Outcome.WAITING],
            )
            for opening in list_openings(record)
            if not opening.refused
        ),
        periods=_periods(session, counted),
        sheets_read=sum(sheets.values()),
        years=_years(counted),
        pages_without_opening=count_outcomes_by_opening(record).get("", Counter()).total(),
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


def _count_sheets(session: Session) -> dict[str, _Counting]:
    """Period → its sheets, valid and not, by question and field."""
    invalid, ticked = session.invalid_sheets(), ticked_fields(session)
    fields = session.plan.field_of
    counted: dict[str, _Counting] = {}
    for sheet in list_counted_sheets(session.record):
        counting = counted.setdefault(sheet.period, _Counting())
        if sheet.id in invalid:
            counting.invalid += 1
            counting.missing.update(list_questions_of(session.record, sheet.id))
            continue
        counting.valid += 1
        counting.forms[sheet.fingerprint] += 1
        counting.fields[ticked.get(sheet.id) or _field_of(sheet, fields)] += 1
    return counted


def _field_of(sheet: CountedSheet, fields: dict[str, str]) -> str:
    if sheet.procedure == NOT_KEYED:
        return NOT_KEYED
    return fields.get(sheet.procedure, UNKNOWN_PROCEDURE)


def _periods(session: Session, counted: dict[str, _Counting]) -> tuple[PeriodFigures, ...]:
    answers, questions = count_answers(session.record), _questions(session)
    figures = []
    for period, one in sorted(counted.items()):
        asked: Counter[str] = Counter()
        for form, sheets in one.forms.items():
            known = questions.get(form, questions[session.layout.fingerprint])
            asked.update(dict.fromkeys(known, sheets))
        found = {q: answers.get((period, q), 0) - one.missing[q] for q in asked}
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
