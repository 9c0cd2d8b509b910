"""Make the pictures of README and guide: ``make pictures`` writes them to ``docs/pictures/``.

Everything is taken from one invented month, played by the program itself: a printed sheet, a page
as the reader sees it, the minutes and Phụ lục 2 as LibreOffice shows them, and the review page as
Chromium shows it. Needs poppler, LibreOffice and Chromium.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pdf2image import convert_from_path
from PIL import Image

from omr.explain import explain_page
from omr.picture import Grey
from omr.reader import KnownForms, know_forms, read_page
from reports.office import to_pdf
from scans.invented_answers import AnswerMix
from scans.pages import PageImage, develop_pages
from scans.rehearsal import Options
from steps.demo import play_month
from steps.print_sheets import print_sheets
from steps.session import Session, open_session
from steps.simulate import simulate_scans
from survey.language import LANGUAGES, speaking
from survey.reading import Outcome, PageReading
from tools.review_pictures import make_survey, take_review

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"

SHEETS = 120
REHEARSED = 40
LIVELY = Options(seed=7, mix=AnswerMix(blank=0.06, double=0.06, corrected=0.10))
"""People who leave out, mark twice and correct far more than anyone, to have it all on one page."""

DOCUMENT_DPI, SHEET_DPI = 75, 80
GAP_PX = 12
COLOURS = 48

SHRINK = 0.8


@dataclass(frozen=True, slots=True)
class Told:
    """A page, and what the reader said of it."""

    grey: Grey
    reading: PageReading
    forms: KnownForms


def main() -> None:
    """Play the month and take the pictures."""
    with TemporaryDirectory() as scratch:
        month = Path(scratch) / "month"
        play_month(month, SHEETS, print, lambda _done, _all: None)
        with open_session(month) as session:
            told = rehearse_page(session, Path(scratch))
            sheets = print_sheets(session, (), 1, None)
        save(show_pages(sheets.file, SHEET_DPI), "sheet")
        for language in LANGUAGES:
            with speaking(language):
                picture = explain_page(told.grey, told.reading, told.forms)
                size = (round(picture.width * SHRINK), round(picture.height * SHRINK))
                save(picture.resize(size, Image.Resampling.LANCZOS), f"reading.{language}")
        take_documents(month / "reports")
        take_review(make_survey(Path(scratch) / "review", LIVELY), PICTURES)


def take_documents(reports: Path) -> None:
    """The minutes, and the first page of Phụ lục 2 beside the first of its annex."""
    for prefix, name, pages in (("bien-ban", "minutes", (1, 2)), ("phu-luc", "phu-luc-2", (1, 2))):
        (document,) = reports.glob(f"{prefix}*.docx")
        pdf = to_pdf(document)
        if pdf is None:
            raise SystemExit("LibreOffice was not found; install it and run: make pictures")
        save(show_pages(pdf, DOCUMENT_DPI, pages), name)


def show_pages(pdf: Path, dpi: int, numbers: Sequence[int] = (1,)) -> Image.Image:
    """Pages of a PDF beside each other on grey, as papers on a table."""
    pages = convert_from_path(pdf, dpi)
    shown = [pages[number - 1] for number in numbers]
    width = sum(page.width + GAP_PX for page in shown) + GAP_PX
    table = Image.new("RGB", (width, shown[0].height + 2 * GAP_PX), (214, 219, 226))
    x = GAP_PX
    for page in shown:
        table.paste(page, (x, GAP_PX))
        x += page.width + GAP_PX
    return table


def save(picture: Image.Image, name: str) -> None:
    """Write a small PNG and say so."""
    file = PICTURES / f"{name}.png"
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    print(f"{file.name}: {picture.width} × {picture.height}, {file.stat().st_size // 1024} KB")


def rehearse_page(session: Session, scratch: Path) -> Told:
    """Of some rehearsed pages, the one on which the reader has most to say."""
    printed = print_sheets(session, (), REHEARSED, None)
    scans = scratch / "scans"
    simulate_scans(session, printed.file, scans, LIVELY, lambda _done, _all: None)
    forms = know_forms(session.record.secret_key(), session.layout)
    return max(_read_all(scans, forms), key=lambda told: _tellings(told.reading))


def _read_all(scans: Path, forms: KnownForms) -> Iterator[Told]:
    for file in sorted(scans.glob("*.jpg")):
        for page in develop_pages(file):
            if isinstance(page, PageImage):
                reading = read_page(page.grey, forms, is_bilevel=page.is_bilevel)
                if reading.outcome is Outcome.READ:
                    yield Told(page.grey, reading, forms)


def _tellings(reading: PageReading) -> tuple[int, int]:
    """How many states and reasons its questions have, and how many different answers."""
    states = {(question.status, question.reason) for question in reading.questions}
    return len(states), len({question.choice for question in reading.questions})


if __name__ == "__main__":
    main()
