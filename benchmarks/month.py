"""A month of a ward as a list of commands, each drawn by chance but the order that work has."""

from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.custody_survey import (
    DECIDERS,
    MIX,
    OPENING,
    PERIOD,
    PROCEDURE,
    SCANS,
    list_flags,
    run,
)
from scans.writers import FORMATS
from steps.demo import opening_text
from templates.shelf import FIRST_PLAN

Words = tuple[str, ...]
REVIEW: Words = ("review", "--no-browser")
"""Stands for everything that two people must decide; in peace they do so by ``decide``."""
LOOKING: tuple[Words, ...] = (
    ("status", "--json"),
    ("tally", "--by", "question"),
    ("tally", "--by", "field", "--published", "--format", "json"),
    ("export", "answers"),
    ("export", "boxes"),
    ("log",),
    ("verify",),
)
"""What changes nothing, at any time of the month."""
WRITING: tuple[Words, ...] = (
    ("report", "minutes"),
    ("report", "period", "--period", PERIOD),
    ("report", "annual"),
    ("report", "evidence", "--period", PERIOD),
    ("tally", "--format", "xlsx", "-o", "ket-qua.xlsx"),
    ("export", "answers", "--format", "parquet", "-o", "tra-loi.parquet"),
    ("verify", "--pixels", "--workers", "1"),
)
CLOSE: Words = ("close", PERIOD, "--by", DECIDERS[0])
REOPEN: Words = ("reopen", PERIOD, "--by", DECIDERS[0], "--by", DECIDERS[1], "--reason", "Xem lại")


@dataclass(frozen=True, slots=True)
class Month:
    """What is done in it; the same number and seed give the same one.

    Attributes:
        sheets: that were dropped into the box.
        begin: ``init``, and the file that ``open-box`` reads.
        form: of the scans.
        seed: of everything drawn.
        is_short: it ends when it is closed for the first time.
    """

    sheets: int
    form: str
    seed: str
    is_short: bool = False

    def begin(self, survey: Path) -> None:
        """An empty survey folder, and the committee's notes of the opening beside it."""
        status, said = run(survey.parent, "init", survey, "--plan", FIRST_PLAN)
        if status:
            raise RuntimeError(said)
        notes = opening_text(self.sheets, self.sheets)
        (survey / OPENING).write_text(notes, encoding="utf-8")

    def prepare(self) -> Iterator[Words]:
        """Paper going out, and coming back from the scanner."""
        yield ("print", "--copies", str(self.sheets), "--procedure", PROCEDURE, "-o", "phieu.pdf")
        scan = ("--format", self.form, "--seed", self.seed)
        yield ("simulate", "phieu.pdf", "-o", SCANS, *scan, *MIX)

    def work(self) -> Iterator[Words]:
        """From the opening of the box to the closed period, closed twice."""
        chance = Random(self.seed)
        yield ("open-box", "--from", OPENING)
        yield ("scan", SCANS, "--workers", chance.choice("12"))
        yield chance.choice(LOOKING)
        yield REVIEW
        yield chance.choice(LOOKING)
        yield CLOSE
        if self.is_short:
            return
        yield from chance.sample(WRITING, 3)
        yield REOPEN
        yield ("scan", SCANS, "--workers", "1")
        yield CLOSE
        yield chance.choice(WRITING)


def draw_month(seed: str, most_sheets: int, *, is_short: bool = False) -> Month:
    """A month of up to so many sheets."""
    chance = Random(seed)
    sheets = chance.randint(max(1, most_sheets // 2), most_sheets)
    return Month(sheets, chance.choice(FORMATS), str(chance.randrange(10**6)), is_short)


def decided_value(sheet: str, question: str) -> str:
    """What both people see at this question."""
    return Random(f"{sheet} {question}").choice(("multiple", "blank", "unclear", "5", "1"))


def decisions(survey: Path) -> Iterator[Words]:
    """The commands by which two people settle all that waits."""
    for sheet, question in list_flags(survey):
        for person in DECIDERS:
            value = decided_value(sheet, question)
            yield ("decide", sheet, question, value, "--by", person, "--reason", "Xem phiếu")


def work_in_peace(survey: Path, month: Month) -> None:
    """The whole month, undisturbed, in this process.

    Raises:
        RuntimeError: something did not go well.
    """
    for words in month.work():
        for each in decisions(survey) if words == REVIEW else (words,):
            with chdir(survey):
                status, said = run(survey, *each)
            if status not in {0, 3}:
                raise RuntimeError(f"{each} ended with {status}: {said}")
