"""Where to look on a page, in pixels of its strips: computed once per form, used for every page.

A strip is an upright picture of one question's boxes, ``PX_PER_MM`` fine. All strips of a page have
the same size, so that a page is one array and no step runs pixel by pixel in Python.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from templates.layout import OUTLINE_MM, Box, PageLayout, PrintedText, Rect
from templates.typeface import MM_PER_POINT, text_width_mm

PX_PER_MM = 6.0
LIGHT_PX = 6
"""Light is told apart from ink by blocks of one millimetre."""
MARGIN_MM = 4.4
"""Around the boxes of a question: room for a circle around the outer ones."""
_NUMBER_MM = 4.4
"""More room on the right, where the last box's number stands."""
_INSET_MM = 0.7
"""The part of a box's inside next to the outline, where blur and misfit of a coarse scan reach."""
_OUTSET_MM = 0.55
"""The same outside a box and around every printed character."""

_CORE_MM = 0.30
"""On both sides of an outline's middle: its own darkness differs too much from box to box to show
ink, by where its flanks fall between the pixels."""

_RING_MM = (1.3, 2.6)
"""Where stains are looked for around a box: further out than a filled one spills over."""

_FEWEST_ALIKE = 4
"""Of fewer boxes the median could be somebody's mark …"""
_FEWEST_IN_LINE = 3
"""… but not where only one of a question's boxes is marked."""

IGNORED = 0
"""Region of pixels where the form itself prints numbers, words and lines."""
INSIDE, EDGE, AROUND = 1, 2, 3
KINDS = 3
"""The region of box i of one of these kinds is ``KINDS * i + kind``."""

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class PageMasks:
    """Everything the reader needs to know of a page's print.

    Attributes:
        layout: the page.
        strips: the part of the paper shown by each question's strip, in printed order.
        members: per strip, which boxes stand in it.
        centres_mm: of the boxes; shape (n, 2).
        corners_mm: where every box's outline begins, top left; shape (n, 2).
        levers: how the affine map of each strip follows from the shifts of all boxes; shape
            (questions, 3, n), for x, y and constant.
        regions: per strip pixel, what lies there; shape (questions, height, width).
        is_free: per strip pixel, True where the form itself prints no number, word or line.
        is_open: per strip pixel, True inside boxes and around them, where bare paper is expected.
        is_inside: per strip pixel, True inside boxes.
        is_beside: per strip pixel, True where bare paper is expected outside the boxes.
        corners: flat index into the strips where every box's outline begins; shape (n,).
        side_px: length of an outline's side.
        insides: flat indices into the strips of every box's inside; shape (n, pixels).
        edges: the same of both sides of every printed outline; shape (n, pixels).
        flanks: the same along each side, one line of pixels beside the other, from outside inwards
            (the two in the middle are next to the outline), no corners; shape
            (n, 4, lines, length).
        rings: the same of a ring around it, at some distance; shape (n, pixels).
        sides: the same of the four outlines, three lines of pixels each; shape (n, 4, 3, length).
        alike: groups of boxes whose outlines fall between the pixels alike: those above each
            other, those beside each other, all of them; by size, each of shape (boxes, groups).
        rows_alike: groups of boxes of questions whose boxes stand alike in their strips.
        in_line: boxes above each other (axis 0) or beside each other (1), with the axis: a printer
            or scanner draws the sides they have along that axis alike.
        numbers: print beside boxes that is the same beside several: which boxes, shape (k,), and
            the flat indices of the pixels around it, shape (k, pixels).
    """

    layout: PageLayout
    strips: tuple[Rect, ...]
    members: tuple[Indices, ...]
    centres_mm: npt.NDArray[np.float64]
    corners_mm: npt.NDArray[np.float64]
    levers: npt.NDArray[np.float64]
    regions: npt.NDArray[np.int16]
    is_free: npt.NDArray[np.bool_]
    is_open: npt.NDArray[np.bool_]
    is_inside: npt.NDArray[np.bool_]
    is_beside: npt.NDArray[np.bool_]
    corners: Indices
    side_px: int
    insides: Indices
    edges: Indices
    flanks: Indices
    rings: Indices
    sides: Indices
    alike: tuple[Indices, ...]
    rows_alike: tuple[Indices, ...]
    in_line: tuple[tuple[Indices, int], ...]
    numbers: tuple[tuple[Indices, Indices], ...]


def plan_masks(page: PageLayout) -> PageMasks:
    """The masks of one page of a form."""
    questions = page.questions
    groups = [[box for box in page.boxes if box.question == question] for question in questions]
    width_mm, height_mm = np.max([_extent(group) for group in groups], axis=0)
    strips = tuple(_strip_rect(group, float(width_mm), float(height_mm)) for group in groups)
    strip_of = np.array([questions.index(box.question) for box in page.boxes], dtype=np.intp)
    members = tuple(np.flatnonzero(strip_of == i) for i in range(len(strips)))
    printed = (*map(_text_rect, page.texts), *(line.rect for line in page.lines))
    regions = np.stack(
        [_regions(page, *place, printed) for place in zip(strips, members, strict=True)]
    )
    _leave_out_leaks(regions)
    corners = np.array(
        [
            _corner(box.rect, strips[at], regions.shape[2]) + at * regions[0].size
            for box, at in zip(page.boxes, strip_of, strict=True)
        ]
    )
    side_px = round((page.boxes[0].rect.width_mm + OUTLINE_MM) * PX_PER_MM)
    inside, edge, flanks, sides = _box_pixels(side_px, regions.shape[2])
    centres_mm = np.array([box.rect.center_mm for box in page.boxes])
    return PageMasks(
        layout=page,
        strips=strips,
        members=members,
        centres_mm=centres_mm,
        corners_mm=np.array([(box.rect.x_mm, box.rect.y_mm) for box in page.boxes])
        - OUTLINE_MM / 2,
        levers=_levers(centres_mm, members),
        regions=regions,
        is_free=regions != IGNORED,
        is_open=(regions != IGNORED) & (regions % KINDS != EDGE),
        is_inside=(regions != IGNORED) & (regions % KINDS == INSIDE),
        is_beside=(regions != IGNORED) & (regions % KINDS == AROUND % KINDS),
        corners=corners,
        side_px=side_px,
        insides=corners[:, None] + inside,
        edges=corners[:, None] + edge,
        flanks=corners[:, None, None, None] + flanks,
        rings=corners[:, None] + _ring_pixels(side_px, regions.shape[2]),
        sides=corners[:, None, None, None] + sides,
        alike=_alike(page.boxes),
        rows_alike=_rows_alike(corners % regions[0].size, members),
        in_line=tuple(line for line in _lines(page.boxes) if len(line[0]) >= _FEWEST_IN_LINE),
        numbers=_numbers(page, strips, strip_of, regions.shape),
    )


def _levers(
    centres_mm: npt.NDArray[np.float64], members: tuple[Indices, ...]
) -> npt.NDArray[np.float64]:
    """A strip goes where its boxes go on average, and turns and stretches along their row."""
    levers = np.zeros((len(members), 3, len(centres_mm)))
    for lever, here in zip(levers, members, strict=True):
        middle = centres_mm[here].mean(axis=0)
        apart = centres_mm[here] - middle
        axis = int(np.argmax(np.abs(apart).max(axis=0)))
        along = apart[:, axis]
        lever[axis, here] = along / max(float(along @ along), 1.0)
        lever[2, here] = 1 / len(here) - middle[axis] * lever[axis, here]
    return levers


def _alike(boxes: tuple[Box, ...]) -> tuple[Indices, ...]:
    groups = [*(group for group, _axis in _lines(boxes)), np.arange(len(boxes))]
    sizes = {len(group) for group in groups if len(group) >= _FEWEST_ALIKE}
    return tuple(
        np.stack([group for group in groups if len(group) == size], axis=1)
        for size in sorted(sizes)
    )


def _lines(boxes: tuple[Box, ...]) -> Iterator[tuple[Indices, int]]:
    """Boxes of one place on the first axis, which stand above each other; then on the second."""
    places = np.array([(box.rect.x_mm, box.rect.y_mm) for box in boxes])
    for axis, along in enumerate(places.T):
        for place in sorted(set(along.tolist())):
            yield np.flatnonzero(along == place), axis


def _rows_alike(places: Indices, members: tuple[Indices, ...]) -> tuple[Indices, ...]:
    """Only outlines that fall between the pixels alike can be compared with each other."""
    groups: dict[tuple[int, ...], list[Indices]] = {}
    for here in members:
        groups.setdefault(tuple(places[here].tolist()), []).append(here)
    return tuple(np.concatenate(rows) for rows in groups.values() if len(rows) >= _FEWEST_ALIKE)


def _numbers(
    page: PageLayout, strips: Sequence[Rect], strip_of: Indices, shape: tuple[int, ...]
) -> tuple[tuple[Indices, Indices], ...]:
    """The numbers beside the boxes, grouped by what they look like and where they stand."""
    groups: dict[tuple[object, ...], list[tuple[int, Indices]]] = {}
    centres_mm = np.array([box.rect.center_mm for box in page.boxes])
    for text in page.texts:
        rect = _text_rect(text)
        box, key = _beside(text, rect, centres_mm)
        at = int(strip_of[box])
        rows, columns = _slices(rect, strips[at], _OUTSET_MM)
        if rows.start < rows.stop <= shape[1] and columns.start < columns.stop <= shape[2]:
            y, x = np.mgrid[rows, columns]
            pixels = (at * shape[1] + y) * shape[2] + x
            groups.setdefault((*key, *pixels.shape), []).append((box, pixels.ravel()))
    return tuple(
        (np.array([box for box, _ in group]), np.stack([pixels for _, pixels in group]))
        for group in groups.values()
        if len(group) >= _FEWEST_ALIKE
    )


def _beside(
    text: PrintedText, rect: Rect, centres_mm: npt.NDArray[np.float64]
) -> tuple[int, tuple[object, ...]]:
    """Which box a text stands nearest to, and what makes others of its kind."""
    apart = rect.center_mm - centres_mm
    nearest = int(np.hypot(*apart.T).argmin())
    place = tuple(round(by_mm, 1) for by_mm in apart[nearest].tolist())
    return nearest, (text.text, text.font, text.size_pt, *place)


def to_strip_px(point_mm: tuple[float, float], strip: Rect) -> tuple[float, float]:
    """A point on the paper as a place in a strip, counted from the strip's corner."""
    return (point_mm[0] - strip.x_mm) * PX_PER_MM, (point_mm[1] - strip.y_mm) * PX_PER_MM


def bounding_rect(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around some rectangles."""
    left, top = min(r.x_mm for r in rects), min(r.y_mm for r in rects)
    right = max(r.x_mm + r.width_mm for r in rects)
    bottom = max(r.y_mm + r.height_mm for r in rects)
    return Rect(left, top, right - left, bottom - top)


def _extent(boxes: list[Box]) -> tuple[float, float]:
    """Width and height in millimetres that a question's boxes need with their margins.

    Rounded up to whole blocks of light, so that light is averaged over whole pixels.
    """
    rect = bounding_rect([box.rect for box in boxes])
    width_mm = rect.width_mm + 2 * MARGIN_MM + _NUMBER_MM
    block_mm = LIGHT_PX / PX_PER_MM
    return (
        math.ceil(width_mm / block_mm) * block_mm,
        math.ceil((rect.height_mm + 2 * MARGIN_MM) / block_mm) * block_mm,
    )


def _strip_rect(boxes: list[Box], width_mm: float, height_mm: float) -> Rect:
    rect = bounding_rect([box.rect for box in boxes])
    return Rect(rect.x_mm - MARGIN_MM, rect.y_mm - MARGIN_MM, width_mm, height_mm)


def _corner(box: Rect, strip: Rect, width_px: int) -> int:
    """Flat index of the pixel where a box's printed outline begins, top left."""
    half = OUTLINE_MM / 2
    x, y = to_strip_px((box.x_mm - half, box.y_mm - half), strip)
    return int(y) * width_px + int(x)


def _box_pixels(side_px: int, width_px: int) -> tuple[Indices, Indices, Indices, Indices]:
    """Offsets from a box's corner to its inside, its outline's flanks (twice) and the outline."""
    inset = round((_INSET_MM + OUTLINE_MM / 2) * PX_PER_MM)
    outset = round((_OUTSET_MM + OUTLINE_MM / 2) * PX_PER_MM)
    y, x = np.mgrid[-outset : side_px + outset + 1, -outset : side_px + outset + 1]
    is_inside = (np.minimum(x, y) >= inset) & (np.maximum(x, y) <= side_px - inset)
    core = round(_CORE_MM * PX_PER_MM)
    depth = np.minimum(np.minimum(x, side_px - x), np.minimum(y, side_px - y))
    is_edge = ~is_inside & (np.abs(depth) > core)
    offsets = y * width_px + x
    beside = np.array([i for i in range(-outset, inset) if abs(i) > core])[:, None]
    between = np.arange(inset, side_px - inset + 1)
    flanks = [between * width_px + beside, between * width_px + side_px - beside]
    flanks += [beside * width_px + between, (side_px - beside) * width_px + between]
    along, across = np.arange(side_px), np.array([-1, 0, 1])[:, None]
    sides = [along[None] * width_px + across + at for at in (0, side_px)]
    sides += [(across + at) * width_px + along[None] for at in (0, side_px)]
    return offsets[is_inside], offsets[is_edge], np.stack(flanks), np.stack(sides)


def _ring_pixels(side_px: int, width_px: int) -> Indices:
    """Offsets from a box's corner to a ring around it: every second pixel is enough."""
    near, far = (round(mm * PX_PER_MM) for mm in _RING_MM)
    y, x = np.mgrid[-far : side_px + far + 1 : 2, -far : side_px + far + 1 : 2]
    is_ring = (np.minimum(x, y) < -near) | (np.maximum(x, y) > side_px + near)
    return np.asarray((y * width_px + x)[is_ring])


def _regions(
    page: PageLayout, strip: Rect, here: Indices, printed: Sequence[Rect]
) -> npt.NDArray[np.int16]:
    """The region of every pixel of one strip, which shows these boxes and may show such print."""
    shape = (round(strip.height_mm * PX_PER_MM), round(strip.width_mm * PX_PER_MM))
    centres = [to_strip_px(page.boxes[i].rect.center_mm, strip) for i in here]
    regions = KINDS * here[_nearest(shape, centres)] + AROUND
    for i in here:
        regions[_slices(page.boxes[i].rect, strip, OUTLINE_MM + _OUTSET_MM)] = KINDS * i + EDGE
    for rect in printed:
        if abs(rect.center_mm[1] - strip.center_mm[1]) < rect.height_mm + strip.height_mm:
            regions[_slices(rect, strip, _OUTSET_MM)] = IGNORED
    for i in here:
        regions[_slices(page.boxes[i].rect, strip, -_INSET_MM)] = KINDS * i + INSIDE
    return np.asarray(regions, dtype=np.int16)


def _leave_out_leaks(regions: npt.NDArray[np.int16]) -> None:
    """Strips lie below each other when they are smoothed: print at an end reaches the next one."""
    lowest, highest = regions[:-1, -1].copy(), regions[1:, 0].copy()
    regions[:-1, -1][highest == IGNORED] = IGNORED
    regions[1:, 0][lowest == IGNORED] = IGNORED


def _nearest(shape: tuple[int, int], centres: Sequence[tuple[float, float]]) -> Indices:
    """For every pixel of a strip, which of these places in it is nearest; the first, if several."""
    y, x = np.arange(shape[0])[:, None] + 0.5, np.arange(shape[1]) + 0.5
    nearest = np.zeros(shape, dtype=np.intp)
    least = np.full(shape, np.inf)
    for i, (centre_x, centre_y) in enumerate(centres):
        distance = (x - centre_x) ** 2 + (y - centre_y) ** 2
        nearest[distance < least] = i
        np.minimum(least, distance, out=least)
    return nearest


def _text_rect(text: PrintedText) -> Rect:
    height_mm = text.size_pt * MM_PER_POINT
    width_mm = text_width_mm(text.text, text.font, text.size_pt)
    return Rect(text.x_mm, text.baseline_mm - 0.8 * height_mm, width_mm, 1.05 * height_mm)


def _slices(rect: Rect, strip: Rect, grow_mm: float) -> tuple[slice, slice]:
    """Rows and columns of a rectangle grown on all sides (or shrunk, when negative)."""
    left, top = to_strip_px((rect.x_mm - grow_mm, rect.y_mm - grow_mm), strip)
    far = (rect.x_mm + rect.width_mm + grow_mm, rect.y_mm + rect.height_mm + grow_mm)
    right, bottom = to_strip_px(far, strip)
    rows = slice(max(0, round(top)), max(0, round(bottom)))
    return rows, slice(max(0, round(left)), max(0, round(right)))
