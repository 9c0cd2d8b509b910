"""The charts of a counting, for documents: what is hidden in its tables is hidden in them too."""

from dataclasses import replace
from fractions import Fraction

from reports.charts import ChartRow, distribution_chart, shares_chart, trend_chart
from reports.document import Picture
from reports.figures import whole
from steps.count import Counting, TallyTable
from steps.gather_answers import scale_of
from tally.count import TallyRow
from tally.index import interval_of


def draw_distribution(counting: Counting) -> Picture:
    """How the answers to each question of the largest series spread."""
    session = counting.session
    table = _largest(counting, "question")
    satisfied = scale_of(session, table.series).satisfied
    # a form may print its worst choice first; the chart begins with the best
    is_worst_first = table.choices[0] not in satisfied
    choices = table.choices[::-1] if is_worst_first else table.choices
    table = replace(table, choices=choices)
    return distribution_chart(
        f"Phân bố câu trả lời theo câu hỏi, {_time_words(counting)}",
        [_chart_row(table, row) for row in table.rows],
        [f"{choice} {table.words.get(choice, '')}".strip() for choice in choices],
        len(satisfied),
    )


def draw_fields(counting: Counting) -> Picture:
    """The satisfied share of each field; those without sheets stand in the table only."""
    table = _largest(counting, "field")
    rows = [_chart_row(table, row, _sheets_words(row)) for row in table.rows if row.sheets != 0]
    return shares_chart(f"Tỷ lệ hài lòng theo lĩnh vực, {_time_words(counting)}", rows)


def draw_factors(counting: Counting) -> Picture:
    """The satisfied share of each factor of the form."""
    table = _largest(counting, "factor")
    rows = [_chart_row(table, row) for row in table.rows]
    return shares_chart(f"Tỷ lệ hài lòng theo yếu tố, {_time_words(counting)}", rows)


def draw_trend(counting: Counting) -> Picture:
    """The satisfied share of each collection period."""
    table = _largest(counting, "period")
    rows = [_chart_row(table, row) for row in table.rows if row.total]
    return trend_chart(f"Tỷ lệ hài lòng theo kỳ lấy phiếu, {_time_words(counting)}", rows)


def _largest(counting: Counting, by: str) -> TallyTable:
    return counting.tally((by,)).tables[0]


def _time_words(counting: Counting) -> str:
    return counting.period.vietnamese_name if counting.period else "tất cả các kỳ"


def _sheets_words(row: TallyRow) -> str:
    return "" if row.sheets is None else f" ({whole(row.sheets)} phiếu)"


def _chart_row(table: TallyTable, row: TallyRow, more: str = "") -> ChartRow:
    interval = interval_of(row, table.dossiers.get(row.keys))
    return ChartRow(
        label=f"{row.label}{more}",
        parts=tuple(_part(row, choice) for choice in table.choices),
        satisfied=row.satisfied,
        is_hidden=row.is_hidden("satisfied"),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
    )


def _part(row: TallyRow, choice: str) -> Fraction | None:
    """The share of a choice, None where it is hidden or nobody answered."""
    count, answered = row.figure(choice), row.figure("answered")
    return Fraction(count, answered) if count is not None and answered else None
