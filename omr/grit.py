"""Grit: what lies on a page by itself and is smaller than any mark.

A copier, a worn printer or a dusty glass leaves dots. One beside the boxes is no mark, whatever it
is; one in a box may be somebody's. So it is taken for dirt only where another box of its question
is marked and the page shows more of its kind; where it is all there is, people are asked.
"""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import compress

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import PageMasks
from omr.strip_px import PX_PER_MM
from omr.strips import Floats, Strips

_DUST_MM2 = 0.10
"""Less ink than this by itself is dust; the shortest pencil dash promised is 1 mm × 0.3 mm."""
_DUST_PX = np.uint16(math.ceil(_DUST_MM2 * PX_PER_MM**2))
_NEAR_PX = 2 * round(0.7 * PX_PER_MM) + 1
"""How broad the neighbourhood of a pixel is."""
_AROUND_PX = 2
"""A piece grown by a pixel on all sides ends within what is looked at."""
_BESIDE_MM = 1.0
"""Outside the boxes a piece of ink shorter than this is grit: no mark beside a box is so small."""
_LONG_PX = _BESIDE_MM * PX_PER_MM
_SPECK_MM = 0.9
"""Blur makes a black dot look twice its size. So where a box is marked, a piece by itself is a
speck that is no longer than this where it is half as dark as in its middle …"""
_BLURRED_PX = 1.7 * PX_PER_MM
"""… and no longer than this with all that is darker than the paper."""
_DIRTY = 3
"""So many specks beside the boxes show that those in the boxes may be dirt, too; not on a black and
white scan, which tears faint marks into specks."""
_APART = 0.7
"""Between two specks that touch it is less dark than this part of their middles."""
_MARKED = 0.05
"""Share of a box's inside from which it is marked, whatever lies beside it."""
_LITTLE = 0.2
"""A box with more ink than this holds no mere speck."""

Bits = npt.NDArray[np.bool_]
Darkness = npt.NDArray[np.uint8]
Piece = cv2.typing.MatLike
"""The outer contour of a piece of ink, shape (n, 1, 2)."""


def drop_dust(ink: Bits) -> Bits:
    """The ink without dust: of what is alone in its neighbourhood, only enough of it counts."""
    strokes = np.zeros_like(ink)
    for here in _inked(ink):
        near = cv2.boxFilter(
            ink[here].view(np.uint8), cv2.CV_16U, (_NEAR_PX, _NEAR_PX), normalize=False,
            borderType=cv2.BORDER_CONSTANT,
        )  # fmt: skip
        strokes[here] = ink[here] & (near >= _DUST_PX)
    return strokes


def _inked(ink: Bits) -> Iterator[tuple[int, slice, slice]]:
    """Of each strip that holds any ink, the upright rectangle around all of it, and a bit more.

    Most strips hold one mark: a fifth of their pixels.
    """
    for index, strip in enumerate(ink.view(np.uint8)):
        left, top, width, height = cv2.boundingRect(strip)
        if width:
            rows = slice(max(top - _AROUND_PX, 0), top + height + _AROUND_PX)
            yield index, rows, slice(max(left - _AROUND_PX, 0), left + width + _AROUND_PX)


def drop_grit(ink: Bits, strips: Strips, masks: PageMasks) -> tuple[Bits, bool]:
    """The ink of a page's strips without grit, and whether the page is dirty.

    Where no box of a question is marked, whatever is long must be explained, even a stain, and so
    must every speck: it may be the answer.
    """
    cleaned = ink.copy()
    is_marked = has_mark(ink, masks)
    specks = 0
    for here in _inked(ink):
        strokes, narrow = ink[here], strips.narrow[here]
        if not (strokes > masks.is_inside[here]).any():
            continue
        if is_marked[here[0]]:
            strokes = strokes & (narrow > int(strips.noise))
        pieces = _pieces(strokes)
        grit = list(map(_is_short, pieces))
        if is_marked[here[0]]:
            at_boxes = masks.is_inside[here] | (strokes & ~masks.is_beside[here])
            may_be_specks = masks.is_free[here] & ~at_boxes
            are_specks = [_is_speck(piece, narrow, may_be_specks) for piece in pieces]
            specks += sum(are_specks)
            are_far = [not masks.is_near[here][_around(piece)].any() for piece in pieces]
            grit = np.any([grit, are_specks, are_far], axis=0).tolist()
        dropped = list(compress(pieces, grit))
        cleaned[here] &= masks.is_inside[here] | _without(strokes, dropped)
    is_dirty = strips.has_greys and specks >= _DIRTY
    return _drop_specks(cleaned, strips, masks) if is_dirty else cleaned, is_dirty


def _drop_specks(ink: Bits, strips: Strips, masks: PageMasks) -> Bits:
    """The ink of a dirty page without specks, in questions that are marked besides."""
    cleaned = ink.copy()
    for strip in np.flatnonzero(has_mark(ink, masks)):
        drawn = np.where(ink[strip], strips.narrow[strip], 0)
        is_free = masks.is_free[strip]
        specks = [piece for piece in _pieces(ink[strip]) if _is_speck(piece, drawn, is_free)]
        cleaned[strip] = _without(ink[strip], specks)
    return np.where(has_mark(cleaned, masks)[:, None, None], cleaned, ink)


def has_mark(ink: Bits, masks: PageMasks) -> Bits:
    """Per question: is any of its boxes marked inside?"""
    inside = np.count_nonzero(ink.ravel()[masks.insides], axis=1)
    is_marked = inside > _MARKED * masks.insides.shape[1]
    return np.array([is_marked[here].any() for here in masks.members])


def _pieces(strokes: Bits) -> Sequence[Piece]:
    """The pieces of one strip's ink, each a pixel larger all around."""
    joined = cv2.dilate(strokes.view(np.uint8), np.ones((3, 3), np.uint8))
    pieces, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return pieces


def _without(strokes: Bits, pieces: list[Piece]) -> Bits:
    """The ink of one strip without some of its pieces, each given once: OpenCV fills by parity."""
    dropped = np.zeros(strokes.shape, np.uint8)
    cv2.drawContours(dropped, pieces, -1, 1, cv2.FILLED)
    return np.asarray(strokes & (dropped == 0))


def _is_short(piece: Piece) -> bool:
    return bool(max(cv2.boundingRect(piece)[2:]) - 2 < _LONG_PX)


def _around(piece: Piece) -> tuple[slice, slice]:
    """Rows and columns of the upright rectangle around a piece."""
    left, top, width, height = cv2.boundingRect(piece)
    return slice(top, top + height), slice(left, left + width)


def _is_speck(piece: Piece, narrow: Darkness, where: Bits) -> bool:
    """Is a piece of a strip's ink a speck that lies all in this part of it?"""
    here = _around(piece)
    is_small = max(cv2.boundingRect(piece)[2:]) - 2 <= _BLURRED_PX
    return is_small and bool(where[here].all()) and _longest_mm(narrow[here]) <= _SPECK_MM


def mark_lengths(ink: Bits, darkness: Darkness, masks: PageMasks, *, is_dirty: bool) -> Floats:
    """How far what stands in each box reaches where it is dark; millimetres, shape (n,).

    From end to end of all that is a quarter as dark as its darkest spot; on a dirty page, where
    specks may touch, of the longest piece of what is nearly as dark. 0 for boxes that are empty or
    hold so much ink that nobody takes it for a speck.
    """
    inked = ink.ravel()[masks.insides]
    share = np.count_nonzero(inked, axis=1) / inked.shape[1]
    lengths = np.zeros(len(share))
    side = round(inked.shape[1] ** 0.5)
    length_mm = partial(_longest_mm, part=_APART) if is_dirty else _reach_mm
    for box in np.flatnonzero((share > 0) & (share < _LITTLE)):
        drawn = np.where(inked[box], darkness.ravel()[masks.insides[box]], 0)
        lengths[box] = length_mm(drawn.reshape(side, side))
    return lengths


def _reach_mm(darkness: Darkness) -> float:
    """From end to end of all that is a quarter as dark as the darkest spot."""
    return _long_side_mm(np.argwhere(darkness > darkness.max() // 4))


def _longest_mm(darkness: Darkness, part: float = 0.5) -> float:
    """How long the longest piece is of what is this part as dark as the darkest spot.

    Without end where nothing is dark: a stain, of which the narrow darkness has nothing.
    """
    dark = (darkness > int(part * darkness.max())).view(np.uint8)
    pieces, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(map(_long_side_mm, pieces), default=math.inf)


def _long_side_mm(pixels: cv2.typing.MatLike) -> float:
    """The longer side of the smallest rectangle around these pixels, however it is turned."""
    return float(max(cv2.minAreaRect(pixels.astype(np.int32))[1]) + 1) / PX_PER_MM
