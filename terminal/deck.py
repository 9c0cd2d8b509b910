"""What came of a trial of printer and scanner, told to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.language import _, later
from survey.spoken_number import number
from survey.wording import say_value
from terminal.screen import say, say_more

if TYPE_CHECKING:  # imported for their types alone, since a verdict brings OpenCV with it
    from steps.deck_verdict import Verdict
    from templates.form import Form

NAMED = 10
"""Misread marks that are named; the others are counted."""

_ADVICE = {
    "too-small": later("The scans are too small: set the scanner to 200 dpi or more."),
    "turned": later("The pages lie askew: push the guides of the feeder against the paper."),
    "cut": later("The scans cut off the edge of the paper: scan the whole A4 page."),
    "scaled": later("The sheets were not printed at their true size: print at 100 %, not fitted."),
    "bilevel": later("The scans are black and white: set the scanner to grey or colour."),
    "pale-print": later("The print is too pale: change the toner, or print darker."),
    "too-light": later("Light marks disappear: set the scanner darker, or to automatic exposure."),
    "sheets-lost": later("Sheets of the deck are missing: did the feeder take two at once?"),
    "unread": later("Some pages could not be read at all: see whether they lie flat and whole."),
    "unclear": later("Many marks are unclear: clean the scanner's glass, and try 300 dpi."),
}


def say_trial(verdict: Verdict, form: Form) -> None:
    """Whether printer and scanner can be trusted, and what to change."""
    counts = {"seen": number(verdict.seen), "sheets": number(verdict.sheets)}
    say(_("{seen} of {sheets} sheets of the test deck were read.", **counts))
    for one in verdict.misread[:NAMED]:
        say(
            _(
                "! sheet {sheet}, {question}: {meant} was drawn, {read} was read",
                sheet=one.sheet,
                question=form.question(one.question).name,
                meant=say_value(one.meant),
                read=say_value(one.read),
            )
        )
    say_more(len(verdict.misread) - NAMED)
    say(
        _(
            "People would be asked about {asked} of {plain} plain marks.",
            asked=number(verdict.asked),
            plain=number(verdict.plain),
        )
    )
    for advice in verdict.advice:
        say(f"- {_(_ADVICE[advice])}")
    if verdict.is_trusted:
        say(_("This printer and this scanner can be trusted at {dpi} dpi.", dpi=verdict.dpi))
    else:
        say(_("Not yet: change this, print or scan the deck again, and try once more."))
