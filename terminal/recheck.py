"""What is told of a re-check: the lot, the draw, what readers still have to do, the result."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from survey.language import _, later
from survey.spoken_number import number
from survey.wording import say_value
from terminal.screen import percent, say, say_more

if TYPE_CHECKING:  # imported for their types alone, so that help stays quick
    from audit.recheck import Found
    from steps.recheck_draw import Drawn, Lot
    from steps.recheck_result import Result
    from templates.form import Form

NAMED = 20
"""Sheets and questions that are named; the others are counted."""
_VERDICTS = {
    "stop": later("Stop: the result of the period is confirmed."),
    "go-on": later("Go on: draw more sheets with --more, about {total} in all will be needed."),
    "full-count": later("The sample does not confirm the result: count all sheets by hand."),
}


def say_lot(lot: Lot, head: str) -> None:
    """What to do before the dice are thrown."""
    say(
        _(
            "{population} sheets can be drawn; needed if paper and record agree: {count}.",
            "{population} sheet can be drawn; needed if paper and record agree: {count}.",
            population=number(len(lot.units)),
            count=number(lot.first),
        )
    )
    say(
        _(
            "Write the journal's head on paper, {head}; then throw dice before everyone and give "
            "the digits with --seed.",
            head=head[:16],
        )
    )


def say_drawn(drawn: Drawn) -> None:
    """How many sheets were drawn, and the forms to read them with."""
    say(
        _(
            "{recheck}: {new} sheets drawn, {total} so far of {population}.",
            "{recheck}: {new} sheet drawn, {total} so far of {population}.",
            recheck=drawn.recheck,
            new=number(drawn.new),
            total=number(drawn.total),
            population=number(drawn.population),
        )
    )
    for file in drawn.files:
        say(f"  {file}")


def say_open_readings(result: Result, form: Form) -> None:
    """What readers still have to do."""
    say(
        _(
            "{count} answers are not settled yet: two people must read each sheet, and a third "
            "where they differ.",
            (
                "{count} answer is not settled yet: two people must read each sheet, and a "
                "third where they differ."
            ),
            count=number(len(result.open)),
        )
    )
    for one in result.open[:NAMED]:
        read = _("read by {count}", count=one.readers)
        say(f"  {one.unit} {form.question(one.question).name}: {read}")
    say_more(len(result.open) - NAMED)


def say_result(result: Result, found: Found, form: Form) -> None:
    """Where paper and record differ, the risk that is left, and what follows."""
    for one in result.discrepancies[:NAMED]:
        say(
            _(
                "! sheet {sheet}, {question}: the record says {recorded}, the paper {on_paper}",
                sheet=one.unit,
                question=form.question(one.question).name,
                recorded=say_value(one.recorded),
                on_paper=say_value(one.on_paper),
            )
        )
    say_more(len(result.discrepancies) - NAMED)
    risk = percent(Fraction(found.risk))
    say(
        _(
            "{sheets} sheets read; attained risk {risk}.",
            "{sheets} sheet read; attained risk {risk}.",
            sheets=number(found.sheets),
            risk=risk,
        )
    )
    say(_(_VERDICTS[found.verdict], total=number(found.total_needed)))
    say(_("Document written: {file}", file=result.file))
