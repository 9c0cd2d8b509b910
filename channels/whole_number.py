"""Counts in tables, at times with the Vietnamese dots between thousands."""

import re

from channels.named_columns import CellError, NamedCells
from survey.language import _

NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3})+")


def parse_whole(cells: NamedCells, column: str) -> int:
    """The count in a column.

    Raises:
        CellError: it is none.
    """
    text = cells.text(column)
    if not NUMBER.fullmatch(text):
        raise CellError(column, _("must be a whole number, not «{text}»", text=text))
    return int(text.replace(".", ""))
