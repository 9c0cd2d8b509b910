"""The form files: the shipped Phụ lục 1 word for word, and what is refused in a ward's own."""

import pytest

from survey.errors import MistakesError
from survey.plan import parse_plan
from templates.form import Form, parse_form, plan_line
from templates.shelf import list_forms, read_form_text, read_plan_text

# Phụ lục 1 of Kế hoạch số 129/KH-UBND (seed 003), as the ward wrote it
SEED_QUESTIONS = (
    "Câu 1. Cơ sở vật chất tại Bộ phận Một cửa có đáp ứng yêu cầu (nơi ngồi chờ, bàn viết, ghế, "
    "quạt mát, vệ sinh chung,…)?",
    "Câu 2. Thủ tục hành chính có được niêm yết công khai, đầy đủ?",
    "Câu 3. Thành phần hồ sơ/Phí, lệ phí phải nộp có đúng quy định?",
    "Câu 4. Công chức có thái độ giao tiếp lịch sự, đúng mực trong quá trình giải quyết?",
    "Câu 5. Công chức hướng dẫn kê khai hồ sơ chu đáo, dễ hiểu?",
    "Câu 6. Cơ quan trả kết quả có đúng hẹn?",
    "Câu 7. Kết quả giải quyết nhận được đúng, đầy đủ, chính xác?",
    "Câu 8. Thuận tiện, dễ dàng khi thực hiện góp ý, phản ánh, kiến nghị?",
)
SEED_INSTRUCTION = (
    "Xin Ông/Bà đánh dấu (x) vào ô vuông(□) tương ứng với phương án trả lời mà Ông/Bà chọn đối "
    "với từng câu hỏi (5 =Rất hài lòng, 4 = Hài lòng, 3= Bình thường; 2 = Không hài lòng; 1= Rất "
    "không hài lòng)."
)
SEED_NOTE = (
    "* Ghi chú: Trong quá trình thực hiện, các tiêu chí, thuật ngữ trong mẫu phiếu này có thể "
    "được điều chỉnh, bổ sung để phù hợp với quy định mới và thực tiễn triển khai tại từng đơn vị."
)


@pytest.fixture(scope="module")
def phu_luc_1() -> Form:
    return parse_form(read_form_text("phu-luc-1"), "phu-luc-1.toml")


def test_phu_luc_1_asks_the_seeds_eight_questions(phu_luc_1: Form) -> None:
    asked = tuple(f"{question.number} {question.text}" for question in phu_luc_1.questions)
    assert asked == SEED_QUESTIONS
    assert [question.id for question in phu_luc_1.questions] == [f"q{n}" for n in range(1, 9)]


def test_phu_luc_1_says_the_seeds_other_sentences(phu_luc_1: Form) -> None:
    words = phu_luc_1.words
    assert words.label == "Phụ lục 1"
    assert words.title == (
        "MẪU PHIẾU KHẢO SÁT LẤY Ý KIẾN CỦA CÁ NHÂN, ĐẠI DIỆN TỔ CHỨC TRONG GIẢI QUYẾT THỦ TỤC "
        "HÀNH CHÍNH"
    )
    assert words.procedure == "Ông/Bà liên hệ để giải quyết công việc (thủ tục) gì?"
    assert words.instruction == SEED_INSTRUCTION
    assert words.thanks == "XIN TRÂN TRỌNG CẢM ƠN ÔNG/BÀ!"
    assert words.note == SEED_NOTE


def test_phu_luc_1_has_the_seeds_scale_from_5_to_1(phu_luc_1: Form) -> None:
    assert [(step.choice, step.label) for step in phu_luc_1.scale] == [
        ("5", "Rất hài lòng"),
        ("4", "Hài lòng"),
        ("3", "Bình thường"),
        ("2", "Không hài lòng"),
        ("1", "Rất không hài lòng"),
    ]
    assert phu_luc_1.satisfied_choices == {"5", "4"}


def test_the_plan_line_names_number_date_and_issuer(phu_luc_1: Form) -> None:
    plan = parse_plan(read_plan_text("van-phuc-2021"), "van-phuc-2021")
    assert plan_line(phu_luc_1, plan) == (
        "(Kèm theo Kế hoạch số 129/KH-UBND ngày 01/10/2021 của UBND phường Vạn Phúc)"
    )


def test_every_question_of_phu_luc_1_counts_for_one_of_five_factors(phu_luc_1: Form) -> None:
    assert len(phu_luc_1.factors) == 5
    assert {question.factor for question in phu_luc_1.questions} == set(phu_luc_1.factors)


@pytest.mark.parametrize("name", list_forms())
def test_a_shipped_form_is_called_like_its_file(name: str) -> None:
    assert parse_form(read_form_text(name), name).name == name


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('id = "q2"', 'id = "q1"', "two questions have the same id"),
        ('choice = "4"', 'choice = "5"', "two steps of the scale have the same choice"),
        ('factor = "dd"', 'factor = "zz"', "zz"),
        ('paper = "A4"', 'paper = "A3"', "'A4', 'A5'"),
        ('choice = "4"', 'choice = "bốn"', "scale[2].choice"),
        ('number = "Câu 2."', 'number = "Câu hỏi thứ hai."', "questions[2].number"),
        ('id = "q2"', 'id = "q2"\ncolour = "đỏ"', "questions[2].colour"),
    ],
)
def test_a_mistake_in_a_form_is_named(written: str, instead: str, told: str) -> None:
    text = read_form_text("phu-luc-1").replace(written, instead)
    with pytest.raises(MistakesError, match=r"phieu\.toml") as caught:
        parse_form(text, "phieu.toml")
    assert told in str(caught.value)


LIST = """
[[questions]]
id = "kenh"
text = "Những kênh nào?"
may_tick_several = true
choices = [{ choice = "1", label = "Loa" }, { choice = "2", label = "Mạng" }]
"""


def test_of_a_list_with_several_ticks_each_box_is_asked() -> None:
    form = parse_form(read_form_text("phu-luc-1") + LIST, "phieu.toml")
    assert [one.id for one in form.asked][-3:] == ["q8", "kenh:1", "kenh:2"]
    assert form.choices_of("kenh:2") == ("2",)
    assert form.question("kenh:2").called == "Mạng"
    assert form.question("thu:2").called == "thu:2"  # a box of an earlier form
    assert form.rated == form.questions[:-1]


@pytest.mark.parametrize(
    ("written", "instead"),
    [('label = "Loa"', 'label = "Loa", field = "ho-tich"'), ("choices =", "# choices =")],
)
def test_a_list_with_several_ticks_needs_choices_that_are_no_fields(
    written: str, instead: str
) -> None:
    with pytest.raises(MistakesError, match="may_tick_several is for a tick list"):
        parse_form(read_form_text("phu-luc-1") + LIST.replace(written, instead), "phieu.toml")


def test_all_mistakes_of_a_form_are_named_at_once() -> None:
    text = read_form_text("phu-luc-1").replace('paper = "A4"', 'paper = "A3"')
    text = text.replace("satisfied = true", 'satisfied = "có"')
    with pytest.raises(MistakesError) as caught:
        parse_form(text, "phieu.toml")
    assert len(caught.value.mistakes) == 3
