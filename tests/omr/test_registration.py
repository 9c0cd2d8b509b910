import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.crowded import lay_over
from omr.masks import plan_masks
from omr.registration import Registration, register_page
from omr.strips import cut_strips
from tests.omr.sheet import (
    PX_PER_MM,
    about_middle,
    blank_sheet,
    layout,
    scan,
)

EVERYWHERE_MM = np.array(
    [[x, y] for x in (15.0, 60.0, 105.0, 150.0, 195.0) for y in (15.0, 80.0, 150.0, 220.0, 282.0)]
)


def turn(degrees: float, scale_x: float = 1.0, scale_y: float = 1.0) -> npt.NDArray[np.float64]:
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    rotate = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return np.asarray(rotate @ np.diag([scale_x, scale_y, 1.0]))


def largest_error_mm(found: Registration, matrix: npt.NDArray[np.float64]) -> float:
    """The largest distance anywhere on the page between where it was found and where it is."""
    centres = (EVERYWHERE_MM * PX_PER_MM - 0.5).reshape(-1, 1, 2)
    true = cv2.perspectiveTransform(centres, about_middle(matrix)).reshape(-1, 2) + 0.5
    return float(np.hypot(*(found.to_px(EVERYWHERE_MM) - true).T).max() / PX_PER_MM)


# A page turned by 5 degrees keeps its marks in the picture only when it was printed a little small.
LYING = st.one_of(
    st.tuples(st.floats(-5, 5), st.floats(0.89, 0.93)),
    st.tuples(st.floats(-0.5, 0.5), st.floats(0.93, 1.02)),
)


@settings(max_examples=25)
@given(lying=LYING, stretch=st.floats(0.99, 1.01), seed=st.integers(0, 1000))
@example(lying=(0.0, 0.9248740135423664), stretch=0.99, seed=0)  # marks where a window ends
def test_a_flat_page_is_found_within_a_fifth_of_a_millimetre(
    lying: tuple[float, float], stretch: float, seed: int
) -> None:
    degrees, scale = lying
    matrix = turn(degrees, scale, scale * stretch)
    found = register_page(scan(blank_sheet(), matrix, seed), layout().marks)
    assert found is not None
    assert largest_error_mm(found, matrix) < 0.2


@pytest.mark.parametrize("lost", range(4))
@pytest.mark.parametrize("degrees", [0.0, 4.0])
def test_any_one_mark_may_be_lost(lost: int, degrees: float) -> None:
    picture = blank_sheet()
    rect = layout().pages[0].marks[lost].rect
    x, y = (round((v - 2) * PX_PER_MM) for v in (rect.x_mm, rect.y_mm))
    side = round((rect.width_mm + 4) * PX_PER_MM)
    picture[y : y + side, x : x + side] = 255
    matrix = turn(degrees, 0.97, 0.98)
    found = register_page(scan(picture, matrix), layout().marks)
    assert found is not None
    assert len(found.mark_codes) == 3
    assert largest_error_mm(found, matrix) < 0.3


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_page_may_lie_any_way_round(quarters: int) -> None:
    found = register_page(np.rot90(scan(blank_sheet()), quarters).copy(), layout().marks)
    assert found is not None
    assert found.fit_mm < 0.2


def test_a_copier_may_thicken_or_thin_all_print() -> None:
    side = np.ones((5, 5), np.uint8)  # a quarter of a millimetre on every side
    for copied in (cv2.erode(blank_sheet(), side), cv2.dilate(blank_sheet(), side)):
        found = register_page(scan(copied.astype(np.uint8)), layout().marks)
        assert found is not None
        assert len(found.mark_codes) >= 3


def test_the_paper_may_be_cut_off_close_to_the_marks() -> None:
    picture = blank_sheet()
    first, last = (layout().pages[0].marks[i].rect for i in (0, 2))
    top, left = (round(v * PX_PER_MM) - 2 for v in (first.y_mm, first.x_mm))
    far = (last.y_mm + last.height_mm, last.x_mm + last.width_mm)
    bottom, right = (round(v * PX_PER_MM) + 2 for v in far)
    found = register_page(scan(picture[top:bottom, left:right]), layout().marks)
    assert found is not None
    assert len(found.mark_codes) == 4


def test_a_mark_out_of_place_is_left_out() -> None:
    picture = blank_sheet()
    side = round(14 * PX_PER_MM)
    picture[60:side, 60:side] = np.roll(picture[60:side, 60:side], (12, 18), axis=(0, 1))
    found = register_page(scan(picture), layout().marks)
    assert found is not None
    assert found.mark_codes == (1, 2, 3)


@pytest.mark.parametrize("turn_deg", [0.0, 2.0])
@pytest.mark.parametrize(("right_mm", "down_mm"), [(0, 30), (0, -45), (35, 0), (-25, 60), (40, 40)])
def test_a_sheet_that_looks_out_from_under_another_moves_nothing(
    right_mm: float, down_mm: float, turn_deg: float
) -> None:
    sheets = (blank_sheet(), blank_sheet())
    alone = register_page(scan(lay_over(*sheets, (0, 0), 0, 110)), layout().marks)
    pile = scan(lay_over(*sheets, (right_mm, down_mm), turn_deg, 110))
    found = register_page(pile, layout().marks)
    assert alone is not None
    assert found is not None
    assert found.is_whole
    assert not found.two_sheets
    moved_px = found.to_px(EVERYWHERE_MM) - alone.to_px(EVERYWHERE_MM)
    assert np.hypot(*moved_px.T).max() / PX_PER_MM < 0.2


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("lost", [None, *range(4)])
def test_two_sheets_beside_each_other_are_not_mixed(axis: int, lost: int | None) -> None:
    first = blank_sheet()
    if lost is not None:
        rect = layout().pages[0].marks[lost].rect
        x, y = (round((v - 2) * PX_PER_MM) for v in (rect.x_mm, rect.y_mm))
        first[y : y + 100, x : x + 100] = 255
    found = register_page(scan(np.concatenate([first, blank_sheet()], axis)), layout().marks)
    assert found is not None
    assert found.two_sheets


def test_a_picture_full_of_marks_comes_to_an_end() -> None:
    rect = layout().pages[0].marks[0].rect.grown(2)
    x, y, side = (round(v * PX_PER_MM) for v in (rect.x_mm, rect.y_mm, rect.width_mm))
    tile = blank_sheet()[y : y + side, x : x + side]
    found = register_page(scan(np.tile(tile, (20, 14))), layout().marks)
    assert found is None  # all of one corner


def test_marks_of_two_sheets_are_told_by_their_size() -> None:
    """Where each sheet hides two marks of the other, distances say so."""
    one, gap = blank_sheet(), round(30 * PX_PER_MM)
    middle = one.shape[0] // 2
    longer = np.concatenate(
        [one[:middle], np.full((gap, one.shape[1]), 255, np.uint8), one[middle:]]
    )
    found = register_page(scan(longer), layout().marks)
    assert found is not None
    assert found.stretch > 0.05


def test_a_page_without_marks_is_not_found() -> None:
    assert register_page(scan(np.full((2339, 1654), 255, np.uint8)), layout().marks) is None


def test_a_bent_page_is_followed_by_its_own_boxes() -> None:
    """A page that curls by 3 mm between its marks: the boxes are found within 0.4 mm."""
    flat = scan(blank_sheet())
    height, width = flat.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    curl_px = 3.0 * PX_PER_MM * np.sin(np.pi * (y - 80) / (height - 160))
    bent = cv2.remap(
        flat, x + curl_px.astype(np.float32), y, cv2.INTER_LINEAR, borderValue=(238.0,)
    )
    registration = register_page(bent.astype(np.uint8), layout().marks)
    assert registration is not None
    masks = plan_masks(layout().pages[0])
    strips = cut_strips(bent.astype(np.uint8), registration, masks)
    centres = np.array([b.rect.center_mm for b in layout().pages[0].boxes])
    found = registration.to_px(centres + strips.shifts_mm)
    true = centres * PX_PER_MM
    for _ in range(5):  # a point of the flat page lies where the bend brings it from
        rows = true[:, 1]
        true[:, 0] = centres[:, 0] * PX_PER_MM - 3.0 * PX_PER_MM * np.sin(
            np.pi * (rows - 80) / (height - 160)
        )
    assert np.hypot(*(found - true).T).max() / PX_PER_MM < 0.4
    assert strips.sides.mean(axis=2).min() > 0.3 * 255
