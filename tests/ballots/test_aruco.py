"""The corner marks are those that OpenCV draws and finds."""

import cv2
import numpy as np
import pytest

from ballots.aruco import mark_cells
from templates.machine_code import MOST_PAGES
from templates.page_draft import CORNERS

DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


@pytest.mark.parametrize("code", range(MOST_PAGES * CORNERS))
def test_a_mark_has_the_cells_that_opencv_draws(code: int) -> None:
    drawn = cv2.aruco.generateImageMarker(DICTIONARY, code, 6, borderBits=1)
    assert np.array_equal(np.array(mark_cells(code)), drawn == 0)
