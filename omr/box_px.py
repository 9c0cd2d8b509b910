"""The pixels of one box, as offsets from where its printed outline begins, top left.

They are the same for every box of a page.
"""

from dataclasses import dataclass

import numpy as np

from omr.strip_px import INSET_MM, OUTSET_MM, PX_PER_MM, Indices
from templates.layout import OUTLINE_MM

_CORE_MM = 0.30
"""On both sides of an outline's middle: its own darkness differs too much from box to box to show
ink, by where its flanks fall between the pixels."""
_RING_MM = (1.3, 2.6)
"""Where stains are looked for around a box: further out than a filled one spills over."""


@dataclass(frozen=True, slots=True)
class BoxPixels:
    """Offsets of one box.

    Attributes:
        inside: its inside; shape (pixels,).
        edge: both sides of its outline; shape (pixels,).
        rim: what of these is next to the outline; shape (pixels,).
        flanks: the same along each side, one line of pixels beside the other, from outside inwards
            (the two in the middle are next to the outline), no corners; shape (4, lines, length).
        sides: the four outlines, three lines of pixels each; shape (4, 3, length).
        across: the same with two more lines on both sides, every second step; shape (4, 7, steps).
        ring: a ring around it, at some distance; shape (pixels,).
    """

    inside: Indices
    edge: Indices
    rim: Indices
    flanks: Indices
    sides: Indices
    across: Indices
    ring: Indices


def box_pixels(side_px: int, width_px: int) -> BoxPixels:
    """The pixels of a box whose outline is ``side_px`` long, in strips ``width_px`` wide."""
    inset = round((INSET_MM + OUTLINE_MM / 2) * PX_PER_MM)
    outset = round((OUTSET_MM + OUTLINE_MM / 2) * PX_PER_MM)
    core = round(_CORE_MM * PX_PER_MM)
    y, x = np.mgrid[-outset : side_px + outset + 1, -outset : side_px + outset + 1]
    offsets = y * width_px + x
    depth = np.minimum(np.minimum(x, side_px - x), np.minimum(y, side_px - y))
    is_inside = depth >= inset
    return BoxPixels(
        inside=offsets[is_inside],
        edge=offsets[~is_inside & (np.abs(depth) > core)],
        rim=offsets[np.abs(depth) == core + 1],
        flanks=_along_sides(
            [i for i in range(-outset, inset) if abs(i) > core],
            np.arange(inset, side_px - inset + 1), side_px, width_px,
        ),
        sides=_outlines(1, side_px, width_px),
        across=_outlines(3, side_px, width_px)[:, :, ::2],
        ring=_ring(side_px, width_px),
    )  # fmt: skip


def _along_sides(depths: list[int], along: Indices, side_px: int, width_px: int) -> Indices:
    """Lines along left, right, upper and lower side, each so far inside its outline."""
    inwards = np.array(depths)[:, None]
    upright = [along * width_px + x for x in (inwards, side_px - inwards)]
    level = [y * width_px + along for y in (inwards, side_px - inwards)]
    return np.stack(upright + level)


def _outlines(beside: int, side_px: int, width_px: int) -> Indices:
    along, across = np.arange(side_px), np.arange(-beside, beside + 1)[:, None]
    sides = [along[None] * width_px + across + at for at in (0, side_px)]
    sides += [(across + at) * width_px + along[None] for at in (0, side_px)]
    return np.stack(sides)


def _ring(side_px: int, width_px: int) -> Indices:
    """Every second pixel is enough."""
    near, far = (round(mm * PX_PER_MM) for mm in _RING_MM)
    y, x = np.mgrid[-far : side_px + far + 1 : 2, -far : side_px + far + 1 : 2]
    is_ring = (np.minimum(x, y) < -near) | (np.maximum(x, y) > side_px + near)
    return np.asarray((y * width_px + x)[is_ring])
