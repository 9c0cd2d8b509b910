"""``report``: documents from the record, each noted in the journal."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from reports.annual import (
    AnnualFacts,
    MostSurveyed,
    PeriodSheets,
    ResultFacts,
    SpanningOpening,
    write_annual,
)
from reports.document import to_pdf
from reports.minutes import Recorded, write_minutes
from reports.opening_sentences import LastSeal
from steps.count import answer_rows, labels_of
from steps.session import Session
from steps.status import survey_status
from store.entries import OpeningEntry
from store.folder import write_whole
from store.listing import list_openings
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.errors import RequestError
from survey.language import _, speaking
from survey.opening import opening_from_body
from survey.period import Period
from survey.plan import Plan
from tally.count import AnswerRow, Scale, TallyRow, tally_by
from templates.shelf import document_path

MINUTES_TEMPLATE = "bien-ban-mo-hom"
ANNUAL_TEMPLATE = "phu-luc-2"


def write_minutes_file(session: Session, opening_id: str) -> Path:
    """The minutes of one opening, in ``reports/``.

    Raises:
        RequestError: there is no such opening.
        DocumentError: the ward's own template has a mistake.
    """
    openings = list_openings(session.record)
    at = next((i for i, entry in enumerate(openings) if entry.id == opening_id), None)
    if at is None:
        raise RequestError(_("there is no opening {asked}", asked=opening_id))
    entry = openings[at]
    recorded = Recorded(opening_id, session.record.head(), _last_seal(entry, openings[:at]))
    template = document_path(MINUTES_TEMPLATE, session.folder.templates)
    content = write_minutes(session.plan, opening_from_body(entry.body), recorded, template)
    return _issue(session, "minutes", entry.period, f"bien-ban-{opening_id}.docx", content)


def write_minutes_files(session: Session, opening_id: str, period: str) -> tuple[Path, ...]:
    """The minutes of one opening, of all openings of a period, or of all there are.

    Raises:
        RequestError: there is no such opening, or none in this period.
        DocumentError: the ward's own template has a mistake.
    """
    if opening_id:
        return (write_minutes_file(session, opening_id),)
    asked = Period.parse(period) if period else None
    chosen = [
        entry.id
        for entry in list_openings(session.record)
        if asked is None or asked.contains(Period.parse(entry.period))
    ]
    if not chosen:
        raise RequestError(_("no opening is recorded for this period"))
    return tuple(write_minutes_file(session, chosen_id) for chosen_id in chosen)


def write_annual_file(session: Session, year: str = "") -> Path:
    """The annual report (Phụ lục 2) of the plan's year, or of another one.

    Raises:
        RequestError: ``year`` is no year.
        DocumentError: the ward's own template has a mistake.
    """
    period = Period.parse(year or str(session.plan.survey.year))
    if str(period) != str(period.year):
        raise RequestError(
            _("an annual report is for a year, such as 2021, not {asked}", asked=year)
        )
    template = document_path(ANNUAL_TEMPLATE, session.folder.templates)
    content = write_annual(session.plan, annual_facts(session, period), template)
    return _issue(session, "annual", str(period), f"phu-luc-2-{period}.docx", content)


def pdf_of(document: Path) -> Path | None:
    """The document as PDF beside it; None where LibreOffice is not found."""
    return to_pdf(document)


def _issue(session: Session, kind: str, period: str, name: str, content: bytes) -> Path:
    """Keep a document in ``reports/`` and say in the journal that it was made."""
    file = session.folder.reports / name
    write_whole(file, content)
    sha256 = hashlib.sha256(content).hexdigest()
    session.record.append(
        "report", {"kind": kind, "period": period, "file": name, "sha256": sha256}
    )
    return file


def _last_seal(entry: OpeningEntry, earlier: Iterable[OpeningEntry]) -> LastSeal | None:
    """The seal put on this box when it was closed the last time."""
    for before in reversed(tuple(earlier)):
        opening = opening_from_body(before.body)
        if before.box == entry.box and opening.handover and opening.closed:
            return LastSeal(opening.handover.box_seal_number, opening.closed.at, before.id)
    return None


def annual_facts(session: Session, year: Period) -> AnnualFacts:
    """What the record says of a year."""
    rows = tuple(answer_rows(session, str(year)))
    one_row_per_sheet = {row.sheet: row for row in rows}.values()
    openings = [
        o for o in list_openings(session.record)
        if not o.refused and year.contains(Period.parse(o.period))
    ]  # fmt: skip
    with speaking("vi"):  # a document is Vietnamese whoever writes it
        status = survey_status(session)
    by_field = Counter(row.field for row in one_row_per_sheet)
    by_procedure = Counter(row.procedure for row in one_row_per_sheet)
    by_period = Counter(row.period for row in one_row_per_sheet)
    return AnnualFacts(
        sheets_collected=len(one_row_per_sheet),
        periods=tuple(
            PeriodSheets(Period.parse(p), by_period[p])
            for p in sorted({o.period for o in openings})
        ),
        top_fields=_most(by_field, labels_of(session, "field")),
        top_procedures=_most(by_procedure, labels_of(session, "procedure")),
        questions=_results(session, rows, "question", Counter()),
        fields=_results(session, rows, "field", by_field),
        not_identified=by_field[UNKNOWN_PROCEDURE],
        openings=len(openings),
        spans=_spans(session.plan, list_openings(session.record), year),
        flags_waiting=status.flags_waiting,
        reconciled=status.reconciled,
        differences=tuple(difference.message for difference in status.differences),
        head=session.record.head(),
    )


def _most(counted: Counter[str], labels: Mapping[str, str]) -> MostSurveyed | None:
    """The most frequent keys by name, all when they tie; what nobody knows does not count."""
    known = {key: number for key, number in counted.items() if key != UNKNOWN_PROCEDURE}
    if not known:
        return None
    most = max(known.values())
    first = sorted(key for key, number in known.items() if number == most)
    return MostSurveyed(tuple(labels.get(key, key) for key in first), most)


def _results(
    session: Session, rows: tuple[AnswerRow, ...], by: str, sheets: Counter[str]
) -> tuple[ResultFacts, ...]:
    scale = Scale(session.form.choices, session.form.satisfied_choices)
    counted = tally_by(rows, by, scale, labels_of(session, by))
    return tuple(_result(row, sheets[row.key]) for row in counted)


def _result(row: TallyRow, sheets: int) -> ResultFacts:
    five, four, three, two, one = (row.counts.get(choice, 0) for choice in "54321")
    return ResultFacts(
        label=row.label,
        counts=(five, four, three, two, one),
        blank=row.blank,
        multiple=row.multiple,
        unclear=row.unclear,
        satisfied=row.satisfied,
        sheets=sheets,
    )


def _spans(
    plan: Plan, openings: Iterable[OpeningEntry], year: Period
) -> tuple[SpanningOpening, ...]:
    """Openings whose sheets may have been dropped before their period began (domain, part 9.3)."""
    last_closed = {box.id: plan.survey.starts for box in plan.boxes}
    spans = []
    for entry in openings:
        opening, period = opening_from_body(entry.body), Period.parse(entry.period)
        if opening.opened is None:
            continue
        since, until = last_closed.get(entry.box, plan.survey.starts), opening.opened.at.date()
        if year.contains(period) and (since < period.starts or until > period.ends):
            spans.append(SpanningOpening(entry.id, since, until))
        last_closed[entry.box] = until
    return tuple(spans)
