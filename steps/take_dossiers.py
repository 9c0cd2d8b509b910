"""``dossiers``: how many dossiers were settled, from the office that knows, into the record."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from channels.dossier_table import HEADINGS, read_figures
from channels.named_columns import dropped_headings
from channels.table import read_table
from steps.session import Session
from steps.signature import plain_text
from store.channel_listing import list_dossiers
from survey.errors import RequestError
from survey.language import _
from survey.spoken_day import spoken_day


@dataclass(frozen=True, slots=True)
class DossiersTaken:
    """What was recorded: figures, and how many of them differ from what was known before.

    ``dropped`` are the columns that nobody looked at.
    """

    figures: int
    revised: int
    dropped: tuple[str, ...]


def take_dossiers(
    session: Session, file: Path, source: str, given_on: date, period: str = ""
) -> DossiersTaken:
    """Record the figures of a table; all of it or nothing.

    Args:
        session: the survey.
        file: CSV or XLSX, see ``channels.dossier_table``.
        source: who gave the figures.
        given_on: the day they were given.
        period: of all rows, when the table has no column for it.

    Raises:
        TableError: the file cannot be read.
        MistakesError: with every bad row.
        RequestError: no source, a day to come, or a missing column.
    """
    source = check_source(source, given_on)
    table = read_table(file)
    figures = read_figures(table, session.plan, period)
    known = {(f.period, f.scope, f.key): f.dossiers for f in list_dossiers(session.record)}
    body = {
        "source": source,
        "as_of": given_on.isoformat(),
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "figures": [[f.period, f.scope, f.key, f.dossiers] for f in figures],
    }
    with session.record.transaction():
        session.note_plan()
        session.record.append("dossiers", body)
    places = [((f.period, f.scope, f.key), f.dossiers) for f in figures]
    revised = sum(known.get(place, dossiers) != dossiers for place, dossiers in places)
    return DossiersTaken(len(figures), revised, dropped_headings(table, HEADINGS))


def check_source(source: str, given_on: date) -> str:
    """Who gave a table, on one line.

    Raises:
        RequestError: nobody, hidden characters, or a day that is still to come.
    """
    words = plain_text(source)
    if not words:
        raise RequestError(_("say with --source who gave the figures"))
    if given_on > date.today():
        raise RequestError(
            _("{day} is still to come; give the day of the figures", day=spoken_day(given_on))
        )
    return words
