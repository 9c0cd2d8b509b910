"""Forms that no ward has: any number of questions, choices and words, on any paper."""

from templates.form import Form, parse_form

LIKERT = ("Rất hài lòng", "Hài lòng", "Khá hài lòng", "Bình thường", "Chưa hài lòng",
          "Không hài lòng", "Rất không hài lòng")  # fmt: skip
QUESTION = "Công chức có hướng dẫn rõ ràng, đầy đủ các bước thực hiện không?"


def invent_form(
    questions: int = 8, choices: int = 5, paper: str = "A4", words: str = QUESTION
) -> Form:
    """A form whose questions all read alike but for their number."""
    steps = [
        f'[[scale]]\nchoice = "{choices - i}"\nlabel = "{LIKERT[i]}"\n' for i in range(choices)
    ]
    asked = [
        f'[[questions]]\nid = "q{i}"\nnumber = "Câu {i}."\ntext = "{words}"\n'
        for i in range(1, questions + 1)
    ]
    head = f"""\
name = "phieu-thu"
paper = "{paper}"
[words]
label = "Phụ lục"
title = "PHIẾU KHẢO SÁT MỨC ĐỘ HÀI LÒNG CỦA NGƯỜI DÂN, TỔ CHỨC"
plan_line = "(Kèm theo Kế hoạch số {{number}} ngày {{date}} của {{issuer}})"
procedure = "Ông/Bà đến giải quyết thủ tục gì?"
instruction = "Xin Ông/Bà đánh dấu (x) vào ô vuông (□) ứng với câu trả lời."
thanks = "XIN CẢM ƠN ÔNG/BÀ!"
note = "* Ghi chú: phiếu không ghi họ tên người trả lời."
"""
    return parse_form("\n".join([head, *steps, *asked]), "phieu-thu.toml")
