"""The geometry of a sheet: everything on the paper, nothing on top of anything else."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import FormError
from templates.form import Form, parse_form
from templates.form_rows import form_rows
from templates.geometry import fingerprint_of, lay_out
from templates.layout import OUTLINE_MM, Layout, PageLayout, PrintedText, Rect
from templates.page_draft import MARK_MM
from templates.shelf import list_forms, read_form_text
from templates.typeface import MM_PER_POINT, text_width_mm
from tests.templates.invented_forms import invent_form

FREE_EDGE_MM = 8.0
"""Printers leave this much of the paper blank (spec, chapter 4)."""
PLAN_LINE = "(Kèm theo Kế hoạch số 129/KH-UBND ngày 01/10/2021 của UBND phường Vạn Phúc)"
FORMS = {
    **{name: parse_form(read_form_text(name), name) for name in list_forms()},
    "three choices": invent_form(choices=3),
    "seven choices": invent_form(choices=7),
    "thirty questions": invent_form(questions=30),
    "A5": invent_form(paper="A5"),
    "A5, three choices": invent_form(paper="A5", choices=3),
    "A5, seven choices, thirty questions": invent_form(30, 7, "A5"),
    "one question": invent_form(questions=1),
    "long questions": invent_form(words="Công chức có thái độ lịch sự, đúng mực không? " * 6),
}


def phu_luc_1() -> Layout:
    return lay_out(FORMS["phu-luc-1"], PLAN_LINE)


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture(scope="module")
def layout(form: Form) -> Layout:
    return lay_out(form, PLAN_LINE)


def text_rect(text: PrintedText) -> Rect:
    """Where letters may stand: from accents of capitals down to the longest tails."""
    em_mm = text.size_pt * MM_PER_POINT
    width_mm = text_width_mm(text.text, text.font, text.size_pt)
    return Rect(text.x_mm, text.baseline_mm - em_mm, width_mm, em_mm * 1.22)


def outline_rect(inside: Rect) -> Rect:
    return Rect(
        inside.x_mm - OUTLINE_MM,
        inside.y_mm - OUTLINE_MM,
        inside.width_mm + 2 * OUTLINE_MM,
        inside.height_mm + 2 * OUTLINE_MM,
    )


def everything_on(page: PageLayout) -> list[Rect]:
    return [
        *(outline_rect(box.rect) for box in page.boxes),
        *(mark.rect for mark in page.marks),
        *(area.rect for area in page.text_areas),
        *(line.rect for line in page.lines),
        *(text_rect(text) for text in page.texts),
        page.code,
    ]


def overlap(one: Rect, other: Rect, slack_mm: float = 0.0) -> bool:
    return (
        one.x_mm + one.width_mm > other.x_mm + slack_mm
        and other.x_mm + other.width_mm > one.x_mm + slack_mm
        and one.y_mm + one.height_mm > other.y_mm + slack_mm
        and other.y_mm + other.height_mm > one.y_mm + slack_mm
    )


def test_nothing_is_printed_nearer_than_8_mm_to_the_edge(layout: Layout) -> None:
    width_mm, height_mm = layout.page_size_mm
    for page in layout.pages:
        for rect in everything_on(page):
            assert rect.x_mm >= FREE_EDGE_MM
            assert rect.y_mm >= FREE_EDGE_MM
            assert rect.x_mm + rect.width_mm <= width_mm - FREE_EDGE_MM
            assert rect.y_mm + rect.height_mm <= height_mm - FREE_EDGE_MM


def test_no_box_touches_another_box_a_mark_the_code_or_a_word(layout: Layout) -> None:
    for page in layout.pages:
        boxes = [outline_rect(box.rect) for box in page.boxes]
        others = [*(mark.rect for mark in page.marks), page.code, *map(text_rect, page.texts)]
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert not [(b, other) for b in boxes for other in others if overlap(b, other)]


def test_no_word_touches_a_mark_or_the_code(layout: Layout) -> None:
    for page in layout.pages:
        squares = [page.code, *(mark.rect for mark in page.marks)]
        for text in page.texts:
            assert not any(overlap(text_rect(text), square) for square in squares), text.text


def test_lines_of_text_do_not_run_into_each_other(layout: Layout) -> None:
    for page in layout.pages:
        printed = [text for text in page.texts if set(text.text) != {"."}]
        for one, other in combinations(printed, 2):
            assert not overlap(text_rect(one), text_rect(other), slack_mm=0.3), (one, other)


def test_a_rule_separates_every_question_from_the_next(layout: Layout) -> None:
    for page in layout.pages:
        thin = [line for line in page.lines if line.rect.height_mm < 1]
        assert len(thin) == len(page.questions) + 1
        bottoms = [max(b.rect.y_mm for b in page.boxes if b.question == q) for q in page.questions]
        tops = [min(b.rect.y_mm for b in page.boxes if b.question == q) for q in page.questions]
        rules = [line.rect.y_mm for line in thin]
        for above, below in zip(bottoms, [*tops[1:], 1000.0], strict=True):
            assert any(above < rule < below for rule in rules)


def test_every_page_has_a_mark_of_its_own_in_each_corner(layout: Layout) -> None:
    width_mm, height_mm = layout.page_size_mm
    codes = [mark.code for page in layout.pages for mark in page.marks]
    assert codes == list(range(4 * len(layout.pages)))
    for page in layout.pages:
        centres = [mark.rect.center_mm for mark in page.marks]
        places = [(x > width_mm / 2, y > height_mm / 2) for x, y in centres]
        assert places == [(False, False), (True, False), (True, True), (False, True)]
        assert {mark.rect.width_mm for mark in page.marks} == {MARK_MM}


def test_all_pages_have_their_code_in_the_same_place(layout: Layout) -> None:
    assert len({page.code for page in layout.pages}) == 1


def test_every_question_stands_once_with_all_choices_in_printed_order(
    form: Form, layout: Layout
) -> None:
    questions = [question for page in layout.pages for question in page.questions]
    rows = {row.id: tuple(choice for choice, _label in row.steps) for row in form_rows(form)}
    assert questions == list(rows)
    for page in layout.pages:
        for question in page.questions:
            row = [box for box in page.boxes if box.question == question]
            assert tuple(box.choice for box in row) == rows[question]
            assert [box.rect.x_mm for box in row] == sorted(box.rect.x_mm for box in row)
            assert len({box.rect.y_mm for box in row}) == 1


def test_every_page_shows_what_the_columns_mean(layout: Layout) -> None:
    for page in layout.pages:
        above_mm = min(box.rect.y_mm for box in page.boxes)
        said = " ".join(text.text for text in page.texts if text.baseline_mm < above_mm)
        assert "lòng" in said


def test_thirty_questions_take_several_pages() -> None:
    layout = lay_out(invent_form(questions=30), PLAN_LINE)
    assert len(layout.pages) > 1
    assert sum(len(page.questions) for page in layout.pages) == 30
    assert [page.page for page in layout.pages] == list(range(1, len(layout.pages) + 1))


def test_only_the_first_page_asks_for_the_procedure_and_only_the_last_one_thanks() -> None:
    pages = lay_out(invent_form(questions=30), PLAN_LINE).pages
    assert [len(page.text_areas) for page in pages] == [1, *(0 for _ in pages[1:])]
    thanked = [any("CẢM ƠN" in text.text for text in page.texts) for page in pages]
    assert thanked == [*(False for _ in pages[1:]), True]


def test_the_fingerprint_is_the_same_every_time() -> None:
    assert phu_luc_1().fingerprint == phu_luc_1().fingerprint
    assert fingerprint_of(phu_luc_1()) == phu_luc_1().fingerprint


def edited(form: Form, **words: str) -> Form:
    return form.model_copy(update={"words": form.words.model_copy(update=words)})


@pytest.mark.parametrize(
    "words",
    [
        {"title": "PHIẾU KHẢO SÁT MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN, TỔ CHỨ"},
        {"note": "* Ghi chú: phiếu không ghi họ tên người trả lời!"},
        {"thanks": ""},
        {"procedure": ""},
        {"instruction": "Xin Ông/Bà đánh dấu (x) vào ô vuông (□) ứng với câu trả lời"},
    ],
)
def test_the_fingerprint_changes_with_any_word(words: dict[str, str]) -> None:
    form = invent_form()
    before = lay_out(form, PLAN_LINE).fingerprint
    assert lay_out(edited(form, **words), PLAN_LINE).fingerprint != before


def test_the_fingerprint_changes_with_the_plan() -> None:
    form = invent_form()
    other = PLAN_LINE.replace("129", "130")
    assert lay_out(form, PLAN_LINE).fingerprint != lay_out(form, other).fingerprint


@given(data=st.data(), shift_mm=st.floats(0.02, 3.0))
@settings(max_examples=30)
def test_the_fingerprint_changes_with_a_fiftieth_of_a_millimetre(
    data: st.DataObject, shift_mm: float
) -> None:
    layout = phu_luc_1()
    (page,) = layout.pages
    at = data.draw(st.integers(0, len(page.boxes) - 1))
    box = page.boxes[at]
    moved = Rect(box.rect.x_mm + shift_mm, *(box.rect.y_mm, box.rect.width_mm, box.rect.height_mm))
    boxes = (*page.boxes[:at], type(box)(box.question, box.choice, moved), *page.boxes[at + 1 :])
    shifted = PageLayout(
        page.page, boxes, page.marks, page.code, page.text_areas, page.texts, page.lines
    )
    assert fingerprint_of(Layout(layout.form, "", layout.page_size_mm, (shifted,))) != (
        layout.fingerprint
    )


@given(
    questions=st.integers(1, 24),
    choices=st.integers(2, 7),
    paper=st.sampled_from(["A4", "A5"]),
    words=st.lists(st.sampled_from(["Công", "chức", "hướng", "dẫn", "(nếu", "có)"]), min_size=1,
                   max_size=60).map(" ".join),
)  # fmt: skip
@settings(max_examples=25)
def test_any_likert_form_keeps_its_boxes_apart_and_on_the_paper(
    questions: int, choices: int, paper: str, words: str
) -> None:
    layout = lay_out(invent_form(questions, choices, paper, words[:300]), PLAN_LINE)
    test_nothing_is_printed_nearer_than_8_mm_to_the_edge(layout)
    test_no_box_touches_another_box_a_mark_the_code_or_a_word(layout)
    test_no_word_touches_a_mark_or_the_code(layout)


def test_a_long_head_on_small_paper_makes_room_for_itself() -> None:
    form = edited(invent_form(paper="A5", questions=4), title="PHIẾU KHẢO SÁT " * 12)
    layout = lay_out(form, PLAN_LINE)
    test_no_word_touches_a_mark_or_the_code(layout)
    test_lines_of_text_do_not_run_into_each_other(layout)


def test_a_word_longer_than_its_line_is_refused_by_name() -> None:
    with pytest.raises(FormError, match="xxxxxxxxxx"):
        lay_out(invent_form(words="x" * 60), PLAN_LINE)


def test_a_form_that_needs_more_pages_than_a_sheet_has_is_refused() -> None:
    with pytest.raises(FormError, match=r"phieu-thu.*9"):
        lay_out(invent_form(60, 7, "A5", "Có hài lòng không? " * 15), PLAN_LINE)


def test_a_form_whose_head_fills_the_page_is_refused() -> None:
    form = edited(invent_form(paper="A5"), title="PHIẾU " * 50, instruction="Xin đánh dấu " * 23,
                  procedure="Thủ tục gì? " * 25, note="Ghi chú thêm. " * 21)  # fmt: skip
    with pytest.raises(FormError, match=r"q1.*A5"):
        lay_out(form, PLAN_LINE)
