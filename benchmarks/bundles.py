"""How quickly an office above gathers its units: 3,321 bundles, as many as there are communes.

Every bundle is signed with a key of its own and says what a ward of a shipped plan would say. Then
the real commands are timed: the table of units, adding, the tally by unit, Phụ lục 2, ``verify``.
Times are those of the wall; CPU times stand beside them, since other work does not count there.
"""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import cli
from benchmarks.invented_bundle import PERIOD, invent_members
from bundles.archive import archive_bytes
from bundles.signature import public_key

COMMUNES = 3321
"""Commune-level units since 1/7/2025 (domain, part 8)."""
OFFICE_PLAN = "hau-giang-2021-2030"
PROMISED_S = 300


@dataclass(frozen=True, slots=True)
class Timed:
    """One command: seconds by the wall and of this process."""

    command: str
    wall_s: float
    cpu_s: float


def measure_bundles(folder: Path, units: int, seed: int) -> tuple[Timed, ...]:
    """Invent the bundles, then time every command that gathers them."""
    office, came = folder / "tinh", folder / "goi"
    _run("init", office, "--plan", OFFICE_PLAN)
    came.mkdir()
    table = _invent(came, units, seed)
    (folder / "don-vi.csv").write_text(table, encoding="utf-8")
    given = ("--source", "Sở Nội vụ", "--date", "2021-12-01")
    inside = partial(_timed, "-C", office)
    return (
        inside("bundle", "units", folder / "don-vi.csv", *given),
        inside("bundle", "add", came),
        inside("tally", "--by", "unit", "--period", PERIOD, "--format", "json"),
        inside("tally", "--by", "unit", "--period", PERIOD, "--format", "xlsx"),
        inside("tally", "--handed-up", "--by", "field", "--period", PERIOD),
        inside("report", "annual", "--period", PERIOD),
        inside("verify"),
    )


def show_bundles(times: tuple[Timed, ...], units: int) -> str:
    """A table of the commands, and the promise beside what they took together."""
    lines = [f"{'command':<42}{'wall s':>9}{'CPU s':>9}"]
    lines += [f"{one.command:<42}{one.wall_s:>9.1f}{one.cpu_s:>9.1f}" for one in times]
    wall, cpu = sum(one.wall_s for one in times), sum(one.cpu_s for one in times)
    lines.append(f"{'all':<42}{wall:>9.1f}{cpu:>9.1f}")
    kept = "kept" if wall < PROMISED_S else "NOT KEPT"
    return "\n".join([*lines, f"{units} bundles; promised under {PROMISED_S} s: {kept}"])


def _invent(folder: Path, units: int, seed: int) -> str:
    """Write the bundles; the table of units with their keys."""
    rows = ["Mã đơn vị;Tên đơn vị;Khóa"]
    for number in range(1, units + 1):
        dice, code = Random(f"{seed} {number}"), f"{number:05}"
        secret = dice.randbytes(32)
        content = archive_bytes(invent_members(code, dice), secret)
        (folder / f"{code}.zip").write_bytes(content)
        rows.append(f"{code};UBND xã {code};{public_key(secret)}")
    return "\n".join(rows)


def _timed(*words: object) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    _run(*words)
    told = " ".join(str(word) for word in words[2:] if not isinstance(word, Path))
    return Timed(told[:40], time.perf_counter() - wall, time.process_time() - cpu)


def _run(*words: object) -> None:
    status = cli.run([str(word) for word in words])
    if status:
        raise SystemExit(f"{words}: {status}")
