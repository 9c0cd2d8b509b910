"""Which boxes of a page, and which numbers beside them, can be compared with each other.

Most of them are bare, so each group shows by itself how this printer and scanner draw its members.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from omr.strip_px import OUTSET_MM, Indices, slices_of, text_rect
from templates.layout import Box, PageLayout, PrintedText, Rect

_FEWEST_ALIKE = 4
"""Of fewer boxes the median could be somebody's mark …"""
_FEWEST_IN_LINE = 3
"""… but not where only one of a question's boxes is marked."""


def boxes_alike(boxes: Sequence[Box]) -> tuple[Indices, ...]:
    """Those above each other, those beside each other, all; by size, shape (boxes, groups)."""
    groups = [*(group for group, _axis in _lines(boxes)), np.arange(len(boxes))]
    sizes = {len(group) for group in groups if len(group) >= _FEWEST_ALIKE}
    return tuple(
        np.stack([group for group in groups if len(group) == size], axis=1)
        for size in sorted(sizes)
    )


def _lines(boxes: Sequence[Box]) -> Iterator[tuple[Indices, int]]:
    """Boxes of one place on the first axis, which stand above each other; then on the second."""
    places = np.array([(box.rect.x_mm, box.rect.y_mm) for box in boxes])
    for axis, along in enumerate(places.T):
        for place in sorted(set(along.tolist())):
            yield np.flatnonzero(along == place), axis


def boxes_in_line(boxes: Sequence[Box]) -> tuple[tuple[Indices, int], ...]:
    """Those above each other, with axis 0, and those beside each other, with axis 1.

    Lines of one length are put together, shape (boxes, lines).
    """
    lines = [line for line in _lines(boxes) if len(line[0]) >= _FEWEST_IN_LINE]
    kinds = sorted({(axis, len(group)) for group, axis in lines})
    return tuple(
        (np.stack([g for g, at in lines if (at, len(g)) == (axis, size)], axis=1), axis)
        for axis, size in kinds
    )


def rows_alike(places: Indices, members: Sequence[Indices]) -> tuple[Indices, ...]:
    """The boxes of questions whose boxes stand at the same places of their strips.

    Only outlines that fall between the pixels alike can be compared with each other.
    """
    groups: dict[tuple[int, ...], list[Indices]] = {}
    for here in members:
        groups.setdefault(tuple(places[here].tolist()), []).append(here)
    return tuple(np.concatenate(rows) for rows in groups.values() if len(rows) >= _FEWEST_ALIKE)


def numbers_alike(
    page: PageLayout, strips: Sequence[Rect], strip_of: Indices, shape: tuple[int, ...]
) -> tuple[tuple[Indices, Indices], ...]:
    """The numbers beside the boxes, grouped by what they look like and where they stand.

    Of each group which boxes, shape (k,), and the flat indices of the pixels around their numbers,
    shape (k, height, width), in strips of this shape together.
    """
    groups: dict[tuple[object, ...], list[tuple[int, Indices]]] = {}
    centres_mm = np.array([box.rect.center_mm for box in page.boxes])
    for text in page.texts:
        rect = text_rect(text)
        box, key = _beside(text, rect, centres_mm)
        at = int(strip_of[box])
        rows, columns = slices_of(rect, strips[at], OUTSET_MM)
        if rows.start < rows.stop <= shape[1] and columns.start < columns.stop <= shape[2]:
            y, x = np.mgrid[rows, columns]
            pixels = (at * shape[1] + y) * shape[2] + x
            groups.setdefault((*key, *pixels.shape), []).append((box, pixels))
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
