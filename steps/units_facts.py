"""What units below this office handed up for a year, as its annual report tells it."""

from reports.units import UnitFacts, UnitsFacts
from steps.count_units import count_units, gather_units
from steps.session import Session
from store.bundle_listing import list_bundles
from survey.language import speaking
from survey.period import Period


def units_facts(session: Session, year: Period) -> UnitsFacts | None:
    """The units of a year, those of few sheets without their share; None where none handed up."""
    if not list_bundles(session.record):
        return None
    gathered = gather_units(session, year)
    with speaking("vi"):  # a document is Vietnamese whoever writes it
        tally = count_units(session, ("unit",), str(year), published=True)
    rows = {row.key: row for table in tally.tables[:1] for row in table.rows}
    shown = []
    for key in gathered.units:
        row = rows.get(key)
        share = row.satisfied if row else None
        is_hidden = bool(row and row.total and row.is_hidden("satisfied"))
        name = row.label if row else gathered.units[key].name
        counted = row.most_asked if row else 0
        shown.append(UnitFacts(name, gathered.sheets.get(key, 0), counted, share, is_hidden))
    apart = sum(table.whole.sheets or 0 for table in tally.tables[1:])
    return UnitsFacts(tuple(shown), apart, tally.notes)
