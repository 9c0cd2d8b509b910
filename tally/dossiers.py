"""How many dossiers were settled: figures of others, put together for a year or another period.

Quotas are shares of these figures. They come from outside (seed 002: Văn phòng UBND tỉnh «cung cấp
kết quả giải quyết thủ tục hành chính»), in months, quarters or years, for the unit, its fields or
its procedures, and are revised. What is given for a longer period wins over its parts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from survey.period import Period

UNIT = "unit"
FIELD = "field"
PROCEDURE = "procedure"

Place = tuple[str, str]
"""Scope and key: the unit (empty key), a field by its id, a procedure by its code."""
Catalogue = Mapping[str, Collection[str]]
"""Id of every field of the plan → codes of its procedures."""


@dataclass(frozen=True, slots=True)
class DossierFigure:
    """One figure as it stands after all revisions.

    Attributes:
        scope: ``unit``, ``field`` or ``procedure``.
        key: id of the field or code of the procedure; empty for the unit.
        dossiers: settled in this period.
        source: who gave the figure, in words.
        as_of: the day it was given, ISO.
    """

    period: Period
    scope: str
    key: str
    dossiers: int
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Dossiers:
    """The dossiers of a period, as far as they are known.

    Attributes:
        months: months of the year that the figures speak of, from 1.
        sources: who gave them, and when.
    """

    count: int
    months: frozenset[int]
    sources: tuple[str, ...]


class KnownDossiers:
    """What was said of the dossiers of one period, by what they are the dossiers of."""

    def __init__(
        self, figures: Iterable[DossierFigure], whole: Period, catalogue: Catalogue
    ) -> None:
        """Sort the figures.

        Args:
            figures: the newest figure for each period, scope and key.
            whole: the period whose figures count; a year where quotas ask.
            catalogue: of the plan.
        """
        self._catalogue = catalogue
        self._given: dict[Place, list[DossierFigure]] = {}
        for figure in figures:
            if whole.contains(figure.period):
                self._given.setdefault((figure.scope, figure.key), []).append(figure)

    def of(self, place: Place) -> Dossiers | None:
        """The dossiers of the unit, a field or a procedure; None when they are not known.

        Where nothing was given for the place itself, its parts are added up, if each of them is
        known: the procedures of a field, the fields of the unit. Some of them are no population.
        """
        own = _put_together(self._given.get(place, []))
        return own or _add_up([self.of(part) for part in self._parts_of(place)])

    def unknown_parts(self, place: Place) -> tuple[Place, ...]:
        """The parts that nobody has given, where the others are known; else none."""
        parts = self._parts_of(place)
        unknown = tuple(part for part in parts if not self.of(part))
        return unknown if len(unknown) < len(parts) and not self.of(place) else ()

    def _parts_of(self, place: Place) -> list[Place]:
        scope, key = place
        if scope == UNIT:
            return [(FIELD, field) for field in self._catalogue]
        codes = self._catalogue.get(key, ()) if scope == FIELD else ()
        return [(PROCEDURE, code) for code in codes]


def _put_together(figures: list[DossierFigure]) -> Dossiers | None:
    """Figures of one place: the longest periods first, then what they leave open."""
    months: set[int] = set()
    taken: list[DossierFigure] = []
    for figure in sorted(figures, key=lambda figure: -figure.period.months):
        if not figure.period.month_numbers & months:
            months |= figure.period.month_numbers
            taken.append(figure)
    if not taken:
        return None
    sources = dict.fromkeys(f"{figure.source} ({figure.as_of})" for figure in taken)
    return Dossiers(sum(f.dossiers for f in taken), frozenset(months), tuple(sources))


def _add_up(parts: Collection[Dossiers | None]) -> Dossiers | None:
    """The sum of the parts; it speaks of the months of which every part speaks."""
    known = [part for part in parts if part]
    if not known or len(known) < len(parts):
        return None
    months = frozenset.intersection(*(part.months for part in known))
    sources = dict.fromkeys(source for part in known for source in part.sources)
    return Dossiers(sum(part.count for part in known), months, tuple(sources))
