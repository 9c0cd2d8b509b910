"""An invented ward office that uses the real command, in this process."""

import csv
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cli
from steps.demo import opening_text
from templates.shelf import FIRST_PLAN

COPIES, BIRTHS = "2.000815", "1.001193"
"""Two procedures of the plan of Vạn Phúc."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of CSV on standard output."""
        return list(csv.DictReader(io.StringIO(self.out)))


def run(*words: object) -> Told:
    """Run ``hom-phieu`` with these words."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.run([str(word) for word in words])
    return Told(int(status), out.getvalue(), err.getvalue())


@dataclass(frozen=True, slots=True)
class Office:
    """A survey folder and the commands given in it, in English."""

    path: Path

    def run(self, *words: object) -> Told:
        return run("--lang", "en", "-C", self.path, *words)

    def done(self, *words: object) -> Told:
        """A command that must go well; people may be needed afterwards."""
        told = self.run(*words)
        assert told.status in {0, 3}, told
        return told

    def print_sheets(self, *words: object) -> Path:
        """Print, and say which file was made."""
        before = set(self.path.glob("printed/*.pdf"))
        self.done("print", *words)
        (made,) = set(self.path.glob("printed/*.pdf")) - before
        return made

    def simulate(self, sheets: Path, name: str, *words: object) -> Path:
        """Fill in and scan printed sheets into a folder beside the survey's own."""
        folder = self.path / name
        self.done("simulate", sheets, "-o", folder, *words)
        return folder

    def open_box(self, counted: int, issued: int) -> str:
        """Record an ordinary opening; the opening's id."""
        file = self.path / f"mo-hom-{counted}-{issued}.toml"
        seals = 2 * len(list(self.path.glob("mo-hom-*.toml")))
        file.write_text(sealed_on(opening_text(counted, issued), seals), encoding="utf-8")
        return self.done("open-box", "--from", file).out.split()[2]

    def scan(self, *words: object) -> Told:
        """Scan in this process alone."""
        return self.run("scan", *words, "--workers", 1)

    def answers(self) -> list[dict[str, str]]:
        return self.done("export", "answers").rows

    def pages(self) -> list[dict[str, str]]:
        return self.done("export", "pages").rows

    def flagged(self) -> list[dict[str, str]]:
        return [row for row in self.answers() if row["status"] == "flagged"]

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = self.done("status", "--json").json
        return told


def sealed_on(opening: str, seals: int) -> str:
    """The same opening after so many more seals were put on box and sheets, an hour for two."""
    opening = opening.replace("T16:", f"T{16 + seals // 2}:")
    for number in (125, 124, 123):
        opening = opening.replace(f"{number:04}", f"{number + seals:04}")
    return opening


def begin(path: Path, plan: str = FIRST_PLAN) -> Office:
    """A new survey from the plan of Vạn Phúc or another one."""
    assert run("init", path, "--plan", plan).status == 0
    return Office(path)


def read_truth(folders: Sequence[Path]) -> dict[tuple[str, str], dict[str, str]]:
    """What was meant, by sheet and question."""
    rows = []
    for folder in folders:
        with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return {(row["sheet"], row["question"]): row for row in rows}


def settle_as_meant(office: Office, scans: Path, people: Sequence[str]) -> None:
    """These people settle every flag as the rehearsal meant it."""
    truth = read_truth([scans])
    for row in office.flagged():
        meant = truth[row["sheet"], row["question"]]
        for person in people:
            by = ("--by", person, "--reason", "xem trên phiếu")
            value = meant["choice"] or meant["status"]
            office.done("decide", row["sheet"], row["question"], value, *by)
