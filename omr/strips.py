"""Strips: for each question an upright picture of its boxes, in line with the printed outlines.

The corner marks say where a flat page lies; a folded, curled or stretched one is off by a
millimetre or two in between. So each box outline is looked for near its place, the finds of one
question are fitted together (a mark across one outline cannot mislead five), and the strip is cut
along the fit. Then the light is taken out: what remains is how much darker than the paper around
it each spot is.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from omr.margins import Margins
from omr.masks import PageMasks
from omr.outlines import side_profiles, straighten
from omr.picture import Grey, corners_of, cut_crops, cut_patches, map_crops, slices_around
from omr.ranks import median, percentiles, quartile
from omr.registration import Registration
from omr.strip_px import LIGHT_PX, PX_PER_MM, bounding_rect
from templates.layout import OUTLINE_MM, PageLayout

_SEARCH_MM = 2.2
_FAR_SEARCH_MM = 8.0
"""Where hardly any box is near its place: a corner mark was lost in a picture taken askew."""
_ENOUGH_FOUND = 0.6
_BLOCK_MARGIN_MM = 12.0
"""Paper around all boxes that belongs to the upright picture of which only pieces are cut."""
_SEARCH_PX_PER_MM = 4.0
_REACH_MM = 0.6
"""An outline may differ from the fit of its question by this much before it is distrusted."""
_FLAT_MM = 0.6
"""A page whose boxes are all foretold this well needs no second look."""
_MOST_LOOKS = 4
_FURTHEST = 0.45
"""Between four marks no fold or curl moves a row so much of the way to the next one …"""
_STEEPEST = 0.2
"""… and no bend moves a row so much more than the next one, for each millimetre between them."""
_CLEAR = 12.0
"""Least height of an outline's two peaks above their neighbourhood to count as found."""
_BROAD_MM = 2.2
"""What is wider than this in all directions was not drawn with a pen: a stain or a shadow."""
_LEAST_CONTRAST = 24.0
_LEAST_GREYS = 0.0025

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strips:
    """All questions of a page.

    Attributes:
        darkness: (questions, height, width), 0 paper … 255 as black as the registration marks.
        ground: what remains of it when everything as narrow as a pen's line is wiped away; same
            shape.
        narrow: the rest, what is as narrow as that; same shape.
        noise: darkness above the ground, 0 to 255, that paper and scanner of this page hardly ever
            reach.
        shifts_mm: per box, how far its outline was from where the marks put it; shape (n, 2).
        sides: darkness along the four sides of every printed outline; shape (n, 4, length).
        contrast: grey levels between paper and print.
        has_greys: False where the picture is black and white only, whatever its file says.
        margins: the bare paper beside them.
    """

    darkness: npt.NDArray[np.uint8]
    ground: npt.NDArray[np.uint8]
    narrow: npt.NDArray[np.uint8]
    noise: float
    shifts_mm: Floats
    sides: npt.NDArray[np.uint8]
    contrast: float
    has_greys: bool
    margins: Margins


def cut_strips(grey: Grey, registration: Registration, masks: PageMasks) -> Strips:
    """The strips of one page."""
    shifts, finds = _find_shifts(grey, registration, masks)
    nudges = _nudges(masks, shifts)
    matrices = registration.matrix @ nudges
    mappings = map_crops(grey, matrices, masks.strips, PX_PER_MM)
    picture = cut_crops(grey, mappings, masks.regions.shape)
    picture = straighten(picture, masks, PX_PER_MM * _left_over(masks, nudges, finds))
    crops = _mark_crops(grey, registration, masks.layout)
    black = quartile([percentiles(crop, 20)[0] for crop in crops])
    darkness, contrast = _take_out_light(picture, black)
    ground = _ground(darkness)
    narrow = darkness - ground  # the ground is nowhere darker than the spot itself
    return Strips(
        darkness=darkness,
        ground=ground,
        narrow=narrow,
        noise=_noise_level(narrow, masks),
        shifts_mm=shifts,
        sides=darkness.ravel()[masks.sides].max(axis=2),
        contrast=contrast,
        has_greys=_has_greys(crops),
        margins=Margins(grey, matrices, contrast),
    )


def _mark_crops(grey: Grey, registration: Registration, page: PageLayout) -> list[Grey]:
    """The registration marks that were found, as the picture has them."""
    crops = []
    for mark in page.marks:
        if mark.code in registration.mark_codes:
            crops.append(grey[slices_around(registration.to_px(corners_of(mark.rect)))])
    return crops


def _has_greys(crops: list[Grey]) -> bool:
    """Do the edges of the marks pass through greys, as a grey scan's always do?

    A black and white scan saved as JPEG has greys too, but hardly any half way between its black
    and its white.
    """
    pixels = np.concatenate([crop.ravel() for crop in crops])
    black, white = percentiles(pixels, 5, 97)
    darkest, lightest = (black + share * max(white - black, 1.0) for share in (0.3, 0.7))
    between = (pixels > np.uint8(darkest)) & (pixels < np.uint8(min(math.ceil(lightest), 255)))
    return int(np.count_nonzero(between)) / between.size > _LEAST_GREYS


def _take_out_light(
    picture: npt.NDArray[np.uint8], black: float
) -> tuple[npt.NDArray[np.uint8], float]:
    """Darkness against the paper nearby, smoothed over a pen line's width, and the contrast.

    Paper is the lightest of the 5 × 5 blocks around: no pen mark covers all of them.
    """
    sheet = picture.reshape(-1, picture.shape[2])
    small = (max(1, sheet.shape[1] // LIGHT_PX), max(1, sheet.shape[0] // LIGHT_PX))
    blocks = cv2.resize(sheet, small, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(blocks, np.ones((5, 5), np.uint8)), (5, 5))
    light = cv2.resize(paper, sheet.shape[::-1], interpolation=cv2.INTER_LINEAR)
    contrast = max(median(paper.astype(np.uint8, copy=False)) - black, _LEAST_CONTRAST)
    darker = cv2.blur(cv2.subtract(light, sheet), (3, 3))
    darkness = cv2.convertScaleAbs(darker, alpha=255 / contrast)
    return np.asarray(darkness, dtype=np.uint8).reshape(picture.shape), contrast


def _ground(darkness: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    sheet = darkness.reshape(-1, darkness.shape[2])
    side = 2 * round(_BROAD_MM * PX_PER_MM / 2) + 1
    ground = cv2.morphologyEx(sheet, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(ground, dtype=np.uint8).reshape(darkness.shape)


def _noise_level(narrow: npt.NDArray[np.uint8], masks: PageMasks) -> float:
    """Darkness above the ground that bare paper hardly ever reaches.

    Most of the unprinted part of a page is bare paper even where people wrote much, so its median
    and the step from there to its 84th percentile (one standard deviation) describe it unmoved by
    marks; five such steps are left to noise.
    """
    middle, high = percentiles(narrow.ravel()[masks.bare], 50, 84)
    return middle + max(5.0 * (high - middle), 12.0)


def _find_shifts(grey: Grey, registration: Registration, masks: PageMasks) -> tuple[Floats, Floats]:
    """How far each box stands from its place, millimetres, shape (n, 2); and where it was found.

    The first is what the boxes of a question agree on, the second may be wrong of any one of them.

    On a flat page the first look is enough. Where the paper is bent, or a lost mark left one corner
    to guesswork, the boxes that were found foretell where the others are, and these are looked for
    there.
    """
    foretold = np.zeros_like(masks.centres_mm)
    reach_mm = _SEARCH_MM
    for _ in range(_MOST_LOOKS):
        finds, clear = _look(grey, registration, masks, foretold, reach_mm)
        is_found = clear > max(_CLEAR, 0.3 * float(clear.max()))
        if reach_mm == _SEARCH_MM and is_found.mean() < _ENOUGH_FOUND:
            reach_mm = _FAR_SEARCH_MM
            continue
        better = _bend(masks, foretold + finds, is_found)
        surprise = float(np.abs(better - foretold).max())
        foretold, finds = better, foretold + finds - better
        if surprise < _FLAT_MM:
            break
    if is_found.all() and np.abs(finds).max() <= _REACH_MM / 2:
        return foretold + finds, foretold + finds  # no two boxes of a question disagree
    shifts = np.empty_like(foretold)
    for here in masks.members:
        shifts[here] = foretold[here] + _agree(finds[here], is_found[here])
    return shifts, np.where(is_found[:, None], foretold + finds, shifts)


def are_in_order(strips: Strips, registration: Registration, masks: PageMasks) -> bool:
    """Was each question found where it can be, so that none was taken for the one beside it?

    Where a feeder slips by a centimetre or two, boxes of one row stand where the marks foretell
    those of another.
    """
    if np.abs(strips.shifts_mm).max() <= _FLAT_MM:
        return True
    heights = np.array([masks.centres_mm[here].mean(axis=0)[1] for here in masks.members])
    shifts = np.array([strips.shifts_mm[here].mean(axis=0) for here in masks.members])
    down = np.argsort(heights)
    apart_mm = np.diff(heights[down])
    is_next_row = apart_mm > masks.layout.boxes[0].rect.height_mm
    steps_mm = np.hypot(*np.diff(shifts[down], axis=0).T)
    nearest_mm = apart_mm.min(initial=np.inf, where=is_next_row)
    is_steep = (steps_mm > _STEEPEST * apart_mm)[is_next_row].any()
    is_far = registration.is_whole and np.abs(shifts).max() > _FURTHEST * nearest_mm
    return not (is_steep or is_far)


def _bend(masks: PageMasks, shifts: Floats, is_found: npt.NDArray[np.bool_]) -> Floats:
    """The smooth bend of the paper that the found boxes agree on: a quadratic in x and y.

    Boxes far off the first fit are left out of the second. With too few finds there is no bend.
    """
    design = masks.bends
    use, used = is_found, np.zeros_like(is_found)
    fitted = np.zeros_like(shifts)
    for _ in range(2):
        if use.sum() < 2 * design.shape[1] or np.array_equal(use, used):
            return fitted
        weights = np.linalg.lstsq(design[use], shifts[use], rcond=None)[0]
        fitted = design @ weights
        off = np.abs(shifts - fitted).max(axis=1)
        usual = float(np.sort(off[is_found])[int(is_found.sum()) // 2])
        use, used = is_found & (off <= max(_REACH_MM, 2.5 * usual)), use
    return fitted


def _look(
    grey: Grey, registration: Registration, masks: PageMasks, foretold: Floats, reach_mm: float
) -> tuple[Floats, Floats]:
    """Where each outline is against its foretold place, and how clearly it stands out there."""
    reach = round(reach_mm * _SEARCH_PX_PER_MM)
    outline_mm = masks.layout.boxes[0].rect.width_mm + OUTLINE_MM
    side = round(outline_mm * _SEARCH_PX_PER_MM)
    span = side + 2 * reach + 1
    block = bounding_rect(masks.strips).grown(_BLOCK_MARGIN_MM)
    places = (masks.corners_mm + foretold - (block.x_mm, block.y_mm)) * _SEARCH_PX_PER_MM - 0.5
    whole = np.round(places)
    (mapping,) = map_crops(grey, registration.matrix, (block,), _SEARCH_PX_PER_MM)
    patches = cut_patches(grey, mapping, whole - reach, span)
    pairs = _find_pairs(-side_profiles(patches, side), side, reach)
    finds, clear = (found.reshape(2, -1).T for found in pairs)
    return (finds + whole - places) / _SEARCH_PX_PER_MM, clear.min(axis=1)


def _find_pairs(profiles: npt.NDArray[np.float32], side: int, reach: int) -> tuple[Floats, Floats]:
    """Where two peaks ``side`` apart fit each profile best: shift in pixels, height in grey levels.

    An outline's two lines are narrow peaks in the sums along them; what is written inside spreads
    over many sums and goes with the neighbourhood.
    """
    around = cv2.blur(profiles, (7, 1), borderType=cv2.BORDER_REPLICATE)
    peaks = np.clip(profiles - around, 0, 90)
    steps = 2 * reach + 1
    left, right = peaks[:, :steps], peaks[:, side : side + steps]
    scores = 2 * np.minimum(left, right) + left + right
    scores = scores - np.abs(np.arange(steps) - reach) * 0.2
    best = np.clip(scores.argmax(axis=1), 1, steps - 2)
    row = np.arange(len(scores))
    before, at, after = scores[row, best - 1], scores[row, best], scores[row, best + 1]
    bend = np.minimum(before - 2 * at + after, -1e-6)
    between = np.clip(0.5 * (before - after) / bend, -0.5, 0.5)
    return (best + between - reach).astype(np.float64), at.astype(np.float64)


def _agree(finds: Floats, is_found: npt.NDArray[np.bool_]) -> Floats:
    """What is left of each box's shift after the bend, as far as its question supports it.

    The median decides; finds near it keep their own value, the others take the median's.
    """
    if not is_found.any():
        return np.zeros_like(finds)
    middle = np.sort(finds[is_found], axis=0)[int(is_found.sum()) // 2]
    near = (np.abs(finds - middle).max(axis=1) <= _REACH_MM) & is_found
    return np.where(near[:, None], finds, middle)


def _nudges(masks: PageMasks, shifts: Floats) -> Floats:
    """Affine maps on paper that move each question's boxes to where their outlines were found.

    Shape (questions, 3, 3).
    """
    matrices = np.tile(np.eye(3), (len(masks.strips), 1, 1))
    matrices[:, :2] += (masks.levers @ shifts).transpose(0, 2, 1)
    return matrices


def _left_over(masks: PageMasks, nudges: Floats, finds: Floats) -> Floats:
    """How far each box was found from where its strip's nudge puts it; mm, shape (n, 2)."""
    off = np.empty_like(finds)
    for nudge, here in zip(nudges, masks.members, strict=True):
        centres = masks.centres_mm[here]
        off[here] = finds[here] - (centres @ (nudge[:2, :2] - np.eye(2)).T + nudge[:2, 2])
    return off
