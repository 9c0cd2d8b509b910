"""``import``: answers of another channel (HueS, kiosk, portal) from CSV or XLSX into the record.

The table itself is not kept: it names people. Kept are the answers, the period, the field, and a
keyed hash by which no row is taken twice.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from channels.answers import AnswersRead, ImportedAnswer, Reader
from channels.mapping import ColumnMapping, parse_mapping
from channels.table import read_table
from steps.closed_period import refuse_closed_period
from steps.handed_file import read_handed_file
from steps.session import Session
from store.channel_listing import list_imported_rows
from survey.errors import Mistake, RequestError
from survey.language import _
from survey.plan import Channel
from templates.form import Form, parse_form, plan_line
from templates.geometry import lay_out
from templates.shelf import read_form_text

ROWS_PER_EVENT = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in, or would be on a dry run.

    Attributes:
        rows: good rows of the table.
        new: of them, those that were not in the record.
        known: those that were, with the same answers.
        bad: rows that cannot be taken, those that contradict the record among them.
        set_aside: rows that the mapping leaves out.
        dropped: columns that nobody looked at.
        by_period: period → new rows.
        is_dry: nothing was written.
    """

    rows: int
    new: int
    known: int
    bad: tuple[Mistake, ...]
    set_aside: int
    dropped: tuple[str, ...]
    by_period: dict[str, int]
    is_dry: bool


def import_answers(
    session: Session, file: Path, channel: str, mapping: Path, *, is_dry: bool = False
) -> Imported:
    """Take in the good rows of a table; the bad ones are named.

    Raises:
        RequestError: the plan has no such channel, or the mapping cannot be read.
        MistakesError: the mapping has mistakes.
        TableError: the table cannot be read, or lacks a column.
        ClosedError: it holds new answers of a period that is finished.
    """
    form = _form_of(session, _channel_of(session, channel))
    rules = parse_mapping(read_handed_file(mapping), mapping.name, form, session.plan)
    table = read_table(file, rules.sheet, rules.heading_row)
    reader = Reader(rules, form, session.plan, channel, session.record.secret_key())
    read = reader.read(table)
    known = _known_answers(session, channel)
    new = [answer for answer in read.answers if answer.key not in known]
    changed = [a.key for a in read.answers if known.get(a.key, _said(a)) != _said(a)]
    for period in {answer.period for answer in new}:
        refuse_closed_period(session.record, period)
    if new and not is_dry:
        origin = _origin(session, file, form, rules, read)
        with session.record.transaction():
            session.note_plan()
            for part in _parts(new):
                session.record.append("imported", {"channel": channel} | origin | {"answers": part})
    return Imported(
        rows=len(read.answers),
        new=len(new),
        known=len(read.answers) - len(new) - len(changed),
        bad=(*read.bad, *(_changed(read.row_of[key]) for key in changed)),
        set_aside=read.set_aside,
        dropped=read.dropped,
        by_period=_by_period(new),
        is_dry=is_dry,
    )


def imported_json(imported: Imported) -> dict[str, Any]:
    """What was taken in, for machines."""
    return asdict(imported)


def _channel_of(session: Session, channel: str) -> Channel:
    for known in session.plan.channels:
        if known.id == channel:
            return known
    raise RequestError(
        _(
            "the plan has no channel {channel}; it has: {known}. Add it under [[channels]] in "
            "survey.toml",
            channel=channel,
            known=", ".join(known.id for known in session.plan.channels) or _("none"),
        )
    )


def _form_of(session: Session, channel: Channel) -> Form:
    """The form with the channel's questions and scale."""
    if not channel.form:
        return session.form
    return parse_form(read_form_text(channel.form, session.folder.templates), channel.form)


def _known_answers(session: Session, channel: str) -> dict[str, list[Any]]:
    """Key → what the record holds of it, as ``_said`` tells it."""
    known: dict[str, list[Any]] = {}
    for row in list_imported_rows(session.record, channel):
        sheet = row.sheet
        told = known.setdefault(sheet.key, [sheet.period, sheet.procedure, sheet.field])
        told.append((row.question, row.status, row.choice))
    return known


def _said(answer: ImportedAnswer) -> list[Any]:
    return [answer.period, answer.procedure, answer.field, *answer.answers]


def _changed(row: int) -> Mistake:
    """An answer that was taken in before and reads otherwise now: the first one stays."""
    message = _("was taken in before with other answers; those stay, find out who changed it")
    return Mistake(row, _("row"), message)


def _by_period(answers: Sequence[ImportedAnswer]) -> dict[str, int]:
    periods = sorted({answer.period for answer in answers})
    return {period: sum(a.period == period for a in answers) for period in periods}


def _parts(answers: Sequence[ImportedAnswer]) -> Iterator[list[list[Any]]]:
    """Rows as the event keeps them, so many for each event."""
    for start in range(0, len(answers), ROWS_PER_EVENT):
        part = answers[start : start + ROWS_PER_EVENT]
        yield [[a.key, a.period, a.procedure, a.field, list(map(list, a.answers))] for a in part]


def _origin(
    session: Session, file: Path, form: Form, rules: ColumnMapping, read: AnswersRead
) -> dict[str, Any]:
    """What the events say of where the answers come from."""
    layout = lay_out(form, plan_line(form, session.plan))
    return {
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "mapping_sha256": rules.sha256,
        "form": layout.fingerprint,
        "bad": len(read.bad),
        "set_aside": read.set_aside,
        # in lists, since canonical JSON keeps no other order
        "asked": {
            "scale": [[step.choice, step.label, step.satisfied] for step in form.scale],
            "questions": [[q.id, f"{q.number} {q.text}".strip(), q.factor] for q in form.rated],
            "factors": list(map(list, form.factors.items())),
        },
    }
