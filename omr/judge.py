"""From measurements to an answer: certain, or a person is asked.

The measure of things is the page itself. Most boxes of any page are empty, so they show what paper,
scanner and dirt do here; a mark must stand far above that, an empty box must not, and whatever lies
between is flagged. No number is left for the committee to tune.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from omr.scale import CIRCLE_AT_LEAST, FILLED_UP, Scale, is_marked, is_tiny, page_scale
from survey.reading import BoxMeasure, QuestionReading, Reason, Status
from survey.tick_list import fold_rows, is_one_box, judged_as, question_of

_SOFT = 0.65
"""Ink with edges so much less steep than those of the print was not drawn: a stain, a smear."""
_SOLID = 0.7
_SOLID_BLACK, _BLACK = 0.5, 0.5
"""A box so much fuller than what lies around it is filled up to its outline, or beyond where it is
nearly black all over: no edge is left to judge by. A stain as dark runs on."""
_SOLID_ALIKE = 0.3
"""The same of a box that is filled just as the page's other marks are."""
_FILLS, _FILLS_SHARP = 0.5, 0.8
"""A box without steep edges, however full, answers only where the page's marks fill so much of
theirs and have no steeper ones …"""
_NEARLY_AS_SHARP = 0.6
"""… or hardly steeper ones: elsewhere it may be a drop that fell right upon it …"""
_DARKEST_DROP = 0.6
"""… unless it is darker all over than tea or coffee makes it."""
_HUGS_TURN = 0.35
_HUGS_ADDS = 0.06
_HUGS_EDGE = 0.05
_HUGS_SHARP = 0.85
_HUGS_DEPTH = 0.75
_HUGS_OUTLINE = 2.0
"""A ring that hugs its box: it shows on so much of a turn, makes a third of a side so much darker,
shows on so much of the outline's sides, as sharp as print and as dark as the page's marks; and the
outline itself is where it should be. An outline that a slipping feeder cut in two adds nothing."""
_ALONG_EDGE = 0.005
"""An outline with so much ink at its sides may hide a stroke drawn along it."""
_CROSSED = 0.02
"""A line that wipes so much from a box may have been somebody's answer to several questions …"""
_STRUCK_OUT = 2
"""… and one through so many boxes of a question may strike it out, whatever is marked there."""
_RUNS_OUT_MM = 0.1
"""Less than half a fine pen's width only ends where the question's part of the paper does."""
_WELL_INSIDE = 0.45
"""A mark with this much ink in its box belongs there, however far its strokes run out. Less may be
the tail of another row's mark: a broad pen's line fills so much of a box from corner to corner."""
_PART_OF_MORE = 0.6
"""A mark belongs to something larger where what is around its box, and broader than any pen's line,
has so much of its darkness: a punched hole, a blot. A stain that a pen's line crosses has less."""
_LOST_SIDE, _GONE_SIDE = 0.4, 0.6
_HUGS_LOST = 0.2
"""A side of an outline this much lighter than usual may stand elsewhere and look like a little ink,
less than a tick; where it is gone, more than a pen was here: a sticker, a hole, white paint."""
_FILLED = 0.55
"""Share of a box's inside above which it is filled rather than ticked …"""
_MORE_FILLED = 1.5
"""… when it is so many times what the page's marks fill."""
_FULL = 0.75
"""A box with so much ink, where the page's marks leave more than half of theirs free, was blacked
out to take it back, or is wet."""
_MORE_INK, _MUCH_INK, _BEYOND = 1.6, 0.35, 0.02
"""Where a mark has so many times the ink of the page's others, so much of it in its box and some
beyond, it may be struck out."""
_OVER_NUMBER, _LONG = 0.07, 0.1
"""What makes a number so much darker and lies around its box as well may be words across both."""
_MAY_BE_BLANK = 2
"""So many questions anybody may leave out; of a page that looks half empty, marks may have been
missed …"""
_FEW = 0.4
"""… and where no more of its questions are marked than this, these marks may be dirt."""
_HOLDS_MARKS = frozenset({Reason.TWO_MARKS, Reason.CANCELLED})
"""What a question looks like that is marked, but not answered for certain."""
_A_TICK = 0.2
"""What a tick fills of its box, where the page itself does not show it."""
_DRAWN, _DRAWN_SHARP = 0.01, 0.8
"""Ink in a box, and how steep its edges, that no rest of dirt or of a rubbed-out mark has."""
_LOOKS_LOST = frozenset({Reason.BLANK_NOT_CERTAIN, Reason.FAINT_MARK, Reason.SPECK})
"""What a question looks like of whose mark a black and white scan shows little or nothing."""
_SHADOW_DEPTH = 1.6
"""Beside a mark so many times darker than noise, a second one of its pen would show some ink."""


class PrintLimit(NamedTuple):
    """How much darker than others like it some print may be that hides no mark.

    Attributes:
        most: darkness, 0 to 1 …
        of_depth: … or this part of what the page's marks are, whichever is less …
        times: … but on uneven pages so many times what such print differs by anyway.
    """

    most: float
    of_depth: float
    times: float

    def is_passed(self, value: float, usual: float, depth: float) -> bool:
        """Whether print this much darker may hide a mark.

        Args:
            value: how much darker it is.
            usual: how much such print of this page differs by itself.
            depth: how dark the page's marks are.
        """
        return value > max(min(self.most, self.of_depth * depth), self.times * usual)


_ON_OUTLINE = PrintLimit(0.037, 0.15, 1.5)
_ON_NUMBER = PrintLimit(0.007, 0.045, 2.5)
_NUMBER_SPOT = PrintLimit(0.12, 0.55, 1.8)
"""One side of an outline, a number as a whole, and its darkest spot."""
_SPOT_ADDS = 0.0025
"""A stroke makes a number darker as a whole by at least this. Print that falls between the pixels
otherwise than usual is darker at one spot and lighter at another."""
_SECOND_ON_OUTLINE = PrintLimit(0.05, 0.2, 2.5)
_SECOND_ON_NUMBER = PrintLimit(0.012, 0.07, 4.0)
_SECOND_SPOT = PrintLimit(0.16, 0.8, 2.7)
_SECOND_ALL_OVER = PrintLimit(0.05, 1.0, 8.0)
"""The same beside a mark, of boxes that nobody is thought to have marked."""


@dataclass(frozen=True, slots=True)
class Dirt:
    """What may lie at a box without raising a question.

    Attributes:
        ink: share of the inside.
        edge: share of both sides of the outline.
        around: ink around it, in box insides.
        may_shade: whether a shadow or stain over it may be as dark as a weak mark's half.
    """

    ink: float
    edge: float
    around: float
    may_shade: bool


_BESIDE_A_MARK = Dirt(ink=0.010, edge=0.02, around=0.02, may_shade=True)
"""Where another box is clearly marked: less than a second mark would leave."""
_ON_A_BLANK = Dirt(ink=0.002, edge=0.03, around=0.012, may_shade=False)
"""Where nothing is marked: nothing that could be the rest of a mark or a mark beside its box."""


def judge_page(
    boxes: Sequence[BoxMeasure], *, noise: float, is_bilevel: bool
) -> tuple[QuestionReading, ...]:
    """One reading per question, in printed order.

    Args:
        boxes: the page's measurements.
        noise: darkness, 0 to 1, that paper and scanner of this page hardly ever reach.
        is_bilevel: the scan held black and white only.
    """
    scale = page_scale(boxes, noise=noise, is_bilevel=is_bilevel)
    questions = groupby(boxes, key=lambda box: judged_as(box.question, box.choice))
    readings = tuple(judge_question(name, tuple(group), scale) for name, group in questions)
    if _is_swallowed(readings, scale):
        readings = _distrust_all(readings)
    return _doubt_emptiness(readings)


def _is_swallowed(readings: Sequence[QuestionReading], scale: Scale) -> bool:
    """Has the scan lost so much of the page's marks that the rest is not to be trusted?"""
    if scale.is_clear:
        return False
    doubtful = sum(reading.status == Status.FLAGGED for reading in readings)
    reasons = [reading.reason for reading in readings]
    is_half_lost = scale.is_bilevel and 2 * sum(r in _LOOKS_LOST for r in reasons) >= len(reasons)
    is_torn = scale.is_torn and Reason.BLANK_NOT_CERTAIN in reasons
    return 2 * doubtful > len(readings) or is_half_lost or is_torn


def _distrust_all(readings: tuple[QuestionReading, ...]) -> tuple[QuestionReading, ...]:
    """Where a scan may have swallowed most of a page's marks, what is left of it may be dirt."""
    return tuple(
        QuestionReading(reading.question, Status.FLAGGED, reason=Reason.FAINT_MARK)
        if reading.status == Status.ANSWERED
        else reading
        for reading in readings
    )


def _doubt_emptiness(readings: tuple[QuestionReading, ...]) -> tuple[QuestionReading, ...]:
    """Where half of a page's questions look blank, or most of them, somebody looks at it.

    They may be marked where no form asks for it: upon the numbers, in the margin, with one line for
    all. And a hair on a sheet that nobody marked must not vouch for the rest of it.
    """
    whole = [reading for reading in fold_rows(readings) if not is_one_box(reading.question)]
    marked = sum(r.status == Status.ANSWERED or r.reason in _HOLDS_MARKS for r in whole)
    if len(whole) - marked <= _MAY_BE_BLANK or 2 * marked > len(whole):
        return readings
    blank = {reading.question for reading in whole if reading.status == Status.BLANK}
    asked = {reading.question for reading in whole} if marked <= _FEW * len(whole) else blank
    return tuple(
        QuestionReading(reading.question, Status.FLAGGED, reason=Reason.MOSTLY_BLANK)
        if reading.status != Status.FLAGGED and question_of(reading.question) in asked
        else reading
        for reading in readings
    )


def judge_question(question: str, boxes: Sequence[BoxMeasure], scale: Scale) -> QuestionReading:
    """The reading of one question from its boxes."""
    reason = _doubt(boxes, scale)
    if reason is None and is_one_box(question) and _may_be_crossed_out(boxes[0], scale):
        reason = Reason.CANCELLED
    if reason is not None:
        return QuestionReading(question, Status.FLAGGED, reason=reason)
    marked = _marked(boxes, scale)
    if not marked:
        return QuestionReading(question, Status.BLANK)
    return QuestionReading(question, Status.ANSWERED, choice=marked[0].choice)


def is_clean(box: BoxMeasure, dirt: Dirt, scale: Scale) -> bool:
    """Nothing inside, on the outline or around that would need an explanation."""
    return (
        box.ink <= dirt.ink
        and box.edge <= dirt.edge
        and box.around <= dirt.around
        and box.shade <= (scale.mark_shade if dirt.may_shade else scale.shade)
    )


def is_soft(box: BoxMeasure, scale: Scale) -> bool:
    """Is this ink no pen's, having no edges: a stain or a smear?"""
    solid = _SOLID_BLACK if box.shade > _BLACK else _SOLID
    if scale.is_filled_alike(box):
        solid = _SOLID_ALIKE
    return 0 < box.sharp < _SOFT and box.ink - box.around < solid


def is_stray(box: BoxMeasure, mark: BoxMeasure, scale: Scale) -> bool:
    """Is what lies at a box dirt, being faint or soft against the mark beside it?

    In the box it must also be lighter than the mark; around it no pen leaves anything soft. However
    faint, some ink in a box with the edges of a pen was drawn there.
    """
    is_drawn = box.ink > _DRAWN and box.sharp > _DRAWN_SHARP
    is_faint = not is_drawn and box.shade <= scale.mark_shade and scale.is_faint(box)
    is_stain = is_soft(box, scale) and (box.depth < mark.depth or box.ink <= _ON_A_BLANK.ink)
    return is_faint or is_stain or is_shadow(box, mark, scale)


def is_shadow(box: BoxMeasure, mark: BoxMeasure, scale: Scale) -> bool:
    """Is a box darker all over, with no ink in it that the pen of the mark beside it would leave?

    What was rubbed out looks like this as well, and is no mark where another one stands.
    """
    is_bare = box._replace(shade=0)
    return is_clean(is_bare, _ON_A_BLANK, scale) and mark.depth > _SHADOW_DEPTH * scale.noise


def hugs(box: BoxMeasure, scale: Scale) -> bool:
    """Is there a ring so close around a box that its outline hides most of it?"""
    return (
        scale.is_clear
        and box.circle >= _HUGS_TURN
        and box.on_outline >= _HUGS_ADDS
        and box.edge >= _HUGS_EDGE
        and box.sharp >= _HUGS_SHARP
        and box.depth >= _HUGS_DEPTH * scale.depth
        and box.outline >= _HUGS_OUTLINE * scale.outline
        and box.lost_side <= _HUGS_LOST
        and not box.leaves_mm
    )


def _marked(boxes: Sequence[BoxMeasure], scale: Scale) -> list[BoxMeasure]:
    """The boxes that are marked; a stain is no second mark beside one that is drawn.

    A ring that hugs its box counts where it is all there is.
    """
    marked = [box for box in boxes if is_marked(box)]
    if not marked:
        traces = [box for box in boxes if not is_clean(box, _ON_A_BLANK, scale)]
        return traces if len(traces) == 1 and hugs(traces[0], scale) else []
    drawn = [box for box in marked if not is_soft(box, scale)]
    lightest = min((box.depth for box in drawn), default=0.0)
    return [box for box in marked if box in drawn or box.depth >= lightest]


def _doubt(boxes: Sequence[BoxMeasure], scale: Scale) -> Reason | None:
    """Why a person must look, or None when the question is certain."""
    if min(box.outline for box in boxes) < scale.outline:
        return Reason.BOX_NOT_FOUND
    marked = _marked(boxes, scale)
    if len(marked) > 1:
        return Reason.TWO_MARKS
    may_be_cancelled = bool(marked) and _is_black_out(marked[0], scale)
    dirt = _ON_A_BLANK if may_be_cancelled or not marked else _BESIDE_A_MARK
    others = [box for box in boxes if box not in marked]
    unclear = [box for box in others if not is_clean(box, dirt, scale)]
    if marked and not may_be_cancelled:
        unclear = [box for box in unclear if not is_stray(box, marked[0], scale)]
    if unclear:
        return _doubt_unclear(unclear, dirt)
    if not marked:
        return _doubt_blank(boxes, scale)
    if may_be_cancelled and not scale.is_clear:
        return Reason.CANCELLED
    return _doubt_mark(marked[0], others, scale) or _doubt_much(marked[0], scale)


def _doubt_blank(boxes: Sequence[BoxMeasure], scale: Scale) -> Reason | None:
    """No box is marked and all are clean: would a mark be seen, and was none taken for dirt?"""
    if max(max(box.crossed, box.number_crossed) for box in boxes) > _CROSSED:
        return Reason.LINE_THROUGH
    if not (scale.is_clear or scale.vouches):
        return Reason.BLANK_NOT_CERTAIN
    return Reason.OUTSIDE_BOX if any(_may_hide(box, scale) for box in boxes) else None


def _may_hide(box: BoxMeasure, scale: Scale) -> bool:
    """May the print of a clean box, its outline or its number, hide a mark of this page's pen?"""
    at_spot = _NUMBER_SPOT.is_passed(box.number_spot, scale.number_spot, scale.depth)
    return (
        box.edge > _ALONG_EDGE
        or _ON_OUTLINE.is_passed(box.on_outline, scale.along, scale.depth)
        or _ON_NUMBER.is_passed(box.on_number, scale.number, scale.depth)
        or (at_spot and box.on_number > _SPOT_ADDS)
    )


def _may_hide_second(box: BoxMeasure, scale: Scale) -> bool:
    """May the print of a box hide a second mark beside one that is drawn?

    Two measures must say so, as there are many such boxes: ink beside the outline as well as on it,
    or a number darker as a whole as well as at one spot; unless it is darker by very much.
    """
    on_outline = _SECOND_ON_OUTLINE.is_passed(box.on_outline, scale.along, scale.depth)
    on_number = _SECOND_ON_NUMBER.is_passed(box.on_number, scale.number, scale.depth)
    at_spot = _SECOND_SPOT.is_passed(box.number_spot, scale.number_spot, scale.depth)
    all_over = _SECOND_ALL_OVER.is_passed(box.on_number, scale.number, scale.depth)
    return (on_outline and box.edge > 0) or (on_number and at_spot) or all_over


def _is_black_out(mark: BoxMeasure, scale: Scale) -> bool:
    """Is a box filled by somebody who marks other boxes with less? It may be a cancelled one."""
    return mark.ink > max(_FILLED, _MORE_FILLED * scale.fill)


def _doubt_much(mark: BoxMeasure, scale: Scale) -> Reason | None:
    """Has a mark so much more ink than the page's others that it may have been taken back?

    The box is full on a page of somebody who fills none; or lines run over it and beyond.
    """
    is_full = mark.ink >= _FULL and 0 < scale.fill < _FILLS
    is_more = mark.ink + mark.around > _MORE_INK * scale.total and 0 < scale.fill < FILLED_UP
    is_struck = is_more and mark.ink > _MUCH_INK and mark.around > _BEYOND
    return Reason.CANCELLED if is_full or is_struck else None


def _may_be_crossed_out(box: BoxMeasure, scale: Scale) -> bool:
    """Is a box of a list so full that its tick may have been taken back?

    Where several boxes may be ticked no mark beside it tells that another one was meant.
    """
    return box.ink > _MORE_FILLED * (scale.fill or _A_TICK)


def _is_drop(mark: BoxMeasure, scale: Scale) -> bool:
    """May a full box without steep edges be wet, as nobody fills boxes on this page?"""
    is_as_steep = scale.sharp < _FILLS_SHARP or mark.sharp >= _NEARLY_AS_SHARP * scale.sharp
    fills = scale.fill >= _FILLS and is_as_steep
    is_pens = fills or scale.is_filled_alike(mark) or mark.shade > _DARKEST_DROP
    return 0 < mark.sharp < _SOFT and not is_pens


def _doubt_unclear(unclear: Sequence[BoxMeasure], dirt: Dirt) -> Reason:
    """Boxes that are neither marked nor clean: is it beside the boxes or in them?"""
    is_outside = all(box.ink <= dirt.ink for box in unclear)
    is_beside = any(box.edge > dirt.edge or box.around > dirt.around for box in unclear)
    return Reason.OUTSIDE_BOX if is_outside and is_beside else Reason.FAINT_MARK


def _doubt_mark(mark: BoxMeasure, others: Sequence[BoxMeasure], scale: Scale) -> Reason | None:
    """One box is marked and the others are clean: is it a pen's mark, as dark as the others?

    Does it stand, or is the question struck out with a line that was taken for a fold? And was it
    meant for this box, or does it come from another row or belong to something larger?
    """
    if sum(box.struck > _CROSSED for box in (mark, *others)) >= _STRUCK_OUT:
        return Reason.LINE_THROUGH
    is_ring = mark.circle >= CIRCLE_AT_LEAST or hugs(mark, scale)
    if is_tiny(mark) and not (is_ring or scale.is_dotted):
        return Reason.SPECK
    is_little = mark.ink < scale.mark and not is_ring
    is_light = scale.is_lighter(mark) or (scale.is_hair(mark) and not is_ring)
    if is_little or is_soft(mark, scale) or is_light or scale.is_drowned or _is_drop(mark, scale):
        return Reason.FAINT_MARK
    if mark.lost_side > (_LOST_SIDE if mark.ink < _A_TICK else _GONE_SIDE):
        return Reason.BOX_NOT_FOUND
    is_elsewhere = mark.leaves_mm > _RUNS_OUT_MM and mark.ink < _WELL_INSIDE
    is_elsewhere |= mark.broad > _PART_OF_MORE * mark.depth
    is_elsewhere |= mark.on_number > _OVER_NUMBER and mark.around > _LONG and not is_ring
    is_elsewhere |= any(_may_hide_second(box, scale) and not is_soft(box, scale) for box in others)
    return Reason.OUTSIDE_BOX if is_elsewhere else None
