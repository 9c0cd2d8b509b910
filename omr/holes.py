"""Punched holes: where the black of a scanner's lid shows through the paper.

One right over a box hides its outline and looks like a filled box. Hardly any pen fills one so
round and so evenly, and where one does, people are asked.
"""

import math

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import PageMasks
from omr.ranks import percentiles
from omr.strip_px import PX_PER_MM
from omr.strips import Strips

_ACROSS_MM = (4.5, 8.0)
"""Holes for files are 6 mm wide, some makers' 5 or 7."""
_ROUND = 0.95
"""A hole lies in a disc as large as it with this share at least; most filled boxes with less."""
_DARK = 64
"""Darker than this, 0 to 255, a hole shows on any scan."""
_EVEN = 0.9
"""Within its rim hardly a spot of a hole is less dark than this part of the rest; a filled box is
darker where strokes cross."""
_RIM_PX = 0.7 * PX_PER_MM
"""So far inwards the paper at its edge is seen."""
_PRINT_PX = round(2.5 * PX_PER_MM)
"""Outlines and strokes that a hole touches are narrower than this."""
_REACH_PX = round(3.0 * PX_PER_MM)
"""No hole reaches further beyond the squares of a pen's width that fit into it."""

Darkness = npt.NDArray[np.uint8]


def find_holes(strips: Strips, masks: PageMasks) -> Darkness:
    """Per box, how dark the hole is that reaches into it; 0 where there is none."""
    depths = np.zeros(len(masks.insides), dtype=np.uint8)
    for strip in np.flatnonzero((strips.ground[:, ::4, ::4] > _DARK).any(axis=(1, 2))):
        members = masks.members[strip]
        own = masks.insides[members] - strip * strips.ground[strip].size
        if (strips.ground[strip].ravel()[own] > _DARK).any():
            hole = _holes(strips.darkness[strip], strips.ground[strip])
            depths[members] = hole.ravel()[own].max(axis=1)
    return depths


def _holes(darkness: Darkness, ground: Darkness) -> Darkness:
    """How dark a strip is where there is a round hole; looked for where it is broadly dark."""
    left, top, width, height = cv2.boundingRect((ground > _DARK).view(np.uint8))
    near = slice(max(0, top - _REACH_PX), top + height + _REACH_PX)
    beside = slice(max(0, left - _REACH_PX), left + width + _REACH_PX)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PRINT_PX, _PRINT_PX))
    dark = (darkness[near, beside] > _DARK).view(np.uint8)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, disc)
    pieces, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = [piece for piece in pieces if _is_hole(piece, darkness[near, beside])]
    holes = np.zeros_like(darkness)
    cv2.drawContours(holes[near, beside], found, -1, 255, cv2.FILLED)
    return np.minimum(darkness, holes)


def _is_hole(piece: cv2.typing.MatLike, darkness: Darkness) -> bool:
    """Is a piece of the dark as large as a hole, as round and as even?"""
    left, top, width, height = cv2.boundingRect(piece)
    drawn = np.zeros((height, width), np.uint8)
    cv2.drawContours(drawn, [piece], -1, 1, cv2.FILLED, offset=(-left, -top))
    rows, columns = np.nonzero(drawn)
    radius_px = math.sqrt(len(rows) / math.pi)
    least, most = _ACROSS_MM
    if not least <= 2 * radius_px / PX_PER_MM <= most:
        return False
    from_middle = np.hypot(columns - columns.mean(), rows - rows.mean())
    within = darkness[top + rows, left + columns][from_middle <= radius_px - _RIM_PX]
    lightest, middle = percentiles(within, 5, 50)
    return bool((from_middle <= radius_px).mean() > _ROUND and lightest >= _EVEN * middle)
