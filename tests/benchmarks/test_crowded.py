import cv2
import numpy as np
import pytest

from benchmarks.accuracy import Place, Run, make_page
from benchmarks.crowded import _DRAW, Way, measure_crowded, show_crowded
from benchmarks.paper import FORM, print_paper
from benchmarks.parts import Part
from benchmarks.verdict import Verdict
from scans.pen import Image


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Image, Image]:
    place = Place(print_paper(tmp_path_factory.mktemp("paper"), sheets=2), None, None)
    run = Run("office", Part.TUNE, 2)
    upper, lower = (make_page(place, run, number).grey for number in (0, 1))
    return upper, lower


@pytest.mark.parametrize("way", Way)
def test_the_picture_is_of_both(way: Way, sheets: tuple[Image, Image]) -> None:
    upper, lower = sheets
    drawn = _DRAW[way](upper, lower, np.random.default_rng(1))
    sizes = {Way.PILE: 2.7, Way.TOGETHER: 1.0, Way.BESIDE: 2.0, Way.SLIPPED: 1.0}
    assert drawn.size / upper.size == pytest.approx(sizes[way], rel=0.1)
    part = upper[1000:1100, 900:1100]
    likeness = cv2.matchTemplate(drawn, part, cv2.TM_CCOEFF_NORMED).max()
    assert likeness > (0.4 if way is Way.PILE else 0.99)  # askew in a photo


def test_no_sheet_is_read_as_another() -> None:
    crowds = list(measure_crowded(None, 1, 3, [FORM]))
    assert [crowd.way for crowd in crowds] == [*Way]
    assert not any(crowd.questions[Verdict.MISREAD] for crowd in crowds)
    assert all(crowd.outcomes.total() == 1 for crowd in crowds)
    assert "two-sheets 1" in show_crowded(crowds)
