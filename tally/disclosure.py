"""Small cells of published tables: hidden, and with them what would give them away.

A figure under the plan's minimum is hidden, and so is everything about fewer people than that
(domain, part 7.2). A share tells of those who are not satisfied, too: it is hidden when they are
fewer than the minimum among few, so that of somebody who is known to have taken part one might
think, with one chance in ten or more, that they are one of them.

A hidden figure must not follow from those that are shown, all published tables taken together. The
proof is a world that might as well be the true one: some answers, or a sheet, stand elsewhere;
every figure that is shown is the same, and the hidden one is another. For each small figure the
cheapest such world is chosen, and every figure in which it differs from the true one is hidden. So
each hidden figure has at least two possible values, whoever adds and subtracts.

Scopes are gone through in the order of time: months, then the quarter, the half-year and the year.
What an earlier scope shows stays shown; what it hides must not follow when a later one is published
either. The order is the same whatever was published first, so that a year that comes out before its
months does not give them away.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tally.count import AnswerCells, Scale
from tally.published import (
    ANSWERED,
    EVERYTHING,
    QUESTION_TABLES,
    SATISFIED,
    SHEET_TABLES,
    TOTAL,
    UNSATISFIED,
    Figure,
    Group,
    PublishedFigures,
    scopes_within,
)
from tally.worlds import Neighbourhood, World

FEW = 10
"""Fewer sheets than the minimum times this are few people; no source names a figure."""

Hidden = Mapping[tuple[str, str], frozenset[str]]
"""(table, key) → columns of that row that are not shown."""

_WEIGHTS = {TOTAL: 4, ANSWERED: 4, SATISFIED: 6, UNSATISFIED: 0}
_HEADLINE = 3
"""How much more it costs to hide a figure of the whole, a period, a question or a factor."""
_HEADLINE_SHARE = {EVERYTHING: 60, "period": 30, **dict.fromkeys(QUESTION_TABLES, 15)}
"""The same for their shares, for which the tables are read."""


def hide_small_cells(
    cells: Sequence[AnswerCells], scale: Scale, scope: str, minimum: int
) -> Hidden:
    """What the tables of a scope do not show.

    Args:
        cells: the answers of one channel and one form, of all periods.
        scale: the choices to count.
        scope: a period, or ``""`` for all of them.
        minimum: the smallest figure, and the smallest number of sheets, that is shown.
    """
    scopes = scopes_within({cell.period for cell in cells}, scope)
    curtain = Curtain(PublishedFigures(cells, scale, scopes), minimum)
    for one in scopes:
        curtain.draw(one)
    hidden: dict[tuple[str, str], frozenset[str]] = {}
    for row, column in curtain.hidden:
        if row.scope == scope:
            place = (row.table, row.key)
            hidden[place] = hidden.get(place, frozenset()) | {column}
    return hidden


class Curtain:
    """What is hidden so far, and the worlds that prove it safe.

    Attributes:
        figures: of all scopes that will be published.
        minimum: see ``hide_small_cells``.
        hidden: every hidden figure of the scopes drawn so far.
    """

    def __init__(self, figures: PublishedFigures, minimum: int) -> None:
        self.figures, self.minimum = figures, minimum
        self.hidden: set[Figure] = set()
        self._drawn: tuple[str, ...] = ()
        self._proofs: list[World] = []
        self._found: list[World] = []
        self._periods = sorted({answer.group.period for answer in figures.answers})

    def draw(self, scope: str) -> None:
        """Hide what must be hidden in the tables of one more scope."""
        self._proofs = [self._made_up_for(world, scope) for world in self._proofs]
        self._drawn += (scope,)
        for world in self._proofs:
            self.hidden |= self.effect(world, (scope,)).keys()
        nearby = Neighbourhood(self.figures, scope)
        for figure in self._small_figures(scope):
            if figure not in self.hidden:
                self._hide(figure, nearby)

    def effect(self, world: World, scopes: tuple[str, ...]) -> dict[Figure, int]:
        """Every figure of these scopes that is another in this world, and by how much."""
        change: dict[Figure, int] = {}
        for answer, more in world.items():
            for figure in self.figures.figures_in(answer, scopes):
                change[figure] = change.get(figure, 0) + more
        return {figure: more for figure, more in change.items() if more}

    def _small_figures(self, scope: str) -> list[Figure]:
        """What may not be shown in the tables of a scope, sheets first, the smallest first."""
        value, minimum = self.figures.value, self.minimum
        mine = [figure for figure in value if figure.row.scope == scope]
        filled = Counter(row.table for row, column in mine if column == TOTAL)
        small = []
        for figure in mine:
            row, column = figure
            is_small = value[figure] < minimum
            is_small_group = row.table in SHEET_TABLES and self.figures.sheets(row) < minimum
            if column == TOTAL:
                # the number of all sheets is told everywhere, that of a published period too
                is_told = filled[row.table] == 1 or row.key in self._drawn
                is_small = is_small_group and not is_told
            elif column == UNSATISFIED:
                is_small = is_small and self.figures.people(row) < FEW * minimum
            if is_small or (is_small_group and column != TOTAL):
                small.append(figure)
        return sorted(small, key=lambda figure: (figure.column != TOTAL, value[figure], figure))

    def _hide(self, figure: Figure, nearby: Neighbourhood) -> None:
        """Hide a figure, and with it what changes in the cheapest world in which it is another."""
        worlds = [*self._worlds_around(figure, nearby)]
        chosen = self._cheapest(worlds)
        if chosen is None and len(self._drawn) > 1:  # others have seen much: try two periods
            chosen = self._cheapest(
                both for world in worlds for both in self._balanced(world, nearby.scope)
            )
        if chosen is None:
            self.hidden.add(figure)  # earlier tables say too much for a proof; it is hidden anyway
        else:
            self._proofs.append(chosen)
            self._found.append(chosen)
            self.hidden |= self.effect(chosen, self._drawn).keys()

    def _worlds_around(self, figure: Figure, nearby: Neighbourhood) -> Iterator[World]:
        """Worlds in which this figure is another."""
        if figure.column != TOTAL:
            yield from nearby.answer_worlds(figure)
        if figure.row.table in SHEET_TABLES and self.figures.sheets(figure.row) < self.minimum:
            yield from nearby.sheet_worlds(figure, self._price, self.minimum)
        yield from (world for world in self._found if figure in self.effect(world, (nearby.scope,)))

    def _cheapest(self, worlds: Iterable[World]) -> World | None:
        """The world that hides least of what may still be hidden; None when there is none."""
        chosen, best = None, (0, 0)
        for world in worlds:
            changed = self.effect(world, self._drawn).keys() - self.hidden
            cost = (sum(map(self._price, changed)), sum(self.figures.value[f] for f in changed))
            is_better = chosen is None or cost < best
            if is_better and all(self._may_be_hidden(f) for f in changed):
                chosen, best = world, cost
        return chosen

    def _may_be_hidden(self, figure: Figure) -> bool:
        """What the tables of an earlier scope show cannot be hidden any more."""
        return figure in self.hidden or figure.row.scope == self._drawn[-1]

    def _price(self, figure: Figure) -> int:
        """What hiding it takes from the reader; nothing when it is hidden already."""
        if figure in self.hidden:
            return 0
        row, column = figure
        price = _WEIGHTS.get(column, 1)
        if row.table not in _HEADLINE_SHARE:
            return price
        is_share = column in (ANSWERED, SATISFIED)
        return price * (_HEADLINE_SHARE[row.table] if is_share else _HEADLINE)

    def _made_up_for(self, world: World, scope: str) -> World:
        """The world and its opposite in another period, if that proves as much as before.

        Then the tables of a longer scope, which add both periods, are the same as in truth.
        """
        proven = self.effect(world, self._drawn).keys()
        for both in self._balanced(world, scope):
            unseen = not self.effect(both, (scope,))
            if unseen and proven <= self.effect(both, self._drawn).keys() <= self.hidden:
                return both
        return world

    def _balanced(self, world: World, scope: str) -> Iterator[World]:
        """The world together with the opposite change among another period's sheets of a scope."""
        periods = (p for p in self._periods if self.figures.is_in(Group(p, ""), scope))
        for period in periods:
            other = {
                answer._replace(group=answer.group._replace(period=period)): -more
                for answer, more in world.items()
            }
            if other.keys().isdisjoint(world) and self._is_possible(other):
                yield {**world, **other}

    def _is_possible(self, world: World) -> bool:
        """Whether no kind of answer falls below none."""
        answers = self.figures.answers
        return all(answers[answer] + more >= 0 for answer, more in world.items())
