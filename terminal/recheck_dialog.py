"""``recheck record`` without a table: one reader types what stands on each sheet drawn.

Nothing of the machine or of the other reader is shown. Each sheet is recorded as soon as the reader
has confirmed it, so whoever stops goes on where they ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from steps.recheck_draw import find_recheck
from steps.recheck_reading import record_sheet, sheets_to_read
from steps.recheck_record import WHOLE_SHEET, Recorded, no_answer, read_value, reader_name
from survey.language import _
from survey.spoken_number import number
from terminal.dialog import ask_line
from terminal.screen import say

if TYPE_CHECKING:  # for their types alone
    from collections.abc import Mapping

    from steps.recheck_reading import SheetToRead
    from steps.session import Session

BACK = "<"


def ask_sheets(session: Session, person: str, recheck: str = "") -> Recorded:
    """Ask this person for every sheet that still needs them.

    Raises:
        RequestError: no name, or no such re-check.
        click.Abort: the person ended it; the sheets confirmed until then are recorded.
    """
    entry, name = find_recheck(session, recheck), reader_name(person)
    click.clear()  # what the reader before typed here must not be seen
    waiting = sheets_to_read(session, entry, name)
    say(
        _(
            "Read each sheet from paper. For a question type {choices}, 0 blank, N several, K "
            "unclear; for the whole sheet H not valid, M not found; {back} goes back. Ctrl-C ends; "
            "what was confirmed stays recorded.",
            choices=", ".join(session.form.choices),
            back=BACK,
        )
    )
    for done, sheet in enumerate(waiting):
        _say_sheet(sheet, len(waiting) - done)
        record_sheet(session, entry, name, (sheet.sheet, _ask_sheet(session)))
    return Recorded(entry.id, name, len(waiting))


def _say_sheet(sheet: SheetToRead, left: int) -> None:
    say()
    told = {"place": number(sheet.place), "sheet": sheet.sheet, "left": number(left)}
    say(_("No. {place} of the draw, sheet {sheet} ({left} left for you)", **told))
    for page in sheet.pages:
        say(f"  {page.source_file}, {_('page {page}', page=page.source_page)} ({page.opening})")


def _ask_sheet(session: Session) -> Mapping[str, str]:
    """Question → what the reader saw, once the whole sheet is confirmed."""
    questions, values = session.form.asked, list[str]()
    while True:
        if len(values) == len(questions):
            told = "  ".join(f"{q.called} {v}" for q, v in zip(questions, values, strict=True))
            if ask_line(_("{answers}; Enter records it", answers=told), "") != BACK:
                return {q.id: value for q, value in zip(questions, values, strict=True)}
            del values[0 if values[0] in WHOLE_SHEET else -1 :]
            continue
        question = questions[len(values)]
        choices = session.form.choices_of(question.id)
        typed = ask_line(f"  {question.called_with_choices}", "")
        value = read_value(typed, choices)
        if typed == BACK:
            del values[-1:]
        elif value in WHOLE_SHEET and not values:
            values = [value] * len(questions)
        elif value in {"", *WHOLE_SHEET}:
            say(f"  ! {no_answer(typed, choices)}")
        else:
            values.append(value)
