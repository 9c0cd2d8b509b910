"""Damaged files of every kind go through a batch of good sheets: what becomes of either."""

import shutil
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.fuzz_targets import TARGETS
from benchmarks.spoil import spoil
from benchmarks.survey_folder import make_pile
from benchmarks.tables import show_table
from scans.writers import FORMATS
from steps.scan import Taken, scan_paths
from steps.session import Session, open_session
from store.listing import list_pages
from survey.reading import Outcome

GOOD, BAD = "good", "bad"
STRANGE_NAMES = ("xuống\ndòng", "ngược\u202egnp", "dài " + "á" * 60, "  ", "-rf")
"""What a file may be called: names that break lines, turn their direction, or look like options."""


def measure_damaged(good: int, bad: int, seed: int) -> str:
    """Scan so many good sheets among so many damaged files of each kind; a table of outcomes.

    Raises:
        RuntimeError: a good sheet was not read, or a page is rejected without a word.
    """
    with TemporaryDirectory() as place:
        pile = make_pile(Path(place), good)
        mixed = mix(pile.jpegs, Path(place) / "mixed", bad, Random(seed))
        with open_session(pile.survey) as session:
            taken = scan_paths(session, [mixed], None, 1)
            return show_outcomes(session, taken, good)


def mix(jpegs: Path, folder: Path, bad: int, chance: Random) -> Path:
    """A folder with the good sheets and so many damaged files of each kind, in mixed order."""
    folder.mkdir()
    for number, jpeg in enumerate(sorted(jpegs.glob("*.jpg"))):
        shutil.copy(jpeg, folder / f"{chance.random():.9f}-{GOOD}-{number}.jpg")
    for form in FORMATS:
        seeds = TARGETS[form].seeds()
        for number in range(bad):
            strange = STRANGE_NAMES[number % len(STRANGE_NAMES)]
            suffix = chance.choice(FORMATS)  # as often wrong as right
            name = f"{chance.random():.9f}-{BAD}-{form}-{number}{strange}.{suffix}"
            (folder / name).write_bytes(spoil(chance.choice(seeds), chance))
    return folder


def show_outcomes(session: Session, taken: Taken, good: int) -> str:
    """How many pages of good and of damaged files met which outcome.

    Raises:
        RuntimeError: a good sheet was not read, or a page is rejected without a word.
    """
    pages = list(list_pages(session.record))
    counts = Counter((GOOD if f"-{GOOD}-" in p.source_file else BAD, p.outcome) for p in pages)
    silent = [p.source_file for p in pages if p.outcome == Outcome.REJECTED and not p.reason]
    if counts[GOOD, Outcome.READ] != good or silent or taken.troubles:
        raise RuntimeError(counts, silent, taken.troubles)
    words = Counter(p.detail or p.reason for p in pages if p.outcome == Outcome.REJECTED)
    return "\n\n".join(
        (
            show_table(("files", "outcome", "pages"), [(*k, n) for k, n in sorted(counts.items())]),
            show_table(("in words", "pages"), words.most_common()),
        )
    )
