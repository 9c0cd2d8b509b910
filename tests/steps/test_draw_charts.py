"""The charts of a real counting show what its tables show."""

from steps.count import Counting
from steps.draw_charts import draw_distribution, draw_fields, draw_trend
from steps.session import open_session
from tests.office import Office


def test_each_chart_tells_the_figures_of_its_table(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        counting = Counting(session, "2021", published=True)
        told = [draw(counting).alternative for draw in (draw_distribution, draw_fields, draw_trend)]
        questions = counting.tally(("question",)).tables[0].rows
    assert "năm 2021" in told[0]
    assert all(row.label in told[0] for row in questions)
    assert "Hộ tịch" in told[1]
    assert "Đất đai" not in told[1]  # nobody answered; its table says so
    assert "tháng 10 năm 2021" in told[2]
