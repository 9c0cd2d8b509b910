"""Ink: which pixels of the strips are darker than the print explains, and are no dirt.

Everything printed is known exactly. Numbers and lines are masked out; how a printed outline looks
in this very scan is learned from the page's own boxes, most of which are empty. Dust, grit and
stains are told from a pen's strokes by their size and by their width.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from omr.folds import find_folds
from omr.grit import drop_dust, drop_grit, has_mark
from omr.holes import find_holes
from omr.lines import find_lines
from omr.masks import PageMasks
from omr.ranks import median
from omr.strip_px import Indices
from omr.strips import Strips

_AROUND_SHARE = 0.4
"""A stain lies over a box when it covers all but this share of a ring at some distance from it …"""
_REACHES_SHARE = 0.97
"""… and how dark this share of the ring is at most says how dark a thing reaches the box from it;
the few pixels beyond are noise."""
_FAINT = 0.7
"""Lines are traced down to this part of the noise level: their length makes up for it."""

Bits = npt.NDArray[np.bool_]
Darkness = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Ink:
    """What was added to the print; all of the shape of the strips.

    Attributes:
        is_ink: where something was drawn.
        darkness: how dark each spot is without lines, stains and shadows over it.
        is_wiped: where a long straight line was taken out …
        is_struck: … that runs along a row and is no fold, as if to strike it out.
        broad: per box, how dark what is broader than a pen's line is at some distance around it.
        is_dirty: whether the page shows specks that nobody drew.
    """

    is_ink: Bits
    darkness: Darkness
    is_wiped: Bits
    is_struck: Bits
    broad: Darkness
    is_dirty: bool


def find_ink(strips: Strips, masks: PageMasks) -> Ink:
    """Tell what a pen drew from print and dirt."""
    narrow = strips.narrow
    darkness, broad = _take_out_stains(strips, masks)
    noise = np.uint8(min(strips.noise, 250))  # a fraction would be compared many times slower
    ink = darkness > noise
    ink &= masks.is_open
    ink.reshape(-1)[_added_edges(narrow, strips.noise, masks)] = True
    ink &= masks.is_free
    if not strips.has_greys:
        _drop_thick_outlines(ink, masks)
    faint = narrow > np.uint8(min(_FAINT * strips.noise, 250))
    through, part, along = find_lines(faint, masks)
    folds = find_folds(ink, faint, strips, masks)
    lines = through | part | along | folds
    if lines.any():
        is_left = ~has_mark(ink & ~lines, masks)
        lines[is_left] &= ~(part[is_left] & masks.is_beside[is_left])
        ink &= ~lines
        darkness[lines] = 0
    ink, is_dirty = drop_grit(drop_dust(ink), strips, masks)
    broad = np.maximum(broad, find_holes(strips, masks))
    return Ink(ink, darkness, lines & faint, along & ~folds & faint, broad, is_dirty)


def _take_out_stains(strips: Strips, masks: PageMasks) -> tuple[Darkness, Darkness]:
    """The darkness without that of bare paper, and inside the boxes without stains or shadows.

    With it, per box, how dark nearly the darkest of the stains around it is.

    A filled box is as broad as a stain, but ends soon after its outline. So no more is taken out of
    a box than lies on most of a ring around it.
    """
    ground = strips.ground
    paper = np.uint8(median(ground[:, ::4, ::4]))
    rings = ground.ravel()[masks.rings]
    low, high = (int(share * rings.shape[1]) for share in (_AROUND_SHARE, _REACHES_SHARE))
    ordered = np.partition(rings, (low, high), axis=1)
    over = ordered[:, low, None]
    dirt = np.full_like(ground, paper)
    dirt.reshape(-1)[masks.insides] = np.maximum(
        np.minimum(ground.ravel()[masks.insides], over), paper
    )
    cleaned = np.asarray(cv2.subtract(strips.darkness, dirt), dtype=np.uint8)
    return cleaned, np.maximum(ordered[:, high], paper) - paper


def _added_edges(narrow: Darkness, noise: float, masks: PageMasks) -> Indices:
    """Flat indices beside the outlines where something lies that the page's others do not show.

    The median of boxes alike is the printed outline as this printer and scanner show it; the step
    to the upper quartile says how much it varies by itself. A page of few boxes has their sides.
    """
    if not masks.alike:
        return masks.flanks[_added_flanks(narrow, noise, masks)]
    edges = narrow.ravel()[masks.edges]
    is_added = edges > int(noise)
    for groups in masks.alike:
        added = is_added[groups].reshape(len(groups), -1)
        in_doubt = np.flatnonzero(added.any(axis=0))
        beside = edges[groups].reshape(len(groups), -1)[:, in_doubt]
        added[:, in_doubt] &= beside > _most_usual(beside, noise)
        is_added[groups] = added.reshape(*groups.shape, -1)
    return masks.edges[is_added]


def _drop_thick_outlines(ink: Bits, masks: PageMasks) -> None:
    """On a black and white scan, no ink next to an outline where nothing lies beyond.

    Print falls on whole pixels there, and may be one thicker along any side, or a part of it. A
    pen's line is two of them wide at the least.
    """
    beyond = ink.copy()
    beyond.reshape(-1)[masks.rims] = False
    sheet = beyond.reshape(-1, ink.shape[2]).view(np.uint8)
    near = cv2.dilate(sheet, np.ones((3, 3), np.uint8)).view(np.bool_)
    ink.reshape(-1)[masks.rims] &= near.ravel()[masks.rims]


def _added_flanks(narrow: Darkness, noise: float, masks: PageMasks) -> Bits:
    """The same of few boxes, shape as ``flanks``: what is darker than that line of most sides is.

    A stroke along a whole line is no more than one side of many. Only next to the outline must it
    stand out from its own line, too: how near that is differs by up to a pixel from side to side.
    """
    flanks = narrow.ravel()[masks.flanks]
    lines = np.sort(flanks, axis=3)[..., flanks.shape[3] // 2]
    usual = np.tile(_most_usual(lines.reshape(-1, lines.shape[2]), noise), (*lines.shape[:2], 1))
    next_to = slice(lines.shape[2] // 2 - 1, lines.shape[2] // 2 + 1)
    own = lines[..., next_to].astype(np.int16) + int(noise)
    usual[..., next_to] = np.maximum(usual[..., next_to], own)
    return np.asarray(flanks > usual[..., None])


def _most_usual(samples: Darkness, noise: float) -> npt.NDArray[np.int16]:
    """How dark print may be that these samples show, along the first axis, mostly unmarked."""
    half, most = len(samples) // 2, 3 * len(samples) // 4
    ordered = np.partition(samples, (half, most), axis=0).astype(np.int16)
    spread = np.minimum(ordered[most] - ordered[half], int(noise))
    return np.asarray(ordered[half] + 2 * spread + int(noise))
