"""Random tampers, and whether ``verify`` with the printed head finds and names each of them.

A tamper counts when it changes any meaning: a value in a table, or a byte of a kept file.
"""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.custody_survey import must, play_deeds
from benchmarks.tables import show_table
from benchmarks.tampering import ROOMS, Tamper, tamper
from steps.verify import Asked, verify_folder
from store.folder import SurveyFolder
from store.record import Record
from survey.language import speaking

HEAD_SENTENCE = "no event has the head"


@dataclass(frozen=True, slots=True)
class Judged:
    """A tamper and what ``verify`` said; ``by_head`` when the printed head alone betrayed it."""

    tamper: Tamper
    told: tuple[str, ...]
    by_head: bool

    @property
    def is_named(self) -> bool:
        """Does a sentence say where to look?"""
        return any(clue in sentence for sentence in self.told for clue in self.tamper.clues)


def measure_tampers(times: int, seed: int, sheets: int = 12) -> str:
    """So many tampers, each on a fresh copy; a table of what was found."""
    chance = random.Random(seed)
    with speaking("en"), TemporaryDirectory() as place:
        survey = make_survey(Path(place), sheets)
        judged = [judge_one(survey, chance) for _time in range(times)]
    for one in judged:
        if not one.told or not one.is_named:
            print(f"not named: {one}", flush=True)
    return show_table(
        ("tamper", "made anew", "tampers", "found", "by the head alone", "named"), _rows(judged)
    )


def make_survey(folder: Path, sheets: int) -> Path:
    """A month to its reports, with a decision still to come."""
    *_deeds, last = play_deeds(folder, sheets)
    must(last.survey, *last.words)
    must(last.survey, "report", "annual")
    verified = verify_folder(last.survey)
    if verified.findings or verified.notes:
        raise RuntimeError(f"not whole before anybody touched it: {verified}")
    return last.survey


def judge_one(survey: Path, chance: random.Random) -> Judged:
    """Tamper until something is changed, then verify with the head that was printed last."""
    with Record.open(SurveyFolder(survey)) as record:
        asked = Asked((record.head(),))
    while True:
        with TemporaryDirectory() as place:
            copy = Path(shutil.copytree(survey, Path(place) / "survey"))
            try:
                done = tamper(copy, chance)
            except sqlite3.Error:
                continue  # the tables refused it
            if _meaning(copy) != _meaning(survey):
                verified = verify_folder(copy, asked)
                told = (*verified.findings, *verified.notes)
                by_head = all(HEAD_SENTENCE in sentence for sentence in verified.findings)
                return Judged(done, told, bool(verified.findings) and by_head)


def _meaning(survey: Path) -> tuple[object, ...]:
    """Every value of every table, and every byte of the kept files."""
    with closing(sqlite3.connect(survey / "survey.db")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        rows = {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))
            for (name,) in tables.fetchall()
        }
    kept = [file for room in ROOMS for file in (survey / room).iterdir()]
    files = {file.name: file.read_bytes() for file in (*kept, survey / "survey.toml")}
    return rows, files


def _rows(judged: list[Judged]) -> Iterator[tuple[object, ...]]:
    def kind(one: Judged) -> tuple[str, str]:
        return one.tamper.deed, one.tamper.knowledge.name.lower()

    tampers = Counter(map(kind, judged))
    found = Counter(kind(one) for one in judged if one.told)
    by_head = Counter(kind(one) for one in judged if one.by_head)
    named = Counter(kind(one) for one in judged if one.is_named)
    for key in sorted(tampers):
        yield (*key, tampers[key], found[key], by_head[key], named[key])
    counters = (tampers, found, by_head, named)
    yield ("all", "", *(counter.total() for counter in counters))
