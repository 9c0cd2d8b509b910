"""What a black and white scan has kept of a mark, and which flags are the scan's own doing."""

import numpy as np
import pytest

from benchmarks.factory import Factory
from benchmarks.hands import gather_people
from benchmarks.lie import Lie
from benchmarks.paper import print_paper
from benchmarks.parts import Part
from benchmarks.profiles import batch_of
from benchmarks.swallowed import measure_kept
from benchmarks.verdict import judge_page
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status
from templates.layout import Box, Rect

FLAT = Lie(np.diag([10.0, 10.0, 1.0]), None, (300, 300))
BOX = Box("q1", "5", Rect(10, 10, 5, 5))


@pytest.mark.parametrize(("rows", "share"), [(40, 1.0), (10, 0.25), (0, 0.0)])
def test_the_share_of_a_stroke_that_is_left(rows: int, share: float) -> None:
    drawn, left = np.zeros((2, 300, 300), np.uint8)
    drawn[105:145, 120:124] = 90
    drawn[105:145, 124:127] = 20  # its soft edge counts for nothing
    left[105 : 105 + rows, 120:124] = 255
    left[20:60, 120:124] = 255  # another mark
    assert measure_kept(drawn, left, FLAT, {"q1": [BOX]}) == {"q1": pytest.approx(share)}


def test_a_mark_that_left_no_trace_on_the_paper_is_not_kept() -> None:
    nothing = np.zeros((300, 300), np.uint8)
    assert measure_kept(nothing, nothing, FLAT, {"q1": [BOX]}) == {"q1": 0.0}


def test_blanks_and_lost_marks_of_a_black_and_white_scan_are_told_apart(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    paper = print_paper(tmp_path_factory.mktemp("paper"), sheets=1)
    people = gather_people(None, Part.TUNE)
    scanned = Factory(paper, people, batch_of("bilevel", Part.TUNE), 150, seed=1).page(0)
    marked = {answer.question for answer in scanned.answers if answer.marked}
    assert scanned.kept.keys() == marked
    flags = tuple(
        QuestionReading(answer.question, Status.FLAGGED, reason=Reason.FAINT_MARK)
        for answer in scanned.answers
    )
    judged = judge_page(0, scanned, PageReading(Outcome.READ, questions=flags), 0.0)
    for question in judged.questions:
        assert question.is_swallowed == (scanned.kept.get(question.question, 0) < 0.5)
        assert not (question.is_swallowed and question.is_needless)
