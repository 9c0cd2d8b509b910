"""What the record says of a year, gathered for the annual report."""

from collections import Counter
from collections.abc import Iterator

from reports.annual import AnnualFacts, ChannelFacts, PeriodSheets
from reports.document import Picture
from steps.count import Counting, TallyTable
from steps.counting_rules import counting_rules
from steps.draw_charts import draw_distribution, draw_fields, draw_trend
from steps.gather_answers import levels_of
from steps.most_surveyed import most_surveyed, most_surveyed_procedures, sheets_of_all
from steps.reconcile import reconcile
from steps.result_facts import result_facts, scale_facts, series_facts
from steps.session import Session
from steps.unfinished import find_unfinished
from steps.units_facts import units_facts
from store.listing import list_openings
from store.sheet_settlement import UNKNOWN_PROCEDURE
from survey.language import speaking
from survey.period import Period


def annual_facts(session: Session, year: Period) -> AnnualFacts:
    """What the record says of a year, small cells hidden as in everything that is published."""
    openings = [
        o for o in list_openings(session.record)
        if not o.refused and year.contains(Period.parse(o.period))
    ]  # fmt: skip
    with speaking("vi"):  # a document is Vietnamese whoever writes it
        reconciliation = reconcile(session)
        rules = counting_rules(session, year, reconciliation)
    differences = reconciliation.open_within(year)
    (unfinished,) = find_unfinished(session, (year,), reconciliation)
    counting = Counting(session, str(year), published=True)
    (questions, *others) = counting.tally(("question",)).tables
    levels = levels_of(session, questions.series)
    by_field = counting.tally(("field",))
    fields = by_field.tables[0].rows
    sheets_by_field = sheets_of_all(by_field)
    fields_read = {field.id for field in session.plan.fields}  # lines that name no procedure
    by_procedure = sheets_of_all(Counting(session, str(year)).tally(("procedure",)))
    procedures = [row for row in by_procedure if row.key not in fields_read]
    minimum = session.plan.privacy.minimum_cell
    sheets: Counter[str] = Counter()
    for table in counting.tally(("period",)).tables:
        sheets.update({row.key: row.sheets or 0 for row in table.rows})
    not_identified = next(row for row in sheets_by_field if row.key == UNKNOWN_PROCEDURE)
    return AnnualFacts(
        year=year.year,
        sheets_collected=sum(table.whole.sheets or 0 for table in (questions, *others)),
        periods=tuple(
            PeriodSheets(Period.parse(p), sheets[p])
            for p in sorted({o.period for o in openings} | {p for p in sheets if sheets[p]})
        ),
        top_fields=most_surveyed(sheets_by_field, minimum),
        top_procedures=most_surveyed_procedures(
            procedures, sheets_by_field, session.plan.field_of, minimum
        ),
        questions=tuple(result_facts(row, levels) for row in questions.rows),
        fields=tuple(result_facts(row, levels) for row in fields),
        not_identified=not_identified.told,
        scale=scale_facts(session, questions.series),
        series=series_facts(session, questions),
        others=tuple(_channel_facts(session, table) for table in others),
        openings=len(openings),
        flags_waiting=unfinished.flags.total + unfinished.doubts,
        reconciled=not differences,
        differences=tuple(one.message for one in differences),
        charts=tuple(_charts(counting)),
        rules=rules,
        minimum=minimum,
        head=session.record.head(),
        units=units_facts(session, year),
    )


def _channel_facts(session: Session, table: TallyTable) -> ChannelFacts:
    levels = levels_of(session, table.series)
    return ChannelFacts(
        series=series_facts(session, table),
        scale=scale_facts(session, table.series),
        questions=tuple(result_facts(row, levels) for row in table.rows),
    )


def _charts(counting: Counting) -> Iterator[Picture]:
    """How answers spread, how satisfied the fields are, and the way from period to period."""
    if not counting.tally(("question",)).tables[0].whole.total:
        return
    yield draw_distribution(counting)
    yield draw_fields(counting)
    if sum(row.total > 0 for row in counting.tally(("period",)).tables[0].rows) > 1:
        yield draw_trend(counting)
