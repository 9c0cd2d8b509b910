"""What paper and scanner do to a page between the pen and the file, for rehearsals and tests.

A scan is made in three steps: what happened to the paper (stains, folds, holes), how it lay on the
glass (one warp for everything: turn, shift, scale, tilt, bends), and what lens, lamp and sensor
added. A ``Scanner`` says which defects it has, how often and how strong; a ``Profile`` is the set
of scanners and pens a batch comes from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scans.defects import (
    Bed,
    Field,
    Range,
    black_and_white,
    blur,
    fold,
    hand_shadow,
    noise,
    punch_holes,
    show_through,
    stain,
    staple,
    streak,
    tone,
    torn_corner,
    uneven_light,
)
from scans.pen import Image

GRID_PX = 16  # bends are computed on a grid this coarse and smoothed in between

Defect = Callable[[Image, Bed, Generator], Image]
Bend = Callable[[Generator, Field, Field], tuple[Field, Field]]


@dataclass(frozen=True, slots=True)
class Sometimes:
    """A defect that this share of the pages has."""

    share: float
    defect: Defect


@dataclass(frozen=True, slots=True)
class Scanner:
    """One way of scanning, with the state of the paper that is usual there.

    Attributes:
        paper: defects of the paper, in the order they happen to it.
        sensor: defects of lens, lamp and sensor, in the order the light meets them.
        bends: displacements of the page on the glass, one of them for each page; none means flat.
        lid: greys seen where there is no paper.
        margin_mm: how much more than the page the scan shows on every side.
        turn_deg: largest turn either way.
        shift_mm: largest shift either way, both directions.
        scale: size of the page in the scan over its true size.
        aspect: largest difference of that scale between the two axes.
        tilt: how far perspective draws a corner in, over the page's width.
        upside_down: share of the pages laid in upside down.
        jpeg_quality: from the coarsest to the finest.
    """

    paper: tuple[Sometimes, ...]
    sensor: tuple[Sometimes, ...]
    bends: tuple[Bend, ...] = ()
    lid: tuple[int, int] = (244, 255)
    margin_mm: float = 0.0
    turn_deg: float = 0.8
    shift_mm: float = 2.0
    scale: Range = (0.995, 1.005)
    aspect: float = 0.002
    tilt: float = 0.0
    upside_down: float = 0.0
    jpeg_quality: tuple[int, int] = (80, 92)


@dataclass(frozen=True, slots=True)
class Profile:
    """The pens and scanners of a batch; each page comes from one of the scanners, all as likely."""

    name: str
    pencil_share: float
    scanners: tuple[Scanner, ...]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as the scanner hands it over: grey, or only 0 and 255 when scanned black and white."""

    image: Image
    dpi: int
    jpeg_quality: int


def scan_page(image: Image, profile: Profile, dpi: int, rng: Generator) -> ScannedPage:
    """Scan one grey page; the same generator state gives the same scan."""
    scanner = profile.scanners[int(rng.integers(len(profile.scanners)))]
    bed = Bed(dpi, int(rng.integers(*scanner.lid, endpoint=True)))
    image = _apply(scanner.paper, image, bed, rng)
    image = _lay(image, scanner, bed, rng)
    image = _apply(scanner.sensor, image, bed, rng)
    return ScannedPage(image, dpi, int(rng.integers(*scanner.jpeg_quality, endpoint=True)))


def _apply(defects: tuple[Sometimes, ...], image: Image, bed: Bed, rng: Generator) -> Image:
    for sometimes in defects:
        if rng.random() < sometimes.share:
            image = sometimes.defect(image, bed, rng)
    return image


# How the page lies: one warp


def _lay(image: Image, scanner: Scanner, bed: Bed, rng: Generator) -> Image:
    """Lay the page on the glass."""
    margin = round(bed.px(scanner.margin_mm))
    inset = np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1]])
    matrix = inset @ _tilt(image, scanner, rng) @ _placement(image, scanner, bed, rng)
    width, height = image.shape[1] + 2 * margin, image.shape[0] + 2 * margin
    if not scanner.bends:
        laid = cv2.warpPerspective(image, matrix, (width, height), borderValue=bed.lid)
    else:
        bend = scanner.bends[int(rng.integers(len(scanner.bends)))]
        x, y = _bent_sources((width, height), partial(bend, rng), matrix, bed)
        laid = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderValue=bed.lid)
    return np.asarray(laid, np.uint8)


def _placement(image: Image, scanner: Scanner, bed: Bed, rng: Generator) -> Field:
    """Turn, scale and shift about the middle of the page, as a 3 × 3 matrix from page to scan."""
    height, width = image.shape
    angle = np.deg2rad(rng.uniform(-scanner.turn_deg, scanner.turn_deg))
    angle += np.pi * (rng.random() < scanner.upside_down)
    scale = rng.uniform(*scanner.scale) * (1 + rng.uniform(-0.5, 0.5, 2) * scanner.aspect)
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.array([[cos, -sin], [sin, cos]]) * scale
    middle = np.array([width, height]) / 2
    shift = bed.px(1) * rng.uniform(-scanner.shift_mm, scanner.shift_mm, 2)
    matrix = np.eye(3)
    matrix[:2, :2] = linear
    matrix[:2, 2] = middle + shift - linear @ middle
    return matrix


def _tilt(image: Image, scanner: Scanner, rng: Generator) -> Field:
    """The perspective of a camera not held straight, as a 3 × 3 matrix."""
    height, width = image.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.sign(corners.mean(axis=0) - corners) * rng.uniform(0, scanner.tilt, (4, 2)) * width
    return np.asarray(cv2.getPerspectiveTransform(corners, (corners + inwards).astype(np.float32)))


def _bent_sources(
    size: tuple[int, int],
    bend: Callable[[Field, Field], tuple[Field, Field]],
    matrix: Field,
    bed: Bed,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For every pixel of a scan of this width and height, the x and the y on the page it shows."""
    width, height = size
    # one cell more on each side, so that no pixel lies beyond the middles of the outer cells
    columns, rows = width // GRID_PX + 3, height // GRID_PX + 3
    x_px, y_px = np.meshgrid(
        (np.arange(columns) - 0.5) * GRID_PX - 0.5, (np.arange(rows) - 0.5) * GRID_PX - 0.5
    )
    right_mm, down_mm = bend(x_px / bed.px(1), y_px / bed.px(1))
    moved = np.stack([x_px + bed.px(1) * right_mm, y_px + bed.px(1) * down_mm], axis=-1)
    coarse = cv2.perspectiveTransform(moved, np.linalg.inv(matrix)).astype(np.float32)
    fine = cv2.resize(coarse, (columns * GRID_PX, rows * GRID_PX), interpolation=cv2.INTER_LINEAR)
    inner = fine[GRID_PX : GRID_PX + height, GRID_PX : GRID_PX + width]
    return np.ascontiguousarray(inner[..., 0]), np.ascontiguousarray(inner[..., 1])


def feed_stretch(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """The feeder pulls unevenly, and slips once."""
    turns = y_mm / rng.uniform(120, 300) + rng.random()
    wave = rng.uniform(0.1, 0.4) * np.sin(2 * np.pi * turns)
    slip = rng.uniform(-0.4, 0.4) * np.tanh((y_mm - rng.uniform(40, 250)) / 4)
    return np.zeros_like(x_mm), wave + slip


def curl(rng: Generator, x_mm: Field, y_mm: Field) -> tuple[Field, Field]:
    """One side of the page does not lie flat, and looks pressed together there."""
    reach = rng.uniform(50, 110)
    from_edge = x_mm if rng.random() < 0.5 else x_mm.max() - x_mm
    lifted = np.clip(1 - from_edge / reach, 0, None) ** 2 * rng.uniform(0.5, 2.5)
    towards = np.sign(from_edge[0, 0] - from_edge[0, -1])
    return lifted * towards, lifted * rng.uniform(-0.3, 0.3)


FEEDER = Scanner(
    paper=(),
    sensor=(
        Sometimes(1, partial(blur, sigma_mm=(0.04, 0.08))),
        Sometimes(1, partial(uneven_light, drop=(0.0, 0.05))),
        Sometimes(1, partial(tone, black=(5, 45), white=(238, 262), gamma=(0.85, 1.2))),
        Sometimes(1, partial(noise, sigma=(0.5, 2.5))),
    ),
)
_WORN_PAPER = (
    Sometimes(0.15, show_through), Sometimes(0.25, fold), Sometimes(0.2, stain),
    Sometimes(0.1, punch_holes), Sometimes(0.08, staple), Sometimes(0.1, torn_corner),
)  # fmt: skip
WORN_FEEDER = Scanner(
    paper=_WORN_PAPER,
    sensor=(
        Sometimes(1, partial(blur, sigma_mm=(0.05, 0.13))),
        Sometimes(1, partial(uneven_light, drop=(0.0, 0.15))),
        Sometimes(1, partial(tone, black=(0, 70), white=(215, 265), gamma=(0.7, 1.4))),
        Sometimes(0.25, streak),
        Sometimes(1, partial(noise, sigma=(2, 8))),
    ),
    bends=(feed_stretch, curl),
    lid=(20, 255), margin_mm=8, turn_deg=5, shift_mm=3, scale=(0.97, 1.02), aspect=0.01,
    upside_down=0.1, jpeg_quality=(45, 85),
)  # fmt: skip
BILEVEL = Scanner(
    paper=_WORN_PAPER,
    sensor=(
        Sometimes(1, partial(blur, sigma_mm=(0.04, 0.08))),
        Sometimes(0.2, streak),
        Sometimes(1, partial(noise, sigma=(3, 10))),
        Sometimes(1, black_and_white),
    ),
    turn_deg=2, shift_mm=2, scale=(0.98, 1.01), aspect=0.005, upside_down=0.05,
)  # fmt: skip
PHONE = Scanner(
    paper=(Sometimes(0.3, fold), Sometimes(0.15, stain)),
    sensor=(
        Sometimes(1, partial(blur, sigma_mm=(0.06, 0.14))),
        Sometimes(1, partial(uneven_light, drop=(0.1, 0.45))),
        Sometimes(0.4, hand_shadow),
        Sometimes(1, partial(tone, black=(10, 50), white=(200, 255), gamma=(0.8, 1.3))),
        Sometimes(1, partial(noise, sigma=(2, 7))),
    ),
    bends=(curl,),
    lid=(40, 170), turn_deg=4, shift_mm=4, scale=(0.84, 0.93), tilt=0.05, upside_down=0.05,
    jpeg_quality=(60, 90),
)  # fmt: skip

PROFILES = {
    profile.name: profile
    for profile in (
        Profile("office", pencil_share=0.04, scanners=(FEEDER,)),
        Profile("hard", pencil_share=0.3, scanners=(WORN_FEEDER, WORN_FEEDER, BILEVEL, PHONE)),
        Profile("bilevel", pencil_share=0.04, scanners=(BILEVEL,)),
        Profile("photo", pencil_share=0.1, scanners=(PHONE,)),
    )
}
