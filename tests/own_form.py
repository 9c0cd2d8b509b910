"""A form that a ward wrote itself, put where the program looks for it."""

from tests.office import Office


def form_text(questions: int, choices: int, paper: str) -> str:
    """A ward's own form file."""
    steps = [(n, str(n > choices - 2).lower()) for n in range(choices, 0, -1)]
    scale = [f'[[scale]]\nchoice = "{n}"\nlabel = "Mức {n}"\nsatisfied = {s}' for n, s in steps]
    asked = [
        f'[[questions]]\nid = "q{n}"\nnumber = "Câu {n}."\ntext = "Ông/Bà thấy việc {n} thế nào?"'
        for n in range(1, questions + 1)
    ]
    head = f"""\
name = "rieng"
paper = "{paper}"
[words]
title = "PHIẾU HỎI Ý KIẾN"
instruction = "Đánh dấu (x) vào một ô (□) cho mỗi câu."
"""
    return "\n".join([head, *scale, *asked])


def own_form(office: Office, text: str) -> Office:
    """The ward puts its form into the survey folder and names it in the plan."""
    forms = office.path / "templates" / "forms"
    forms.mkdir(parents=True, exist_ok=True)
    (forms / "rieng.toml").write_text(text, encoding="utf-8")
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace('form = "phu-luc-1"', 'form = "rieng"')
    plan.write_text(words, encoding="utf-8")
    return office
