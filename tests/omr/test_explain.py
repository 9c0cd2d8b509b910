import numpy as np
import numpy.typing as npt

from omr.explain import explain_page
from omr.reader import read_page
from omr.strip_px import PX_PER_MM
from tests.omr.sheet import blank_sheet, box, forms, mark, scan

GREEN = (20, 130, 60)
ORANGE = (225, 125, 0)


def frame_colour(picture: npt.NDArray[np.uint8], question: str, choice: str) -> tuple[int, ...]:
    """The colour of the frame drawn around a box."""
    rect = box(question, choice).rect
    x, y = (round(v * PX_PER_MM) for v in (rect.x_mm - 1.3, rect.center_mm[1]))
    return tuple(int(v) for v in picture[y, x])


def test_the_chosen_box_is_framed_and_the_doubtful_question_too() -> None:
    sheet = blank_sheet()
    mark(sheet, {"q1": "4", "q2": "53", "q3": "1", "q4": "5", "q5": "5"}, seed=3)
    grey = scan(sheet)
    picture = np.asarray(explain_page(grey, read_page(grey, forms(), is_bilevel=False), forms()))
    assert frame_colour(picture, "q1", "4") == GREEN
    assert frame_colour(picture, "q3", "1") == GREEN
    assert frame_colour(picture, "q2", "5") == frame_colour(picture, "q2", "1") == ORANGE
    red = (picture == (205, 30, 60)).all(axis=2)
    rect = box("q1", "4").rect
    x, y, side = (round(v * PX_PER_MM) for v in (rect.x_mm, rect.y_mm, rect.width_mm))
    assert red[y : y + side, x : x + side].any()


def test_a_page_that_was_not_read_is_shown_with_its_reason() -> None:
    grey = scan(np.full((2339, 1654), 200, np.uint8))
    picture = explain_page(grey, read_page(grey, forms(), is_bilevel=False), forms())
    assert max(picture.size) <= 1240
