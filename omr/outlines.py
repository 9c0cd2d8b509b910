"""The four sides of every printed box, found in its strip, and the strip straightened along them.

A strip is cut by one affine map. Where the paper is kinked or waved within a question, single boxes
are then still shifted or squeezed by half a millimetre, and their own outlines would look like ink
beside them. Each side is therefore looked for near its place; where boxes are off, the strip is
bent back so that every outline lies where the masks expect it.
"""

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from omr.masks import PageMasks
from omr.ranks import medians
from omr.strip_px import PX_PER_MM

Greys = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.float64]

_REACH_PX = 5
"""How far a side may lie from its place after the affine cut: 0.8 mm."""
_NEAR_PX = 2
"""Boxes foretold so near are looked for at their places."""
_FURTHEST_MM = 2.2
_STRAIGHT_PX = 0.9
"""Strips whose sides all lie this near stay as they are: less than the masks leave free."""
_CLEAR = 14.0
"""Least height of a side's line over its neighbourhood, grey levels."""
_FEWEST_CLEAR = 3
"""Of a question's boxes: fewer cannot vouch for the others."""
_SURE_SHARE = 0.6
"""A side stands out like the page's other sides, at least by this part of their height; what a pen
draws beside it is shorter, or fainter."""


def straighten(picture: Greys, masks: PageMasks, foretold: Offsets) -> Greys:
    """The strips with every box outline in its place; the same array where all are there already.

    Args:
        picture: (questions, height, width).
        masks: of the page.
        foretold: how far each box may lie from its place, pixels across and down, shape (n, 2).
    """
    offsets, is_clear = _find_sides(picture, masks, _whole(foretold))
    if is_clear.all() and np.abs(offsets).max() <= _STRAIGHT_PX:
        return picture
    for strip, here in enumerate(masks.members):
        sides = _believe(offsets[here], is_clear[here])
        if sides is not None and np.abs(sides).max() > _STRAIGHT_PX:
            picture[strip] = _bend_back(picture[strip], sides, masks, here)
    return picture


def side_profiles(patches: Greys, side: int) -> npt.NDArray[np.float32]:
    """Mean greys across the sides of boxes, first of all along x, then of all along y.

    Args:
        patches: square pictures around the boxes, shape (n, span, span).
        side: length of an outline, pixels; it stands in the middle of its patch.
    """
    span = patches.shape[1]
    first = (span - side) // 2 + side // 6  # near its ends a side says nothing of the others
    inner = np.zeros(span, dtype=np.float32)
    inner[first : first + side - 2 * (side // 6)] = 1
    greys = patches.astype(np.float32)
    return np.asarray(np.concatenate([inner @ greys, greys @ inner]) / inner.sum())


def _whole(foretold: Offsets) -> npt.NDArray[np.intp]:
    """Whole pixels, no further than the strip reaches; none where sides are looked for anyway."""
    most = round(_FURTHEST_MM * PX_PER_MM)
    steps = np.rint(np.clip(foretold, -most, most)).astype(np.intp)
    steps[np.abs(steps).max(axis=1) <= _NEAR_PX] = 0
    return steps


def _find_sides(
    picture: Greys, masks: PageMasks, foretold: npt.NDArray[np.intp]
) -> tuple[Offsets, npt.NDArray[np.bool_]]:
    """Offset of left, right, top and bottom of every box, pixels, and whether each is clear."""
    side, reach = masks.side_px, _REACH_PX
    span = side + 2 * reach + 1
    sheet = picture.reshape(-1, picture.shape[2])
    top, left = np.divmod(masks.corners, sheet.shape[1])
    across, down = foretold.T
    patches = sliding_window_view(sheet, (span, span))[top + down - reach, left + across - reach]
    profiles = 255 - side_profiles(patches, side)
    peaks = profiles - cv2.blur(profiles, (7, 1), borderType=cv2.BORDER_REPLICATE)
    found = [_find_peaks(peaks[:, first:]) for first in (0, side)]
    offsets, heights = (
        np.stack(column, axis=1).reshape(2, -1, 2).transpose(1, 0, 2).reshape(-1, 4)
        for column in zip(*found, strict=True)
    )
    is_clear = heights > max(_CLEAR, _SURE_SHARE * float(medians(heights.ravel())))
    return offsets + np.repeat(foretold, 2, axis=1), is_clear


def _find_peaks(peaks: npt.NDArray[np.float32]) -> tuple[Offsets, npt.NDArray[np.float32]]:
    """Where the first line of each profile stands against its place, and how high it is."""
    window = peaks[:, : 2 * _REACH_PX + 1]
    best = np.clip(window.argmax(axis=1), 1, 2 * _REACH_PX - 1)
    row = np.arange(len(window))
    before, at, after = window[row, best - 1], window[row, best], window[row, best + 1]
    bend = np.minimum(before - 2 * at + after, -1e-6)
    between = np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    return (best + between - _REACH_PX).astype(np.float64), at


def _believe(offsets: Offsets, is_clear: npt.NDArray[np.bool_]) -> Offsets | None:
    """The offsets of one question's sides, shape (boxes, 4); doubtful ones as their neighbours.

    None when too few sides are clear.
    """
    if is_clear.all():
        return offsets
    believed = np.empty_like(offsets)
    for side in range(4):
        clear = offsets[is_clear[:, side], side]
        if len(clear) < min(_FEWEST_CLEAR, len(offsets)):
            return None
        believed[:, side] = np.where(is_clear[:, side], offsets[:, side], medians(clear))
    return believed


def _bend_back(strip: Greys, sides: Offsets, masks: PageMasks, here: npt.NDArray[np.intp]) -> Greys:
    """One strip, every box's sides moved to their places, what lies between them smoothly."""
    width = strip.shape[1]
    top, left = np.divmod(masks.corners[here] % strip.size, width)
    if np.ptp(top):  # boxes below each other: the same, turned
        if np.ptp(left):
            return strip
        turned = _bend_row(strip.T, sides[:, (2, 3, 0, 1)], top, int(left[0]), masks.side_px)
        return np.ascontiguousarray(turned.T)
    return _bend_row(strip, sides, left, int(top[0]), masks.side_px)


def _bend_row(strip: Greys, sides: Offsets, left: Offsets, top: int, side: int) -> Greys:
    """Boxes beside each other: a new column for every column, rows stretched box by box."""
    height, width = strip.shape
    order = np.argsort(left)
    left, sides = left[order], sides[order]
    column = np.arange(width)
    knots = np.stack([left, left + side], axis=1).ravel()
    map_x = column + np.interp(column, knots, sides[:, :2].ravel())
    upper = np.interp(column, left + side / 2, sides[:, 2])
    lower = np.interp(column, left + side / 2, sides[:, 3])
    share = np.clip((np.arange(height)[:, None] - top) / side, -1.0, 2.0)
    map_y = np.arange(height)[:, None] + upper + (lower - upper) * share
    map_x = np.broadcast_to(map_x, map_y.shape)
    bent = cv2.remap(
        np.ascontiguousarray(strip), map_x.astype(np.float32), map_y.astype(np.float32),
        cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return bent.astype(np.uint8, copy=False)
