"""Ways to disturb a command that runs in a process of its own, as people start it."""

import os
import signal
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random

from benchmarks.custody_survey import WENT_WELL
from benchmarks.month import LOOKING, Words
from benchmarks.small_disk import SmallDisk
from benchmarks.survey_folder import COMMAND, REPOSITORY
from survey.errors import ExitStatus

PATIENCE_S = 300
SAID_DONE = ("already", "is not closed")
"""What a command says that finds its own work done."""


class Way(StrEnum):
    """What happens while the command runs."""

    PEACE = "nothing"
    KILL = "killed"
    INTERRUPT = "Ctrl-C"
    FULL_DISK = "full disk"
    TOGETHER = "two at once"


MAY_END = {
    Way.PEACE: WENT_WELL,
    Way.KILL: (*WENT_WELL, -signal.SIGKILL),
    Way.INTERRUPT: (*WENT_WELL, ExitStatus.INTERRUPTED),
    Way.FULL_DISK: (*WENT_WELL, ExitStatus.USER_CAN_MEND),
    Way.TOGETHER: (*WENT_WELL, ExitStatus.USER_CAN_MEND),
}
"""How a command may end; any other end is a trouble."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended and what it said."""

    words: Words
    way: Way
    status: int
    said: str

    @property
    def is_done(self) -> bool:
        """Its work is done, by it or by an earlier try."""
        return self.status in WENT_WELL or any(word in self.said for word in SAID_DONE)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What is wrong with it, in a sentence; the last words it said with it."""
        is_right = self.status in MAY_END[self.way] or self.is_done
        if is_right and "Traceback" not in self.said:
            return ()
        told = " ".join(self.words)
        return (f"{told} ({self.way}) ended with {self.status}: {self.said[-2000:]}",)


@dataclass(frozen=True, slots=True)
class Workplace:
    """A survey folder, the disk it lies on, and chance."""

    survey: Path
    disk: SmallDisk
    chance: Random

    def draw_way(self) -> Way:
        """How the next command is disturbed."""
        ways = [way for way in Way if way is not Way.FULL_DISK or self.disk.is_small]
        return self.chance.choice(ways)


def start(survey: Path, words: Words) -> "subprocess.Popen[str]":
    """The command in a process group of its own, in the survey's folder."""
    return subprocess.Popen(
        (*COMMAND, "-C", str(survey), *words),
        cwd=survey,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def do(work: Workplace, words: Words, way: Way, lasts_s: float) -> tuple[Ended, ...]:
    """The command, disturbed in this way; and what was done beside it.

    ``lasts_s`` is how long it takes, about, when nothing happens.
    """
    match way:
        case Way.FULL_DISK:
            with work.disk.full(work.chance):
                return (_end(words, way, start(work.survey, words)),)
        case Way.TOGETHER:
            rival = work.chance.choice((words, *LOOKING))
            both = [(one, start(work.survey, one)) for one in (words, rival)]
            return tuple(_end(one, way, process) for one, process in both)
        case Way.KILL | Way.INTERRUPT:
            process = start(work.survey, words)
            after_s = work.chance.uniform(0.2, 1.1) * lasts_s
            return (_break(words, way, process, after_s),)
        case _:
            return (_end(words, way, start(work.survey, words)),)


def strike(process: "subprocess.Popen[str]", way: Way) -> None:
    """Kill it alone, as the system does, or interrupt all of it, as a terminal does."""
    if way is Way.KILL:
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGINT)


def _break(words: Words, way: Way, process: "subprocess.Popen[str]", after_s: float) -> Ended:
    """Struck after so many seconds; when it has ended by then, nothing happened to it."""
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        strike(process, way)
        return _end(words, way, process)
    return _end(words, Way.PEACE, process)


def _end(words: Words, way: Way, process: "subprocess.Popen[str]") -> Ended:
    """Wait until it and everything it started has ended."""
    try:
        said, _nothing = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _nothing = process.communicate()
        said += f"Traceback: it had not ended after {PATIENCE_S} seconds"
    return Ended(words, way, process.returncode, said)
