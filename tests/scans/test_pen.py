"""Marks land where they should, only darken, and look like the pen that made them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.pen import Image, Pen, Writer, choose_pen, choose_writer, draw_mark
from templates.layout import Rect

DPI = 100
PAPER_MM = 45.0
BOX = Rect(20, 20, 5, 5)
GEL = Pen("black-gel", 0.5, 0.95, 0.0, 0.05)
PENCIL = Pen("pencil", 0.5, 0.5, 0.8, 0.25)
FAMILIES = ("cross", "tick", "slash", "backslash", "dot", "fill", "scribble", "circle", "dash")


def paper() -> Image:
    side = round(PAPER_MM * DPI / 25.4)
    return np.full((side, side), 255, np.uint8)


def writer_of(family: str) -> Writer:
    writers = (choose_writer(np.random.default_rng(seed), 0) for seed in range(1000))
    return next(writer for writer in writers if writer.family == family)


def marked(writer: Writer, seed: int, box: Rect = BOX) -> Image:
    rng = np.random.default_rng(seed)
    image = paper()
    draw_mark(image, writer.mark(box, rng), writer.pen, DPI, rng)
    return image


def ink(image: Image, rect: Rect) -> float:
    """Share of light lost inside a rectangle."""
    edges = (rect.x_mm, rect.y_mm, rect.x_mm + rect.width_mm, rect.y_mm + rect.height_mm)
    left, top, right, bottom = (round(edge * DPI / 25.4) for edge in edges)
    return float((1 - image[top:bottom, left:right] / 255).mean())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_mark_stays_at_its_box(family: str) -> None:
    writer = writer_of(family)
    for seed in range(10):
        places_mm = np.argwhere(marked(writer, seed) < 250) * 25.4 / DPI
        assert len(places_mm) > 10
        assert places_mm.min() > BOX.x_mm - 5
        assert places_mm.max() < BOX.x_mm + BOX.width_mm + 5
        assert np.abs(places_mm.mean(axis=0) - BOX.center_mm[::-1]).max() < 2.5


@pytest.mark.parametrize("family", FAMILIES)
def test_ink_is_inside_the_box_but_for_a_circle_around_it(family: str) -> None:
    inner = Rect(21, 21, 3, 3)
    darkest = max(ink(marked(writer_of(family), seed), inner) for seed in range(5))
    assert (darkest > 0.05) == (family != "circle")


def test_a_fill_covers_the_box_and_a_cross_does_not() -> None:
    fill, cross = (replace(writer_of(family), pen=GEL, size=1.0) for family in ("fill", "cross"))
    assert ink(marked(fill, 0), BOX) > 0.6
    assert ink(marked(cross, 0), BOX) < 0.4


def test_blacking_out_hides_the_mark_below() -> None:
    rng = np.random.default_rng(3)
    writer = replace(writer_of("tick"), pen=GEL, bias=(0.0, 0.0))
    image = marked(writer, 3)
    before = ink(image, BOX)
    draw_mark(image, writer.black_out(BOX, rng), GEL, DPI, rng)
    assert ink(image, BOX) > max(0.6, 2 * before)


@given(seed=st.integers(0, 10_000), pencil_share=st.sampled_from([0.0, 1.0]))
@settings(max_examples=40)
def test_ink_only_darkens_and_the_same_seed_draws_the_same(seed: int, pencil_share: float) -> None:
    writer = choose_writer(np.random.default_rng(seed), pencil_share)
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, paper().shape, np.uint8)
    before = image.copy()
    draw_mark(image, writer.mark(BOX, rng), writer.pen, DPI, rng)
    assert (image <= before).all()
    assert (marked(writer, seed) == marked(writer, seed)).all()


def test_people_differ_but_one_person_is_alike() -> None:
    writers = [choose_writer(np.random.default_rng(seed), 0) for seed in range(40)]
    assert len({writer.family for writer in writers}) >= 4
    assert len({writer.pen.name for writer in writers}) >= 4
    sizes = [np.ptp(writers[0].mark(BOX, np.random.default_rng(s)).strokes[0]) for s in range(20)]
    assert np.std(sizes) < 0.25 * np.mean(sizes)


def test_pencil_is_paler_and_grainier_than_gel() -> None:
    dot = writer_of("fill")
    inner = Rect(21.5, 21.5, 2, 2)
    gel, pencil = (marked(replace(dot, pen=pen), 1) for pen in (GEL, PENCIL))
    assert ink(pencil, inner) < 0.6 * ink(gel, inner)
    covered = slice(round(21.5 * DPI / 25.4), round(23.5 * DPI / 25.4))
    assert pencil[covered, covered].std() > 10


def test_pencils_come_in_the_share_asked_for() -> None:
    rng = np.random.default_rng(0)
    pencils = sum(choose_pen(rng, 0.3).name == "pencil" for _ in range(1000))
    assert 250 < pencils < 350


@pytest.mark.parametrize("box", [Rect(-30, 20, 5, 5), Rect(-2, 43, 5, 5)])
def test_what_falls_off_the_paper_is_lost(box: Rect) -> None:
    image = marked(writer_of("cross"), 0, box)
    assert (image < 255).any() == (box.x_mm > -5)
