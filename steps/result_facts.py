"""A row of figures as a document's table of results shows it."""

from collections.abc import Sequence

from reports.result_table import ResultFacts
from tally.count import TallyRow


def result_facts(row: TallyRow, levels: Sequence[str]) -> ResultFacts:
    """A row of a table of results.

    ``levels`` are the choices of its five columns, empty where none fits.
    """
    five, four, three, two, one = (
        row.figure(choice) if choice in row.counts else 0 for choice in levels
    )
    return ResultFacts(
        label=row.label,
        counts=(five, four, three, two, one),
        blank=row.figure("blank"),
        multiple=row.figure("multiple"),
        unclear=row.figure("unclear"),
        satisfied=row.satisfied,
        is_share_hidden=row.is_hidden("satisfied"),
        sheets=row.sheets,
        levels=tuple(choice in row.counts for choice in levels),
    )
