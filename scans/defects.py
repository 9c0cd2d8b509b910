"""Single defects of paper and scanner, each one small function of a grey page.

A defect takes the page, the bed it is scanned on and a generator, and gives the page with the
defect; lengths are millimetres on the paper, strengths are shares of the light or grey levels.
``scans.scanner`` says which scanner has which of them.
"""

from dataclasses import dataclass
from statistics import NormalDist

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scans.pen import MM_PER_INCH, Image

Range = tuple[float, float]
Field = NDArray[np.float64]

NORMAL_STEPS = np.array([NormalDist().inv_cdf((step + 0.5) / 256) for step in range(256)])


@dataclass(frozen=True, slots=True)
class Bed:
    """Where a page is scanned: the resolution, and the grey that shows where there is no paper."""

    dpi: int
    lid: int

    def px(self, length_mm: float) -> float:
        """A length in pixels."""
        return length_mm * self.dpi / MM_PER_INCH


# What happened to the paper


def show_through(image: Image, bed: Bed, rng: Generator) -> Image:
    """The back of the sheet, printed like the front, shines through."""
    back = cv2.GaussianBlur(cv2.flip(image, 1), (0, 0), bed.px(0.15))
    strength = rng.uniform(0.04, 0.12)
    pale = cv2.convertScaleAbs(back, alpha=strength, beta=255 * (1 - strength))
    return np.asarray(cv2.multiply(image, pale, scale=1 / 255))


def stain(image: Image, bed: Bed, rng: Generator) -> Image:
    """A splash of tea or water with a darker rim, or a thumb of dirt without one."""
    radius = bed.px(rng.uniform(4, 16))
    half = int(radius * 1.5)
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    angle = np.arctan2(y, x)
    waves = (rng.normal(0, 0.15 / k) * np.cos(k * angle + rng.uniform(0, 6)) for k in range(2, 7))
    from_rim = (np.hypot(x, y) - radius * (1 + sum(waves))) / bed.px(0.8)
    inside = 1 / (1 + np.exp(np.clip(3 * from_rim, -50, 50)))
    rim = np.exp(-(from_rim**2)) * rng.uniform(0, 1)
    light = 1 - rng.uniform(0.08, 0.35) * (0.5 * inside + 0.5 * rim)
    middle = (rng.random(2) * image.shape).astype(int)
    return _shade_patch(image, light, top=middle[0] - half, left=middle[1] - half)


def _shade_patch(image: Image, light: Field, top: int, left: int) -> Image:
    """Darken a patch of the page that may hang over its edges."""
    height, width = image.shape
    above, before = max(0, -top), max(0, -left)
    part = light[above : max(above, height - top), before : max(before, width - left)]
    shaded = image.copy()
    patch = shaded[top + above :, left + before :][: part.shape[0], : part.shape[1]]
    patch[:] = (patch * part).astype(np.uint8)
    return shaded


def fold(image: Image, bed: Bed, rng: Generator) -> Image:
    """A crease from edge to edge: a soft line, and the paper drawn together beside it."""
    if rng.random() < 0.35:
        return np.ascontiguousarray(_fold_across(np.ascontiguousarray(image.T), bed, rng).T)
    return _fold_across(image, bed, rng)


def _fold_across(image: Image, bed: Bed, rng: Generator) -> Image:
    height, width = image.shape
    x = np.arange(width)
    slope = np.tan(np.deg2rad(rng.normal(0, 0.7)))
    crease = height * rng.uniform(0.2, 0.8) + (x - width / 2) * slope
    margin = bed.px(12)
    top, bottom = int(max(0, crease.min() - margin)), int(min(height, crease.max() + margin))
    away_mm = (np.arange(top, bottom)[:, None] - crease) / bed.px(1)
    side = np.exp(-np.abs(away_mm) / 3)
    drawn = rng.uniform(0.2, 0.8) * away_mm / 3 * side
    rows = (np.arange(bottom - top)[:, None] + drawn * bed.px(1)).astype(np.float32)
    columns = np.repeat(x[None].astype(np.float32), bottom - top, axis=0)
    band = cv2.remap(
        image[top:bottom], columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    worn = np.interp(x, np.linspace(0, width, 40), rng.uniform(0.3, 1, 40))
    line = np.exp(-((away_mm / rng.uniform(0.2, 0.5)) ** 2)) * worn
    depth = rng.choice([1.0, 1.0, -0.6]) * rng.uniform(0.1, 0.45)
    shade = depth * line + rng.uniform(0, 0.06) * side * (away_mm > 0)
    folded = image.copy()
    folded[top:bottom] = np.clip(band * (1 - shade), 0, 255).astype(np.uint8)
    return folded


def punch_holes(image: Image, bed: Bed, rng: Generator) -> Image:
    """Two holes for a binder, 80 mm apart, 12 mm from the left edge (ISO 838)."""
    punched = image.copy()
    x_mm = 12 + rng.normal(0, 1.5)
    middle_mm = image.shape[0] / bed.px(1) / 2 + rng.normal(0, 3)
    for y_mm in (middle_mm - 40, middle_mm + 40):
        middle = (round(bed.px(x_mm)), round(bed.px(y_mm)))
        cv2.circle(punched, middle, round(bed.px(3)), bed.lid, -1, cv2.LINE_AA)
        cv2.circle(punched, middle, round(bed.px(3)), 150, max(1, round(bed.px(0.2))), cv2.LINE_AA)
    return punched


def staple(image: Image, bed: Bed, rng: Generator) -> Image:
    """A staple in the top left corner, shining, with its shadow."""
    stapled = image.copy()
    start = bed.px(1) * rng.uniform(5, 14, 2)
    angle = np.deg2rad(rng.uniform(-60, -20))
    end = start + bed.px(11) * np.array([np.cos(angle), -np.sin(angle)])
    for offset_mm, grey, width_mm in ((0.5, 165, 1.1), (0, 70, 0.7), (-0.1, 235, 0.25)):
        points = np.rint([start + bed.px(offset_mm), end + bed.px(offset_mm)]).astype(int)
        cv2.line(stapled, points[0], points[1], grey, max(1, round(bed.px(width_mm))), cv2.LINE_AA)
    return stapled


def torn_corner(image: Image, bed: Bed, rng: Generator) -> Image:
    """One corner is gone, and perhaps a registration mark with it."""
    legs = bed.px(1) * rng.uniform(12, 32, 2)
    along = np.linspace(0, 1, 14)[:, None]
    edge = (1 - along) * (legs[0], 0) + along * (0, legs[1])
    edge[1:-1] += rng.normal(0, bed.px(0.7), (12, 2))
    height, width = image.shape
    corner = rng.integers(0, 2, 2) * (width, height)
    tear = np.rint(np.abs(corner - np.vstack([edge, [(0, 0)]]))).astype(np.int32)
    torn = image.copy()
    cv2.fillPoly(torn, [tear], bed.lid, cv2.LINE_AA)
    cv2.polylines(torn, [tear[:-1]], False, 170, max(1, round(bed.px(0.25))), cv2.LINE_AA)
    return torn


# What lens, lamp and sensor add


def blur(image: Image, bed: Bed, rng: Generator, sigma_mm: Range) -> Image:
    """The lens is not quite sharp."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), bed.px(rng.uniform(*sigma_mm))))


def uneven_light(image: Image, bed: Bed, rng: Generator, drop: Range) -> Image:
    """One side is darker; by how much of the light is drawn from ``drop``."""
    across, down = np.meshgrid(np.linspace(-1, 1, 24), np.linspace(-1, 1, 32))
    angle = rng.uniform(0, 2 * np.pi)
    slope = (across * np.cos(angle) + down * np.sin(angle)) / np.sqrt(2)
    light = 1 - rng.uniform(*drop) * (slope / 2 + 0.5) ** rng.uniform(0.8, 2)
    return _shine(image, light)


def hand_shadow(image: Image, bed: Bed, rng: Generator) -> Image:
    """The photographer's own shadow: a soft step across the page."""
    across, down = np.meshgrid(np.linspace(-1, 1, 48), np.linspace(-1, 1, 64))
    angle = rng.uniform(0, 2 * np.pi)
    away = across * np.cos(angle) + down * np.sin(angle) - rng.uniform(-0.6, 0.6)
    return _shine(image, 1 - rng.uniform(0.1, 0.35) / (1 + np.exp(-away / rng.uniform(0.04, 0.2))))


def _shine(image: Image, light: Field) -> Image:
    """Light the page through a coarse grid of shares of full light."""
    grid = np.rint(255 * light).astype(np.uint8)
    return np.asarray(cv2.multiply(image, cv2.resize(grid, image.shape[::-1]), scale=1 / 255))


def streak(image: Image, bed: Bed, rng: Generator) -> Image:
    """Dust on the glass of a feeder: one to three fine lines down the whole page."""
    greys = np.zeros(image.shape[1], np.int16)
    for _ in range(int(rng.integers(1, 4))):
        left, width = int(rng.integers(image.shape[1])), int(rng.integers(1, 4))
        greys[left : left + width] = rng.choice((-1, -1, 1)) * rng.uniform(12, 110)
    return np.asarray(np.clip(image + greys, 0, 255), np.uint8)


def tone(image: Image, bed: Bed, rng: Generator, black: Range, white: Range, gamma: Range) -> Image:
    """The scanner's black, white and gamma."""
    low, high = rng.uniform(*black), rng.uniform(*white)
    curve = low + (high - low) * np.linspace(0, 1, 256) ** rng.uniform(*gamma)
    return np.asarray(cv2.LUT(image, np.clip(np.rint(curve), 0, 255).astype(np.uint8)))


def noise(image: Image, bed: Bed, rng: Generator, sigma: Range) -> Image:
    """Sensor noise of so many grey levels."""
    steps = np.rint(NORMAL_STEPS * rng.uniform(*sigma)).astype(np.int16)
    draws = np.frombuffer(rng.bytes(image.size), np.uint8).reshape(image.shape)
    return np.asarray(cv2.add(image, cv2.LUT(draws, steps), dtype=cv2.CV_8U))


def black_and_white(image: Image, bed: Bed, rng: Generator) -> Image:
    """Scanned as a drawing: every pixel is black or white."""
    _, drawn = cv2.threshold(image, rng.uniform(120, 185), 255, cv2.THRESH_BINARY)
    return np.asarray(drawn, np.uint8)
