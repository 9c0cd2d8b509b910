"""How many dossiers were settled: figures of others, put together for a year or another period.

Quotas are shares of these figures. They come from outside (seed 002: Văn phòng UBND tỉnh «cung cấp
kết quả giải quyết thủ tục hành chính»), in months, quarters or years, for the unit, its fields or
its procedures, and are revised. What is given for a longer period wins over its parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.period import Period

UNIT = "unit"
FIELD = "field"
PROCEDURE = "procedure"


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


def dossiers_of(
    figures: Iterable[DossierFigure],
    whole: Period,
    place: tuple[str, str],
    fields: Mapping[str, str],
) -> Dossiers | None:
    """The dossiers of one period for the unit, a field or a procedure; None when nothing is known.

    Where nothing was given for the place itself, its parts are added up: the procedures of a field,
    the fields of the unit.

    Args:
        figures: the newest figure for each period, scope and key.
        whole: the period whose figures count; a year where quotas ask.
        place: scope and key.
        fields: code of a procedure → id of its field.
    """
    within = [figure for figure in figures if whole.contains(figure.period)]
    scope, key = place
    own = _put_together([f for f in within if (f.scope, f.key) == place])
    if own or scope == PROCEDURE:
        return own
    if scope == FIELD:
        parts = [(PROCEDURE, f.key) for f in within
                 if f.scope == PROCEDURE and fields.get(f.key) == key]  # fmt: skip
    else:
        parts = [(FIELD, f.key) for f in within if f.scope == FIELD]
        parts += [(FIELD, fields[f.key]) for f in within
                  if f.scope == PROCEDURE and f.key in fields]  # fmt: skip
    return _add_up([dossiers_of(within, whole, part, fields) for part in sorted(set(parts))])


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


def _add_up(parts: Iterable[Dossiers | None]) -> Dossiers | None:
    """The sum of the parts; it speaks of the months of which every part speaks."""
    known = [part for part in parts if part]
    if not known:
        return None
    months = frozenset.intersection(*(part.months for part in known))
    sources = dict.fromkeys(source for part in known for source in part.sources)
    return Dossiers(sum(part.count for part in known), months, tuple(sources))
