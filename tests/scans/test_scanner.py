"""Scans repeat from a seed, every defect does its work, and the warp puts things where it says."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from scans import defects
from scans.defects import Bed
from scans.pen import Image
from scans.scanner import (
    FEEDER,
    PROFILES,
    Bend,
    Defect,
    Profile,
    Scanner,
    curl,
    feed_stretch,
    scan_page,
)

DPI = 60
SIZE = (702, 496)  # A4
FLAT = Scanner(
    paper=(), sensor=(), turn_deg=0, shift_mm=0, scale=(1, 1), aspect=0, jpeg_quality=(90, 90)
)


def page(seed: int = 0) -> Image:
    """White with a few grey blocks, so that every defect has something to act on."""
    image = np.full(SIZE, 255, np.uint8)
    for top, left in np.random.default_rng(seed).integers(40, 440, (30, 2)):
        image[top : top + 12, left : left + 12] = 60
    return image


def profile(scanner: Scanner) -> Profile:
    return Profile("test", 0, (scanner,))


def scan(scanner: Scanner, seed: int = 0, image: Image | None = None) -> Image:
    rng = np.random.default_rng(seed)
    return scan_page(page() if image is None else image, profile(scanner), DPI, rng).image


@pytest.mark.parametrize("name", PROFILES)
def test_the_same_seed_gives_the_same_scan(name: str) -> None:
    first, again, other = (
        scan_page(page(), PROFILES[name], DPI, np.random.default_rng(seed)) for seed in (7, 7, 8)
    )
    assert first.image.dtype == np.uint8
    assert first.jpeg_quality == again.jpeg_quality
    assert (first.image == again.image).all()
    assert first.image.shape != other.image.shape or (first.image != other.image).any()


def test_a_perfect_scanner_changes_nothing() -> None:
    assert (scan(FLAT) == page()).all()


def flat_bend(
    rng: np.random.Generator, x_mm: defects.Field, y_mm: defects.Field
) -> tuple[defects.Field, defects.Field]:
    return np.zeros_like(x_mm), np.zeros_like(y_mm)


def test_a_bend_of_nothing_changes_nothing() -> None:
    difference = scan(replace(FLAT, bends=(flat_bend,))).astype(int) - page()
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("bend", [curl, feed_stretch])
def test_bends_move_the_page_by_millimetres(bend: Bend) -> None:
    x_mm, y_mm = np.meshgrid(np.arange(210.0), np.arange(297.0))
    for seed in range(20):
        moved = np.hypot(*bend(np.random.default_rng(seed), x_mm, y_mm))
        assert 0.1 < moved.max() < 3


def find_blob(image: Image) -> tuple[float, float]:
    y, x = np.nonzero(image < 128)
    return float(x.mean()), float(y.mean())


def test_upside_down_and_margin_are_exact() -> None:
    image = np.full(SIZE, 255, np.uint8)
    image[100:110, 50:60] = 0
    turned = scan(replace(FLAT, upside_down=1.0), image=image)
    assert find_blob(turned) == pytest.approx((496 - 54.5, 702 - 104.5), abs=0.6)
    framed = scan(replace(FLAT, margin_mm=25.4, lid=(200, 200)), image=image)
    assert framed.shape == (702 + 120, 496 + 120)
    assert find_blob(framed) == pytest.approx((54.5 + 60, 104.5 + 60), abs=0.1)
    assert framed[0, 0] == 200


def test_an_office_scan_moves_the_page_a_little() -> None:
    image = np.full(SIZE, 255, np.uint8)
    image[346:356, 243:253] = 0
    for seed in range(10):
        x, y = find_blob(scan(FEEDER, seed, image))
        assert np.hypot(x - 247.5, y - 350.5) * 25.4 / DPI < 2.9


def test_black_and_white_has_no_grey() -> None:
    image = scan_page(page(), PROFILES["bilevel"], DPI, np.random.default_rng(1)).image
    assert set(np.unique(image)) == {0, 255}


DEFECTS = [
    defects.show_through,
    defects.stain,
    defects.fold,
    defects.punch_holes,
    defects.staple,
    defects.torn_corner,
    defects.streak,
    defects.hand_shadow,
    defects.black_and_white,
    partial(defects.blur, sigma_mm=(0.2, 0.3)),
    partial(defects.uneven_light, drop=(0.1, 0.2)),
    partial(defects.tone, black=(20, 30), white=(220, 230), gamma=(1, 1)),
    partial(defects.noise, sigma=(3, 4)),
]


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_changes_a_copy_of_the_page(defect: Defect) -> None:
    for seed in range(12):
        image = page()
        changed = defect(image, Bed(DPI, 30), np.random.default_rng(seed))
        assert changed.shape == image.shape
        assert changed.dtype == np.uint8
        assert (changed != image).any()
        assert (image == page()).all()


def test_stains_may_hang_over_the_edge() -> None:
    small = np.full((30, 20), 255, np.uint8)
    for seed in range(30):
        assert defects.stain(small, Bed(DPI, 255), np.random.default_rng(seed)).shape == (30, 20)


def test_noise_has_the_strength_asked_for() -> None:
    grey = np.full((400, 400), 128, np.uint8)
    noisy = defects.noise(grey, Bed(DPI, 255), np.random.default_rng(0), sigma=(5, 5))
    assert noisy.std() == pytest.approx(5, abs=0.3)
    assert noisy.mean() == pytest.approx(128, abs=0.2)


def test_holes_and_torn_corners_show_the_lid() -> None:
    bed = Bed(DPI, 77)
    rng = np.random.default_rng(0)
    punched = defects.punch_holes(page(), bed, rng)
    assert (punched[:, :60] == 77).sum() > 2 * 80
    corners = [defects.torn_corner(page(), bed, np.random.default_rng(s)) for s in range(20)]
    assert all((torn == 77).sum() > 200 for torn in corners)
    assert len({tuple(torn[[0, 0, -1, -1], [0, -1, 0, -1]] == 77) for torn in corners}) == 4
