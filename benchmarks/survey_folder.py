"""A survey with printed and scanned sheets, made by the real command, to time ``scan`` on."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scans.writers import open_batch
from steps.demo import opening_text
from templates.shelf import FIRST_PLAN

COMMAND = (sys.executable, "-m", "cli", "--lang", "en")
REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Pile:
    """Scanned pages, as single JPEGs and again as one PDF, and the survey they belong to."""

    survey: Path
    jpegs: Path
    pdf: Path
    pages: int

    def fresh_survey(self, place: Path) -> Path:
        """A copy of the survey that has not scanned anything yet."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.survey, place)
        return place


def make_pile(folder: Path, pages: int) -> Pile:
    """Print, open the box, fill in and scan: grey JPEGs at 200 dpi, office profile."""
    survey, jpegs = folder / "survey", folder / "scans"
    opening, sheets = folder / "opening.toml", folder / "sheets.pdf"
    opening.write_text(opening_text(pages, pages), encoding="utf-8")
    _run("init", str(survey), "--plan", FIRST_PLAN)
    _run("-C", str(survey), "print", "--copies", str(pages), "-o", str(sheets))
    _run("-C", str(survey), "open-box", "--from", str(opening))
    _run("-C", str(survey), "simulate", str(sheets), "-o", str(jpegs), "--seed", "7")
    (jpegs / "truth.csv").unlink()
    with open_batch(folder, "pdf") as add_page:
        for jpeg in sorted(jpegs.glob("*.jpg")):
            add_page(jpeg.read_bytes())
    return Pile(survey, jpegs, folder / "scan.pdf", pages)


def _run(*words: str) -> None:
    subprocess.run([*COMMAND, *words], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
