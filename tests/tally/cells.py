"""Invented answers, sheet by sheet, and the same as the tally takes them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from survey.reading import Status
from tally.count import AnswerCells, Scale

FIVE_LEVELS = Scale(("5", "4", "3", "2", "1"))
FACTORS = {"q1": "a", "q2": "c", "q3": "c", "q4": "b"}
LEAVES = ("5", "4", "3", "2", "1", Status.BLANK, Status.MULTIPLE, Status.UNCLEAR)
WEIGHTS = (50, 30, 10, 4, 3, 3, 1, 1)


@dataclass(frozen=True)
class PaperSheet:
    """One sheet: where it was found and what it says, a choice or a status for each question."""

    period: str
    field: str
    answers: tuple[str, ...]
    box: str = "hom-1"
    channel: str = "paper"
    unit: str = ""


def cells_of(sheets: Iterable[PaperSheet]) -> list[AnswerCells]:
    """The answers counted by all that can be grouped by; a field has one procedure."""
    counted: Counter[AnswerCells] = Counter()
    for sheet in sheets:
        for question, said in zip(FACTORS, sheet.answers, strict=False):
            counted[cell(sheet, question, said)] += 1
    return [replace(one, answers=n) for one, n in counted.items()]


def cell(sheet: PaperSheet, question: str, said: str) -> AnswerCells:
    is_answered = said not in list(Status)
    return AnswerCells(
        channel=sheet.channel,
        unit=sheet.unit,
        form="F00D",
        period=sheet.period,
        box=sheet.box,
        field=sheet.field,
        procedure=f"1.{sheet.field}",
        question=question,
        factor=FACTORS[question],
        status=Status.ANSWERED if is_answered else said,
        choice=said if is_answered else "",
        answers=1,
    )


def invent_sheets(
    seed: int, count: int, places: int = 4, periods: tuple[str, ...] = ("2021-10",)
) -> list[PaperSheet]:
    """So many sheets; a few fields have most of them, as in a real ward."""
    random = Random(seed)
    names = [f"f{n}" for n in range(places)]
    weights = [4.0**-n for n in range(places)]
    return [
        PaperSheet(
            random.choice(periods),
            random.choices(names, weights)[0],
            tuple(random.choices(LEAVES, WEIGHTS, k=len(FACTORS))),
            random.choice(("hom-1", "hom-2")),
        )
        for _ in range(count)
    ]
