"""From a form's words to a layout: where every box, mark, code, word and line stands.

Computed once and used by printer and reader alike, so that the two cannot drift apart.
"""

import hashlib
import json
from dataclasses import asdict, replace

from survey.errors import FormError
from survey.language import _
from templates.form import PAPER_SIZE_MM, Form
from templates.layout import Layout, PrintedText, Rect, TextArea
from templates.machine_code import MOST_PAGES
from templates.page_draft import CODE_MM, EDGE_MM, MARK_MM, PageDraft, Style
from templates.question_rows import lay_questions
from templates.typeface import BOLD, ITALIC, MEDIUM, REGULAR, text_width_mm

PROCEDURE_AREA = "procedure"

_DOTTED_LINES = 2
_DOTTED_MM = 7.2
_DOTS_PT = 8.0
_THANKS_PT = 11.0


def lay_out(form: Form, plan_line: str) -> Layout:
    """The layout of a form whose line under the title reads ``plan_line``.

    Raises:
        FormError: a word, a question or the whole form is too long for its paper.
    """
    size_mm = PAPER_SIZE_MM[form.paper]
    pages = [PageDraft(1, *size_mm)]
    _lay_head(pages[0], form, plan_line)
    lay_questions(pages, form, _foot_height_mm(pages[0], form))
    if len(pages) > MOST_PAGES:
        raise FormError(
            _(
                "form {form} needs {pages} pages, a sheet may have {most}; ask fewer questions",
                form=form.name,
                pages=len(pages),
                most=MOST_PAGES,
            )
        )
    _lay_foot(pages[-1], form)
    layout = Layout(form.name, "", size_mm, tuple(page.finish() for page in pages))
    return replace(layout, fingerprint=fingerprint_of(layout))


def fingerprint_of(layout: Layout) -> str:
    """Eight hexadecimal characters that change with any word or millimetre of the form."""
    told = asdict(layout) | {"fingerprint": ""}
    canonical = json.dumps(_round_floats(told), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:8].upper()


def _round_floats(value: object) -> object:
    """Hundredths of a millimetre, so that the fingerprint is the same on every machine."""
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _round_floats(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_round_floats(inner) for inner in value]
    return value


def _lay_head(page: PageDraft, form: Form, plan_line: str) -> None:
    """Label, title and plan line; the procedure line beside the code; the instruction."""
    words = form.words
    _lay_title(page, ((words.label, MEDIUM, 9.0), (words.title, BOLD, 12.0)), plan_line)
    if words.procedure:
        _lay_procedure(page, words.procedure)
    page.y_mm = max(page.y_mm, page.code.y_mm + CODE_MM) + 3.0
    page.write_block(words.instruction, Style(REGULAR, 9.6, page.left_mm, page.right_mm))
    page.y_mm += 2.6


def _lay_title(page: PageDraft, above: tuple[tuple[str, str, float], ...], plan_line: str) -> None:
    """Centred between the upper marks and, where it is too long for that, left of the code."""
    left_mm = EDGE_MM + MARK_MM + 4
    for right_mm in (page.width_mm - left_mm, page.code.x_mm - 4):
        titles = [
            (text, Style(weight, size_pt, left_mm, right_mm, is_centred=True))
            for text, weight, size_pt in above
        ]
        under = Style(ITALIC, 9.5, left_mm, right_mm, is_centred=True)
        height_mm = sum(style.height_mm(text) for text, style in [*titles, (plan_line, under)])
        if EDGE_MM + height_mm < page.code.y_mm:
            break
    for text, style in titles:
        page.write_block(text, style)
    page.y_mm += 0.6
    page.write_block(plan_line, under)


def _lay_procedure(page: PageDraft, question: str) -> None:
    """The free-text procedure line: two dotted lines to write on, left of the code."""
    right_mm = page.code.x_mm - 6
    page.y_mm = max(page.y_mm + 1.0, page.code.y_mm - 0.5)
    page.write_block(question, Style(BOLD, 10.5, page.left_mm, right_mm))
    top_mm, width_mm = page.y_mm, right_mm - page.left_mm
    dots = "." * int(width_mm / text_width_mm(".", REGULAR, _DOTS_PT))
    for line in range(1, _DOTTED_LINES + 1):
        baseline_mm = top_mm + _DOTTED_MM * line
        page.texts.append(PrintedText(dots, REGULAR, _DOTS_PT, page.left_mm, baseline_mm))
    page.areas.append(TextArea(PROCEDURE_AREA, Rect(page.left_mm, top_mm + 0.5, width_mm, 14.6)))
    page.y_mm = top_mm + 15.5


def _note_style(page: PageDraft) -> Style:
    """The note stands between the lower marks, its last line level with their lower edge."""
    inward_mm = MARK_MM + 2
    return Style(ITALIC, 8.5, page.left_mm + inward_mm, page.right_mm - inward_mm, is_centred=True)


def _thanks_style(page: PageDraft) -> Style:
    return Style(BOLD, _THANKS_PT, page.left_mm, page.right_mm, is_centred=True)


def _note_above_marks_mm(page: PageDraft, form: Form) -> float:
    """How far a long note rises above the lower marks."""
    return max(0.0, _note_style(page).height_mm(form.words.note) - MARK_MM)


def _foot_height_mm(page: PageDraft, form: Form) -> float:
    """Room to keep above the lower marks for the thanks and a long note."""
    thanks_mm = _thanks_style(page).height_mm(form.words.thanks)
    return 2.0 + (thanks_mm + 3.9 if thanks_mm else 0.0) + _note_above_marks_mm(page, form)


def _lay_foot(page: PageDraft, form: Form) -> None:
    """Thanks in the middle of what is left below the questions, the note below."""
    note, thanks = _note_style(page), _thanks_style(page)
    free_until_mm = page.bottom_mm - _note_above_marks_mm(page, form)
    page.y_mm = (page.y_mm + free_until_mm - thanks.height_mm(form.words.thanks)) / 2
    page.write_block(form.words.thanks, thanks)
    page.y_mm = page.height_mm - EDGE_MM - note.height_mm(form.words.note)
    page.write_block(form.words.note, note)
