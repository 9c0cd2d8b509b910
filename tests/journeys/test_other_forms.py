"""Forms that no ward has yet: a new form is a file, no code."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tests.conftest import SCANS
from tests.office import Office, begin, read_truth

SHEETS = 2


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


@pytest.mark.parametrize(
    ("questions", "choices", "paper", "pages"),
    [(30, 5, "A4", 2), (5, 3, "A4", 1), (4, 7, "A4", 1), (4, 5, "A5", 1)],
)
def test_a_wards_own_form_is_printed_filled_in_and_read(
    tmp_path: Path, questions: int, choices: int, paper: str, pages: int
) -> None:
    office = own_form(begin(tmp_path / "khao-sat"), form_text(questions, choices, paper))
    scans = office.simulate(office.print_sheets("--copies", SHEETS), SCANS, "--seed", 4)
    opening = office.open_box(SHEETS, SHEETS)
    assert office.scan(scans, "--opening", opening).status in {0, 3}
    assert [page["outcome"] for page in office.pages()] == [Outcome.READ] * SHEETS * pages
    truth = read_truth([scans])
    answers = office.answers()
    assert len(answers) == len(truth) == SHEETS * questions
    certain = [row for row in answers if row["status"] != Status.FLAGGED]
    assert len(certain) > 0.5 * len(answers)
    for row in certain:
        meant = truth[row["sheet"], row["question"]]
        assert (row["status"], row["choice"]) == (meant["status"], meant["choice"]), row
    assert office.status()["reconciled"]
    told = office.done("tally", "--json").json["rows"]
    assert [list(row["counts"]) for row in told] == [
        [str(n) for n in range(choices, 0, -1)]
    ] * questions
    assert office.run("verify").status == ExitStatus.DONE


def own_form(office: Office, text: str) -> Office:
    """The ward puts its form into the survey folder and names it in the plan."""
    forms = office.path / "templates" / "forms"
    forms.mkdir(parents=True)
    (forms / "rieng.toml").write_text(text, encoding="utf-8")
    plan = office.path / "survey.toml"
    words = plan.read_text(encoding="utf-8").replace('form = "phu-luc-1"', 'form = "rieng"')
    plan.write_text(words, encoding="utf-8")
    return office
