"""From measurements to an answer: certain, or a person is asked.

The scale of the question is the page itself. Most boxes of any page are empty, so they show what paper,
scanner and dirt do here; a mark must stand far above that, an empty box must not, and whatever lies
between is flagged. No number is left for the committee to tune.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from survey.reading import BoxMeasure, QuestionReading, Reason, Status

_EMPTY_AT_MOST = 0.010
"""Ink in a box, as a share of its inside, that dirt may leave without raising a question."""
_MARK_AT_LEAST = 0.030
"""The least ink of a deliberate mark: half of a 1.5 mm dash with a fine pen."""
_ABOVE_NOISE = 4.0
"""How many times the page's dirtiest quarter of boxes a mark must exceed."""
_FAINT_DEPTH = 0.45
"""A mark this much lighter than the page's other marks may be an erasure."""
_AROUND_AT_MOST = 0.06
"""Ink around a box, in box insides, that needs no explanation."""
_OUTLINE_AT_LEAST = 0.18


@dataclass(frozen=True, slots=True)
class Scale:
    """What counts as empty and as marked on one page.

    Attributes:
        empty: ink at most this is an empty box.
        marked: ink at least this is a mark.
        depth: how dark this page's marks are, median.
        trusts_blank: whether an empty question may be read as certainly blank.
    """

    empty: float
    marked: float
    depth: float
    trusts_blank: bool


def page_scale(boxes: Sequence[BoxMeasure], *, is_bilevel: bool) -> Scale:
    """The scale that the boxes of a page set themselves.

    Blanks are not trusted on a bilevel scan (its threshold may have swallowed pencil) nor on a page
    without any mark at all: nothing there shows that this scan can show marks.
    """
    ink = np.array([box.ink for box in boxes])
    dirt = float(np.percentile(ink, 60))
    marked = max(_MARK_AT_LEAST, _ABOVE_NOISE * dirt)
    depths = [box.depth for box in boxes if box.ink >= marked]
    return Scale(
        empty=max(_EMPTY_AT_MOST, 1.5 * dirt),
        marked=marked,
        depth=float(np.median(depths)) if depths else 0.0,
        trusts_blank=bool(depths) and not is_bilevel,
    )


def judge_page(boxes: Sequence[BoxMeasure], *, is_bilevel: bool) -> tuple[QuestionReading, ...]:
    """One reading per question, in printed order."""
    scale = page_scale(boxes, is_bilevel=is_bilevel)
    questions = groupby(boxes, key=lambda box: box.question)
    return tuple(judge_question(tuple(group), scale) for _, group in questions)


def judge_question(boxes: Sequence[BoxMeasure], scale: Scale) -> QuestionReading:
    """The reading of one question from its boxes."""
    question = boxes[0].question
    reason = _doubt(boxes, scale)
    if reason is not None:
        return QuestionReading(question, Status.FLAGGED, reason=reason)
    marked = [box for box in boxes if box.ink >= scale.marked]
    if not marked:
        return QuestionReading(question, Status.BLANK)
    return QuestionReading(question, Status.ANSWERED, choice=marked[0].choice)


def _doubt(boxes: Sequence[BoxMeasure], scale: Scale) -> Reason | None:
    """Why a person must look, or None when the question is certain."""
    if min(box.outline for box in boxes) < _OUTLINE_AT_LEAST:
        return Reason.BOX_NOT_FOUND
    marked = [box for box in boxes if box.ink >= scale.marked]
    between = [box for box in boxes if scale.empty < box.ink < scale.marked]
    if len(marked) > 1:
        return Reason.TWO_MARKS
    if between:
        return Reason.FAINT_MARK
    if not marked:
        return _doubt_blank(boxes, scale)
    return _doubt_mark(boxes, marked[0], scale)


def _doubt_blank(boxes: Sequence[BoxMeasure], scale: Scale) -> Reason | None:
    if max(box.around for box in boxes) > _AROUND_AT_MOST:
        return Reason.OUTSIDE_BOX
    return None if scale.trusts_blank else Reason.BLANK_NOT_CERTAIN


def _doubt_mark(boxes: Sequence[BoxMeasure], marked: BoxMeasure, scale: Scale) -> Reason | None:
    """One box is marked and the others are empty: is it a mark, and is there nothing beside it?"""
    if marked.depth < _FAINT_DEPTH * scale.depth:
        return Reason.FAINT_MARK
    others = [box for box in boxes if box is not marked]
    elsewhere = max((box.around for box in others), default=0.0)
    if elsewhere > max(_AROUND_AT_MOST, marked.ink, marked.around):
        return Reason.OUTSIDE_BOX
    return None
