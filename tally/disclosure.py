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
    Row,
    scopes_within,
)
from tally.worlds import Neighbourhood, World

FEW = 10
"""Fewer sheets than the minimum times this are few people; no source names a figure."""

Hidden = Mapping[tuple[str, str], frozenset[str]]
"""(table, key) → columns of that row that are not shown."""

_WEIGHTS = {TOTAL: 4, ANSWERED: 7, SATISFIED: 6, UNSATISFIED: 0}
_HEADLINE = 3
"""How much more it costs to hide a figure of the whole, a period, a question or a factor."""
_HEADLINE_SHARE = {EVERYTHING: 60, "period": 30, **dict.fromkeys(QUESTION_TABLES, 15)}
"""The same for their shares, for which the tables are read."""


def hide_small_cells(
    cells: Sequence[AnswerCells],
    scale: Scale,
    scope: str,
    minimum: int,
    fields: Iterable[str] = (),
) -> Hidden:
    """What the tables of a scope do not show.

    Args:
        cells: the answers of one channel and one form, of all periods.
        scale: the choices to count.
        scope: a period, or ``""`` for all of them.
        minimum: the smallest figure, and the smallest number of sheets, that is shown.
        fields: the fields that have a row also when nobody speaks of them.
    """
    scopes = scopes_within({cell.period for cell in cells}, scope)
    curtain = Curtain(PublishedFigures(cells, scale, scopes, fields), minimum)
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
        self._proven: set[Figure] = set()
        self._groups = sorted({answer.group for answer in figures.answers})
        self._periods = sorted({group.period for group in self._groups})

    def draw(self, scope: str) -> None:
        """Hide what must be hidden in the tables of one more scope."""
        proofs, self._proofs = self._proofs, []
        self.hidden |= self._untold_fields(scope)
        for world in proofs:
            self._keep(self._made_up_for(world, scope), (scope,))
        self._drawn += (scope,)
        nearby = Neighbourhood(self.figures, scope)
        for figure in self._small_figures(scope):
            if figure not in self._proven:
                self._hide(figure, nearby)

    def effect(self, world: World, scopes: tuple[str, ...]) -> dict[Figure, int]:
        """Every figure of these scopes that is another in this world, and by how much."""
        change: dict[Figure, int] = {}
        for answer, more in world.items():
            for figure in self.figures.figures_in(answer, scopes):
                change[figure] = change.get(figure, 0) + more
        return {figure: more for figure, more in change.items() if more}

    def _untold_fields(self, scope: str) -> set[Figure]:
        """All rows by field, also the empty ones, where all sheets together are fewer than minimum.

        How many sheets there are is told; an empty row beside it would tell whose they are. What
        nobody answered in any field is no secret.
        """
        value, fields = self.figures.value, self.figures.fields
        everyone = Row(scope, EVERYTHING, EVERYTHING)
        if self.figures.sheets(everyone) >= self.minimum or len(fields) == 1:
            return set()
        columns = {column for row, column in value if row == everyone}
        return {Figure(Row(scope, "field", key), column) for key in fields for column in columns}

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
            if column in (TOTAL, ANSWERED) and self._is_told(figure, filled[row.table] == 1):
                continue
            if column == TOTAL:
                is_small = is_small_group
            elif column == UNSATISFIED:
                is_small = is_small and self.figures.people(row) < FEW * minimum
            if is_small or (is_small_group and column != TOTAL):
                small.append(figure)
        return sorted(small, key=lambda figure: (figure.column != TOTAL, value[figure], figure))

    def _is_told(self, figure: Figure, is_only: bool) -> bool:
        """Whether this is the number of all sheets, of a published period too: no secret.

        That all of them answered is none either: of nobody it tells that they left something out.
        """
        row, value = figure.row, self.figures.value
        if value[figure] != value[Figure(row, TOTAL)]:
            return False
        if row.table == "field":
            return len(self.figures.fields) == 1
        return is_only or row.key in self._drawn or row.table in QUESTION_TABLES

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
            self._found.append(chosen)
            self._keep(chosen, self._drawn)

    def _keep(self, world: World, scopes: tuple[str, ...]) -> None:
        """Hide what is another in this world."""
        changed = self.effect(world, scopes).keys()
        self._proofs.append(world)
        self._proven |= changed
        self.hidden |= changed

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
            cost = self._cost(world, self._drawn)
            is_better = chosen is None or cost < best
            if is_better and all(map(self._may_be_hidden, self.effect(world, self._drawn))):
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
        """The world that hides least in the tables of a longer scope, and proves as much as before.

        Best is the opposite change in another period besides: the longer scope adds both.
        """
        proven = {one for one in self.effect(world, self._drawn) if self.figures.value[one]}
        chosen, best = world, (self._is_poor(world, scope), self._cost(world, (scope,)))
        for other in self._alike(world, scope):
            if best == (False, (0, 0)):
                break
            changed = self.effect(other, self._drawn).keys()
            if proven <= changed <= self.hidden:
                cost = self._is_poor(other, scope), self._cost(other, (scope,))
                if cost < best:
                    chosen, best = other, cost
        return chosen

    def _is_poor(self, world: World, scope: str) -> bool:
        """Whether the fields between which it moves a sheet hold fewer than the minimum together.

        As long as no others are known, an empty field may do; it is no hiding place for a longer
        scope that has better ones.
        """
        fields = {answer.group.field for answer in world if self.figures.is_in(answer.group, scope)}
        sheets = sum(self.figures.sheets(Row(scope, "field", field)) for field in fields)
        return len(fields) > 1 and sheets < self.minimum

    def _cost(self, world: World, scopes: tuple[str, ...]) -> tuple[int, int]:
        """What a world takes from the reader: by weight, then by number."""
        changed = self.effect(world, scopes).keys() - self.hidden
        return sum(map(self._price, changed)), sum(self.figures.value[one] for one in changed)

    def _alike(self, world: World, scope: str) -> Iterator[World]:
        """Worlds that differ from the true one as this one does, and a little more or elsewhere."""
        reverse = {answer: -more for answer, more in world.items()}
        for one in (world, reverse) if self._is_possible(reverse) else (world,):
            yield from self._balanced(one, scope)
            yield from self._balanced_elsewhere(one, scope)
        yield from self._in_other_fields(world)

    def _balanced(self, world: World, scope: str) -> Iterator[World]:
        """The world together with the opposite change among another period's sheets of a scope."""
        for period in self._periods:
            if self.figures.is_in(Group(period, ""), scope):
                places = {a.group: a.group._replace(period=period) for a in world}
                yield from self._with_opposite(world, places)

    def _balanced_elsewhere(self, world: World, scope: str) -> Iterator[World]:
        """The same among sheets of another field, where all that changes is of one field."""
        groups = {answer.group for answer in world}
        for other in self._groups if len(groups) == 1 else ():
            if self.figures.is_in(other, scope):
                yield from self._with_opposite(world, dict.fromkeys(groups, other))

    def _with_opposite(self, world: World, places: Mapping[Group, Group]) -> Iterator[World]:
        """The world and its opposite in these places, if that is possible."""
        other = {
            answer._replace(group=places[answer.group]): -more for answer, more in world.items()
        }
        if other.keys().isdisjoint(world) and self._is_possible(other):
            yield {**world, **other}

    def _in_other_fields(self, world: World) -> Iterator[World]:
        """The sheet that belongs to another field belongs to a third one instead."""
        left = {answer.group for answer, more in world.items() if more < 0}
        joined = {answer.group for answer, more in world.items() if more > 0}
        if len(left) == len(joined) == 1 and left != joined:
            ((here,), (there,)) = left, joined
            for field in self.figures.fields if here.period == there.period else ():
                group = there._replace(field=field)
                if group not in (here, there):
                    yield {
                        answer if answer.group == here else answer._replace(group=group): more
                        for answer, more in world.items()
                    }

    def _is_possible(self, world: World) -> bool:
        """Whether no kind of answer falls below none."""
        answers = self.figures.answers
        return all(answers[answer] + more >= 0 for answer, more in world.items())
