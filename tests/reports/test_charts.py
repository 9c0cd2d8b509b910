import io
from collections.abc import Callable
from fractions import Fraction

import pytest
from PIL import Image

from reports.charts import WIDTH_MM, ChartRow, distribution_chart, shares_chart, trend_chart
from reports.document import Picture

STEPS = ("5 Rất hài lòng", "4 Hài lòng", "3 Bình thường", "2 Không hài lòng", "1 Rất không")
ALL = (Fraction(50, 100), Fraction(30, 100), Fraction(10, 100), Fraction(6, 100), Fraction(4, 100))
GOOD = ChartRow("Câu 1", ALL, Fraction(4, 5), low=Fraction(7, 10), high=Fraction(9, 10))
PARTLY = ChartRow("Câu 2", (*ALL[:3], None, None), Fraction(4, 5))
SECRET = ChartRow("Câu 3", (None,) * 5, None, is_hidden=True)
NOBODY = ChartRow("Câu 4", (None,) * 5, None)


def distribution(*rows: ChartRow) -> Picture:
    return distribution_chart("Phân bố", rows, STEPS, 2)


def shares(*rows: ChartRow) -> Picture:
    return shares_chart("Tỷ lệ", rows)


def trend(*rows: ChartRow) -> Picture:
    return trend_chart("Qua các kỳ", rows)


def pixels(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.png)).convert("RGB")


@pytest.mark.parametrize("draw", [distribution, shares, trend])
def test_every_chart_is_grey_and_says_in_words_what_it_shows(
    draw: Callable[..., Picture],
) -> None:
    picture = draw(GOOD, PARTLY, SECRET, NOBODY)
    assert picture.width_mm == WIDTH_MM
    for told in ("Câu 1", "80,00 %", "Câu 3", "*", "không có câu trả lời"):
        assert told in picture.alternative
    red, green, blue = pixels(picture).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert picture.png == draw(GOOD, PARTLY, SECRET, NOBODY).png


def test_a_chart_is_as_high_as_its_rows_ask_for() -> None:
    assert pixels(distribution(*[GOOD] * 8)).height > pixels(distribution(GOOD, GOOD)).height


def test_what_is_hidden_is_not_drawn() -> None:
    """Two rows that differ only in hidden parts look the same."""
    other = (*ALL[:3], Fraction(9, 100), Fraction(1, 100))
    shown = [ChartRow("Câu 2", parts, Fraction(4, 5)) for parts in (ALL, other)]
    assert distribution(shown[0]).png != distribution(shown[1]).png
    assert distribution(PARTLY).png != distribution(shown[0]).png


def test_nothing_at_all_can_be_drawn_too() -> None:
    assert pixels(distribution(NOBODY)).width > 500
    assert pixels(trend_chart("Qua các kỳ", [])).width > 500
