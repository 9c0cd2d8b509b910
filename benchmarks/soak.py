"""Months of mixed work, disturbed at random for hours: nothing lost, the record whole.

Each month is begun on a small disk, printed and scanned, copied, and then done twice: in peace, and
with its commands killed, interrupted, short of room, or given twice at once; people decide on the
real review page or by command. A command that was disturbed is given again until its work is done.
After every one of them ``verify`` must find the record whole. In the end every page that went in
must have an outcome, and answers, pages and figures must be those of the month in peace.

Months, commands and disturbances are drawn from the seed; at which instant a kill falls is not.
"""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.custody_survey import list_flags, must, run
from benchmarks.disturb import Ended, Way, Workplace, do
from benchmarks.month import REVIEW, Month, Words, decisions, draw_month, work_in_peace
from benchmarks.small_disk import SmallDisk, small_disk
from benchmarks.tables import show_table
from benchmarks.visits import review

DISTURBED_TRIES = 2
"""So often at most a command is disturbed before it may go through."""
TRIES = 5
GUESSED_S = 3.0
"""How long a command takes of which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Soaking:
    """How long, with how many sheets a month at most; the first month is always finished.

    Attributes:
        disturbed_share: of the first tries of each command.
        is_short: months end when they are closed for the first time.
    """

    minutes: float
    sheets: int = 24
    seed: int = 1
    disturbed_share: float = 0.7
    is_short: bool = False


@dataclass
class Soaked:
    """What came of it: how often which commands met what, and what was wrong, in sentences."""

    months: int = 0
    pages: int = 0
    commands: Counter[tuple[str, Way]] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    lasted_s: dict[str, float] = field(default_factory=dict)

    def note(self, ended: Ended) -> None:
        """Count a command, and keep what is wrong with it."""
        self.commands[ended.words[0], ended.way] += 1
        self.blame(ended.troubles)

    def blame(self, troubles: tuple[str, ...]) -> None:
        """Keep what is wrong, and say it at once."""
        self.troubles += troubles
        for trouble in troubles:
            print(f"month {self.months}: {trouble}", flush=True)


def soak(asked: Soaking) -> Soaked:
    """Month after month until the time is over."""
    soaked, until = Soaked(), time.monotonic() + asked.minutes * 60
    for number in count(1):
        soaked.months = number
        seed = f"{asked.seed} {number}"
        with TemporaryDirectory() as place, small_disk(Path(place)) as disk:
            month = draw_month(seed, asked.sheets, is_short=asked.is_short)
            _play(soaked, disk, month, asked.disturbed_share)
        print(f"{time.strftime('%H:%M:%S')} {_sum_up(soaked)}", flush=True)
        if time.monotonic() >= until:
            return soaked
    raise AssertionError


def show_soak(soaked: Soaked) -> str:
    """A table: each command, and how often it met what; then the sums."""
    named = sorted({command for command, _way in soaked.commands})
    rows = [(name, *(soaked.commands[name, way] for way in Way)) for name in named]
    sums = [sum(soaked.commands[name, way] for name in named) for way in Way]
    table = show_table(("command", *Way), [*rows, ("all", *sums)])
    return "\n".join([table, "", _sum_up(soaked), *soaked.troubles])


def _sum_up(soaked: Soaked) -> str:
    met: Counter[Way] = Counter()
    for (_command, way), times in soaked.commands.items():
        met[way] += times
    ways = ", ".join(f"{times} {way}" for way, times in met.items())
    return (
        f"{soaked.months} months, {soaked.pages} pages, {met.total()} commands ({ways}), "
        f"{len(soaked.troubles)} troubles"
    )


def _play(soaked: Soaked, disk: SmallDisk, month: Month, disturbed_share: float) -> None:
    chance = Random(month.seed)
    work = Workplace(disk.path / "khao-sat", disk, chance)
    month.begin(work.survey)
    give = partial(_give, soaked, work, disturbed_share)
    if not all(map(give, month.prepare())):
        return
    with TemporaryDirectory() as place:
        peaceful = Path(shutil.copytree(work.survey, Path(place) / "khao-sat"))
        try:
            work_in_peace(peaceful, month)
        except RuntimeError as fault:
            soaked.blame((f"in peace: {fault}",))
            return
        if all(map(give, month.work())):
            soaked.pages += month.sheets
            soaked.blame(tuple(_differences(peaceful, work.survey, month.sheets)))


def _give(soaked: Soaked, work: Workplace, disturbed_share: float, words: Words) -> bool:
    """A command, given until its work is done; False when that does not happen."""
    for tried in range(TRIES):
        may_be_disturbed = tried < DISTURBED_TRIES and work.chance.random() < disturbed_share
        way = work.draw_way() if may_be_disturbed else Way.PEACE
        is_done = _give_once(soaked, work, words, way)
        _check(soaked, work.survey, words)
        if is_done:
            return True
    soaked.blame((f"{' '.join(words)} was not done in {TRIES} tries",))
    return False


def _give_once(soaked: Soaked, work: Workplace, words: Words, way: Way) -> bool:
    if words == REVIEW:
        return _decide(soaked, work, way)
    begun = time.monotonic()
    ended, *beside = do(work, words, way, soaked.lasted_s.get(words[0], GUESSED_S))
    if way is Way.PEACE:
        soaked.lasted_s[words[0]] = time.monotonic() - begun
    for one in (ended, *beside):
        soaked.note(one)
    return ended.is_done


def _decide(soaked: Soaked, work: Workplace, way: Way) -> bool:
    """What waits is decided on the page, or where two programs are to meet, by commands."""
    if way is Way.TOGETHER:
        for words in decisions(work.survey):
            soaked.note(do(work, words, way, GUESSED_S)[0])
    else:
        soaked.note(review(work, way))
    return not list_flags(work.survey)


def _check(soaked: Soaked, survey: Path, words: Words) -> None:
    status, said = run(survey, "verify")
    if status:
        soaked.blame((f"verify after {' '.join(words)} ended with {status}: {said}",))


def _differences(peaceful: Path, survey: Path, sheets: int) -> Iterator[str]:
    """What is not as in the month in peace, or not as many as went in."""
    pages = must(survey, "export", "pages").splitlines()[1:]
    outcomes = Counter(line.split(",")[3] for line in pages)
    if outcomes != {"read": sheets}:
        yield f"{sheets} sheets went in, {dict(outcomes)} came out"
    for (name, theirs), ours in zip(_told(peaceful), dict(_told(survey)).values(), strict=True):
        if theirs != ours:
            yield f"{name}: {theirs[:900]} in peace, {ours[:900]} after all"


def _told(survey: Path) -> Iterator[tuple[str, str]]:
    """All figures and rows; not the superseded documents, which may have been written again."""
    for what in ("answers", "pages", "boxes"):
        yield what, must(survey, "export", what)
    yield "tally", must(survey, "tally", "--by", "question", "--format", "json")
    status = json.loads(must(survey, "status", "--json"))
    yield "status", str({name: told for name, told in status.items() if name != "superseded"})
