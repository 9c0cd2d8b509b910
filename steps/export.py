"""``export``: the data in long form, as CSV or Parquet."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from steps.count import PAPER
from steps.session import Session
from store.listing import list_answers, list_measured_pages, list_pages
from store.projection import UNKNOWN_PROCEDURE
from survey.errors import RequestError
from survey.language import _
from survey.wording import say_page_reason

Row = tuple[object, ...]

ANSWER_COLUMNS = (
    "source_file source_page sheet opening period procedure field channel question status choice"
    " decided_by"
).split()
PAGE_COLUMNS = "source_file source_page sha256 outcome reason sheet".split()
BOX_COLUMNS = (
    "source_file source_page sheet question choice ink around depth outline shift_mm fit_mm"
).split()
_ROWS_AT_ONCE = 50_000


def export_table(session: Session, what: str, form: str, output: Path | None) -> int:
    """Write a table to a file, or as CSV to standard output; returns the number of rows.

    Raises:
        RequestError: Parquet without a file name, or without the extra that writes it.
    """
    columns, rows = _tables(session)[what]
    if form == "parquet":
        return _write_parquet(columns, rows, output)
    return _write_csv(columns, rows, output)


def _tables(session: Session) -> dict[str, tuple[list[str], Iterator[Row]]]:
    return {
        "answers": (ANSWER_COLUMNS, _answers(session)),
        "pages": (PAGE_COLUMNS, _pages(session)),
        "boxes": (BOX_COLUMNS, _boxes(session)),
    }


def _answers(session: Session) -> Iterator[Row]:
    fields = {procedure.code: procedure.field for procedure in session.plan.procedures}
    for answer in list_answers(session.record):
        yield (
            answer.source_file,
            answer.source_page,
            answer.sheet,
            answer.opening,
            answer.period,
            answer.procedure,
            fields.get(answer.procedure, UNKNOWN_PROCEDURE),
            PAPER,
            answer.question,
            answer.status,
            answer.choice or "",
            "" if answer.status == "flagged" else answer.decided_by,
        )


def _pages(session: Session) -> Iterator[Row]:
    for page in list_pages(session.record):
        reason = say_page_reason(page.reason, page.detail)
        yield (
            page.source_file, page.source_page, page.sha256, page.outcome, reason, page.sheet,
        )  # fmt: skip


def _boxes(session: Session) -> Iterator[Row]:
    for measured in list_measured_pages(session.record):
        page = measured.page
        for box in measured.boxes:
            yield (
                page.source_file, page.source_page, page.sheet, box.question, box.choice, box.ink,
                box.around, box.depth, box.outline, box.shift_mm, page.fit_mm,
            )  # fmt: skip


def _write_csv(columns: list[str], rows: Iterable[Row], output: Path | None) -> int:
    target = sys.stdout if output is None else output.open("w", encoding="utf-8", newline="")
    rows = iter(rows)
    total = 0
    try:
        while True:
            part = list(islice(rows, _ROWS_AT_ONCE))
            if part or total == 0:
                frame = pd.DataFrame(part, columns=columns)
                frame.to_csv(target, index=False, header=total == 0, lineterminator="\n")
            total += len(part)
            if len(part) < _ROWS_AT_ONCE:
                return total
    finally:
        if output is not None:
            target.close()


def _write_parquet(columns: list[str], rows: Iterable[Row], output: Path | None) -> int:
    if output is None:
        raise RequestError(_("Parquet is not text; name a file with -o FILE.parquet"))
    frame = pd.DataFrame(list(rows), columns=columns)
    try:
        frame.to_parquet(output, index=False)
    except ImportError as error:
        raise RequestError(
            _("Parquet needs an extra; install it with: pip install 'hom-phieu[parquet]'")
        ) from error
    return len(frame)
