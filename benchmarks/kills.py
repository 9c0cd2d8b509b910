"""Commands killed at random instants: nothing lost, nothing counted twice, the record whole.

Each command is begun in a process of its own on a copy of the survey and killed with SIGKILL: half
of the times at a random moment of the time it takes, half of the times right after a random one of
the changes it makes to the folder, where the dangerous moments are. For a power cut the folder is
copied as it lies at that moment, and what the disk need not have kept is lost or torn.

Then the record must be whole, the command must go through when it is repeated, and the survey must
stand as if nobody had disturbed it.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.custody_survey import WENT_WELL, Deed, play_deeds, run, tell_state, within
from benchmarks.power_cut import tear
from benchmarks.tables import show_table
from steps.verify import verify_folder
from store.folder import SurveyFolder
from store.record import Record

WATCHED = ("survey.db", "survey.db-wal", "survey.db.seal", "scans", "reports", "printed")
AFTER_A_CHANGE_S = 0.002
BETWEEN_LOOKS_S = 0.0001
ALREADY = "already"
"""What a command says that finds its own work done."""


@dataclass(frozen=True, slots=True)
class Disturbances:
    """How often each command is disturbed, and how; ``only`` names one of them."""

    times: int
    sheets: int = 20
    seed: int = 1
    only: str = ""
    is_power_cut: bool = False


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A deed done in peace: how long it took, how often the folder changed, what came of it."""

    lasted_s: float
    changes: int
    state: dict[str, object]


@dataclass(frozen=True, slots=True)
class Disturbed:
    """What came of one kill.

    Attributes:
        has_written: the journal had grown before.
        troubles: what was wrong afterwards, in sentences; empty when all was well.
    """

    has_written: bool
    troubles: tuple[str, ...]


def measure_kills(asked: Disturbances) -> str:
    """Kill every deed so many times; a table of what came of it."""
    chance = random.Random(asked.seed)
    rows = []
    with TemporaryDirectory() as place:
        for deed in play_deeds(Path(place), asked.sheets):
            if asked.only in {"", deed.name}:
                kills = tuple(_disturb(deed, asked, chance))
                written = sum(one.has_written for one in kills)
                troubles = [trouble for one in kills for trouble in one.troubles]
                rows.append((deed.name, len(kills), written, len(troubles)))
                print(*(f"{deed.name}: {trouble}" for trouble in troubles), sep="\n", flush=True)
    return show_table(("command", "disturbed", "after it had written", "troubles"), rows)


def _disturb(deed: Deed, asked: Disturbances, chance: random.Random) -> Iterator[Disturbed]:
    peace = do_in_peace(deed)
    for _time in range(asked.times):
        yield (cut_power if asked.is_power_cut else kill)(deed, peace, chance)


def do_in_peace(deed: Deed) -> Undisturbed:
    """The deed on a copy, watched."""
    with _copy_of(deed) as survey:
        begun = time.monotonic()
        changes = _watch(_start(survey, deed), survey, lambda _changes, _begun: False)
        return Undisturbed(time.monotonic() - begun, changes, tell_state(survey))


def kill(deed: Deed, peace: Undisturbed, chance: random.Random) -> Disturbed:
    """The deed killed while it runs; begun anew when it had ended before its moment came."""
    while True:
        with _copy_of(deed) as survey:
            process = _start(survey, deed)
            _watch(process, survey, _draw_moment(peace, chance))
            if _end(process):
                return _look_after(survey, deed, peace)


def cut_power(deed: Deed, peace: Undisturbed, chance: random.Random) -> Disturbed:
    """The folder as the disk may hold it when the power fails while the deed is done."""
    while True:
        with _copy_of(deed) as survey, TemporaryDirectory() as place:
            process = _start(survey, deed)
            _watch(process, survey, _draw_moment(peace, chance))
            _stop(process)
            left = Path(shutil.copytree(survey, Path(place) / survey.name))
            if _end(process):
                tear(left / "survey.db", chance)
                return _look_after(left, deed, peace)


def _look_after(survey: Path, deed: Deed, peace: Undisturbed) -> Disturbed:
    """What is wrong with the survey at once, and after the command was repeated."""
    troubles = [f"after the kill: {f}" for f in verify_folder(survey).findings]
    has_written = _head_of(survey) != _head_of(deed.survey)
    status, said = run(survey, *within(survey, deed.words))
    if status not in WENT_WELL and ALREADY not in said:
        troubles.append(f"repeated, it ended with {status}: {said}")
    state = tell_state(survey)
    troubles += [f"{what} differ" for what in state if state[what] != peace.state[what]]
    troubles += [f"after repeating: {f}" for f in verify_folder(survey).findings]
    return Disturbed(has_written, tuple(troubles))


def _head_of(survey: Path) -> str:
    with Record.open(SurveyFolder(survey)) as record:
        return record.head()


@contextmanager
def _copy_of(deed: Deed) -> Iterator[Path]:
    """A copy of the survey; files that are never written in place are only linked."""
    with TemporaryDirectory() as place:
        yield Path(shutil.copytree(deed.survey, Path(place) / "survey", copy_function=_copy))


def _copy(source: str, target: str) -> None:
    if source.endswith((".jpg", ".pdf")):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _start(survey: Path, deed: Deed) -> int:
    """The command in a process of its own, as people start it; its number."""
    words = (sys.executable, "-m", "cli", "-C", str(survey), *within(survey, deed.words))
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    return os.posix_spawn(sys.executable, words, os.environ, file_actions=silent)


def _stop(process: int) -> None:
    """Halt it, and wait until it stands still: inside a call of the system it first goes on."""
    os.kill(process, signal.SIGSTOP)
    os.waitid(os.P_PID, process, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def _end(process: int) -> bool:
    """Kill it; was it still running?"""
    os.kill(process, signal.SIGKILL)
    _process, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


Moment = Callable[[int, float], bool]
"""Has the moment come? Told how often the folder changed, and the seconds that passed."""


def _draw_moment(peace: Undisturbed, chance: random.Random) -> Moment:
    if chance.random() < 0.5:
        at_s = chance.uniform(0, peace.lasted_s)
        return lambda _changes, passed_s: passed_s >= at_s
    change = chance.randint(1, max(1, peace.changes))
    wait_s = chance.choice((0.0, chance.uniform(0, AFTER_A_CHANGE_S)))
    came_s: list[float] = []

    def has_come(changes: int, passed_s: float) -> bool:
        if changes >= change and not came_s:
            came_s.append(passed_s)
        return bool(came_s) and passed_s >= came_s[0] + wait_s

    return has_come


def _watch(process: int, survey: Path, has_come: Moment) -> int:
    """Look at the folder without a pause until the moment has come or the process has ended."""
    begun, seen, changes = time.monotonic(), _look(survey), 0
    while not has_come(changes, time.monotonic() - begun) and not _has_ended(process):
        time.sleep(BETWEEN_LOOKS_S)
        now = _look(survey)
        changes += now != seen
        seen = now
    return changes


def _has_ended(process: int) -> bool:
    """Without taking its end away from ``_end``."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _look(survey: Path) -> tuple[tuple[int, int], ...]:
    """Size and time of everything that a command changes."""
    return tuple(_mark(f"{survey}/{name}") for name in WATCHED)


def _mark(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)  # noqa: PTH116 - looked at as often as possible
    except FileNotFoundError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
