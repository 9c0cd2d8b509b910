"""The tally for machines: JSON as the specification has it (chapter 3), and CSV."""

import csv
import io
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from steps.count import Tally, TallyTable
from survey.plan_rules import PAPER
from survey.signs import HIDDEN, guard_cells
from tally.count import TallyRow
from tally.index import interval_of
from tally.share import DECIMAL_PLACES, decimal_string
from templates.form import Form

_COUNTED = ("answered", "blank", "multiple", "unclear")
_MEASURED = ("satisfied", "low", "high", "mean")


def tally_json(tally: Tally, form: Form) -> dict[str, Any]:
    """The tally as JSON.

    A crossed row also has ``keys``, both keys by themselves; where other channels than paper or
    several forms were counted, each row says which it belongs to, since nobody can count the
    answers of another channel again; a hidden figure is null. So that others can count
    again, a tally by factor has ``factors``, the factor of each question, and one of a form with a
    tick list ``ticked``, the field that each of its choices stands for; one by question has
    ``lists``, what was ticked in other lists.
    """
    told: dict[str, Any] = {"by": ",".join(tally.by), "period": tally.period or None}
    if "factor" in tally.by:
        told["factors"] = {one.id: one.factor for one in form.rated if one.factor}
    if any(one.choices for one in form.asked):
        told["ticked"] = {
            one.id: {step.choice: step.field for step in one.choices if step.field}
            for one in form.asked
            if one.choices
        }
    if tally.lists:
        told["lists"] = [asdict(one) for one in tally.lists]
    rows = [_row_json(tally, table, row) for table in tally.tables for row in table.rows]
    return told | {"rows": rows}


def _row_json(tally: Tally, table: TallyTable, row: TallyRow) -> dict[str, Any]:
    told: dict[str, Any] = {"key": row.key, "label": row.label}
    if len(row.keys) > 1:
        told["keys"] = list(row.keys)
    if len(tally.tables) > 1 or table.series.channel != PAPER:
        told |= {"channel": table.series.channel, "form": table.series.form}
    told["counts"] = {choice: row.figure(choice) for choice in table.choices}
    counted = {name: row.figure(name) for name in _COUNTED}
    return told | counted | {"satisfied": decimal_string(row.satisfied)}


def tally_csv(tally: Tally) -> str:
    """The same as CSV, a column for each choice, with the mean and the 95 % interval."""
    choices = tuple(dict.fromkeys(choice for table in tally.tables for choice in table.choices))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "label", *choices, *_COUNTED, *_MEASURED, *tally.by, "channel", "form"))
    for table in tally.tables:
        for row in table.rows:
            counts = [_figure(row, choice) if choice in row.counts else "" for choice in choices]
            counted = [_figure(row, name) for name in _COUNTED]
            shares = _shares(row, table.dossiers.get(row.keys))
            series = (table.series.channel, table.series.form)
            cells = (row.key, row.label, *counts, *counted, *shares, *row.keys, *series)
            writer.writerow(guard_cells(cells))
    return text.getvalue()


def _figure(row: TallyRow, column: str) -> int | str:
    figure = row.figure(column)
    return HIDDEN if figure is None else figure


def _shares(row: TallyRow, dossiers: int | None) -> tuple[str, ...]:
    """Satisfied share, both ends of its interval, and the mean; empty where there is none."""
    interval = interval_of(row, dossiers)
    ends: tuple[Fraction | None, ...] = (None, None)
    if interval:  # reckoned with many more digits than anybody needs
        ends = (round(interval.low, DECIMAL_PLACES), round(interval.high, DECIMAL_PLACES))
    return tuple(decimal_string(share) or "" for share in (row.satisfied, *ends, row.mean))
