"""``export``: the data in long form, as CSV or Parquet."""

import csv
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from operator import attrgetter
from pathlib import Path
from typing import TextIO, get_type_hints

from steps.session import Session
from store.channel_listing import list_imported_rows
from store.listing import list_answers, list_invalid_sheets, list_measured_pages, list_pages
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.errors import RequestError
from survey.fault import say_fault
from survey.language import _
from survey.plan_rules import PAPER
from survey.reading import BoxMeasure, Outcome, Status
from survey.signs import guard_cells
from survey.wording import say_fate, say_ground, say_page_reason

Row = tuple[object, ...]
IMPORT = "import"
"""What stands for who decided, where another channel did."""

Columns = Mapping[str, type]
"""Name → what its cells are; None in a row is a cell without a value."""
_PLACE: dict[str, type] = {"source_file": str, "source_page": int}
ANSWER_COLUMNS: Columns = _PLACE | dict.fromkeys(
    ("sheet", "opening", "period", "procedure", "field", "channel", "question", "status", "choice",
     "decided_by"), str
)  # fmt: skip
PAGE_COLUMNS: Columns = _PLACE | dict.fromkeys(("sha256", "outcome", "reason", "sheet"), str)
MEASURED = BoxMeasure._fields
BOX_COLUMNS: Columns = _PLACE | {"sheet": str} | get_type_hints(BoxMeasure) | {"fit_mm": float}


def export_table(session: Session, what: str, form: str, output: Path | None) -> int:
    """Write a table to a file, or as CSV to standard output; returns the number of rows.

    Raises:
        RequestError: Parquet without a file name, or without the extra that writes it; or a file
            that cannot be written.
    """
    columns, all_rows = _tables(session)[what]
    with closing(all_rows) as rows:  # before the record is, when the reader leaves early
        if output is None:
            if form == "parquet":
                raise RequestError(_("Parquet is not text; name a file with -o FILE.parquet"))
            return _write_csv(columns, rows, sys.stdout)
        with _unfinished(output) as file:
            if form == "parquet":
                from steps.write_parquet import write_parquet  # noqa: PLC0415 - slow import

                return write_parquet(columns, rows, file)
            with file.open("w", encoding="utf-8", newline="") as target:
                return _write_csv(columns, rows, target)


def _tables(session: Session) -> dict[str, tuple[Columns, Generator[Row, None, None]]]:
    return {
        "answers": (ANSWER_COLUMNS, answer_rows(session)),
        "pages": (PAGE_COLUMNS, _pages(session)),
        "boxes": (BOX_COLUMNS, _boxes(session)),
    }


def answer_rows(session: Session) -> Generator[Row, None, None]:
    """One row for each sheet and question, as ``ANSWER_COLUMNS`` names its cells.

    Invalid sheets too, so that anyone can see what was left out of the tally; which they are, and
    why, the pages tell.
    """
    fields, form = session.plan.field_of, session.form
    for answer in list_answers(session.record, form.field_question):
        yield (
            answer.source_file,
            answer.source_page,
            answer.sheet,
            answer.opening,
            answer.period,
            answer.procedure,
            form.ticked_field(answer.ticked) or fields.get(answer.procedure, UNKNOWN_PROCEDURE),
            PAPER,
            answer.question,
            answer.status,
            answer.choice or "",
            "" if answer.status == Status.FLAGGED else answer.decided_by,
        )

    yield from _imported(session)


def _imported(session: Session) -> Iterator[Row]:
    """Answers of other channels, in an order that says nothing; their rows are not kept."""
    fields = session.plan.field_of
    for row in list_imported_rows(session.record):
        sheet = row.sheet
        yield (
            row.file,
            None,
            sheet.key,
            "",
            sheet.period,
            sheet.procedure,
            sheet.field or fields.get(sheet.procedure, UNKNOWN_PROCEDURE),
            sheet.channel,
            row.question,
            row.status,
            row.choice or "",
            IMPORT,
        )


def _pages(session: Session) -> Generator[Row, None, None]:
    blank_is_invalid = session.count_rules.blank_is_invalid
    invalid = list_invalid_sheets(session.record, blank_is_invalid=blank_is_invalid)
    for page in list_pages(session.record):
        ground = invalid.get(page.sheet, "") if page.outcome == Outcome.READ else ""
        said = say_page_reason(page.reason, page.detail), say_fate(page.fate), _say_invalid(ground)
        reason = "; ".join(filter(None, said))
        yield page.source_file, page.source_page, page.sha256, page.outcome, reason, page.sheet


def _say_invalid(ground: str) -> str:
    return _("invalid sheet: {ground}", ground=say_ground(ground)) if ground else ""


def _boxes(session: Session) -> Generator[Row, None, None]:
    measures = attrgetter(*MEASURED)
    for measured in list_measured_pages(session.record):
        page = measured.page
        place = (page.source_file, page.source_page, page.sheet)
        for box in measured.boxes:
            yield (*place, *measures(box), page.fit_mm)


def _write_csv(columns: Columns, rows: Iterable[Row], target: TextIO) -> int:
    """Write row after row, so that memory stays flat."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    total = 0
    for row in rows:
        writer.writerow(guard_cells(row))
        total += 1
    return total


@contextmanager
def _unfinished(output: Path) -> Iterator[Path]:
    """A name beside the file; it becomes the file when everything is written.

    Raises:
        RequestError: the place cannot be written to.
    """
    unfinished = output.with_name(f".{output.name}.part")
    try:
        yield unfinished
        unfinished.replace(output)
    except OSError as error:
        raise RequestError(
            _(
                "{file} cannot be written ({reason}); name another file with -o",
                file=output,
                reason=say_fault(error),
            )
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
