"""A page as the reader sees it: marks and boxes found, ink, scores and what was read.

For people who want to know why. The picture is the scan laid upright on the paper's millimetres,
each question's strip as it was cut and cleaned for measuring.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from omr.ink import find_ink
from omr.masks import PageMasks
from omr.papers import find_page
from omr.picture import Grey, warp_rect
from omr.reader import KnownForms
from omr.registration import Registration
from omr.strip_px import PX_PER_MM
from omr.strips import cut_strips
from survey.language import _
from survey.reading import BoxMeasure, PageReading, QuestionReading, Status
from survey.tick_list import is_one_box, judged_as
from survey.wording import say_page_reason, say_question_reason
from templates.layout import Rect
from templates.page_draft import EDGE_MM
from templates.typeface import BOLD, MM_PER_POINT, REGULAR, font_path, wrap_text

Colour = tuple[int, int, int]

_COLUMN_MM = 62.0
"""Room beside the page for what was read."""
_INK: Colour = (205, 30, 60)
_SURE: Colour = (20, 130, 60)
_ASKED: Colour = (225, 125, 0)
_QUIET: Colour = (140, 150, 165)
_TEXT: Colour = (40, 45, 55)
_LEAST_SCORE = 0.002


def explain_page(grey: Grey, reading: PageReading, forms: KnownForms) -> Image.Image:
    """The picture of a page and what the reader said of it; a page not read is shown as it came."""
    registration, _paper = find_page(grey, forms.papers)
    masks = forms.masks.get((reading.fingerprint, reading.sheet_page))
    if registration is None or masks is None or not reading.questions:
        return _explain_rejected(grey, reading)
    return _Picture(grey, registration, masks, reading).draw()


def _explain_rejected(grey: Grey, reading: PageReading) -> Image.Image:
    """The scan, small, under the reason why it was not read."""
    picture = Image.fromarray(grey).convert("RGB")
    picture.thumbnail((1240, 1240))
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(font_path(BOLD), 24)
    pen.rectangle((0, 0, picture.width, 44), fill=(255, 255, 255))
    pen.text((12, 8), say_page_reason(reading.reason or ""), fill=_ASKED, font=font)
    return picture


@dataclass(slots=True)
class _Picture:
    """One page being drawn."""

    grey: Grey
    registration: Registration
    masks: PageMasks
    reading: PageReading

    def draw(self) -> Image.Image:
        """The finished picture."""
        picture = Image.fromarray(self._upright_page())
        pen = _Pen(ImageDraw.Draw(picture))
        for mark in self.masks.layout.marks:
            is_found = mark.code in self.registration.mark_codes
            pen.outline(mark.rect, _SURE if is_found else _ASKED, 4, 0.8)
        pen.outline(self.masks.layout.code, _SURE, 4, 0.8)
        for question in self.reading.questions:
            self._draw_question(pen, question)
        self._draw_legend(pen)
        return picture

    def _upright_page(self) -> npt.NDArray[np.uint8]:
        """The scan laid straight, each strip as the reader cut it, ink in colour."""
        strips = cut_strips(self.grey, self.registration, self.masks)
        ink = find_ink(strips, self.masks).is_ink
        paper = Rect(0.0, 0.0, *self.paper_mm)
        upright = warp_rect(self.grey, self.registration.matrix, paper, PX_PER_MM)
        colours = np.repeat(upright[:, :, None], 3, axis=2)
        for rect, darkness, is_ink in zip(self.masks.strips, strips.darkness, ink, strict=True):
            x, y = round(rect.x_mm * PX_PER_MM), round(rect.y_mm * PX_PER_MM)
            strip = np.repeat(255 - darkness[:, :, None], 3, axis=2)
            strip[is_ink] = _INK
            room = colours[y : y + darkness.shape[0], x : x + darkness.shape[1]]
            room[:] = strip[: room.shape[0], : room.shape[1]]
        column = np.full((len(colours), round(_COLUMN_MM * PX_PER_MM), 3), 250, dtype=np.uint8)
        return np.hstack([colours, column])

    def _draw_question(self, pen: "_Pen", question: QuestionReading) -> None:
        name = question.question
        measures = [b for b in self.reading.boxes if judged_as(b.question, b.choice) == name]
        boxes = self.masks.layout.boxes
        places = [b.rect for b in boxes if judged_as(b.question, b.choice) == name]
        is_asked = question.status is Status.FLAGGED
        for box, rect in zip(measures, places, strict=True):
            is_chosen = box.choice == question.choice
            colour = _ASKED if is_asked else _SURE if is_chosen else _QUIET
            pen.outline(rect, colour, 4 if is_asked or is_chosen else 2, 1.4)
            if score := _score(box):
                pen.write(score, (rect.x_mm, rect.y_mm + rect.height_mm + 3.2), 6.5, colour)
        at = (self.beside_mm, places[0].center_mm[1])
        if is_one_box(name):
            self._say_box(pen, question, places[0])
        elif is_asked:
            pen.write(say_question_reason(question.reason or ""), at, 10, _ASKED, _COLUMN_MM - 6)
        else:
            pen.write(question.choice or _("blank"), at, 13, _SURE)

    def _say_box(self, pen: "_Pen", question: QuestionReading, rect: Rect) -> None:
        """What is said of the boxes of one row stands beside each other, too."""
        left_mm = min(box.rect.x_mm for box in self.masks.layout.boxes)
        at = (self.beside_mm + (rect.x_mm - left_mm) / 3, rect.center_mm[1])
        is_asked = question.status is Status.FLAGGED
        said = "?" if is_asked else question.choice or "–"
        pen.write(said, at, 13, _ASKED if is_asked else _SURE)

    def _draw_legend(self, pen: "_Pen") -> None:
        x_mm, height_mm = self.beside_mm, self.paper_mm[1]
        pen.write(_("How the machine reads it"), (x_mm, 16.0), 11, _TEXT, _COLUMN_MM - 6)
        code_mm = self.masks.layout.code.center_mm[1]
        pen.write(_("sheet {sheet}", sheet=self.reading.sheet), (x_mm, code_mm), 9.5, _SURE)
        fit = _("fits within {fit} mm", fit=f"{self.reading.fit_mm:.2f}")
        pen.write(fit, (x_mm, code_mm + 6), 8, _TEXT)
        legend = (
            (_("certain"), _SURE),
            (_("ink that was found, as a share of the box"), _INK),
            (_("a person is asked"), _ASKED),
        )
        for i, (words, colour) in enumerate(legend):
            y_mm = height_mm - 36.0 + 10 * i
            pen.fill(Rect(x_mm, y_mm - 2, 4.0, 4.0), colour)
            pen.write(words, (x_mm + 7, y_mm), 8.5, _TEXT, _COLUMN_MM - 13)

    @property
    def paper_mm(self) -> tuple[float, float]:
        """Width and height of the paper: its far corner mark stands as far from the edge as all."""
        far = self.masks.layout.marks[2].rect
        return far.x_mm + far.width_mm + EDGE_MM, far.y_mm + far.height_mm + EDGE_MM

    @property
    def beside_mm(self) -> float:
        """Where the column beside the page begins."""
        return self.paper_mm[0] + 4.0


def _score(box: BoxMeasure) -> str:
    """The ink found in a box, and around it where that counts; empty where there is none."""
    if box.ink < _LEAST_SCORE and box.around < _LEAST_SCORE:
        return ""
    return f"{box.ink:.1%}" + (f" +{box.around:.0%}" if box.around >= _LEAST_SCORE * 5 else "")


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in millimetres of the paper."""

    canvas: ImageDraw.ImageDraw

    def outline(self, rect: Rect, colour: Colour, width: int, by_mm: float) -> None:
        self.canvas.rectangle(_sides(rect, by_mm), outline=colour, width=width)

    def fill(self, rect: Rect, colour: Colour) -> None:
        self.canvas.rectangle(_sides(rect, 0.0), fill=colour)

    def write(
        self,
        text: str,
        at_mm: tuple[float, float],
        size_pt: float,
        colour: Colour,
        width_mm: float = _COLUMN_MM,
    ) -> None:
        """Text whose lines are centred on the height of ``at_mm``."""
        lines = wrap_text(text, REGULAR, size_pt, width_mm)
        font = ImageFont.truetype(font_path(REGULAR), round(size_pt * MM_PER_POINT * PX_PER_MM))
        at = (at_mm[0] * PX_PER_MM, at_mm[1] * PX_PER_MM)
        self.canvas.multiline_text(at, "\n".join(lines), fill=colour, font=font, anchor="lm")


def _sides(rect: Rect, by_mm: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a rectangle grown on all sides, pixels."""
    return (
        (rect.x_mm - by_mm) * PX_PER_MM,
        (rect.y_mm - by_mm) * PX_PER_MM,
        (rect.x_mm + rect.width_mm + by_mm) * PX_PER_MM,
        (rect.y_mm + rect.height_mm + by_mm) * PX_PER_MM,
    )
