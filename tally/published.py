"""Every figure that published tables of a survey may hold, as a sum of answers.

Whoever wants to recover a hidden figure puts all of them together: the tables by question, factor,
field and period, of the month, the quarter, the half-year and the year. So all of them are known
here, whichever of them a ward really publishes. Tables by procedure, by box and crossed ones are
never published: their cells are small throughout.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from survey.period import Period
from survey.reading import Status
from tally.count import UNCOUNTED, AnswerCells, Scale, leaf_of

EVERYTHING = ""
"""The scope of all periods together, and the table that has one row for all answers."""
QUESTION_TABLES = ("question", "factor")
SHEET_TABLES = (EVERYTHING, "field", "period")
"""Tables whose rows are groups of sheets: here a small row is a small group of people."""
PUBLISHED_TABLES = (*QUESTION_TABLES, *SHEET_TABLES)
ANSWERED, SATISFIED, TOTAL = "answered", "satisfied", "total"
UNSATISFIED = "unsatisfied"
"""Answered less satisfied: no table has this column, but whoever reads a share knows it."""


LENGTHS = (1, 3, 6, 12)
"""Months of the periods that results are published of."""


def scopes_within(periods: Iterable[str], asked: str) -> tuple[str, ...]:
    """Every scope that might be published of a longer one, in the order of time, and it last.

    Whether one of them was really published before, or will be later, makes no difference: what is
    hidden in one table is the same whenever the others come out, or never.

    Args:
        periods: the collection periods of the answers; empty for answers of no period.
        asked: the longer scope: a period, empty for everything.
    """
    collected = [Period.parse(period) for period in periods if period]
    scopes = {
        Period.of(one.starts, months)
        for one in collected
        for months in LENGTHS
        if months >= one.months
    }
    if asked:
        whole = Period.parse(asked)
        scopes = {scope for scope in scopes if whole.contains(scope) and scope != whole}
    return (*map(str, sorted(scopes)), asked)


class Group(NamedTuple):
    """Sheets that no published table tells apart."""

    period: str
    field: str


class Row(NamedTuple):
    """A line of one table of one scope."""

    scope: str
    table: str
    key: str


class Figure(NamedTuple):
    """A published number."""

    row: Row
    column: str


class Answer(NamedTuple):
    """What one sheet of a group says to a question: a choice or a status."""

    group: Group
    question: str
    leaf: str


class PublishedFigures:
    """The figures of all tables, over the answers of one channel and one form.

    Attributes:
        answers: how many answers there are of each kind; kinds without any are left out.
        fields: every field that the tables have a row for, also those that nobody speaks of.
        questions: their factors, by question.
        leaves: the columns that hold settled answers of one kind; how many wait, everybody knows.
        columns: leaf → every column in which such an answer is counted.
        value: the number behind each figure that is not 0.
    """

    def __init__(
        self,
        cells: Iterable[AnswerCells],
        scale: Scale,
        scopes: Sequence[str],
        fields: Iterable[str] = (),
    ) -> None:
        self.answers: Counter[Answer] = Counter()
        self.questions: dict[str, str] = {}
        self.leaves = (*scale.choices, *UNCOUNTED)
        self.columns = {
            leaf: tuple(_columns(leaf, scale)) for leaf in (*self.leaves, Status.FLAGGED)
        }
        self._periods = {scope: Period.parse(scope) if scope else None for scope in scopes}
        # every answer is looked up many times
        self.is_in = functools.cache(self._is_in)
        self.rows = functools.cache(self._rows)
        self.figures_of = functools.cache(self._figures_of)
        self.figures_in = functools.cache(self._figures_in)
        for cell in cells:
            self.questions[cell.question] = cell.factor
            group = Group(cell.period, cell.field)
            self.answers[Answer(group, cell.question, leaf_of(cell, scale))] += cell.answers
        self.value: Counter[Figure] = Counter()
        for answer, count in self.answers.items():
            for scope in scopes:
                for figure in self.figures_of(answer, scope):
                    self.value[figure] += count
        self.fields = tuple(sorted({*fields, *(answer.group.field for answer in self.answers)}))

    def sheets(self, row: Row) -> int:
        """Sheets in a row of a table of sheets."""
        return self.value[Figure(row, TOTAL)] // max(1, len(self.questions))

    def people(self, row: Row) -> int:
        """Of how many sheets a row tells something; each one has every question."""
        in_table = row.table not in QUESTION_TABLES
        return self.sheets(row if in_table else Row(row.scope, EVERYTHING, EVERYTHING))

    def _is_in(self, group: Group, scope: str) -> bool:
        """Whether the tables of a scope count these sheets."""
        period = self._periods[scope]
        return period is None or (
            bool(group.period) and period.contains(Period.parse(group.period))
        )

    def _rows(self, group: Group, question: str, scope: str) -> tuple[Row, ...]:
        """The rows of a scope's tables in which these sheets' answers to a question are counted."""
        if not self.is_in(group, scope):
            return ()
        keys = {
            EVERYTHING: EVERYTHING,
            "question": question,
            "factor": self.questions[question],
            "field": group.field,
            "period": group.period,
        }
        return tuple(Row(scope, table, key) for table, key in keys.items())

    def _figures_of(self, answer: Answer, scope: str) -> tuple[Figure, ...]:
        """Every figure of a scope in which this answer is counted."""
        rows = self.rows(answer.group, answer.question, scope)
        return tuple(Figure(row, column) for row in rows for column in self.columns[answer.leaf])

    def _figures_in(self, answer: Answer, scopes: tuple[str, ...]) -> tuple[Figure, ...]:
        """The same for several scopes."""
        return tuple(figure for scope in scopes for figure in self.figures_of(answer, scope))


def _columns(leaf: str, scale: Scale) -> Iterator[str]:
    yield leaf
    yield TOTAL
    if leaf in scale.choices:
        yield ANSWERED
        yield SATISFIED if leaf in scale.satisfied else UNSATISFIED
