"""Other worlds: small changes of the answers under which most published figures stay the same.

Three kinds are tried. One answer is another; two answers are exchanged, so that their sum stays; or
a sheet belongs to another group of sheets, so that the answers to each question stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from tally.published import (
    EVERYTHING,
    QUESTION_TABLES,
    TOTAL,
    Answer,
    Figure,
    Group,
    PublishedFigures,
    Row,
)

World = Mapping[Answer, int]
"""How another possible world differs from the true one: answers more or fewer of each kind."""
Price = Callable[[Figure], int]
"""What hiding a figure takes from the reader; 0 when it is hidden already."""

MOST_PLACES = 6
"""Places tried on each side of a change; more would hide little less and take long."""


class Neighbourhood:
    """The answers of one scope, ordered for finding other worlds near the true one."""

    def __init__(self, figures: PublishedFigures, scope: str) -> None:
        self.figures, self.scope = figures, scope
        self._answers: dict[Row, list[Answer]] = defaultdict(list)
        for answer in sorted(figures.answers):
            for row in figures.rows(answer.group, answer.question, scope):
                self._answers[row].append(answer)
        everyone = self._answers[Row(scope, EVERYTHING, EVERYTHING)]
        self._groups = tuple(dict.fromkeys(answer.group for answer in everyone))

    def answer_worlds(self, figure: Figure) -> Iterator[World]:
        """Worlds in which an answer counted in this figure is another, alone or in exchange."""
        row, column = figure
        for answer in self._counted_in(figure):
            for leaf in self.figures.leaves if answer.leaf in self.figures.leaves else ():
                if column not in self.figures.columns[leaf]:
                    change = {answer: -1, answer._replace(leaf=leaf): 1}
                    yield change
                    for other in islice(self._partners(row, answer, leaf), MOST_PLACES):
                        yield change | {other: -1, other._replace(leaf=answer.leaf): 1}

    def sheet_worlds(self, figure: Figure, price: Price, minimum: int) -> Iterator[World]:
        """Worlds in which a sheet of this row belongs to another row of the same table.

        Rows that together hold fewer sheets than the minimum are no hiding place, if there are
        others; a field that nobody speaks of is one only where all sheets are of one field.
        """
        row, sheets = figure.row, self.figures.sheets
        others = [other for other in self._rows_of(row.table) if other != row]
        large = [other for other in others if sheets(row) + sheets(other) >= minimum]
        if not others and row.table == "field":
            others = [row._replace(key=field) for field in self.figures.fields if field != row.key]
        nearest = sorted(large or others, key=lambda o: (price(Figure(o, TOTAL)), sheets(o), o))
        for answer in self._counted_in(figure):
            for other in nearest[:MOST_PLACES]:
                group = answer.group._replace(**{row.table: other.key})
                yield self._moved_sheet(answer, group, price)

    def _counted_in(self, figure: Figure) -> Iterator[Answer]:
        """The most frequent answers that this figure counts."""
        columns = self.figures.columns
        counted = [a for a in self._answers[figure.row] if figure.column in columns[a.leaf]]
        counted.sort(key=lambda answer: -self.figures.answers[answer])
        return islice(counted, MOST_PLACES)

    def _partners(self, row: Row, answer: Answer, leaf: str) -> Iterator[Answer]:
        """Answers of this leaf outside the row, first those that share most tables with it."""
        wanted = answer._replace(leaf=leaf)
        if row.table in QUESTION_TABLES:
            others = [wanted._replace(question=question) for question in self.figures.questions]
        else:
            others = [wanted._replace(group=group) for group in self._groups]
            others.sort(key=lambda other: _distance(other.group, answer.group))
        for other in others:
            is_outside = row not in self.figures.rows(other.group, other.question, self.scope)
            if is_outside and other in self.figures.answers:
                yield other

    def _rows_of(self, table: str) -> list[Row]:
        """The rows of a table that hold any sheets."""
        return [row for row in self._answers if row.table == table]

    def _moved_sheet(self, answer: Answer, group: Group, price: Price) -> World:
        """A sheet with this answer leaves its group; its other answers cost as little as may be."""
        figures = self.figures
        left, joined = (
            set(figures.rows(g, answer.question, self.scope)) for g in (answer.group, group)
        )
        touched: set[Figure] = set()
        change: dict[Answer, int] = {}

        def touched_by(one: Answer) -> set[Figure]:
            return {
                Figure(row, column) for row in left ^ joined for column in figures.columns[one.leaf]
            }

        for question in figures.questions:
            said = (answer._replace(question=question, leaf=leaf) for leaf in figures.columns)
            known = [one for one in said if one in figures.answers]
            chosen = answer
            if question != answer.question:
                chosen = min(known, key=lambda one: sum(map(price, touched_by(one) - touched)))
            touched |= touched_by(chosen)
            change |= {chosen: -1, chosen._replace(group=group): 1}
        return change


def _distance(group: Group, other: Group) -> int:
    """In how many tables the two stand in different rows."""
    return sum(a != b for a, b in zip(group, other, strict=True))
