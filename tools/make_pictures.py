"""Make the pictures of README and guide: ``make pictures`` writes them to ``docs/pictures/``.

Everything is taken from one invented month, played by the program itself: a printed sheet, a page
as the reader sees it, the minutes and Phụ lục 2 as LibreOffice shows them. Needs poppler and
LibreOffice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
from pdf2image import convert_from_path
from PIL import Image, ImageDraw, ImageFont

from omr.masks import PX_PER_MM, PageMasks
from omr.reader import KnownForms, know_forms, read_page
from omr.registration import Grey, register_page, warp_rect
from omr.strips import cut_strips
from reports.document import to_pdf
from scans.pages import PageImage, read_pages
from scans.rehearsal import AnswerMix, Options
from steps.demo import play_month
from steps.print_sheets import print_sheets
from steps.session import Session, open_session
from steps.simulate import simulate_scans
from survey.language import LANGUAGES, speaking
from survey.reading import Outcome, PageReading, QuestionReading, Status
from survey.wording import say_question_reason
from templates.layout import Rect
from templates.typeface import BOLD, REGULAR, font_path, wrap_text

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"

SHEETS = 120
REHEARSED = 40
LIVELY = Options(seed=7, mix=AnswerMix(blank=0.06, double=0.06, corrected=0.10))
"""People who leave out, mark twice and correct far more than anyone, to have it all on one page."""

DOCUMENT_DPI, SHEET_DPI = 75, 80
GAP_PX = 12
COLOURS = 48

COLUMN_MM = 62.0
SHRINK = 0.62
INK = (205, 30, 60)
SURE, ASKED, QUIET = (20, 130, 60), (225, 125, 0), (140, 150, 165)
TEXT = (40, 45, 55)
WORDS = {
    "vi": {
        "title": "Máy đọc trang này",
        "sheet": "phiếu {sheet}",
        "blank": "bỏ trống",
        "asked": "hỏi người",
        "ink": "mực tìm thấy",
        "sure": "chắc chắn: góc, mã, trả lời",
    },
    "en": {
        "title": "How the machine reads it",
        "sheet": "sheet {sheet}",
        "blank": "blank",
        "asked": "a person is asked",
        "ink": "ink that was found",
        "sure": "certain: marks, code, answer",
    },
}


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
                save(ReadingPicture(told, WORDS[language]).draw(), f"reading.{language}")
        take_documents(month / "reports")


def take_documents(reports: Path) -> None:
    """The minutes, and the first page of Phụ lục 2 beside the first of its annex."""
    for prefix, name, pages in (("bien-ban", "minutes", (1, 2)), ("phu-luc", "phu-luc-2", (1, 3))):
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
        for page in read_pages(file):
            if isinstance(page, PageImage):
                reading = read_page(page.grey, forms, is_bilevel=page.is_bilevel)
                if reading.outcome is Outcome.READ:
                    yield Told(page.grey, reading, forms)


def _tellings(reading: PageReading) -> tuple[int, int]:
    """How many states and reasons its questions have, and how many different answers."""
    states = {(question.status, question.reason) for question in reading.questions}
    return len(states), len({question.choice for question in reading.questions})


class ReadingPicture:
    """One page laid upright, with what was measured drawn over it and the readings beside it."""

    def __init__(self, told: Told, words: dict[str, str]) -> None:
        self.told = told
        self.words = words
        reading = told.reading
        self.masks: PageMasks = told.forms.masks[reading.fingerprint, reading.sheet_page]
        self.picture = Image.fromarray(self._upright_page())
        self.pen = ImageDraw.Draw(self.picture)

    def draw(self) -> Image.Image:
        """The finished picture."""
        page = self.masks.layout
        for rect in (*(mark.rect for mark in page.marks), page.code):
            self._outline(rect, SURE, 4, 0.8)
        for question in self.told.reading.questions:
            self._draw_question(question)
        self._draw_legend()
        size = (round(self.picture.width * SHRINK), round(self.picture.height * SHRINK))
        return self.picture.resize(size, Image.Resampling.LANCZOS)

    def _upright_page(self) -> npt.NDArray[np.uint8]:
        """The scan laid straight, each question's strip as the reader cut it, its ink in colour."""
        grey, masks = self.told.grey, self.masks
        registration = register_page(grey, self.told.forms.marks)
        if registration is None:
            raise SystemExit("a page that was read has no corner marks; this is a fault of ours")
        strips = cut_strips(grey, registration, masks)
        paper = Rect(0.0, 0.0, 210.0, 297.0)
        upright = warp_rect(grey, registration.matrix, paper, PX_PER_MM)
        colours = np.repeat(upright[:, :, None], 3, axis=2)
        for rect, darkness, is_open in zip(
            masks.strips, strips.darkness, masks.is_open, strict=True
        ):
            x, y = round(rect.x_mm * PX_PER_MM), round(rect.y_mm * PX_PER_MM)
            height, width = darkness.shape
            strip = np.repeat(255 - darkness[:, :, None], 3, axis=2)
            strip[(darkness > strips.noise) & is_open] = INK
            colours[y : y + height, x : x + width] = strip
        column = np.full((len(colours), round(COLUMN_MM * PX_PER_MM), 3), 250, dtype=np.uint8)
        return np.hstack([colours, column])

    def _draw_question(self, question: QuestionReading) -> None:
        boxes = [box for box in self.masks.layout.boxes if box.question == question.question]
        is_asked = question.status is Status.FLAGGED
        for box in boxes:
            is_chosen = box.choice == question.choice
            colour = ASKED if is_asked else SURE if is_chosen else QUIET
            self._outline(box.rect, colour, 5 if is_asked or is_chosen else 2, 1.4)
        y_mm = boxes[0].rect.center_mm[1]
        if is_asked:
            self._write(say_question_reason(question.reason or ""), y_mm, REGULAR, 10.5, ASKED)
        elif question.choice is not None:
            self._write(question.choice, y_mm, BOLD, 15, SURE)
        else:
            self._write(self.words["blank"], y_mm, REGULAR, 11, TEXT)

    def _draw_legend(self) -> None:
        code = self.masks.layout.code
        self._write(self.words["title"], 16.0, BOLD, 12, TEXT)
        sheet = self.words["sheet"].format(sheet=self.told.reading.sheet)
        self._write(sheet, code.center_mm[1], REGULAR, 11, SURE)
        for i, (name, colour) in enumerate((("sure", SURE), ("ink", INK), ("asked", ASKED))):
            y_mm = 266.0 + 7 * i
            square = Rect(214.0, y_mm - 2, 4.0, 4.0)
            self.pen.rectangle(self._sides(square, 0.0), fill=colour)
            self._write(self.words[name], y_mm, REGULAR, 10, TEXT, 221.0)

    def _write(
        self,
        text: str,
        y_mm: float,
        weight: str,
        size_pt: float,
        colour: tuple[int, int, int],
        x_mm: float = 214.0,
    ) -> None:
        """Text beside the page, its lines centred on ``y_mm``."""
        lines = wrap_text(text, weight, size_pt, 210 + COLUMN_MM - x_mm - 2)
        font = ImageFont.truetype(font_path(weight), round(size_pt * PX_PER_MM * 0.3528))
        at = (x_mm * PX_PER_MM, y_mm * PX_PER_MM)
        self.pen.multiline_text(at, "\n".join(lines), fill=colour, font=font, anchor="lm")

    def _outline(self, rect: Rect, colour: tuple[int, int, int], width: int, by_mm: float) -> None:
        self.pen.rectangle(self._sides(rect, by_mm), outline=colour, width=width)

    def _sides(self, rect: Rect, by_mm: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the rectangle grown on all sides, pixels."""
        return (
            (rect.x_mm - by_mm) * PX_PER_MM,
            (rect.y_mm - by_mm) * PX_PER_MM,
            (rect.x_mm + rect.width_mm + by_mm) * PX_PER_MM,
            (rect.y_mm + rect.height_mm + by_mm) * PX_PER_MM,
        )


if __name__ == "__main__":
    main()
