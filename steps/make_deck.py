"""``test-deck``: sheets marked by the program with a known result, to try printer and scanner."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ballots.deck import InkedSheet, InkStroke, write_deck
from scans.deck import DeckMark, DeckSheet, plan_deck
from steps.session import Session
from store.folder import write_whole
from survey.errors import FolderError
from survey.fault import say_fault
from survey.language import _
from survey.reading import Status

DECK_NAME, TRUTH_NAME, TALLY_NAME = "bo-phieu-thu.pdf", "ket-qua-dung.csv", "ket-qua-dung.json"
TRUTH_COLUMNS = ("sheet", "part", "name", "question", "status", "choice")


@dataclass(frozen=True, slots=True)
class Deck:
    """What was made: how many sheets, and the files."""

    sheets: int
    deck: Path
    truth: Path
    tally: Path


def make_deck(session: Session, folder: Path) -> Deck:
    """Write the deck, what each question of it means, and its tally into a folder.

    Raises:
        FolderError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            _("{folder} cannot be made ({reason})", folder=folder, reason=say_fault(error))
        ) from error
    sheets = plan_deck(session.layout)
    deck = Deck(len(sheets), folder / DECK_NAME, folder / TRUTH_NAME, folder / TALLY_NAME)
    inked = [InkedSheet(sheet.number, _strokes(sheet.marks)) for sheet in sheets]
    key, is_two_sided = session.record.secret_key(), session.form.sides == 2
    content = write_deck(session.layout, inked, key, is_two_sided=is_two_sided)
    write_whole(deck.deck, content)
    write_whole(deck.truth, _truth(sheets).encode())
    tally = json.dumps(_tally(sheets, session.form.choices), ensure_ascii=False, indent=1)
    write_whole(deck.tally, tally.encode())
    return deck


def _strokes(marks: Sequence[DeckMark]) -> tuple[InkStroke, ...]:
    return tuple(
        InkStroke(
            mark.page,
            tuple((float(x), float(y)) for x, y in points),
            mark.ink.pen.width_mm,
            mark.ink.colour,
        )
        for mark in marks
        for points in mark.mark.strokes
    )


def _truth(sheets: Sequence[DeckSheet]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TRUTH_COLUMNS)
    for sheet in sheets:
        for one in sheet.meant:
            named = (sheet.number, sheet.part, sheet.name)
            writer.writerow((*named, one.question, one.status, one.choice))
    return text.getvalue()


def _tally(sheets: Sequence[DeckSheet], choices: Sequence[str]) -> dict[str, object]:
    """The tally a perfect reading gives, as ``tally --format json`` has it, and what is asked."""
    counted: dict[str, Counter[str]] = {}
    for one in (one for sheet in sheets for one in sheet.meant):
        counted.setdefault(one.question, Counter())[one.choice or one.status] += 1
    rows = [
        {
            "key": question,
            "counts": {choice: count[choice] for choice in choices},
            "answered": sum(count[choice] for choice in choices),
            "blank": count[Status.BLANK],
            "flagged": count[Status.FLAGGED],
        }
        for question, count in counted.items()
    ]
    return {"by": "question", "period": None, "rows": rows}
