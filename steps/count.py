"""``tally``: answers counted, in groups, from the record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from steps.count_lists import ListTable, count_lists
from steps.gather_answers import (
    Series,
    choose_period,
    choose_series,
    gather_answers,
    labels_of,
    level_labels,
    list_series,
    scale_of,
)
from steps.quotas import known_dossiers
from steps.session import Session
from steps.status import survey_status
from store.listing import list_published_periods
from survey.errors import RequestError
from survey.language import _
from survey.period import Period
from survey.plan_rules import PAPER
from tally.count import TallyRow, tally_by
from tally.disclosure import Hidden, hide_small_cells
from tally.dossiers import FIELD, PROCEDURE, UNIT
from tally.index import Index, changes_since, index_of
from tally.published import EVERYTHING, PUBLISHED_TABLES

PUBLISHED_GROUPINGS = (*(table for table in PUBLISHED_TABLES if table), "channel")
WHOLE = ("channel",)
"""In one series this grouping has one row, all answers together."""
DOSSIER_SCOPES: Mapping[tuple[str, ...], str] = {
    ("question",): UNIT,
    ("factor",): UNIT,
    ("channel",): UNIT,
    ("field",): FIELD,
    ("procedure",): PROCEDURE,
}
"""Grouping → whose dossiers its rows are a sample of."""


@dataclass(frozen=True, slots=True)
class TallyTable:
    """The results of one series.

    Attributes:
        choices: the scale, as printed.
        words: choice → what the form of this series calls it, as far as it is known.
        rows: what was asked for.
        whole: all answers in one row, labelled with the name of the channel.
        index: the two indices.
        changes: keys → rise of the satisfied share since the period before.
        dossiers: keys → dossiers settled in the time, where they are known.
    """

    series: Series
    choices: tuple[str, ...]
    words: Mapping[str, str]
    rows: tuple[TallyRow, ...]
    whole: TallyRow
    index: Index
    changes: Mapping[tuple[str, ...], Fraction]
    dossiers: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was asked for, and what must be said with it.

    Attributes:
        by: one of ``tally.count.GROUPINGS``, or two that are crossed.
        period: as asked, empty for everything.
        tables: one for each series, the largest first; they are never added up.
        before: the period before the one asked for, None when nothing was counted in it.
        is_comparable: whether that period used the same form and channel.
        waiting: answers that wait for people and are not counted.
        differences: where the record differs from the paper, in sentences.
        minimum: the smallest cell shown, 0 when nothing is hidden.
        notes: what else a reader must know, in sentences.
        is_handed_up: counted from what units below this office handed up.
        lists: what people ticked in the form's lists, where questions are asked for.
    """

    by: tuple[str, ...]
    period: str
    tables: tuple[TallyTable, ...]
    before: Period | None
    is_comparable: bool
    waiting: int
    differences: tuple[str, ...]
    minimum: int
    notes: tuple[str, ...] = ()
    is_handed_up: bool = False
    lists: tuple[ListTable, ...] = ()


class Counting:
    """The answers of all valid sheets of a period, ready to be counted by anything.

    What is published is hidden the same way in every table of one counting.
    """

    def __init__(self, session: Session, period: str = "", *, published: bool = False) -> None:
        """Gather the answers.

        Args:
            session: the survey.
            period: a period, empty for everything.
            published: hide small cells, and what would give them away.

        Raises:
            RequestError: ``period`` is none.
        """
        self.session, self.published = session, published
        self.period = Period.parse(period) if period else None
        self.before = self.period.before if self.period else None
        self._cells = gather_answers(session)
        self._series = list_series(choose_period(self._cells, self.period))
        self._hidden: dict[tuple[Series, str], Hidden] = {}

    def tally(self, by: tuple[str, ...]) -> Tally:
        """Count by one grouping, or cross two.

        Raises:
            RequestError: a grouping is unknown, or such a table is never published.
        """
        if self.published:
            _refuse_private(by)
        series = self._series or (Series(PAPER, self.session.layout.fingerprint),)
        tables = tuple(self._table(one, by) for one in series)
        earlier = list_series(choose_period(self._cells, self.before)) if self.before else ()
        return Tally(
            by=by,
            period=str(self.period or ""),
            tables=tables,
            before=self.before if earlier else None,
            is_comparable=bool(set(self._series) & set(earlier)),
            waiting=sum(table.whole.flagged for table in tables),
            differences=self._differences,
            minimum=self.session.plan.privacy.minimum_cell if self.published else 0,
            notes=tuple(self._notes()),
            lists=self._lists() if by == ("question",) else (),
        )

    @cached_property
    def _differences(self) -> tuple[str, ...]:
        return tuple(one.message for one in survey_status(self.session).reconciliation.open)

    def _notes(self) -> Iterator[str]:
        """Answers of a half-year cannot be told of one of its months; that is said."""
        asked = self.period
        collected = {Period.parse(cell.period) for cell in self._cells if cell.period}
        for one in sorted(collected):
            if asked and one.overlaps(asked) and not asked.contains(one):
                yield _(
                    "Answers of {longer} are not told apart by shorter periods, so none of them "
                    "is counted here: hom-phieu tally --period {longer}",
                    longer=one,
                )

    def _lists(self) -> tuple[ListTable, ...]:
        return () if self.published else count_lists(self.session, self.period)

    def _table(self, series: Series, by: tuple[str, ...]) -> TallyTable:
        rows = self._rows(series, by, self.period)
        (whole,) = self._rows(series, WHOLE, self.period)
        before: tuple[TallyRow, ...] = ()
        if self.before and self._may_compare(self.before):
            before = self._rows(series, by, self.before)
        return TallyTable(
            series=series,
            choices=scale_of(self.session, series).choices,
            words=level_labels(self.session, series),
            rows=rows,
            whole=whole,
            index=index_of(whole, self._rows(series, ("question",), self.period)),
            changes=changes_since(rows, before),
            dossiers=self._dossiers(rows, by, series),
        )

    def _dossiers(
        self, rows: Iterable[TallyRow], by: tuple[str, ...], series: Series
    ) -> dict[tuple[str, ...], int]:
        """How many dossiers the people of each row had, where somebody has said for all of them.

        A question was put to the people of all dossiers; how those were spread over boxes or
        periods nobody says. Figures must speak of every month of which answers are counted; one
        that is smaller than the number of sheets speaks of something else.
        """
        scope, period = DOSSIER_SCOPES.get(by), self._one_period()
        if scope is None or period is None:
            return {}
        given = known_dossiers(self.session, period)
        chosen = choose_period(choose_series(self._cells, series), self.period)
        counted = {month for cell in chosen for month in Period.parse(cell.period).month_numbers}
        known = {}
        for row in rows:
            dossiers = given.of((scope, "" if scope == UNIT else row.key))
            if dossiers and counted <= dossiers.months and row.most_asked <= dossiers.count:
                known[row.keys] = dossiers.count
        return known

    def _one_period(self) -> Period | None:
        """The period asked for, or else the one year of all answers; None where it is not one."""
        if self.period is not None:
            return self.period
        years = {cell.period[:4] for cell in self._cells}
        return Period.parse(years.pop()) if len(years) == 1 and "" not in years else None

    def _may_compare(self, before: Period) -> bool:
        """What is published speaks of periods that were published before it, and of no others.

        So it says the same when it is written anew, whatever was published since.
        """
        if not self.published:
            return True
        told = (*list_published_periods(self.session.record), str(self.period))
        return str(before) in told[: told.index(str(self.period))]

    def _channel_name(self, channel: str) -> str:
        """As the plan has it."""
        names = {one.id: one.name for one in self.session.plan.channels}
        return _("paper") if channel == PAPER else names.get(channel, channel)

    def _rows(
        self, series: Series, by: tuple[str, ...], period: Period | None
    ) -> tuple[TallyRow, ...]:
        cells = choose_period(choose_series(self._cells, series), period)
        labels = dict(labels_of(self.session, cells))
        labels["channel"] = {series.channel: self._channel_name(series.channel)}
        rows = tally_by(cells, by, scale_of(self.session, series), labels)
        return _hide(rows, self._hide_of(series, period), by[0]) if self.published else rows

    def _hide_of(self, series: Series, period: Period | None) -> Hidden:
        """What is not shown of this period, whatever else is published of the survey."""
        asked = str(period or "")
        if (series, asked) not in self._hidden:
            self._hidden[series, asked] = hide_small_cells(
                choose_series(self._cells, series),
                scale_of(self.session, series),
                asked,
                self.session.plan.privacy.minimum_cell,
                labels_of(self.session)["field"],
            )
        return self._hidden[series, asked]


def _refuse_private(by: tuple[str, ...]) -> None:
    """Some tables have small cells throughout, or would give away those of others."""
    if len(by) != 1 or by[0] not in PUBLISHED_GROUPINGS:
        raise RequestError(
            _(
                "a table by {by} is never published, its cells are too small; "
                "choose one of: {known}",
                by=", ".join(by),
                known=", ".join(PUBLISHED_GROUPINGS),
            )
        )


def _hide(rows: Iterable[TallyRow], hidden: Hidden, table: str) -> tuple[TallyRow, ...]:
    """The rows with what they may not show."""
    whole = hidden.get((EVERYTHING, EVERYTHING), frozenset())
    if table == "channel":
        return tuple(replace(row, hidden=whole) for row in rows)
    return tuple(replace(row, hidden=hidden.get((table, row.key), frozenset())) for row in rows)
