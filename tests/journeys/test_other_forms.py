"""Forms that no ward has yet: a new form is a file, no code."""

from pathlib import Path

import pytest

from survey.errors import ExitStatus
from survey.reading import Outcome, Status
from tests.conftest import SCANS
from tests.office import begin, read_truth
from tests.own_form import form_text, own_form

SHEETS = 2


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
