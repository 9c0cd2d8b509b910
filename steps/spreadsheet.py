"""Tables that people fill in or look at in a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence

from survey.signs import guard_cells

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheet programs know that a file is UTF-8."""


def spreadsheet_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A table, its heading first, as CSV that spreadsheet programs open as it is."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(guard_cells, rows))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
