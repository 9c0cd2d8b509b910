"""What the judging scanners and cameras add, and how they bend a page; made for judging only."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from scans.defects import Bed, Field, Range
from scans.pen import Image


@dataclass(frozen=True, slots=True)
class Defocus:
    """Not sharp: an airy disc instead of a bell."""

    radius_mm: Range

    def __call__(self, image: Image, bed: Bed, rng: Generator) -> Image:
        """Blur by a disc, smoothed at its edge."""
        radius = bed.px(rng.uniform(*self.radius_mm))
        reach = int(radius) + 1
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
        return np.asarray(cv2.filter2D(image, -1, disc / disc.sum()), np.uint8)


def shaken(image: Image, bed: Bed, rng: Generator) -> Image:
    """The hand moved while the picture was taken."""
    length = max(2, round(bed.px(rng.uniform(0.1, 0.35))))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    angle = rng.uniform(0, np.pi)
    step = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    start, end = (np.rint(length + sign * step).astype(int).tolist() for sign in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 1)
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


@dataclass(frozen=True, slots=True)
class RoomLight:
    """Lamps and shadows: a smooth field of light, perhaps with one hard shadow across it."""

    drop: Range
    shadow_share: float

    def __call__(self, image: Image, bed: Bed, rng: Generator) -> Image:
        """Light the page."""
        knots = rng.uniform(0, 1, (4, 3)).astype(np.float32)
        light = 1 - rng.uniform(*self.drop) * cv2.resize(
            knots, (90, 120), interpolation=cv2.INTER_CUBIC
        )
        if rng.random() < self.shadow_share:
            mask = np.zeros((120, 90), np.uint8)
            corners = rng.uniform(-0.3, 1.3, (4, 2)) * (90, 120)
            cv2.fillConvexPoly(mask, cv2.convexHull(corners.astype(np.int32)), 255)
            soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.8, 5)) / 255
            light = light * (1 - rng.uniform(0.15, 0.45) * soft)
        grid = np.clip(np.rint(255 * light), 30, 255).astype(np.uint8)
        field = cv2.resize(grid, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.multiply(image, field, scale=1 / 255), np.uint8)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Black and white level and gamma of the scanner."""

    black: Range
    white: Range
    gamma: Range

    def __call__(self, image: Image, bed: Bed, rng: Generator) -> Image:
        """Map the greys."""
        black, white = rng.uniform(*self.black), rng.uniform(*self.white)
        curve = black + (white - black) * (np.arange(256) / 255) ** rng.uniform(*self.gamma)
        return np.asarray(cv2.LUT(image, np.clip(np.rint(curve), 0, 255).astype(np.uint8)))


@dataclass(frozen=True, slots=True)
class SensorNoise:
    """Noise that grows with the light, at times blotchy as after a camera's own smoothing."""

    sigma: Range

    def __call__(self, image: Image, bed: Bed, rng: Generator) -> Image:
        """Add it."""
        noise = rng.standard_normal(image.shape, dtype=np.float32)
        if rng.random() < 0.5:
            noise = cv2.GaussianBlur(noise, (3, 3), 0) * 1.6
        strength = rng.uniform(*self.sigma) * (0.4 + 0.6 * image / np.float32(255))
        return np.asarray(np.clip(image + noise * strength, 0, 255), np.uint8)


def dirty_glass(image: Image, bed: Bed, rng: Generator) -> Image:
    """Dust under a feeder: lines along the feed, some over a part of the page only."""
    streaked = image.astype(np.float32)
    height, width = image.shape
    for _ in range(int(rng.integers(1, 5))):
        left, wide = int(rng.integers(width - 4)), int(rng.integers(1, 4))
        top, bottom = sorted(rng.integers(0, height, 2)) if rng.random() < 0.4 else (0, height)
        strength = rng.uniform(15, 130) * rng.choice((-1, -1, -1, 1))
        along = np.interp(
            np.arange(bottom - top), np.linspace(0, bottom - top, 30), rng.uniform(0.5, 1, 30)
        )
        streaked[top:bottom, left : left + wide] += strength * along[:, None]
    return np.asarray(np.clip(streaked, 0, 255), np.uint8)


def two_tones(image: Image, bed: Bed, rng: Generator) -> Image:
    """Black and white: a threshold below the paper, Otsu's, or one that follows the light."""
    way = rng.integers(3)
    if way == 0:
        level = float(np.median(image)) * rng.uniform(0.55, 0.8)
        return np.asarray(np.where(image > level, 255, 0), np.uint8)
    if way == 1:
        flags = cv2.THRESH_BINARY | cv2.THRESH_OTSU
        return np.asarray(cv2.threshold(image, 0, 255, flags)[1], np.uint8)
    window = round(bed.px(rng.uniform(4, 9))) | 1
    kind = cv2.ADAPTIVE_THRESH_MEAN_C
    offset = rng.uniform(14, 30)
    return np.asarray(
        cv2.adaptiveThreshold(image, 255, kind, cv2.THRESH_BINARY, window, offset), np.uint8
    )


# How a page bends: displacement in millimetres at places in the scan


def page_wave(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """Paper that was damp or rolled: slow waves in both directions."""
    right, down = np.zeros_like(x_mm), np.zeros_like(y_mm)
    for _ in range(2):
        angle, length = rng.uniform(0, np.pi), rng.uniform(90, 260)
        phase = (x_mm * np.cos(angle) + y_mm * np.sin(angle)) / length + rng.random()
        height = rng.uniform(0.1, 0.7) * np.sin(2 * np.pi * phase)
        right, down = right + height * np.cos(angle), down + height * np.sin(angle)
    return right, down


def stretched_feed(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """The feeder runs 1 to 3 % fast or slow for a while, and the page creeps sideways."""
    start, end = np.sort(rng.uniform(0, 297, 2))
    stretch = rng.choice((-1, 1)) * rng.uniform(0.01, 0.03)
    run = np.clip(y_mm, start, end) - (start + end) / 2
    creep = rng.uniform(-0.6, 0.6) * np.tanh((y_mm - rng.uniform(60, 240)) / rng.uniform(8, 40))
    return creep, stretch * run


def kinked(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """Folded once and not flat again: what is near the fold is drawn towards it."""
    at, slope = rng.uniform(70, 230), np.tan(np.deg2rad(rng.normal(0, 4)))
    beyond = y_mm - at - (x_mm - 105) * slope
    near = np.exp(-np.abs(beyond) / rng.uniform(4, 15))
    lift = rng.uniform(0.2, 0.9)
    return rng.normal(0, 0.15) * near, lift * np.sign(beyond) * near * np.tanh(np.abs(beyond) / 2)


def lifted_corner(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """A corner or an edge stands up towards the camera: it looks larger, and leans outwards."""
    corner = rng.integers(0, 2, 2) * np.array([210, 297])
    away = np.hypot(x_mm - corner[0], y_mm - corner[1])
    rise = np.clip(1 - away / rng.uniform(70, 150), 0, None) ** 2 * rng.uniform(1, 3.5)
    outwards = np.sign(np.array([105, 148]) - corner)
    return rise * outwards[0], rise * outwards[1]
