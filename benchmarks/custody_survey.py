"""A survey in the states between which it is killed and tampered with, made by the real command."""

import io
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import astuple, dataclass
from pathlib import Path

import cli
from steps.closed_period import is_closed
from steps.demo import opening_text
from steps.session import open_session
from steps.status import status_json, survey_status
from store.listing import list_answers, list_openings, list_pages, list_reports
from survey.errors import ExitStatus
from templates.shelf import FIRST_PLAN

DECIDERS = ("Trần Thị Bích", "Đỗ Thị Phương")
PROCEDURE, PERIOD = "2.000815", "2021-10"
SCANS, OPENING = "may-quet", "mo-hom.toml"
MIX = ("--double", "0.1", "--corrected", "0.05", "--blank", "0.05")
WENT_WELL = (ExitStatus.DONE, ExitStatus.PEOPLE_NEEDED)


def run(survey: Path, *words: object) -> tuple[int, str]:
    """The command in this process, in English: its exit status and what it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        status = cli.run(["--lang", "en", "-C", str(survey), *map(str, words)])
    return int(status), said.getvalue()


def must(survey: Path, *words: object) -> str:
    """A command of which the rest depends; what it said.

    Raises:
        RuntimeError: it did not go well.
    """
    status, said = run(survey, *words)
    if status not in WENT_WELL:
        raise RuntimeError(f"{words} ended with {status}: {said}")
    return said


@dataclass(frozen=True, slots=True)
class Deed:
    """A command, and the survey in the state in which it is given."""

    name: str
    survey: Path
    words: tuple[str, ...]


def play_deeds(folder: Path, sheets: int) -> Iterator[Deed]:
    """A month from the first print to the closed period; each deed on a copy of its own."""
    survey = folder / "now"
    must(folder, "init", survey, "--plan", FIRST_PLAN)
    must(survey, "print", "--copies", sheets, "--procedure", PROCEDURE)
    must(survey, "simulate", survey / "printed" / "phieu-001.pdf", "-o", survey / SCANS, *MIX)
    (survey / SCANS / "truth.csv").unlink()
    (survey / OPENING).write_text(opening_text(sheets, sheets), encoding="utf-8")
    yield _give(survey, "open-box", "--from", OPENING)
    yield _give(survey, "scan", SCANS, "--workers", "1")
    *others, last = list_flags(survey)
    for sheet, question in others:
        decide(survey, sheet, question)
    must(survey, *_decision(*last, DECIDERS[0]))
    yield _give(survey, *_decision(*last, DECIDERS[1]))
    yield _give(survey, "close", PERIOD, "--by", DECIDERS[0])
    if not is_closed_now(survey):
        raise RuntimeError("the period did not close")


def _give(survey: Path, *words: str) -> Deed:
    """Keep the survey as it is, then do the deed in it."""
    name = words[0]
    kept = survey.with_name(f"before-{name}")
    shutil.copytree(survey, kept)
    must(survey, *within(survey, words))
    return Deed(name, kept, words)


def within(survey: Path, words: tuple[str, ...]) -> list[str]:
    """The words with the files of the survey as paths into it."""
    return [str(survey / word) if word in {SCANS, OPENING} else word for word in words]


def is_closed_now(survey: Path) -> bool:
    """Is the month finished?"""
    with open_session(survey) as session:
        return is_closed(session.record, PERIOD)


def list_flags(survey: Path) -> list[tuple[str, str]]:
    """Sheet and question of everything that waits for people."""
    rows = must(survey, "export", "answers").splitlines()
    head = rows[0].split(",")
    told = [dict(zip(head, row.split(","), strict=False)) for row in rows[1:]]
    return [(row["sheet"], row["question"]) for row in told if row["status"] == "flagged"]


def decide(survey: Path, sheet: str, question: str) -> None:
    """Both people find the question multiply marked."""
    for person in DECIDERS:
        must(survey, *_decision(sheet, question, person))


def _decision(sheet: str, question: str, person: str) -> tuple[str, ...]:
    return ("decide", sheet, question, "multiple", "--by", person, "--reason", "Hai dấu")


def tell_state(survey: Path) -> dict[str, object]:
    """All that a committee would see: pages, answers, and the figures of ``status``."""
    with open_session(survey) as session:
        return {
            "pages": [astuple(page)[1:] for page in list_pages(session.record)],
            "answers": list(list_answers(session.record)),
            "documents": sorted({report.file for report in list_reports(session.record)}),
            "openings": [opening.id for opening in list_openings(session.record)],
            "closed": is_closed(session.record, PERIOD),
            "status": status_json(survey_status(session)),
        }
