from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.crowded import RIM_PX, lay_over
from omr.reader import know_forms, read_page
from survey.reading import Outcome, PageReading, Reason, Status
from templates.layout import Rect
from tests.omr.sheet import (
    PX_PER_MM,
    Grey,
    blank_sheet,
    box,
    forms,
    layout,
    line,
    mark,
    scan,
)
from tests.omr.test_registration import turn

NUMBER_MM = 5.8
"""From the middle of a box to that of its number."""
ANSWERS = dict(zip([f"q{i}" for i in range(1, 9)], "54321545", strict=True))


def read(picture: Grey, *, is_bilevel: bool = False) -> PageReading:
    return read_page(picture, forms(), is_bilevel=is_bilevel)


def answers_of(reading: PageReading) -> dict[str, str]:
    """Certain answers by question; «-» for a certain blank, «?» for a flag."""
    said = {Status.BLANK: "-", Status.FLAGGED: "?"}
    return {q.question: q.choice or said[q.status] for q in reading.questions}


@settings(max_examples=30)
@given(
    choices=st.lists(st.sampled_from(["5", "4", "3", "2", "1"]), min_size=8, max_size=8),
    seed=st.integers(0, 10_000),
    degrees=st.floats(-2, 2),
    scale=st.floats(0.94, 1.01),
)
def test_print_mark_scan_read_round_trip(
    choices: list[str], seed: int, degrees: float, scale: float
) -> None:
    """No answer is ever misread, whoever marks; nearly all are certain."""
    answers = dict(zip(ANSWERS, choices, strict=True))
    picture = blank_sheet()
    mark(picture, answers, seed)
    said = answers_of(read(scan(picture, turn(degrees, scale, scale), seed)))
    assert {q: c for q, c in said.items() if c != "?" and c != answers[q]} == {}
    assert list(said.values()).count("?") <= 2


@pytest.mark.parametrize("choice", ["5", "3", "1"])
def test_a_mark_on_a_number_is_no_blank(choice: str) -> None:
    picture = blank_sheet()
    mark(picture, {q: c for q, c in ANSWERS.items() if q != "q4"}, 3)
    x, y = box("q4", choice).rect.center_mm
    line(picture, (x + 4.8, y - 1.2), (x + 6.4, y + 1.2), 70)
    line(picture, (x + 6.4, y - 1.2), (x + 4.8, y + 1.2), 70)
    said = answers_of(read(scan(picture)))
    assert said.pop("q4") == "?"
    assert said == {q: c for q, c in ANSWERS.items() if q != "q4"}


@pytest.mark.parametrize("grey", [70, 120, 150])
@pytest.mark.parametrize("width_mm", [0.3, 0.4])
@pytest.mark.parametrize("side", ["left", "right", "upper", "lower"])
def test_a_mark_that_the_outline_hides_is_no_blank(side: str, width_mm: float, grey: int) -> None:
    """Four dashes along the print, between four marks, however little of them shows."""
    picture = blank_sheet()
    dashed = dict(zip(("q2", "q4", "q6", "q8"), "4213", strict=True))
    rest = {question: choice for question, choice in ANSWERS.items() if question not in dashed}
    mark(picture, rest, 3)
    added_mm2 = {}
    for (question, choice), beside_mm in zip(dashed.items(), (-0.2, -0.1, 0.1, 0.2), strict=True):
        dash = np.full_like(picture, 255)
        rect = box(question, choice).rect
        off = (rect.width_mm / 2 + beside_mm) * (1 if side in ("right", "lower") else -1)
        x, y = rect.center_mm
        if side in ("left", "right"):
            line(dash, (x + off, y - 1.5), (x + off, y + 1.5), grey, width_mm)
        else:
            line(dash, (x - 1.5, y + off), (x + 1.5, y + off), grey, width_mm)
        added_mm2[question] = float(cv2.subtract(picture, dash).sum()) / 255 / PX_PER_MM**2
        picture = np.minimum(picture, dash)
    said = answers_of(read(scan(picture)))
    assert {question: said[question] for question in rest} == rest
    for question, choice in dashed.items():
        assert said[question] in ("?", choice) or added_mm2[question] < 0.15


@pytest.mark.parametrize("second", ["beside", "grazing", "along", "on its number"])
def test_a_second_mark_that_hardly_touches_its_box_is_asked_about(second: str) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 3)
    for question, choice in (("q2", "5"), ("q6", "1")):
        assert ANSWERS[question] != choice
        x, y = box(question, choice).rect.center_mm
        edge = x - box(question, choice).rect.width_mm / 2
        ends = {
            "beside": ((edge - 1.6, y - 1.5), (edge - 0.8, y + 1.5)),
            "grazing": ((edge - 1.5, y - 1.5), (edge + 0.2, y + 1.0)),
            "along": ((edge + 0.2, y - 1.5), (edge + 0.2, y + 1.5)),
            "on its number": ((x + 4.8, y + 1.4), (x + 6.4, y - 1.4)),
        }
        line(picture, *ends[second], 70, 0.4)
    said = answers_of(read(scan(picture)))
    assert said == ANSWERS | {"q2": "?", "q6": "?"}


@pytest.mark.parametrize("tilt_mm", [-1.2, 0.0, 1.2])
@pytest.mark.parametrize("width_mm", [0.3, 0.6])
def test_a_question_struck_out_is_asked_about(tilt_mm: float, width_mm: float) -> None:
    """A ruler's line through all boxes of two questions, one answered and one not."""
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    for question in ("q3", "q7"):
        (left, y), (right, _) = (box(question, end).rect.center_mm for end in "51")
        line(picture, (left - 6, y - tilt_mm), (right + 6, y + tilt_mm), 70, width_mm)
    said = answers_of(read(scan(picture)))
    assert (said.pop("q3"), said.pop("q7")) == ("?", "?")
    assert all(read in (ANSWERS[question], "?") for question, read in said.items())


@pytest.mark.parametrize("width_mm", [0.3, 0.6])
@pytest.mark.parametrize("far", [False, True], ids=["ends in the box", "passes"])
def test_the_tail_of_another_rows_mark_is_no_answer(far: bool, width_mm: float) -> None:
    """Where the form prints a line between its rows, the tail crosses that first."""
    form, ticked = "sipas-19-cau", {f"q{n}": "4" for n in (15, 16, 18, 19, 20, 21, 22)}
    picture = blank_sheet(form)
    for question, choice in ticked.items():
        x, y = box(question, choice, form).rect.center_mm
        line(picture, (x - 1.5, y - 0.5), (x, y + 1.5), 70, width_mm)
        line(picture, (x, y + 1.5), (x + 2, y - 2), 70, width_mm)
    x, y = box("q18", "4", form).rect.center_mm
    above_x, above_y = box("q17", "5", form).rect.center_mm
    reach = 1.6 if far else 1.05
    end = (x + (above_x - x) * reach, y + (above_y - y) * reach)
    line(picture, (x, y + 1.5), end, 70, width_mm)
    said = answers_of(read_page(scan(picture), forms(form), is_bilevel=False))
    assert said.pop("q17") == "?"
    assert all(read in (ticked.get(question, "-"), "?") for question, read in said.items())


@pytest.mark.parametrize("off_mm", [(1.8, 1.8), (-2.5, 0.5), (0.0, 3.0)])
def test_a_hole_punched_beside_a_box_is_no_mark(off_mm: tuple[float, float]) -> None:
    """The black of the scanner's lid shows through it."""
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    x, y = (at + off for at, off in zip(box("q7", "2").rect.center_mm, off_mm, strict=True))
    cv2.circle(picture, (round(x * PX_PER_MM), round(y * PX_PER_MM)), round(3 * PX_PER_MM), 20, -1)
    said = answers_of(read(scan(picture)))
    assert said == ANSWERS | {"q7": "?"}


@pytest.mark.parametrize("across_mm", [5.5, 6.0, 6.5])
@pytest.mark.parametrize("off_mm", [0.0, 0.8])
def test_a_hole_punched_right_through_a_box_is_no_mark(off_mm: float, across_mm: float) -> None:
    """It hides the outline as a filled box does, but hardly any pen fills one so round and even."""
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    x, y = box("q7", "2").rect.center_mm
    at = round((x + off_mm) * PX_PER_MM), round((y - off_mm) * PX_PER_MM)
    cv2.circle(picture, at, round(across_mm / 2 * PX_PER_MM), 20, -1)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q7": "?"}


def test_a_filled_box_is_no_hole() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    x, y = box("q7", "2").rect.center_mm
    for n in range(14):
        line(picture, (x - 2.4, y - 2.4 + n * 0.37), (x + 2.4, y - 2.2 + n * 0.37), 60, 0.5)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q7": "2"}


def test_a_box_filled_as_round_as_a_hole_is_uneven() -> None:
    """A pen leaves it darker where its strokes cross; a hole shows one black."""
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    x, y = box("q7", "2").rect.center_mm
    at = round(x * PX_PER_MM), round(y * PX_PER_MM)
    cv2.circle(picture, at, round(3.0 * PX_PER_MM), 110, -1)
    for n in range(-2, 3):
        line(picture, (x - 1.8, y + 0.8 * n), (x + 1.8, y + 0.8 * n), 40, 0.3)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q7": "2"}


@pytest.mark.parametrize("hair", [60, 90, 120])
@pytest.mark.parametrize("pen", [110, 140])
def test_a_hair_on_the_glass_never_answers_a_blank_question(pen: int, hair: int) -> None:
    """It is as dark as a light pen, but thinner."""
    picture = blank_sheet()
    for question, choice in ANSWERS.items():
        x, y = box(question, choice).rect.center_mm
        if question != "q7":
            line(picture, (x - 1.5, y - 0.5), (x, y + 1.5), pen, 0.4)
            line(picture, (x, y + 1.5), (x + 2, y - 2), pen, 0.4)
    x, y = box("q7", "2").rect.center_mm
    line(picture, (x - 6, y + 2.5), (x + 1, y - 0.5), hair, 0.1)
    line(picture, (x + 1, y - 0.5), (x + 5, y - 4), hair, 0.1)
    assert answers_of(read(scan(picture)))["q7"] == "?"


def dot(picture: Grey, x_mm: float, y_mm: float, across_mm: float) -> None:
    at = round(x_mm * PX_PER_MM), round(y_mm * PX_PER_MM)
    cv2.circle(picture, at, round(across_mm / 2 * PX_PER_MM), 20, -1)


@pytest.mark.parametrize("across_mm", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("others", [0, 5])
def test_a_dot_never_answers_a_blank_question(across_mm: float, others: int) -> None:
    """Toner or dust on the glass, on a page that shows more of it and on one that does not."""
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q7": ""}, 3)
    for n in range(others):
        x, y = box(f"q{n + 1}", "2").rect.center_mm
        dot(picture, x - 5, y + 4.5, across_mm)
    dot(picture, *box("q7", "4").rect.center_mm, across_mm)
    said = answers_of(read(scan(picture)))
    assert said == ANSWERS | {"q7": "?"}


def test_a_copiers_dots_beside_marks_need_no_explanation() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 3)
    for question, choice in ANSWERS.items():
        empty = [other for other in "54321" if other != choice]
        x, y = box(question, empty[0]).rect.center_mm
        dot(picture, x + 0.8, y - 0.5, 0.5)
        x, y = box(question, empty[1]).rect.center_mm
        dot(picture, x - 4, y + 4.5, 0.6)
    assert answers_of(read(scan(picture))) == ANSWERS


def test_one_dot_in_another_box_is_asked_about_on_a_clean_page() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 3)
    dot(picture, *box("q3", "5").rect.center_mm, 0.6)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q3": "?"}


def test_the_code_says_sheet_page_and_procedure() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 3)
    reading = read(scan(picture))
    assert (reading.outcome, reading.procedure) == (Outcome.READ, "2.000815")
    assert (len(reading.sheet), reading.sheet_page) == (12, 1)
    assert reading.fingerprint == layout().fingerprint
    assert len(reading.boxes) == 40


def test_two_marks_and_none() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q2": "42", "q5": ""}, 4)
    said = answers_of(read(scan(picture)))
    assert said == ANSWERS | {"q2": "?", "q5": "-"}


def test_a_streak_down_the_page_is_no_mark() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q3": ""}, 5)
    x_mm = box("q1", "3").rect.center_mm[0]
    line(picture, (x_mm - 1, 0), (x_mm + 1, 297), 120)
    said = answers_of(read(scan(picture)))
    assert said["q3"] in "-?"
    assert {q: c for q, c in said.items() if c not in ("?", (ANSWERS | {"q3": "-"})[q])} == {}
    assert list(said.values()).count("?") <= 3


def test_a_streak_over_half_the_page_is_taken_out() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 5)
    x_mm = box("q1", "1").rect.center_mm[0] - 7
    line(picture, (x_mm, 90), (x_mm + 0.5, 190), 120)
    assert answers_of(read(scan(picture))) == ANSWERS


@pytest.mark.parametrize("off_mm", [-0.8, 0.0, 0.8])
def test_a_streak_over_some_numbers_is_no_second_mark(off_mm: float) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 5)
    x_mm, y_mm = box("q4", "2").rect.center_mm
    x_mm += NUMBER_MM + off_mm
    line(picture, (x_mm, y_mm - 6), (x_mm + 0.5, 290), 120)
    assert answers_of(read(scan(picture))) == ANSWERS


@pytest.mark.parametrize("off_mm", [0.0, NUMBER_MM])
def test_one_line_drawn_through_a_column_is_never_a_blank(off_mm: float) -> None:
    """Somebody may answer four questions with one stroke of the ruler, boxes or numbers."""
    picture = blank_sheet()
    unmarked = dict.fromkeys(["q3", "q4", "q5", "q6"], "")
    mark(picture, ANSWERS | unmarked, 6)
    first, last = (box(q, "4").rect.center_mm for q in ("q3", "q6"))
    line(picture, (first[0] + off_mm, first[1] - 8), (last[0] + off_mm, last[1] + 8), 60)
    said = answers_of(read(scan(picture)))
    assert {said[q] for q in unmarked} <= {"?", "4"}


def test_a_soft_stain_over_another_box_leaves_the_answer_certain() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 7)
    x, y = (round(mm * PX_PER_MM) for mm in box("q1", "2").rect.center_mm)
    stain = np.zeros(picture.shape, np.float32)
    cv2.circle(stain, (x + 20, y + 16), 16, 0.4, -1)
    light = 1 - cv2.GaussianBlur(stain, (0, 0), 8)
    said = answers_of(read(scan((picture * light).astype(np.uint8))))
    assert said == ANSWERS


def test_a_fold_through_a_question_never_answers_it() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q4": ""}, 6)
    y_mm = box("q4", "5").rect.center_mm[1]
    line(picture, (0, y_mm - 1), (210, y_mm + 2), 150, width_mm=0.8)
    said = answers_of(read(scan(picture)))
    assert said["q4"] in "-?"
    assert {q: c for q, c in said.items() if q != "q4" and c not in ("?", ANSWERS[q])} == {}


def crease(
    picture: Grey, y_mm: float, tilt_mm: float, grey: int, ends_mm: tuple[float, float]
) -> None:
    """A soft level line, from here to there across the paper."""
    drawn = np.full_like(picture, 255)
    line(drawn, (ends_mm[0], y_mm - tilt_mm), (ends_mm[1], y_mm + tilt_mm), grey, 0.3)
    np.minimum(picture, cv2.GaussianBlur(drawn, (0, 0), 1.2), out=picture)


@pytest.mark.parametrize("tilt_mm", [-1.0, 0.0, 2.0])
@pytest.mark.parametrize("off_mm", [-1.5, 0.3, 2.2])
@pytest.mark.parametrize("grey", [150, 200])
def test_a_sheet_folded_through_a_row_is_still_read(
    grey: int, off_mm: float, tilt_mm: float
) -> None:
    """A ballot folded in two: the line also shows left and right, where nobody writes."""
    picture = blank_sheet()
    mark(picture, ANSWERS)
    y_mm = box("q6", "5").rect.center_mm[1] + off_mm
    crease(picture, y_mm, tilt_mm, grey, (0.0, 210.0))
    assert answers_of(read(scan(picture))) == ANSWERS


@pytest.mark.parametrize("ends_mm", [(0.0, 188.0), (22.0, 210.0), (22.0, 188.0)])
def test_a_soft_line_that_ends_on_the_print_is_asked_about(ends_mm: tuple[float, float]) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS)
    crease(picture, box("q6", "5").rect.center_mm[1], 0.0, 150, ends_mm)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q6": "?"}


@pytest.mark.parametrize("tilt_mm", [0.0, 1.5])
def test_a_row_struck_out_from_edge_to_edge_is_asked_about(tilt_mm: float) -> None:
    """What is as dark as the page's marks may be somebody's with the same pen, however long."""
    picture = blank_sheet()
    mark(picture, ANSWERS)
    y_mm = box("q6", "5").rect.center_mm[1]
    line(picture, (1.0, y_mm - tilt_mm), (209.0, y_mm + tilt_mm), 70)
    assert answers_of(read(scan(picture))) == ANSWERS | {"q6": "?"}


def test_a_fold_through_a_row_without_a_mark_is_asked_about() -> None:
    picture = blank_sheet()
    mark(picture, {q: c for q, c in ANSWERS.items() if q != "q6"})
    crease(picture, box("q6", "5").rect.center_mm[1], 0.0, 170, (0.0, 210.0))
    assert answers_of(read(scan(picture)))["q6"] == "?"


def test_what_lies_far_from_boxes_and_words_is_no_second_mark() -> None:
    """Half way between a number and the next box; nearer to the box people are asked."""
    x_mm, y_mm = box("q2", "2").rect.center_mm
    for off_mm, said in (((-6.5, -4.9), "4"), ((-3.5, -1.0), "?")):
        picture = blank_sheet()
        mark(picture, ANSWERS)
        start_mm = x_mm + off_mm[0], y_mm + off_mm[1]
        line(picture, start_mm, (start_mm[0], start_mm[1] - 1.4), 60)
        assert answers_of(read(scan(picture))) == ANSWERS | {"q2": said}


@pytest.mark.parametrize("far_mm", [2.2, 2.6, 3.0])
def test_paper_that_waves_within_a_row_still_reads(far_mm: float) -> None:
    """From the middle of the boxes to the last of them the row rises by so much."""
    picture = blank_sheet()
    mark(picture, ANSWERS)
    flat = scan(picture)
    y, x = np.mgrid[: flat.shape[0], : flat.shape[1]].astype(np.float32)
    first, last = (box("q1", choice).rect.center_mm[0] for choice in "31")
    share = np.clip((x / np.float32(PX_PER_MM) - first) / (last - first), 0, 1)
    rise_px = np.float32(far_mm * PX_PER_MM) * (1 - np.cos(np.pi * share)) / 2
    waved = cv2.remap(flat, x, y - rise_px, cv2.INTER_LINEAR, borderValue=(238.0,))
    assert answers_of(read(waved.astype(np.uint8))) == ANSWERS


@pytest.mark.parametrize("spot_mm", [3.0, 6.0, 9.0])
def test_a_stain_never_answers_a_blank_question(spot_mm: float) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q6": ""}, 7)
    x, y = (round(v * PX_PER_MM) for v in box("q6", "2").rect.center_mm)
    cv2.circle(picture, (x + 20, y), round(spot_mm * PX_PER_MM), 185, 5)
    said = answers_of(read(scan(picture)))
    assert said["q6"] in "-?"


@pytest.mark.parametrize("factor", [0.5, 0.75, 1.5, 3.0])
def test_any_resolution_from_100_to_600_dpi(factor: float) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 8)
    size = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(scan(picture), None, fx=factor, fy=factor, interpolation=size)
    said = answers_of(read(resized.astype(np.uint8)))
    assert {q: c for q, c in said.items() if c not in ("?", ANSWERS[q])} == {}
    assert list(said.values()).count("?") <= 1


def test_black_and_white_is_noticed_from_the_picture() -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS | {"q8": ""}, 9)
    bilevel = np.where(scan(picture) > 140, 255, 0).astype(np.uint8)
    assert answers_of(read(bilevel))["q8"] == "?"


@pytest.mark.parametrize("beside_mm", [-4.0, 8.6])
@pytest.mark.parametrize(("last", "said"), [("q5", "?"), ("q8", "-")])
def test_a_line_down_some_rows_may_be_somebodys_one_down_all_is_the_scanners(
    last: str, said: str, beside_mm: float
) -> None:
    """A brace that takes rows together ends between them; a streak passes all."""
    picture = blank_sheet()
    mark(picture, dict.fromkeys(("q1", "q2", "q6", "q7", "q8"), "4"), seed=3)
    first, end = (box(q, "1").rect for q in ("q1" if last == "q8" else "q3", last))
    x_mm = first.center_mm[0] + beside_mm
    reach_mm = 12.0 if last == "q8" else 4.0
    ends_mm = first.center_mm[1] - reach_mm, end.center_mm[1] + reach_mm
    line(picture, (x_mm, ends_mm[0]), (x_mm + 0.3, ends_mm[1]), 60, 0.3)
    read_as = answers_of(read(scan(picture)))
    assert {read_as[q] for q in ("q3", "q4", "q5")} == {said}
    assert {read_as[q] for q in ("q1", "q7")} == {"4"}


@pytest.mark.parametrize(("thicker_px", "answer"), [(1, "4"), (3, "?")])
def test_a_black_and_white_outline_may_be_one_pixel_thicker(thicker_px: int, answer: str) -> None:
    """More than that is as wide as a pen's line, which may be a second mark."""
    picture = blank_sheet()
    mark(picture, {f"q{i}": "4" for i in range(1, 9)}, seed=3)
    coarse = cv2.resize(scan(picture), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    bilevel = np.where(coarse > 140, 255, 0).astype(np.uint8)
    rect, per_mm = box("q2", "2").rect, 0.75 * PX_PER_MM
    top, low = round((rect.y_mm + 1) * per_mm), round((rect.y_mm + rect.height_mm) * per_mm)
    left, far = (round((rect.x_mm + rect.width_mm + beside) * per_mm) for beside in (-1, 1))
    side = np.flatnonzero((bilevel[top:low, left:far] == 0).all(axis=0)) + left
    bilevel[top:low, side[0] - 1 - np.arange(thicker_px)] = 0
    assert answers_of(read(bilevel, is_bilevel=True))["q2"] == answer


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_upside_down_and_sideways(quarters: int) -> None:
    picture = blank_sheet()
    mark(picture, ANSWERS, 10)
    assert answers_of(read(np.rot90(scan(picture), quarters).copy())) == ANSWERS


def cover(picture: Grey, rect: Rect) -> None:
    x, y, width, height = (
        round(v * PX_PER_MM) for v in (rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm)
    )
    picture[y : y + height, x : x + width] = 255


@pytest.mark.parametrize("down_mm", [22, 27, 33, 43, 55, -30, -43])
def test_sheets_drawn_in_together_are_never_mixed(down_mm: float) -> None:
    """A feeder takes two sheets, one a little later; the picture ends where the first one ends."""
    upper, lower = blank_sheet(), blank_sheet()
    mark(upper, dict.fromkeys(ANSWERS, "5"), 1)
    mark(lower, dict.fromkeys(ANSWERS, "1"), 2)
    pile = lay_over(upper, lower, (0, -down_mm), 0, 110)
    top = RIM_PX - round(down_mm * PX_PER_MM)
    reading = read(scan(pile[top : top + upper.shape[0], RIM_PX:-RIM_PX]))
    assert reading.outcome == Outcome.REJECTED
    assert reading.reason == Reason.TWO_SHEETS


def test_two_sheets_in_one_photo_are_told() -> None:
    pair = np.concatenate([blank_sheet(), blank_sheet()], axis=1)
    assert read(scan(pair)).reason == Reason.TWO_SHEETS


@pytest.mark.parametrize("skipped_mm", [10, 13, 16, 19])
@pytest.mark.parametrize("share", [0.35, 0.55, 0.75])
def test_where_a_feeder_slips_no_row_is_taken_for_another(share: float, skipped_mm: float) -> None:
    name = "sipas-19-cau"
    picture = blank_sheet(name)
    questions = list(dict.fromkeys(one.question for one in layout(name).pages[0].boxes))
    answers = {question: "54321"[i % 5] for i, question in enumerate(questions)}
    mark(picture, answers, 5, name=name)
    at, lines = round(share * picture.shape[0]), round(skipped_mm * PX_PER_MM)
    slipped = scan(np.concatenate([picture[:at], picture[at + lines :]]))
    said = answers_of(read_page(slipped, forms(name), is_bilevel=False))
    assert {q: c for q, c in said.items() if c != "?" and c != answers[q]} == {}


def test_the_code_of_another_sheet_is_not_taken() -> None:
    """Where a sheet's own code cannot be read, one that shows elsewhere says nothing of it."""
    picture = blank_sheet()
    code = layout().pages[0].code.grown(2)
    rows, columns = (
        slice(round(start * PX_PER_MM), round((start + length) * PX_PER_MM))
        for start, length in ((code.y_mm, code.height_mm), (code.x_mm, code.width_mm))
    )
    elsewhere = slice(columns.start - 500, columns.stop - 500)
    picture[rows, elsewhere] = picture[rows, columns]
    picture[rows, columns] = 255
    assert read(scan(picture)).reason == Reason.NO_CODE


def test_pages_that_are_not_read_say_why() -> None:
    white = np.full((2339, 1654), 255, np.uint8)
    assert read(scan(white)).outcome == Outcome.BLANK_BACK

    letter = white.copy()
    for row in range(300, 2000, 60):
        cv2.putText(letter, "Cong hoa xa hoi chu nghia", (200, row), 0, 1.4, 0, 3)
    assert read(scan(letter)).reason == Reason.NO_MARKS

    no_code = blank_sheet()
    cover(no_code, layout().pages[0].code)
    assert read(scan(no_code)).reason == Reason.NO_CODE

    no_marks = blank_sheet()
    for corner in layout().pages[0].marks:
        cover(no_marks, corner.rect)
    reading = read(scan(no_marks))
    assert (reading.reason, len(reading.sheet)) == (Reason.NO_MARKS, 12)


def test_sheets_of_others_are_named() -> None:
    stranger = know_forms(b"another key, also thirty-two byt", layout())
    assert read_page(scan(blank_sheet()), stranger, is_bilevel=False).reason == Reason.FOREIGN_CODE

    same_tag = replace(forms(), masks={("00000000", 1): forms().masks[layout().fingerprint, 1]})
    reading = read_page(scan(blank_sheet()), same_tag, is_bilevel=False)
    assert reading.reason == Reason.OLDER_FORM


def test_a_mostly_black_page_is_no_blank_back() -> None:
    picture = np.full((2339, 1654), 12, np.uint8)
    picture[100:400, 100:500] = 240
    assert read(picture).reason == Reason.NO_MARKS


def test_a_page_squeezed_through_its_questions_still_reads() -> None:
    """A kink: the paper rises over four millimetres, so that boxes look lower than printed."""
    picture = blank_sheet()
    mark(picture, ANSWERS, 9)
    flat = scan(picture)
    y, x = np.mgrid[: flat.shape[0], : flat.shape[1]].astype(np.float32)
    middle = box("q4", "5").rect.center_mm[1] * PX_PER_MM
    lift = 0.5 * PX_PER_MM * np.tanh((y - middle) / (3.0 * PX_PER_MM)) * (1 + x / 3000)
    bent = cv2.remap(flat, x, (y + lift).astype(np.float32), cv2.INTER_LINEAR)
    assert answers_of(read(bent.astype(np.uint8))) == ANSWERS


def test_a_photo_askew_without_one_mark_still_reads() -> None:
    """Three marks make a parallelogram, perspective does not: boxes are centimetres off there."""
    picture = blank_sheet()
    mark(picture, ANSWERS, 10)
    lost = max(layout().pages[0].marks, key=lambda m: m.rect.x_mm + m.rect.y_mm).rect
    top, left = round((lost.y_mm - 1) * PX_PER_MM), round((lost.x_mm - 1) * PX_PER_MM)
    picture[top:, left:] = 255
    askew = np.array([[0.93, 0, 0], [0, 0.93, 0], [2e-5, 3e-5, 1]])
    said = answers_of(read(scan(picture, askew)))
    assert {q: c for q, c in said.items() if c not in ("?", ANSWERS[q])} == {}
    assert list(said.values()).count("?") <= 1
