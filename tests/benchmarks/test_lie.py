"""Where a page lies in its scan: the map that judges registration must itself be exact."""

import cv2
import numpy as np
import pytest

from benchmarks.lie import choose_lie
from benchmarks.optics import kinked, lifted_corner, page_wave, stretched_feed
from benchmarks.paper import PX_PER_MM
from scans.defects import Bed
from scans.scanner import Bend, Scanner, curl

A4_MM = (210.0, 297.0)
SPOTS_MM = np.array([[x, y] for x in (25.0, 105.0, 185.0) for y in (30.0, 150.0, 265.0)])


def spotted_page() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """White paper with a black disc of 2 mm at every spot."""
    page = np.full([round(length * PX_PER_MM) for length in A4_MM[::-1]], 255, np.uint8)
    for x, y in np.rint((SPOTS_MM * PX_PER_MM - 0.5) * 16).astype(int).tolist():
        cv2.circle(page, (x, y), round(PX_PER_MM * 16), 0, -1, cv2.LINE_AA, 4)
    return page


@pytest.mark.parametrize("bend", [None, curl, page_wave, stretched_feed, kinked, lifted_corner])
@pytest.mark.parametrize("dpi", [100, 300])
def test_spots_lie_where_the_map_says(bend: Bend | None, dpi: int) -> None:
    rng = np.random.default_rng(5)
    scanner = Scanner((), (), bends=(bend,) if bend else (), margin_mm=10, turn_deg=5, tilt=0.02)
    lie = choose_lie(scanner, A4_MM, Bed(dpi, 255), rng)

    ink = 255.0 - lie.lay(spotted_page(), 255)
    reach = round(1.6 * dpi / 25.4)
    for x, y in lie.to_px(SPOTS_MM):
        left, top = int(x) - reach, int(y) - reach
        patch = ink[top : top + 2 * reach, left : left + 2 * reach]
        rows, columns = np.indices(patch.shape) + 0.5
        found_x = left + (columns * patch).sum() / patch.sum()
        found_y = top + (rows * patch).sum() / patch.sum()
        assert np.hypot(found_x - x, found_y - y) * 25.4 / dpi < 0.04


def test_many_points_keep_their_shape() -> None:
    lie = choose_lie(Scanner((), (), bends=(curl,)), A4_MM, Bed(200, 255), np.random.default_rng(1))
    grid = np.stack(np.meshgrid([10.0, 50.0, 90.0], [20.0, 60.0]), axis=-1)
    assert lie.to_px(grid).shape == (2, 3, 2)
    assert np.array_equal(lie.to_px(grid).reshape(-1, 2), lie.to_px(grid.reshape(-1, 2)))
