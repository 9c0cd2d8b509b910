"""The reader: one page image in, one reading out. Pure; the record comes later.

register → identify → cut strips → measure marks → judge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from omr.identity import find_code, read_code
from omr.judge import judge_page
from omr.marks import measure_marks
from omr.masks import PageMasks, plan_masks
from omr.papers import Paper, find_page, papers_of
from omr.picture import Grey
from omr.registration import Registration
from omr.strips import are_in_order, cut_strips
from survey.reading import Outcome, PageReading, Reason
from templates.layout import Layout
from templates.machine_code import (
    NO_TOKEN,
    SheetCode,
    deck_tag,
    is_genuine,
    parse_code,
    survey_tag,
)

_FIT_AT_MOST_MM = 1.2
_STRETCH = 0.05
"""Where sheets look out so far that a mark of each shows, distances between marks of both differ by
more than this from what the size of the marks says; those of one bent sheet by less."""
_BLANK_INK_SHARE = 0.0008
_DARKEST_PAPER = 100
"""Grey level of the darkest recycled paper in a poor light; what is darker is no bare paper."""


@dataclass(frozen=True, slots=True)
class KnownForms:
    """Everything the reader knows of a survey before it sees a page.

    Attributes:
        key: the survey's secret key.
        masks: by (fingerprint, page), every layout that was ever printed.
        current: fingerprint of the layout in force.
        papers: the sizes of paper that were ever printed on, that of the layout in force first.
        tag: the survey tag of the sheets it reads; that of its test deck when that is tried.
    """

    key: bytes
    masks: Mapping[tuple[str, int], PageMasks]
    current: str
    papers: tuple[Paper, ...]
    tag: str


def know_forms(key: bytes, current: Layout, earlier: Iterable[Layout] = ()) -> KnownForms:
    """Prepare the reader for the layouts of a survey."""
    layouts = (current, *earlier)
    pages = {(layout.fingerprint, page.page): page for layout in layouts for page in layout.pages}
    return KnownForms(
        key=key,
        masks={name: plan_masks(page) for name, page in pages.items()},
        current=current.fingerprint,
        papers=papers_of(layouts),
        tag=survey_tag(key),
    )


def read_page(grey: Grey, forms: KnownForms, *, is_bilevel: bool) -> PageReading:
    """Read one page.

    Args:
        grey: the picture, (height, width), any orientation and resolution.
        forms: what this survey has printed.
        is_bilevel: the file held black and white only.
    """
    registration, paper = find_page(grey, forms.papers)
    if registration is None:
        return _read_without_marks(grey, forms)
    if registration.two_sheets:
        return _rejected(Reason.TWO_SHEETS)
    text = read_code(grey, registration, paper.code)
    code = parse_code(text)
    if code is None:
        return _rejected(Reason.FOREIGN_CODE if text else Reason.NO_CODE)
    reason = _distrust(text, code, forms)
    if reason is not None:
        return _rejected(reason, code)
    if registration.fit_mm > _FIT_AT_MOST_MM or registration.stretch > _STRETCH:
        return _rejected(Reason.POOR_FIT, code)
    return _read_boxes(grey, registration, code, forms, is_bilevel=is_bilevel)


def _read_without_marks(grey: Grey, forms: KnownForms) -> PageReading:
    """No corner marks: a blank back, somebody else's page, or one of ours badly scanned."""
    text = find_code(grey)
    code = parse_code(text)
    if code is not None:
        return _rejected(_distrust(text, code, forms) or Reason.NO_MARKS, code)
    if text:
        return _rejected(Reason.FOREIGN_CODE)
    if is_blank(grey):
        return PageReading(Outcome.BLANK_BACK, Reason.BLANK_PAGE)
    return _rejected(Reason.NO_MARKS)


def is_blank(grey: Grey) -> bool:
    """Is there nothing on this page but paper? Edges are left out: scanners darken them."""
    height, width = grey.shape
    inner = grey[height // 25 : -height // 25 or None : 2, width // 25 : -width // 25 or None : 2]
    paper = float(np.percentile(inner, 60))
    is_paper = paper >= _DARKEST_PAPER
    return is_paper and float((inner < 0.7 * paper).mean()) < _BLANK_INK_SHARE


def _distrust(text: str, code: SheetCode, forms: KnownForms) -> Reason | None:
    """Why a code of Hòm Phiếu is not one of this survey's current sheets."""
    if code.survey != forms.tag:
        is_deck = code.survey == deck_tag(forms.key)
        return Reason.TEST_DECK if is_deck else Reason.FOREIGN_CODE
    if not is_genuine(text, forms.key):
        return Reason.FORGED_CODE
    if (code.fingerprint, code.page) not in forms.masks:
        return Reason.OLDER_FORM
    return None


def _rejected(reason: Reason, code: SheetCode | None = None) -> PageReading:
    if code is None:
        return PageReading(Outcome.REJECTED, reason)
    return PageReading(
        Outcome.REJECTED,
        reason,
        sheet=_sheet_of(code),
        sheet_page=code.page,
        fingerprint=code.fingerprint,
        procedure=code.procedure,
    )


def _sheet_of(code: SheetCode) -> str:
    """The sheet's id; empty where tokens are switched off and the intake must name it."""
    return "" if code.sheet == NO_TOKEN else code.sheet


def _read_boxes(
    grey: Grey,
    registration: Registration,
    code: SheetCode,
    forms: KnownForms,
    *,
    is_bilevel: bool,
) -> PageReading:
    masks = forms.masks[code.fingerprint, code.page]
    strips = cut_strips(grey, registration, masks)
    if not are_in_order(strips, registration, masks):
        return _rejected(Reason.POOR_FIT, code)
    boxes = measure_marks(strips, masks)
    return PageReading(
        Outcome.READ,
        sheet=_sheet_of(code),
        sheet_page=code.page,
        fingerprint=code.fingerprint,
        procedure=code.procedure,
        fit_mm=round(registration.fit_mm, 3),
        questions=judge_page(
            boxes, noise=strips.noise / 255, is_bilevel=is_bilevel or not strips.has_greys
        ),
        boxes=boxes,
    )
