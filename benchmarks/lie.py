"""How a page lies in its scan, known exactly: from millimetres on the paper to pixels and back.

One map for everything: turn, shift, scale, perspective (a 3 × 3 matrix), then bends (a displacement
known at the knots of a coarse grid of the scan).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.paper import PAPER_DPI, PX_PER_MM
from scans.defects import Bed
from scans.pen import Image, Points
from scans.scanner import Scanner

_GRID_PX = 16
_ROUNDS = 8  # of the fixed point that inverts a bend; each gains one to two digits

Field = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lie:
    """Where the paper lies.

    Attributes:
        matrix: from millimetres on the paper to pixels of the flat scan, counted from the corner.
        bend: per knot of a grid ``_GRID_PX`` apart over the scan, how far in pixels the flat scan's
            point shown there is away; shape (rows, columns, 2), or None when flat.
        size: width and height of the scan in pixels.
        bent_by: what bent it, empty when flat.
    """

    matrix: Field
    bend: NDArray[np.float32] | None
    size: tuple[int, int]
    bent_by: str = ""

    def to_px(self, points_mm: Points) -> Points:
        """Places of points on the paper, in pixels from the corner; shape (n, 2) or (n, m, 2)."""
        points = np.asarray(points_mm, np.float64).reshape(len(points_mm), -1, 2)
        flat = np.asarray(cv2.perspectiveTransform(points, self.matrix), np.float64)
        seen = flat
        if self.bend is not None:
            for _ in range(_ROUNDS):
                seen = flat - self._bend_at(seen)
        return np.asarray(seen.reshape(points_mm.shape))

    def _bend_at(self, points_px: Points) -> Points:
        assert self.bend is not None
        knots = (points_px / _GRID_PX + 1).astype(np.float32)
        x, y = np.ascontiguousarray(knots[..., 0]), np.ascontiguousarray(knots[..., 1])
        found = cv2.remap(self.bend, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found.reshape(points_px.shape), np.float64)

    def lay(self, page: Image, lid: int) -> Image:
        """The scan of a page of ``PAPER_DPI``."""
        to_page = _centred(np.diag([PX_PER_MM, PX_PER_MM, 1]) @ np.linalg.inv(self.matrix))
        if self.bend is None:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            laid = cv2.warpPerspective(page, to_page, self.size, flags=flags, borderValue=lid)
        else:
            x, y = self._sources(to_page)
            laid = cv2.remap(page, x, y, cv2.INTER_LINEAR, borderValue=lid)
        return np.asarray(laid, np.uint8)

    def _sources(self, to_page: Field) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """For every pixel of the scan the place on the page it shows."""
        assert self.bend is not None
        width, height = self.size
        knots = _knots(self.size) + self.bend - 0.5
        sources = cv2.perspectiveTransform(knots.astype(np.float64), to_page).astype(np.float32)
        x, y = np.meshgrid(np.arange(width), np.arange(height))
        # pixel centres are half a pixel inside, knot 1 stands on the corner of the scan
        columns = ((x + 0.5) / _GRID_PX + 1).astype(np.float32)
        rows = ((y + 0.5) / _GRID_PX + 1).astype(np.float32)
        fine = cv2.remap(sources, columns, rows, cv2.INTER_LINEAR)
        return np.ascontiguousarray(fine[..., 0]), np.ascontiguousarray(fine[..., 1])


def choose_lie(
    scanner: Scanner, page_size_mm: tuple[float, float], bed: Bed, rng: Generator
) -> Lie:
    """Lay a page on the glass as this scanner does."""
    margin = round(bed.px(scanner.margin_mm))
    width, height = (round(bed.px(length)) + 2 * margin for length in page_size_mm)
    scale = bed.dpi / PAPER_DPI * PX_PER_MM
    place = _place(scanner, page_size_mm, rng)
    inset = np.array([[scale, 0, margin], [0, scale, margin], [0, 0, 1]])
    matrix = inset @ _tilt(scanner, page_size_mm, rng) @ place
    if not scanner.bends:
        return Lie(matrix, None, (width, height))
    bend = scanner.bends[int(rng.integers(len(scanner.bends)))]
    knots_mm = (_knots((width, height)) - margin) / scale
    moved_mm = np.stack(bend(rng, knots_mm[..., 0], knots_mm[..., 1]), axis=-1)
    return Lie(matrix, np.asarray(moved_mm * scale, np.float32), (width, height), bend.__name__)


def _knots(size: tuple[int, int]) -> Field:
    """Places of the grid's knots in the scan, from one knot outside on every side."""
    columns, rows = (np.arange(-1, length // _GRID_PX + 3) * _GRID_PX for length in size)
    return np.stack(np.meshgrid(columns, rows), axis=-1).astype(np.float64)


def _centred(matrix: Field) -> Field:
    """The same map for OpenCV, which counts from the first pixel's centre, not the corner."""
    back = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    return np.asarray(back @ matrix @ np.linalg.inv(back))


def _place(scanner: Scanner, page_size_mm: tuple[float, float], rng: Generator) -> Field:
    """Turn, scale and shift about the middle of the page, in millimetres."""
    angle = np.deg2rad(rng.uniform(-scanner.turn_deg, scanner.turn_deg))
    angle += np.pi * (rng.random() < scanner.upside_down)
    scale = rng.uniform(*scanner.scale) * (1 + rng.uniform(-0.5, 0.5, 2) * scanner.aspect)
    cos, sin = np.cos(angle), np.sin(angle)
    middle = np.array(page_size_mm) / 2
    place = np.eye(3)
    place[:2, :2] = np.array([[cos, -sin], [sin, cos]]) * scale
    shift = rng.uniform(-scanner.shift_mm, scanner.shift_mm, 2)
    place[:2, 2] = middle + shift - place[:2, :2] @ middle
    return place


def _tilt(scanner: Scanner, page_size_mm: tuple[float, float], rng: Generator) -> Field:
    """The perspective of a camera not held straight: every corner drawn in a little."""
    width, height = page_size_mm
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.sign(corners.mean(axis=0) - corners) * rng.uniform(0, scanner.tilt, (4, 2)) * width
    return np.asarray(cv2.getPerspectiveTransform(corners, (corners + inwards).astype(np.float32)))
