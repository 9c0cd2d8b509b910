"""The tally on the terminal: a table for each series, and what must be said with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.language import _, chosen_language
from survey.signs import HIDDEN
from survey.spoken_number import number
from tally.index import extremes, interval_of
from terminal.screen import decimal, percent, say
from terminal.table import say_table

if TYPE_CHECKING:  # imported for their types alone, since they bring much with them
    from steps.count import Tally, TallyTable
    from tally.count import TallyRow

NONE = "–"


def say_tally(tally: Tally) -> None:
    """The results as tables, the indices, and every reason to be careful with them."""
    for table in tally.tables:
        say_table(_title(tally, table), _headings(table), [_row(table, row) for row in table.rows])
        _say_measures(table)
        _say_index(table)
        _say_extremes(table.rows)
    _say_lists(tally)
    _say_comparison(tally)
    for doubt in doubts(tally):
        say(doubt)


def doubts(tally: Tally) -> Iterator[str]:
    """What a reader must know before trusting the figures; never left out."""
    if len(tally.tables) > 1:
        yield _("Forms, scales and channels that differ are counted apart, never together.")
    if tally.waiting:
        waiting = number(tally.waiting)
        yield _(
            "{count} answers still wait for people and are not counted.",
            "{count} answer still waits for people and is not counted.",
            count=waiting,
        )
    if tally.minimum:
        yield _("* Hidden: under {minimum}, or it would give away what is.", minimum=tally.minimum)
    yield from tally.notes
    if tally.differences:
        yield _("These figures do not agree with the paper yet:")
        yield from (f"! {difference}" for difference in tally.differences)


def _say_lists(tally: Tally) -> None:
    """What was ticked, out of the sheets of which it is known."""
    for one in tally.lists:
        headings = (_("what"), _("ticked"), _("sheets"), _("share"))
        rows = [
            (row.label, number(row.ticked), number(row.settled), _part(row.ticked, row.settled))
            for row in one.rows
        ]
        say_table(one.words, headings, rows)


def _part(ticked: int, settled: int) -> str:
    return percent(Fraction(ticked, settled) if settled else None)


def _title(tally: Tally, table: TallyTable) -> str:
    if len(tally.tables) == 1:
        return _("Results")
    return _("Results: {channel}, form {form}", channel=table.whole.label, form=table.series.form)


def _headings(table: TallyTable) -> tuple[str, ...]:
    counted = (_("answered"), _("blank"), _("multiple"), _("unclear"))
    return (_("what"), *table.choices, *counted, _("satisfied"))


def _row(table: TallyTable, row: TallyRow) -> tuple[str, ...]:
    names = (*table.choices, "answered", "blank", "multiple", "unclear")
    counts = (row.figure(name) for name in names)
    return (row.label, *(HIDDEN if n is None else number(n) for n in counts), _share(row))


def _share(row: TallyRow) -> str:
    return HIDDEN if row.is_hidden("satisfied") else percent(row.satisfied)


def _say_measures(table: TallyTable) -> None:
    """How sure each share is, in a table of its own, so that both fit a narrow terminal."""
    change = (_("change"),) if table.changes else ()
    headings = (_("what"), _("sheets"), _("satisfied"), _("95 % interval"), _("mean"), *change)
    rows = []
    for row in table.rows:
        if row.total:
            sheets = HIDDEN if row.sheets is None else number(row.sheets)
            changed = (_points(table.changes.get(row.keys)),) if table.changes else ()
            shares = (_share(row), _interval(table, row), _mean(row))
            rows.append((row.label, sheets, *shares, *changed))
    if rows:
        say_table(_("Measures"), headings, rows)


def _interval(table: TallyTable, row: TallyRow) -> str:
    interval = interval_of(row, table.dossiers.get(row.keys))
    if interval is None:
        return NONE
    return "–".join(
        percent(end, places=1).removesuffix(" %") for end in (interval.low, interval.high)
    )


def _mean(row: TallyRow) -> str:
    return NONE if row.mean is None else decimal(row.mean)


def _points(rise: Fraction | None) -> str:
    """A change in percentage points, always with its sign."""
    if rise is None:
        return NONE
    sign = "+" if rise > 0 else "−" if rise < 0 else "±"
    return f"{sign}{decimal(abs(rise) * 100)}"


def _say_index(table: TallyTable) -> None:
    say(
        _(
            "Satisfaction index, all answers together: {pooled}; mean of the questions: {averaged}",
            pooled=percent(table.index.pooled),
            averaged=percent(table.index.averaged),
        )
    )


def _say_extremes(rows: Sequence[TallyRow]) -> None:
    """The best and the worst rows, all of a tie."""
    found = extremes(rows, besides=(UNKNOWN_PROCEDURE,))
    if found is not None:
        for sentence, tied in (
            (_("Highest, {share}: {names}"), found.highest),
            (_("Lowest, {share}: {names}"), found.lowest),
        ):
            names = "; ".join(row.label for row in tied)
            say(sentence.format(share=percent(tied[0].satisfied), names=names))


def _say_comparison(tally: Tally) -> None:
    if tally.before is None:
        return
    before = tally.before.vietnamese_name if chosen_language() == "vi" else str(tally.before)
    if not tally.is_comparable:
        say(_("Not compared with {period}: its form or channel is another.", period=before))
    elif any(table.changes for table in tally.tables):
        say(_("Change in percentage points since {period}.", period=before))
