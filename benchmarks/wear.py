"""What happens to the paper before it is judged, made otherwise than in the product's rehearsal.

Each is a function of a grey page, the bed it lies on, and a generator; lengths in millimetres.
"""

from itertools import pairwise

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scans.defects import Bed
from scans.pen import Image

Shade = NDArray[np.float32]


def tinted_paper(image: Image, bed: Bed, rng: Generator) -> Image:
    """Grey or yellow recycled paper: darker, and cloudy."""
    level = rng.uniform(0.68, 0.92)
    cloud = _clouds(image.shape, bed.px(rng.uniform(1, 6)), rng)
    return _shade(image, level * (1 + 0.012 * cloud))


def worn_fold(image: Image, bed: Bed, rng: Generator) -> Image:
    """One or two creases, from edge to edge, at any place and nearly any angle to the rows."""
    for _ in range(int(rng.integers(1, 3))):
        image = _crease(image, bed, rng)
    return image


def _crease(image: Image, bed: Bed, rng: Generator) -> Image:
    height, width = image.shape
    vertical = rng.random() < 0.4
    length, across = (height, width) if vertical else (width, height)
    slope = np.tan(np.deg2rad(rng.normal(0, 2)))
    ends = across * rng.uniform(0.15, 0.85) + np.array([-0.5, 0.5]) * slope * length
    knots = np.linspace(0, length, 30)
    line = np.interp(knots, [0, length], ends) + rng.normal(0, bed.px(0.12), 30)
    points = np.stack([line, knots] if vertical else [knots, line], axis=1)
    strength = np.zeros(image.shape, np.uint8)
    for start, end in pairwise(np.rint(points).astype(int)):
        shade = int(255 * rng.uniform(0.2, 1))
        width_px = max(1, round(bed.px(rng.uniform(0.15, 0.5))))
        cv2.line(strength, start, end, shade, width_px)
    soft = cv2.GaussianBlur(strength, (0, 0), bed.px(rng.uniform(0.06, 0.2)))
    depth = rng.uniform(0.1, 0.5) * rng.choice([1, 1, 1, -0.5])  # a worn crease may shine
    return _shade(image, 1 - depth * (soft / np.float32(255)))


def crumple(image: Image, bed: Bed, rng: Generator) -> Image:
    """Crushed and smoothed out again: many short wrinkles of light and shade."""
    wrinkles = np.zeros(image.shape, np.uint8)
    for _ in range(int(rng.integers(15, 60))):
        start = rng.random(2) * image.shape[::-1]
        path = start + np.cumsum(rng.normal(0, bed.px(6), (5, 2)), axis=0)
        shade = int(255 * rng.uniform(0.2, 1))
        cv2.polylines(wrinkles, [np.rint(path).astype(np.int32)], False, shade, 2, cv2.LINE_AA)
    soft = cv2.GaussianBlur(wrinkles, (0, 0), bed.px(rng.uniform(0.3, 0.7)))
    return _shade(image, 1 - rng.uniform(0.1, 0.5) * (soft / np.float32(255)))


def spill(image: Image, bed: Bed, rng: Generator) -> Image:
    """Coffee, tea or rain: cloudy patches, each with a drying rim."""
    for _ in range(int(rng.integers(1, 3))):
        field = _clouds(image.shape, bed.px(rng.uniform(12, 40)), rng)
        from_rim = (field - rng.uniform(1.6, 2.4)) * 6
        inside = 1 / (1 + np.exp(-np.clip(from_rim * 3, -20, 20)))
        rim = np.exp(-(from_rim**2))
        image = _shade(image, 1 - rng.uniform(0.04, 0.2) * inside - rng.uniform(0, 0.2) * rim)
    return image


def office_stamp(image: Image, bed: Bed, rng: Generator) -> Image:
    """A round seal or a boxed «ĐẾN» stamp, red or blue as a scanner sees it, over the form."""
    stamped = np.zeros(image.shape, np.uint8)
    height, width = image.shape
    middle = np.rint(rng.uniform((0.25, 0.3), 0.9) * (width, height)).astype(int)
    line = max(1, round(bed.px(0.5)))
    if rng.random() < 0.6:
        for radius_mm in (17, 15, 9):
            cv2.circle(stamped, middle.tolist(), round(bed.px(radius_mm)), 255, line, cv2.LINE_AA)
        _star(stamped, middle, bed.px(5))
    else:
        half = np.rint(bed.px(1) * np.array([22, 9])).astype(int)
        cv2.rectangle(stamped, middle - half, middle + half, 255, line)
        for row, text in enumerate(("UBND PHUONG", "DEN  Ngay 29/10")):
            place = (int(middle[0] - half[0] * 0.9), int(middle[1] + half[1] * (0.8 * row - 0.15)))
            cv2.putText(stamped, text, place, cv2.FONT_HERSHEY_SIMPLEX, bed.px(0.13), 255, line)
    uneven = 0.75 + 0.25 * np.tanh(_clouds(image.shape, bed.px(1.5), rng))
    return _shade(image, 1 - rng.uniform(0.3, 0.65) * (stamped / np.float32(255)) * uneven)


def _star(image: Image, middle: NDArray[np.int_], radius: float) -> None:
    angles = np.deg2rad(np.arange(10) * 36 - 90)
    reach = np.where(np.arange(10) % 2 == 0, radius, radius * 0.4)
    tips = middle + np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None]
    cv2.fillPoly(image, [np.rint(tips).astype(np.int32)], 255, cv2.LINE_AA)


def reverse_print(image: Image, bed: Bed, rng: Generator) -> Image:
    """Another sheet's print shows through from behind, shifted and blurred."""
    back = cv2.GaussianBlur(cv2.flip(image, 1), (0, 0), bed.px(rng.uniform(0.15, 0.35)))
    shift = (rng.integers(-60, 60), rng.integers(-60, 60))
    moved = np.roll(back, shift, axis=(0, 1))
    strength = rng.uniform(0.05, 0.18)
    return _shade(image, (1 - strength) + strength * (moved / np.float32(255)))


def binder_holes(image: Image, bed: Bed, rng: Generator) -> Image:
    """Two or four holes on one side, shadow inside."""
    punched = image.copy()
    height, width = image.shape
    x = bed.px(rng.uniform(8, 14))
    x = width - x if rng.random() < 0.3 else x
    count = int(rng.choice([2, 4]))
    for row in (np.arange(count) - (count - 1) / 2) * bed.px(80):
        place = (round(x), round(height / 2 + row))
        cv2.circle(punched, place, round(bed.px(rng.uniform(2.5, 3.2))), bed.lid, -1, cv2.LINE_AA)
    return punched


def paper_clip(image: Image, bed: Bed, rng: Generator) -> Image:
    """One or two staples or a clip at the upper edge."""
    clipped = image.copy()
    for _ in range(int(rng.integers(1, 3))):
        start = np.array([image.shape[1] * rng.uniform(0.03, 0.97), bed.px(rng.uniform(4, 25))])
        angle = rng.uniform(0, np.pi)
        end = start + bed.px(rng.uniform(9, 13)) * np.array([np.cos(angle), np.sin(angle)])
        ends = np.rint([start, end]).astype(int)
        cv2.line(clipped, ends[0], ends[1], int(rng.integers(40, 150)), round(bed.px(0.7)))
    return clipped


def ripped_corner(image: Image, bed: Bed, rng: Generator) -> Image:
    """One corner is gone, mostly with its registration mark; the edge is ragged."""
    size = bed.px(rng.uniform(15, 38))
    knots = np.linspace(0, 1, 20)[:, None]
    edge = knots * (size, 0) + (1 - knots) * (0, size * rng.uniform(0.5, 1.5))
    edge += rng.normal(0, bed.px(0.6), edge.shape)
    return _fill_corner(image, np.vstack([edge, [(-9, -9)]]), bed.lid, rng)


def lost_mark(image: Image, bed: Bed, rng: Generator) -> Image:
    """One registration mark cannot be seen: a label, a thumb or a doodle lies over it."""
    side = rng.uniform(9, 14)
    low, high = bed.px(10 - side * 0.1), bed.px(11 + side)
    square = np.array([[low, low], [high, low], [high, high], [low, high]])
    return _fill_corner(
        image, square + rng.normal(0, bed.px(0.8), (4, 2)), int(rng.integers(40, 256)), rng
    )


def starved_toner(image: Image, bed: Bed, rng: Generator) -> Image:
    """A printer near the end of its toner: pale bands down the page, and white threads in them."""
    pale = np.zeros(image.shape[1], np.float32)
    for _ in range(int(rng.integers(1, 4))):
        middle, wide = rng.uniform(0, image.shape[1]), bed.px(rng.uniform(2, 14))
        away = (np.arange(image.shape[1]) - middle) / wide
        pale = np.maximum(pale, rng.uniform(0.15, 0.5) * np.exp(-(away**2)))
    threads = rng.random(image.shape[1]) < 0.004
    share = np.where(threads, np.float32(0.8), pale)[None]
    white = np.float32(np.percentile(image, 95))
    return np.asarray(image + (white - image.astype(np.float32)).clip(0) * share, np.uint8)


def adhesive_tape(image: Image, bed: Bed, rng: Generator) -> Image:
    """A strip of clear tape over a tear: a little darker, with a shadow along its edges."""
    height, width = image.shape
    middle = rng.random(2) * (width, height)
    size = bed.px(rng.uniform(25, 70)), bed.px(rng.uniform(12, 20))
    corners = cv2.boxPoints((middle.tolist(), size, float(rng.uniform(0, 180))))
    outline = np.rint(corners).astype(np.int32)
    inside, edge = np.zeros(image.shape, np.uint8), np.zeros(image.shape, np.uint8)
    cv2.fillConvexPoly(inside, outline, 255)
    cv2.polylines(edge, [outline], True, 255, max(1, round(bed.px(0.2))), cv2.LINE_AA)
    shade = rng.uniform(0.02, 0.07) * (inside / np.float32(255))
    rim = rng.uniform(0.05, 0.2) * cv2.GaussianBlur(edge, (0, 0), bed.px(0.12)) / np.float32(255)
    return _shade(image, 1 - np.maximum(shade, rim))


def _fill_corner(image: Image, outline: NDArray[np.float64], grey: int, rng: Generator) -> Image:
    """Fill an outline that is given for the top left corner, at one of the four."""
    height, width = image.shape
    corner = rng.integers(0, 2, 2) * (width, height)
    covered = image.copy()
    cv2.fillPoly(covered, [np.rint(np.abs(corner - outline)).astype(np.int32)], grey, cv2.LINE_AA)
    return covered


def photocopy(image: Image, bed: Bed, rng: Generator) -> Image:
    """Copied twice: contrast, loss of light greys, toner specks, a dirty glass each time."""
    for _ in range(2):
        soft = cv2.GaussianBlur(image, (0, 0), bed.px(rng.uniform(0.04, 0.1)))
        middle, gain = rng.uniform(150, 215), rng.uniform(1.3, 3.5)
        levels = 255 / (1 + np.exp(-(np.arange(256) - middle) / 255 * 4 * gain))
        levels = np.interp(levels, (levels[0], levels[-1]), (rng.uniform(0, 50), 255))
        copied = cv2.LUT(soft, np.rint(levels).astype(np.uint8))
        image = _specks(np.asarray(copied, np.uint8), bed, rng)
    return image


def _specks(image: Image, bed: Bed, rng: Generator) -> Image:
    """Toner where none should be, up to half a millimetre, and a few lost spots of toner."""
    specked = image.copy()
    count = int(rng.exponential(150))
    places = (rng.random((count, 2)) * image.shape[::-1]).astype(int)
    for place in places:
        radius = max(0, round(bed.px(rng.exponential(0.05))))
        cv2.circle(specked, place, min(radius, round(bed.px(0.25))), int(rng.integers(0, 120)), -1)
    return specked


def _clouds(shape: tuple[int, ...], cell_px: float, rng: Generator) -> Shade:
    """A smooth random field of mean 0 and spread about 1."""
    coarse = rng.standard_normal([int(length / cell_px) + 3 for length in shape], dtype=np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _shade(image: Image, light: NDArray[np.floating]) -> Image:
    """The page with so much of its light left at every pixel."""
    return np.asarray(np.clip(image * light, 0, 255), np.uint8)
