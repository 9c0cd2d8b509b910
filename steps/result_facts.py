"""A row of figures as a document's table of results shows it."""

from collections.abc import Sequence

from reports.notice import SeriesFacts
from reports.result_table import Level, ResultFacts
from steps.count import TallyTable
from steps.gather_answers import Series, level_labels, scale_of
from steps.session import Session
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
        answers=tuple(row.figure(choice) for choice in row.counts),
    )


def scale_facts(session: Session, series: Series) -> tuple[Level, ...]:
    """The choices of a series as its form prints them; scales are never mixed (spec, chapter 8)."""
    scale, labels = scale_of(session, series), level_labels(session, series)
    return tuple(
        Level(choice, labels.get(choice, choice), choice in scale.satisfied)
        for choice in scale.choices
    )


def series_facts(session: Session, table: TallyTable) -> SeriesFacts:
    """A channel or form by name, all its answers in one row."""
    channels = {channel.id: channel.name for channel in session.plan.channels}
    is_usual = table.series.form == session.layout.fingerprint
    paper = "Phiếu giấy" if is_usual else "Phiếu giấy theo mẫu phiếu khác"
    name = channels.get(table.series.channel, paper)
    row = table.whole
    return SeriesFacts(name, row.sheets, row.satisfied, row.is_hidden("satisfied"))
