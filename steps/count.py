"""``tally``: answers counted, in groups, from the record."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reports.workbook import Sheet, write_workbook
from steps.session import Session
from store.folder import write_whole
from store.listing import list_answers, list_openings
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.period import Period
from survey.reading import Status
from tally.count import AnswerRow, Scale, TallyRow, decimal_string, tally_by

PAPER = "paper"
NOT_IDENTIFIED = "không xác định"
WITHOUT_KEY = {
    "box": "chưa gắn với lần mở hòm",
    "period": "chưa gắn với lần mở hòm",
    "factor": "không thuộc yếu tố nào",
}
"""What a row is called whose sheets belong to no opening, or whose questions to no factor."""
_COUNTED = ("answered", "blank", "multiple", "unclear")


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows of one table and what it speaks of."""

    by: str
    period: str
    choices: tuple[str, ...]
    rows: tuple[TallyRow, ...]
    waiting: int


def count_answers(session: Session, by: str, period: str = "") -> Tally:
    """Count the answers of all valid sheets, or of those of one period.

    Raises:
        RequestError: ``by`` or ``period`` is unknown.
    """
    rows = tuple(answer_rows(session, period))
    form = session.form
    factors = {question.id: question.factor for question in form.questions}
    scale = Scale(form.choices, form.satisfied_choices)
    counted = tally_by(rows, by, scale, labels_of(session, by), factors)
    named = tuple(row if row.key else replace(row, label=WITHOUT_KEY[by]) for row in counted)
    waiting = sum(row.status == Status.FLAGGED for row in rows)
    return Tally(by, period, form.choices, named, waiting)


def tally_json(tally: Tally) -> dict[str, Any]:
    """The tally in the format of the specification (chapter 3)."""
    rows = [_row_json(row) for row in tally.rows]
    return {"by": tally.by, "period": tally.period or None, "rows": rows}


def tally_csv(tally: Tally) -> str:
    """The same as CSV, a column for each choice."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "label", *tally.choices, *_COUNTED, "satisfied"))
    for row in map(_row_json, tally.rows):
        counts = [row["counts"][choice] for choice in tally.choices]
        counted = [row[name] for name in _COUNTED]
        writer.writerow((row["key"], row["label"], *counts, *counted, row["satisfied"]))
    return text.getvalue()


def _row_json(row: TallyRow) -> dict[str, Any]:
    counted = {name: getattr(row, name) for name in _COUNTED}
    named = {"key": row.key, "label": row.label, "counts": dict(row.counts)}
    return named | counted | {"satisfied": decimal_string(row.satisfied)}


def answer_rows(session: Session, period: str = "") -> Iterator[AnswerRow]:
    """Every answer of every valid sheet of a period (of all when it is empty)."""
    asked = Period.parse(period) if period else None
    invalid = session.invalid_sheets()
    boxes = {opening.id: opening.box for opening in list_openings(session.record)}
    fields = {p.code: p.field for p in session.plan.procedures}
    for answer in list_answers(session.record):
        if answer.sheet in invalid or not _belongs(answer.period, asked):
            continue
        procedure = answer.procedure or UNKNOWN_PROCEDURE
        yield AnswerRow(
            sheet=answer.sheet,
            opening=answer.opening,
            box=boxes.get(answer.opening, ""),
            period=answer.period,
            procedure=procedure,
            field=fields.get(procedure, UNKNOWN_PROCEDURE),
            channel=PAPER,
            question=answer.question,
            status=answer.status,
            choice=answer.choice,
        )


def _belongs(period: str, asked: Period | None) -> bool:
    return asked is None or (bool(period) and asked.contains(Period.parse(period)))


def labels_of(session: Session, by: str) -> Mapping[str, str]:
    """Key → name in the order to show; what the plan names appears also when nobody answered."""
    plan, form = session.plan, session.form
    unknown = {UNKNOWN_PROCEDURE: NOT_IDENTIFIED}
    periods = sorted({Period.parse(opening.period) for opening in list_openings(session.record)})
    labels: dict[str, dict[str, str]] = {
        "question": {q.id: f"{q.number} {q.text}".strip() for q in form.questions},
        "factor": dict(form.factors),
        "procedure": {p.code: p.title for p in plan.procedures} | unknown,
        "field": {field.id: field.name for field in plan.fields} | unknown,
        "box": {box.id: box.name for box in plan.boxes},
        "period": {str(period): period.vietnamese_name for period in periods},
    }
    return labels.get(by, {})


def write_tally(session: Session, tally: Tally, output: Path | None) -> Path:
    """The tally as .xlsx, in Vietnamese like every document; in ``reports/`` unless named.

    Raises:
        FolderError: the place cannot be written to.
    """
    file = output or session.folder.reports / f"tong-hop-{tally.by}.xlsx"
    write_whole(file, _workbook(tally))
    return file


def _workbook(tally: Tally) -> bytes:
    """The results, and a sheet that explains every column."""
    headings = ("Nội dung", *tally.choices, *_COLUMNS.keys())
    rows = tuple(
        (
            row.label,
            *(row.counts[choice] for choice in tally.choices),
            *(getattr(row, name) for name, _meaning in _COLUMNS.values()),
        )
        for row in tally.rows
    )
    waits = f"Còn {tally.waiting} câu trả lời chờ người xem lại, chưa tính."
    notes = (waits,) if tally.waiting else ()
    meanings = tuple((column, meaning) for column, (_name, meaning) in _COLUMNS.items())
    return write_workbook(
        [
            Sheet("Kết quả", headings, rows, notes),
            Sheet("Giải thích", ("Cột", "Ý nghĩa"), meanings),
        ]
    )


_COLUMNS = {
    "Có trả lời": ("answered", "Số câu trả lời chắc chắn, hoặc đã được người xem lại quyết định."),
    "Bỏ trống": ("blank", "Số câu không đánh dấu ô nào."),
    "Nhiều hơn một": ("multiple", "Số câu đánh dấu nhiều hơn một ô; không tính vào tỷ lệ."),
    "Không rõ": ("unclear", "Số câu người xem lại không xác định được; không tính vào tỷ lệ."),
    "Hài lòng": ("satisfied", "Tỷ lệ các mức hài lòng trên số câu có trả lời."),
}
"""Column of the workbook → what it shows of a row, and its meaning."""
