"""What one page says of itself: the scale against which its boxes are judged.

Most boxes of any page are empty and many of the others alike. So a page shows by itself how dark
its pen is, how much its paper varies, and whether its scan would have shown a mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from omr.ranks import quartile
from survey.reading import BoxMeasure

_MARK_AT_LEAST = 0.030
"""The least ink, as a share of a box's inside, of a deliberate mark: a 1.5 mm dash, a fine pen."""
_BILEVEL_MARK_AT_LEAST = 0.070
"""The same on a black and white scan, where less may be the rest of a pencil mark mostly lost."""
CIRCLE_AT_LEAST = 0.65
"""This share of a turn around a box or its number is a circle …"""
_CIRCLE_AT_MOST = 2.0
"""… unless it is more ink, in box insides, than a pen's circle: the rim of a stain …"""
_BROAD_CIRCLE, _BROAD_SHARP = 3.0, 0.85
"""… whose edges are not as steep as a broad pen's."""
_SHADE_STEPS = 6.0
_LEAST_SHADE = 0.004
"""A box darker inside than others by so many times their variation may hold a faint mark."""
_MOST_SHADE = 0.4
"""… and so may one with this part of the shade that the page's weaker marks give a box."""
_FAINT_DEPTH = 0.5
"""A mark that rises above the noise this much less than the page's others may be an erasure."""
_FAINT_LINE, _A_LINE_SHARP, _A_LINE_INK = 0.35, 1.0, 0.2
"""Where the page's marks are filled boxes, strokes upon strokes, a single line with steep edges
and more ink than a hair may be as light as this."""
_PALE = 0.45
"""However light the page's other marks, one no darker than this part of its darkest line may be an
erasure, or another sheet's ink; not on a black and white scan, where torn lines look lighter."""
_LINES_INK, _LINES_SHARP = 0.5, 0.8
"""A line has less ink than a filled box, and steeper edges."""
_HAIR_SHARP, _HAIR_INK = 1.0, 0.2
"""A line of so little ink, with edges as steep as the print's own, may be a hair …"""
_HAIR_SHARPER, _HAIR_LIGHTER = 0.03, 0.8
"""… if they are steeper than those of the page's marks, so that it is thinner, and it is lighter by
so much …"""
_MUCH_SHARPER = 0.15
"""… or thinner by far, on a page whose marks are lines: beside filled boxes every line is thin."""
FILLED_UP = 0.7
"""Who fills so much of a box fills it up."""
_ALIKE_INK, _ALIKE_SHARP, _ALIKE_DEPTH = 0.9, 0.85, 0.75
"""Where the page's marks do, one that is filled as far as this part of theirs, with edges as steep
as that, and as dark as that, is filled by the same hand."""
_DOT_MM = 0.8
_SPECK_MM, _SPECK_INK = 1.2, 0.1
"""What is no longer, or no longer than the second and has no more ink, may have been left by a pen
that rested, or by a copier: a dot made on purpose is larger …"""
_GOES_ON = 0.02
"""… unless it is the end of a stroke that leaves so much ink on both sides of the outline, and
around the box: whoever drew it hardly touched the inside."""
_NEAR_MEDIAN = 0.9
_DROWNED_DEPTH = 1.25
_DROWNED_NOISE = 0.4
"""Where marks rise so little above the noise, or noise comes so near to black, others may hide."""
_TORN = 0.3
"""Marks no darker than this on a black and white scan are torn, as half swallowed pencil is …"""
_STEADY, _MAY_BE_BLANK = 0.5, 1
"""… unless all that is in any box is at least this part of what the page's marks fill, and no more
questions than this have none."""
_OUTLINE_AT_LEAST = 0.08
_OUTLINE_SHARE = 0.4
"""An outline this much lighter than the page's others may not be where it was looked for."""
_A_HABIT = 4
"""So many marks of a page show how somebody marks."""
_SURE_DEPTH, _SURE_HABIT = 2.2, 1.8
"""Marks this many times darker than the noise show that this scan would show a mark, and so do
somewhat lighter ones where there are enough of them …"""
_SURE_NOISE = 0.2
"""… unless dirt makes the noise: then these may be dirt as well, and a pen's lie below it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What one page says of itself.

    Attributes:
        depth: how dark its lighter marks are; 0 when it has none.
        darkest: how dark the darkest of them is that is a line; 0 when none is.
        sharp: how steep the edges of its marks are, median; 0 when it has none.
        shade: how much darker than the others a box may be by chance …
        mark_shade: … and how much where a mark beside it shows what this pen leaves.
        outline: how dark an outline must be at least.
        mark: the least ink of a mark.
        fill: how much of a box its marks fill, median; 0 where they are too few to be a habit.
        total: how much ink they have with what lies around, in box insides, median; 0 likewise.
        along: how much the outlines of its empty boxes differ by themselves …
        number: … and its numbers …
        number_spot: … and their darkest spots.
        noise: darkness that paper and scanner hardly ever reach.
        is_dotted: whether its marks are themselves no larger than specks.
        is_bilevel: whether the scan held black and white only.
        is_torn: whether a black and white scan has left only parts of its marks.
        is_clear: whether this scan would surely show any mark.
        vouches: whether it would show one more like those, which are many.
    """

    depth: float
    darkest: float
    sharp: float
    shade: float
    mark_shade: float
    outline: float
    mark: float
    fill: float
    total: float
    along: float
    number: float
    number_spot: float
    noise: float
    is_dotted: bool
    is_bilevel: bool
    is_torn: bool
    is_clear: bool
    vouches: bool

    @property
    def is_drowned(self) -> bool:
        """Whether dirt or noise could hide a mark like the page's own."""
        is_low = 0 < self.depth < _DROWNED_DEPTH * self.noise
        return is_low or self.noise > _DROWNED_NOISE

    def is_faint(self, mark: BoxMeasure) -> bool:
        """Whether a mark is much lighter than the page's others."""
        is_line = mark.sharp >= _A_LINE_SHARP and _A_LINE_INK < mark.ink < _LINES_INK
        least = _FAINT_LINE if is_line and self.fill > FILLED_UP else _FAINT_DEPTH
        return mark.depth - self.noise < least * (self.depth - self.noise)

    def is_lighter(self, mark: BoxMeasure) -> bool:
        """Whether a mark is much lighter than the page's others, or than one of them by far."""
        is_pale = mark.depth < _PALE * self.darkest
        return (is_pale and not self.is_bilevel) or self.is_faint(mark)

    def is_filled_alike(self, box: BoxMeasure) -> bool:
        """Whether the page's marks are filled boxes, and this is one like them."""
        is_as_full = box.ink >= _ALIKE_INK * self.fill
        is_as_steep = box.sharp >= _ALIKE_SHARP * self.sharp
        is_as_dark = box.depth >= _ALIKE_DEPTH * self.depth
        return self.fill > FILLED_UP and is_as_full and is_as_steep and is_as_dark

    def is_hair(self, mark: BoxMeasure) -> bool:
        """Whether a mark is thinner than the page's others, as a hair on the glass is.

        A hair is longer than a box is wide, so it crosses the outline.
        """
        is_thin = mark.sharp >= _HAIR_SHARP and mark.ink <= _HAIR_INK
        if not (is_thin and mark.edge and self.sharp > _LINES_SHARP):
            return False
        is_lighter = mark.depth < _HAIR_LIGHTER * self.depth
        return mark.sharp - self.sharp > (_HAIR_SHARPER if is_lighter else _MUCH_SHARPER)


def page_scale(boxes: Sequence[BoxMeasure], *, noise: float, is_bilevel: bool) -> Scale:
    """The scale that the boxes of a page set themselves.

    A black and white scan is never clear (its threshold may have swallowed pencil), nor one whose
    own marks hardly stand out from the noise, nor a page without any mark: nothing there shows that
    this scan can show marks.
    """
    marks = [box for box in boxes if is_marked(box)]
    depths = [box.depth for box in marks]
    usual = _SHADE_STEPS * 1.48 * quartile([abs(box.shade) for box in boxes])
    inked = [box.shade for box in marks if box.ink >= _MARK_AT_LEAST]
    most = _MOST_SHADE * quartile(inked, 1) if inked else usual
    outlines = [box.outline for box in boxes]
    is_habit = len(marks) >= _A_HABIT
    fill = quartile([box.ink for box in marks]) if is_habit else 0.0
    is_steady = _is_steady(boxes, marks, fill)
    bare = [box.on_outline for box in boxes if not (box.ink or box.edge or box.around)]
    return Scale(
        depth=_usual_depth(depths),
        darkest=max((box.depth for box in marks if _is_line(box)), default=0.0),
        sharp=quartile([box.sharp for box in marks]) if marks else 0.0,
        shade=max(_LEAST_SHADE, min(usual, most)),
        mark_shade=max(_LEAST_SHADE, most),
        outline=max(_OUTLINE_AT_LEAST, _OUTLINE_SHARE * quartile(outlines)),
        mark=_BILEVEL_MARK_AT_LEAST if is_bilevel and not is_steady else _MARK_AT_LEAST,
        fill=fill,
        total=quartile([box.ink + box.around for box in marks]) if is_habit else 0.0,
        along=quartile(bare, 3) if bare else 0.0,
        number=quartile([box.on_number for box in boxes], 3),
        number_spot=quartile([box.number_spot for box in boxes], 3),
        noise=noise,
        is_dotted=is_steady and _are_dots(boxes, marks),
        is_bilevel=is_bilevel,
        is_torn=is_bilevel and _usual_depth(depths) < _TORN and not is_steady,
        is_clear=bool(depths)
        and not is_bilevel
        and min(depths) > _SURE_DEPTH * noise
        and noise < _SURE_NOISE,
        vouches=is_habit
        and not is_bilevel
        and min(depths) > _SURE_HABIT * noise
        and noise < _SURE_NOISE,
    )


def _is_steady(boxes: Sequence[BoxMeasure], marks: Sequence[BoxMeasure], fill: float) -> bool:
    """Has about every question a mark, each with as much ink? Then this pen's are not swallowed."""
    unmarked = {box.question for box in boxes} - {mark.question for mark in marks}
    is_even = min((box.ink for box in boxes if box.ink > 0), default=0.0) >= _STEADY * fill
    return fill > 0 and is_even and len(unmarked) <= _MAY_BE_BLANK


def _is_line(mark: BoxMeasure) -> bool:
    return mark.ink < _LINES_INK and mark.sharp > _LINES_SHARP


def _are_dots(boxes: Sequence[BoxMeasure], marks: Sequence[BoxMeasure]) -> bool:
    """Are most marks no larger than specks, with none around any other box?

    Dirt falls beside boxes thirty times as often as into them.
    """
    tiny = sum(is_tiny(mark) for mark in marks)
    strewn = any(box.around for box in boxes if not is_marked(box))
    return tiny >= _A_HABIT and 2 * tiny >= len(marks) and not strewn


def _usual_depth(depths: Sequence[float]) -> float:
    """How dark the lighter marks of a page are.

    The lower quartile, since thin marks look lighter; but near the median, since several of a
    page's marks may be rubbed out.
    """
    if not depths:
        return 0.0
    return max(quartile(depths, 1), _NEAR_MEDIAN * quartile(depths))


def is_tiny(mark: BoxMeasure) -> bool:
    """Is all there is in a box a dot that nobody may have made on purpose?"""
    is_little = mark.length_mm <= _SPECK_MM and mark.ink < _SPECK_INK
    goes_on = mark.edge > _GOES_ON and mark.around > _GOES_ON
    return mark.length_mm > 0 and (is_little or mark.length_mm <= _DOT_MM) and not goes_on


def is_marked(box: BoxMeasure) -> bool:
    """Ink inside that only a pen leaves, or a circle around box or number."""
    at_most = _BROAD_CIRCLE if box.sharp >= _BROAD_SHARP else _CIRCLE_AT_MOST
    is_circle = box.circle >= CIRCLE_AT_LEAST and box.around <= at_most
    return box.ink >= _MARK_AT_LEAST or is_circle
