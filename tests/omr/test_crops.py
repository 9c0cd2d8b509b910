"""What people are shown of a page: a question between its neighbours, the line, the whole page."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from omr.crops import cut_line, cut_question, lay_upright
from omr.picture import Grey
from omr.registration import Registration, register_page
from tests.omr.sheet import blank_sheet, box, layout, mark, scan

PAGE = layout().pages[0]
BAR = (20, 84, 150)


def opened(jpeg: bytes) -> npt.NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, dtype=np.uint8)


def registered(grey: Grey) -> Registration:
    registration = register_page(grey, layout().marks)
    assert registration is not None
    return registration


@pytest.fixture(scope="module")
def grey() -> Grey:
    sheet = blank_sheet()
    mark(sheet, {"q1": "5", "q2": "3", "q3": "1"}, seed=4)
    return scan(np.rot90(sheet, 2).copy())


def band(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """The rows that the bar at the left edge points at."""
    near = np.abs(picture[:, 3, ::-1].astype(int) - BAR).max(axis=1) < 40
    return np.asarray(near)


@pytest.mark.parametrize("question", ["q1", "q2", "q8"])
def test_a_question_is_shown_upright_with_its_neighbours_pale(grey: Grey, question: str) -> None:
    picture = opened(cut_question(grey, registered(grey), PAGE, question))
    is_band = band(picture)
    assert 0.2 < is_band.mean() < 0.7
    inner = picture[:, 200:-200].min(axis=2)
    assert np.percentile(inner[is_band], 0.5) < 80
    assert np.percentile(inner[~is_band], 0.5) > 90


def test_the_boxes_of_the_neighbours_are_whole(grey: Grey) -> None:
    picture = opened(cut_question(grey, registered(grey), PAGE, "q2"))
    px_per_mm = picture.shape[1] / 186.0
    top_mm, bottom_mm = box("q1", "5").rect.y_mm, box("q3", "5").rect.y_mm + 5.4
    assert picture.shape[0] / px_per_mm > bottom_mm - top_mm


def test_the_line_is_where_the_procedure_is_written(grey: Grey) -> None:
    picture = opened(cut_line(grey, registered(grey), PAGE.text_areas[0]))
    assert picture.shape[1] > 4 * picture.shape[0]


def test_the_whole_page_is_laid_upright(grey: Grey) -> None:
    picture = opened(lay_upright(grey, registered(grey), layout().page_size_mm))
    height, width = picture.shape[:2]
    assert height / width == pytest.approx(297 / 210, abs=0.01)
    code = PAGE.code
    x, y = (round(v * width / 210) for v in code.center_mm)
    half = round(code.width_mm / 2 * width / 210)
    assert picture[y - half : y + half, x - half : x + half].mean() < 190


def test_a_page_without_marks_is_shown_as_it_came() -> None:
    picture = opened(lay_upright(np.full((400, 300), 200, np.uint8), None, (210.0, 297.0)))
    assert picture.shape[:2] == (400, 300)
    large = lay_upright(np.full((8000, 6000), 200, np.uint8), None, (210.0, 297.0))
    assert opened(large).shape[:2] == (3000, 2250)
