"""A page's measurements go into one short text and come back."""

from hypothesis import given
from hypothesis import strategies as st

from store.page_body import page_body, read_boxes, write_boxes
from survey.reading import BoxMeasure, Outcome, PageReading, Reason, Status
from tests.store.surveys import measured_box, read_page, source_of

SHARES = st.integers(0, 20_000).map(lambda ten_thousandths: ten_thousandths / 10_000)
NAMES = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
MEASURES = [SHARES] * (len(BoxMeasure._fields) - 2)
BOXES = st.builds(BoxMeasure, NAMES, NAMES, *MEASURES)


@given(st.lists(BOXES).map(tuple))
def test_measurements_come_back(boxes: tuple[BoxMeasure, ...]) -> None:
    assert read_boxes(write_boxes(boxes)) == boxes


def test_measurements_of_earlier_rules_still_read() -> None:
    """They had one measure less, and those before them another one, and so on."""
    box = measured_box("q1")._replace(length_mm=0.0, number_crossed=0.0, struck=0.0)
    rules_17 = write_boxes((box,)).rpartition(" ")[0]
    assert read_boxes(rules_17) == (box,)
    rules_16 = rules_17.rpartition(" ")[0]
    assert read_boxes(rules_16) == (box,)
    rules_14 = rules_16.rpartition(" ")[0]
    assert read_boxes(rules_14) == (box,)
    rules_11 = rules_14.rpartition(" ")[0]
    assert read_boxes(rules_11) == (box._replace(broad=0.0),)


def test_measurements_are_short() -> None:
    assert write_boxes((measured_box("q1"),)).startswith("q1 5 1250 2500 3750")


def test_body_of_a_read_page() -> None:
    body = page_body(source_of("a.jpg"), read_page("aa11", Status.ANSWERED, Status.FLAGGED))
    assert body["outcome"] == "read"
    assert body["reason"] == ""
    assert body["questions"] == [
        ["q1", "answered", "5", None],
        ["q2", "flagged", None, "faint-mark"],
    ]


def test_body_of_a_rejected_page() -> None:
    body = page_body(source_of("a.jpg", 7), PageReading(Outcome.REJECTED, Reason.NO_CODE), "torn")
    assert (body["source_page"], body["reason"], body["detail"]) == (7, "no-code", "torn")
    assert (body["questions"], body["boxes"]) == ([], "")
