"""Punched holes: where the black of a scanner's lid shows through the paper.

One right over a box hides its outline and looks like a filled box, but no pen fills one so round.
"""

import math

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import PageMasks
from omr.strip_px import PX_PER_MM
from omr.strips import Strips

_ACROSS_MM = (4.5, 8.0)
"""Holes for files are 6 mm wide, some makers' 5 or 7."""
_ROUND = 0.957
"""A hole lies in a disc as large as it with this share at least, a filled box with less."""
_DARK = 64
"""Darker than this, 0 to 255, a hole shows on any scan."""
_PRINT_PX = round(2.5 * PX_PER_MM)
"""Outlines and strokes that a hole touches are narrower than this."""

Darkness = npt.NDArray[np.uint8]


def find_holes(strips: Strips, masks: PageMasks) -> Darkness:
    """Per box, how dark the hole is that reaches into it; 0 where there is none."""
    depths = np.zeros(len(masks.insides), dtype=np.uint8)
    is_broad = strips.ground.ravel()[masks.insides].max(axis=1) > _DARK
    for strip, members in enumerate(masks.members):
        if is_broad[members].any():
            hole = np.where(_holes(strips.darkness[strip]), strips.darkness[strip], 0).ravel()
            depths[members] = hole[masks.insides[members] - strip * hole.size].max(axis=1)
    return depths


def _holes(darkness: Darkness) -> npt.NDArray[np.bool_]:
    """Where in a strip what is dark and broad is a round hole."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PRINT_PX, _PRINT_PX))
    dark = cv2.morphologyEx((darkness > _DARK).view(np.uint8), cv2.MORPH_OPEN, disc)
    pieces, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    holes = [piece for piece in pieces if _is_hole(piece)]
    drawn = cv2.drawContours(np.zeros_like(darkness), holes, -1, 1, cv2.FILLED)
    return np.asarray(drawn > 0)


def _is_hole(piece: cv2.typing.MatLike) -> bool:
    """Is a piece of the dark as large as a hole, and as round?"""
    left, top, width, height = cv2.boundingRect(piece)
    drawn = np.zeros((height, width), np.uint8)
    cv2.drawContours(drawn, [piece], -1, 1, cv2.FILLED, offset=(-left, -top))
    rows, columns = np.nonzero(drawn)
    radius_px = math.sqrt(len(rows) / math.pi)
    in_disc = np.hypot(columns - columns.mean(), rows - rows.mean()) <= radius_px
    least, most = _ACROSS_MM
    is_as_wide = least <= 2 * radius_px / PX_PER_MM <= most
    return is_as_wide and bool(in_disc.mean() > _ROUND)
