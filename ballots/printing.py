"""A stack of distinct sheets as one PDF, ready for the printer."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from ballots.sheet import FONT_NAMES, SheetPen, draw_code, draw_form, draw_procedure, register_fonts
from templates.layout import Layout
from templates.machine_code import NO_TOKEN, SheetCode, draw_token, encode_code, survey_tag
from templates.typeface import MM_PER_POINT, REGULAR

_STEPS_BETWEEN_NEWS = 50


@dataclass(frozen=True, slots=True)
class Stack:
    """Sheets of one kind: for one procedure (or none), so many copies."""

    procedure: str
    title: str
    copies: int


def write_sheets(
    layout: Layout,
    stacks: Sequence[Stack],
    key: bytes,
    *,
    with_token: bool = True,
    is_two_sided: bool = False,
    on_progress: Callable[[int], None] = lambda _: None,
) -> bytes:
    """The PDF of all stacks: one distinct code on every page.

    The sheets carry no number; the token stands only in the code, is random and is not kept, so the
    order of the stack says nothing once it has been handed out (domain, part 7).

    Args:
        layout: the form.
        stacks: what to print, in this order.
        key: the survey's secret key.
        with_token: False prints all sheets of a stack alike (plan setting ``privacy.token``).
        is_two_sided: a sheet that would end on a front is followed by an empty back, so that no two
            sheets share a piece of paper.
        on_progress: told how many sheets are ready, now and then.
    """
    buffer = io.BytesIO()
    pen = begin_canvas(buffer, layout)
    begin_forms(pen, layout)
    done = 0
    for stack in stacks:
        for _ in range(stack.copies):
            _write_sheet(pen, layout, stack, key, draw_token() if with_token else NO_TOKEN)
            if is_two_sided and len(layout.pages) % 2:
                pen.canvas.showPage()
            done += 1
            if done % _STEPS_BETWEEN_NEWS == 0:
                on_progress(done)
    pen.canvas.save()
    on_progress(done)
    return buffer.getvalue()


def begin_canvas(buffer: io.BytesIO, layout: Layout) -> SheetPen:
    """A pen on an empty PDF of this paper size."""
    register_fonts()
    width_mm, height_mm = layout.page_size_mm
    canvas = Canvas(
        buffer,
        pagesize=(width_mm / MM_PER_POINT, height_mm / MM_PER_POINT),
        pageCompression=1,
        invariant=1,
        # without it every PDF names Helvetica, which is not embedded (the stub says float)
        initialFontName=FONT_NAMES[REGULAR],  # type: ignore[arg-type]
    )
    canvas.setTitle(layout.form)
    canvas.setCreator("Hòm Phiếu")
    return SheetPen(canvas, layout)


def begin_forms(pen: SheetPen, layout: Layout) -> None:
    """Draw what all sheets share once, under a name."""
    for page in layout.pages:
        pen.canvas.beginForm(f"page{page.page}")
        draw_form(pen, page)
        pen.canvas.endForm()


def _write_sheet(pen: SheetPen, layout: Layout, stack: Stack, key: bytes, token: str) -> None:
    for page in layout.pages:
        pen.canvas.doForm(f"page{page.page}")
        code = SheetCode(survey_tag(key), layout.fingerprint, page.page, token, stack.procedure)
        draw_code(pen, page, encode_code(code, key))
        draw_procedure(pen, page, stack.title)
        pen.canvas.showPage()
