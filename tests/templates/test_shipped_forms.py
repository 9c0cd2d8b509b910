"""The shipped forms: what they ask, and how they stand on paper."""

import pytest

from survey.errors import FormError, MistakesError
from survey.plan import parse_plan
from survey.tick_list import question_of
from templates.form import Form, check_fields, parse_form, plan_line
from templates.geometry import lay_out
from templates.layout import Layout
from templates.shelf import FIRST_PLAN, list_forms, read_form_text, read_plan_text

PLAN = parse_plan(read_plan_text(FIRST_PLAN), FIRST_PLAN)


def form_of(name: str) -> Form:
    return parse_form(read_form_text(name), name)


def layout_of(name: str) -> Layout:
    form = form_of(name)
    return lay_out(form, plan_line(form, PLAN))


def words_on(layout: Layout) -> list[list[str]]:
    return [[text.text for text in page.texts] for page in layout.pages]


@pytest.mark.parametrize("name", list_forms())
def test_every_form_can_be_printed_and_asks_everything_once(name: str) -> None:
    form, layout = form_of(name), layout_of(name)
    assert form.name == name
    assert any(step.satisfied for step in form.scale)
    printed = [question_of(row) for page in layout.pages for row in page.questions]
    assert list(dict.fromkeys(printed)) == [question.id for question in form.questions]
    boxes = [(question_of(box.question), box.choice) for p in layout.pages for box in p.boxes]
    assert boxes == [(q.id, choice) for q in form.questions for choice in form.choices_of(q.id)]


def test_the_ministrys_form_goes_from_worst_to_best_over_two_sides() -> None:
    form, layout = form_of("sipas-19-cau"), layout_of("sipas-19-cau")
    assert [q.id for q in form.questions] == [f"q{n}" for n in range(15, 34)]
    assert form.choices == ("1", "2", "3", "4", "5")
    assert form.satisfied_choices == {"4", "5"}
    assert (form.sides, len(layout.pages)) == (2, 2)
    counts = {f: sum(q.factor == f for q in form.questions) for f in form.factors}
    assert counts == {"a": 4, "c": 4, "b": 5, "d": 3, "dd": 3}


def test_every_factor_is_named_and_again_where_a_page_begins_within_one() -> None:
    form, layout = form_of("sipas-19-cau"), layout_of("sipas-19-cau")
    first, second = words_on(layout)
    named = [[name for name in form.factors.values() if name in page] for page in (first, second)]
    assert [name.partition(".")[0] for name in named[0]] == ["I", "II", "III"]
    assert [name.partition(".")[0] for name in named[1]] == ["III", "IV", "V"]


def test_the_tick_list_names_fields_of_the_plan_in_rows_like_the_others() -> None:
    form, layout = form_of("phieu-co-linh-vuc"), layout_of("phieu-co-linh-vuc")
    check_fields(form, PLAN)
    assert layout.pages[0].questions[:3] == ("linh-vuc.1", "linh-vuc.2", "q1")
    assert form.choices_of("linh-vuc") == tuple(str(n) for n in range(1, 11))
    assert form.fields_by_choice["linh-vuc", "2"] == "chung-thuc"
    assert [q.id for q in form.rated] == [f"q{n}" for n in range(1, 9)]
    columns = {box.rect.x_mm for box in layout.pages[0].boxes}
    assert max(columns) - min(columns) < 80  # rows no longer than those of the scale


def test_fields_that_the_plan_does_not_have_are_refused() -> None:
    plan = PLAN.model_copy(update={"fields": PLAN.fields[:3]})
    with pytest.raises(FormError, match="dat-dai"):
        check_fields(form_of("phieu-co-linh-vuc"), plan)


@pytest.mark.parametrize("choices", ['[{ choice = "1", label = "A" }]',
    '[{ choice = "1", label = "A" }, { choice = "1", label = "B" }]'])  # fmt: skip
def test_a_tick_list_needs_choices_that_differ(choices: str) -> None:
    head, questions = read_form_text("phieu-co-linh-vuc").split("choices = [", 1)
    rest = questions.split("]\n", 1)[1]
    with pytest.raises(MistakesError, match="two choices or more"):
        parse_form(f"{head}choices = {choices}\n{rest}", "rieng")


def test_three_levels_never_share_a_choice_with_five() -> None:
    three = {
        choice for name in ("danh-gia-3-muc", "da-nang-tttt") for choice in form_of(name).choices
    }
    assert three == {"A", "B", "C"}
