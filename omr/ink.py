"""Ink: which pixels of the strips are darker than the print explains, and are no dirt.

Everything printed is known exactly. Numbers and lines are masked out; how a printed outline looks
in this very scan is learned from the page's own boxes, most of which are empty. Dust, grit and
stains are told from a pen's strokes by their size and by their width.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from omr.lines import find_lines
from omr.masks import IGNORED, PX_PER_MM, PageMasks
from omr.strips import Strips

_SPECK_MM2 = 0.10
"""Less ink than this by itself is dust; the shortest pencil dash promised is 1 mm × 0.3 mm."""
_NEAR_MM = 0.7
"""How far around a pixel its neighbourhood reaches."""
_BESIDE_MM = 1.0
"""Outside the boxes a piece of ink shorter than this is grit: no mark beside a box is so small."""
_LONG_PX = _BESIDE_MM * PX_PER_MM
_AROUND_SHARE = 0.4
"""A stain lies over a box when it covers all but this share of a ring at some distance from it."""
_MARKED = 0.05
"""Share of a box's inside from which it is marked, whatever lies beside it."""
_FAINT = 0.7
"""Lines are traced down to this part of the noise level: their length makes up for it."""

Bits = npt.NDArray[np.bool_]
Darkness = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Ink:
    """What was added to the print; all of the shape of the strips.

    Attributes:
        is_ink: where something was drawn.
        darkness: how dark each spot is without lines, stains and shadows over it.
        is_wiped: where a long straight line was taken out.
    """

    is_ink: Bits
    darkness: Darkness
    is_wiped: Bits


def find_ink(strips: Strips, masks: PageMasks) -> Ink:
    """Tell what a pen drew from print and dirt."""
    narrow = strips.darkness - strips.ground  # the ground is nowhere darker than the spot itself
    darkness = _take_out_stains(strips, masks)
    ink = darkness > np.uint8(min(strips.noise, 250))
    ink &= masks.is_open
    ink.reshape(-1)[masks.edges[_added_edges(narrow, strips.noise, masks)]] = True
    ink &= masks.regions != IGNORED
    faint = narrow > np.uint8(min(_FAINT * strips.noise, 250))
    lines = find_lines(faint, masks)
    ink &= ~lines
    darkness[lines] = 0
    ink = _drop_specks(ink)
    if (ink & ~masks.is_inside).any():
        is_narrow = narrow > np.uint8(min(strips.noise, 250))
        ink &= masks.is_inside | _is_stroke(ink, is_narrow, masks)
    return Ink(ink, darkness, lines & faint)


def _take_out_stains(strips: Strips, masks: PageMasks) -> Darkness:
    """The darkness without that of bare paper, and inside the boxes without stains or shadows.

    A filled box is as broad as a stain, but ends soon after its outline. So no more is taken out of
    a box than lies on most of a ring around it.
    """
    ground = strips.ground
    paper = np.median(ground[:, ::4, ::4]).astype(np.uint8)
    rings = ground.ravel()[masks.rings]
    rank = int(_AROUND_SHARE * rings.shape[1])
    over = np.partition(rings, rank, axis=1)[:, rank, None]
    dirt = np.full_like(ground, paper)
    dirt.reshape(-1)[masks.insides] = np.maximum(
        np.minimum(ground.ravel()[masks.insides], over), paper
    )
    return np.asarray(cv2.subtract(strips.darkness, dirt), dtype=np.uint8)


def _added_edges(narrow: Darkness, noise: float, masks: PageMasks) -> Bits:
    """Beside the outlines: what the page's other outlines do not show there; shape as ``edges``.

    The median of boxes alike is the printed outline as this printer and scanner show it; the step
    to the upper quartile says how much it varies by itself.
    """
    edges = narrow.ravel()[masks.edges]
    expected = np.zeros(edges.shape, dtype=np.int16)
    for group in masks.alike:
        half, most = len(group) // 2, 3 * len(group) // 4
        ordered = np.partition(edges[group], (half, most), axis=0).astype(np.int16)
        spread = np.minimum(ordered[most] - ordered[half], int(noise))
        expected[group] = np.maximum(expected[group], ordered[half] + 2 * spread)
    return np.asarray(edges > expected + int(noise))


def _drop_specks(ink: Bits) -> Bits:
    """The ink without dust: of what is alone in its neighbourhood, only enough of it counts."""
    sheet = ink.reshape(-1, ink.shape[2]).view(np.uint8)
    side = 2 * round(_NEAR_MM * PX_PER_MM) + 1
    near = cv2.boxFilter(sheet, cv2.CV_8U, (side, side), normalize=False)
    is_stroke = near >= np.uint8(np.ceil(_SPECK_MM2 * PX_PER_MM**2))
    return np.asarray(ink & is_stroke.reshape(ink.shape))


def _is_stroke(ink: Bits, is_narrow: Bits, masks: PageMasks) -> Bits:
    """The ink as narrow as a pen's line and long enough for a mark; grit and stains are neither.

    Where no box of a question is marked even a stain must be explained: it may be the answer.

    Args:
        ink: of the strips.
        is_narrow: where they are darker than the ground.
        masks: of the page.
    """
    is_narrow = is_narrow | ~_has_mark(ink, masks)[:, None, None]
    strokes = np.flatnonzero(ink & is_narrow)
    pieces = np.zeros(ink.shape, dtype=np.uint8)
    pieces.reshape(-1)[strokes] = 1
    joined = cv2.dilate(pieces.reshape(-1, ink.shape[2]), np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8, ltype=cv2.CV_16U)
    piece_of = np.asarray(labels, dtype=np.uint16).ravel()
    where = np.flatnonzero(joined.view(np.bool_))
    is_long = _lengths(piece_of[where], where, (count, ink.shape[2])) - 2 >= _LONG_PX
    found = np.zeros(ink.size, dtype=np.bool_)
    found[strokes] = is_long[piece_of[strokes]]
    return found.reshape(ink.shape)


def _lengths(piece: Counts, where: Counts, size: tuple[int, int]) -> Counts:
    """Width or height of each numbered piece, whichever is more; much quicker than OpenCV's own.

    Args:
        piece: number of the piece that every inked pixel belongs to, from 1.
        where: flat index of each of these pixels.
        size: how many numbers there are, 0 included; width of the picture.
    """
    count, width = size
    extents = []
    for place in np.divmod(where, width):
        least, most = np.full(count, np.iinfo(np.intp).max), np.full(count, -1)
        np.minimum.at(least, piece, place)
        np.maximum.at(most, piece, place)
        extents.append(most - least + 1)
    return np.asarray(np.maximum(*extents))


def _has_mark(ink: Bits, masks: PageMasks) -> Bits:
    """Per question: is any of its boxes marked inside?"""
    inside = np.count_nonzero(ink.ravel()[masks.insides], axis=1)
    is_marked = inside > _MARKED * masks.insides.shape[1]
    return np.array([is_marked[here].any() for here in masks.members])
