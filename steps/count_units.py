"""``tally --by unit``: the results that the units below this office handed up, side by side.

They are counted apart from the office's own answers. Forms with the same words and scale are one
series, whichever unit used them; what differs in either is never added up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from steps.count import Tally, TallyTable
from steps.gather_answers import NOT_IDENTIFIED, Series, choose_series, list_series
from steps.session import Session
from store.bundle_listing import BundleEntry, list_bundles, list_units, read_bundle_bodies
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from survey.plan_rules import PAPER
from survey.spoken_number import number
from survey.unit import Unit
from tally.count import AnswerCells, Scale, TallyRow, tally_by
from tally.gathered import HandedUp, choose_handed_up, hide_small_units, tells_of_few
from tally.index import Index, index_of

COUNTED_BY = ("unit", "question", "factor", "field", "period", "channel")
NAMED = 10
"""Units that a note names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What units handed up for a period.

    Attributes:
        units: every unit of the table that exists in the period, by code and first day.
        results: what is counted of them.
        sheets: id of a unit → its valid sheets.
        notes: what a reader must know, in sentences.
    """

    units: Mapping[str, Unit]
    results: tuple[HandedUp, ...]
    sheets: Mapping[str, int]
    notes: tuple[str, ...]


def gather_units(session: Session, asked: Period | None) -> Gathered:
    """Choose the results that count for a period; of everything, a year as a rule, for None."""
    entries = {entry.seq: entry for entry in list_bundles(session.record)}
    handed_up = [
        HandedUp(entry.seq, _unit_id(entry), entry.survey, Period.parse(entry.period))
        for entry in entries.values()
    ]
    asked = asked or _one_year(handed_up)
    chosen = choose_handed_up(handed_up, asked)
    sheets: Counter[str] = Counter()
    for one in chosen:
        sheets[one.unit] += entries[one.seq].sheets
    units = {unit.id: unit for unit in list_units(session.record) if _exists(unit, asked)}
    return Gathered(units, chosen, sheets, tuple(_notes(units, chosen, asked)))


def count_units(
    session: Session, by: tuple[str, ...], period: str = "", *, published: bool = False
) -> Tally:
    """Count what units handed up, by one grouping or two.

    Raises:
        RequestError: it cannot be counted so, or must not be published so.
    """
    _refuse_unknown(by, published)
    asked = Period.parse(period) if period else None
    gathered = gather_units(session, asked)
    counted = _Counted(session, gathered, by)
    minimum = session.plan.privacy.minimum_cell if published else 0
    return Tally(
        by=by,
        period=str(asked or ""),
        tables=tuple(counted.table(series, minimum) for series in counted.series),
        before=None,
        is_comparable=False,
        waiting=0,
        differences=(),
        minimum=minimum,
        notes=gathered.notes,
        is_handed_up=True,
    )


def _refuse_unknown(by: tuple[str, ...], published: bool) -> None:
    known = ("unit",) if published else COUNTED_BY
    if not set(by) <= set(known):
        raise RequestError(
            _(
                "what units handed up cannot be shown by {by}; choose: {known}",
                by=", ".join(by),
                known=", ".join(known),
            )
        )


class _Counted:
    """The answers that units handed up, as far as they are asked for."""

    def __init__(self, session: Session, gathered: Gathered, by: tuple[str, ...]) -> None:
        self._by = by
        self._names = {unit.id: _unit_name(unit) for unit in gathered.units.values()}
        self._forms: dict[str, dict[str, Any]] = {}
        self._fields = {UNKNOWN_PROCEDURE: NOT_IDENTIFIED}
        self._channels = {one.id: one.name for one in session.plan.channels}
        self._channels[PAPER] = _("paper")
        self._cells = tuple(self._read(session, gathered))
        self.series = list_series(self._cells)

    def table(self, series: Series, minimum: int) -> TallyTable:
        """The results of one series; units of few sheets hidden when there is a minimum."""
        cells = choose_series(self._cells, series)
        asked = self._forms[series.form]
        scale = Scale(
            tuple(choice for choice, _label, _means in asked["scale"]),
            frozenset(choice for choice, _label, means in asked["scale"] if means),
        )
        labels = self._labels(asked, series)

        def rows(by: Sequence[str]) -> tuple[TallyRow, ...]:
            return tally_by(cells, by, scale, labels)

        (whole,) = rows(("channel",))
        shown = rows(self._by)
        index = index_of(whole, rows(("question",)))
        if minimum:
            shown = hide_small_units(shown, minimum)
            if tells_of_few(shown, minimum):  # no other unit hides them in the sum
                whole = replace(whole, hidden=frozenset({"answered", "satisfied"}))
                index = Index(None, None)
        return TallyTable(
            series=series,
            choices=scale.choices,
            words={choice: label for choice, label, _means in asked["scale"]},
            rows=shown,
            whole=whole,
            index=index,
            changes={},
            dossiers={},
        )

    def _labels(self, asked: Mapping[str, Any], series: Series) -> dict[str, dict[str, str]]:
        periods = sorted({Period.parse(cell.period) for cell in self._cells if cell.period})
        return {
            "unit": self._names,
            "question": {question: words for question, words, _factor in asked["questions"]},
            "factor": dict(asked["factors"]),
            "field": {key: name for key, name in self._fields.items() if key != UNKNOWN_PROCEDURE}
            | {UNKNOWN_PROCEDURE: NOT_IDENTIFIED},
            "period": {str(period): period.vietnamese_name for period in periods},
            "channel": {series.channel: self._channels.get(series.channel, series.channel)},
        }

    def _read(self, session: Session, gathered: Gathered) -> Iterator[AnswerCells]:
        """Every count, those put together that differ in nothing that is asked for."""
        counted: Counter[tuple[str, ...]] = Counter()
        results = {one.seq: one for one in gathered.results}
        for seq, body in read_bundle_bodies(session.record, results):
            self._forms |= body["forms"]
            fields = {field: self._field_key(field, name) for field, name in body["fields"]}
            unit = results[seq].unit if "unit" in self._by else ""
            period = body["period"] if "period" in self._by else ""
            for channel, form, field, question, status, choice, answers in body["cells"]:
                field_key = fields[field] if "field" in self._by else ""
                key = (unit, period, field_key, channel, form, question, status, choice)
                counted[key] += answers
        factors = {
            (form, question): factor
            for form, asked in self._forms.items()
            for question, _words, factor in asked["questions"]
        }
        for (unit, period, field, channel, form, question, status, choice), n in counted.items():
            factor = factors[form, question]
            yield AnswerCells(
                channel=channel, form=form, period=period, box="", field=field, procedure="",
                question=question, factor=factor, status=status, choice=choice, answers=n,
                unit=unit,
            )  # fmt: skip

    def _field_key(self, field: str, name: str) -> str:
        """Fields are the same where they have the same name, whatever a unit calls them inside."""
        if field == UNKNOWN_PROCEDURE:
            return field
        self._fields.setdefault(name, name)
        return name


def _one_year(handed_up: Iterable[HandedUp]) -> Period | None:
    """The year of all results; None where they are of several or there are none."""
    years = {one.period.year for one in handed_up}
    return Period.parse(str(years.pop())) if len(years) == 1 else None


def _unit_id(entry: BundleEntry) -> str:
    return f"{entry.unit}/{entry.starts}" if entry.starts else entry.unit


def _exists(unit: Unit, asked: Period | None) -> bool:
    """Whether the unit exists on some day of the period."""
    if asked is None:
        return True
    return unit.overlaps(replace(unit, starts=asked.starts, ends=asked.ends))


def _unit_name(unit: Unit) -> str:
    days = []
    if unit.starts:
        days.append(_("from {day}", day=f"{unit.starts:%d/%m/%Y}"))
    if unit.ends:
        days.append(_("until {day}", day=f"{unit.ends:%d/%m/%Y}"))
    return f"{unit.name} ({', '.join(days)})" if days else unit.name


def _notes(
    units: Mapping[str, Unit], chosen: Sequence[HandedUp], asked: Period | None
) -> Iterator[str]:
    if not units and not chosen:
        yield _("No unit below has handed up results: hom-phieu bundle add PATH")
    present = {one.unit for one in chosen}
    missing = [unit.name for unit in units.values() if unit.id not in present]
    if missing:
        yield _(
            "{count} of {all} units have handed up nothing: {names}.",
            "{count} of {all} units has handed up nothing: {names}.",
            count=number(len(missing)),
            all=number(len(units)),
            names=_some(missing),
        )
    if asked is None:
        return
    merged = [unit for unit in units.values() if not unit.exists_in(asked)]
    if merged:
        yield _(
            "{count} units exist in a part of {period} only, since units were merged; figures of "
            "before and after stand beside each other and are no series.",
            (
                "{count} unit exists in a part of {period} only, since units were merged; "
                "figures of before and after stand beside each other and are no series."
            ),
            count=number(len(merged)),
            period=asked,
        )
    parts = [units[one].name for one in sorted(present & units.keys())
             if not _is_whole(units[one], chosen, asked)]  # fmt: skip
    if parts:
        yield _(
            "{count} units have handed up a part of {period} only: {names}.",
            "{count} unit has handed up a part of {period} only: {names}.",
            count=number(len(parts)),
            period=asked,
            names=_some(parts),
        )


def _is_whole(unit: Unit, chosen: Iterable[HandedUp], asked: Period) -> bool:
    """Whether the unit's results reach over all months in which it exists, as far as asked."""
    months = sum(one.period.months for one in chosen if one.unit == unit.id)
    first = max(asked.starts, unit.starts or asked.starts)
    last = min(asked.ends, unit.ends or asked.ends)
    return months >= (last.year - first.year) * 12 + last.month - first.month + 1


def _some(names: Sequence[str]) -> str:
    more = f" … (+{number(len(names) - NAMED)})" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
