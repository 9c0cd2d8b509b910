"""A small round of the benchmark itself: nothing misread in silence, no page lost."""

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy import Place, Run, measure_page
from benchmarks.evidence import keep_evidence, write_lists
from benchmarks.factory import Factory
from benchmarks.hands import gather_people
from benchmarks.paper import print_paper
from benchmarks.parts import Part
from benchmarks.profiles import batch_of
from benchmarks.tables import questions_of, show_accuracy
from benchmarks.verdict import Verdict, judge_page
from survey.reading import Outcome, PageReading, QuestionReading, Reason, Status


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(print_paper(tmp_path_factory.mktemp("paper"), sheets=1), None, None)


@pytest.mark.parametrize(
    ("profile", "sheets", "flagged_at_most"), [("office", 8, 0.1), ("hard", 8, 0.5)]
)
def test_nothing_is_misread_in_silence(
    place: Place, profile: str, sheets: int, flagged_at_most: float
) -> None:
    run = Run(profile, Part.TUNE, sheets)
    pages = [measure_page(place, run, number) for number in range(sheets)]

    questions = questions_of(pages)
    verdicts = [question.verdict for question in questions]
    assert not any(page.is_lost for page in pages)
    assert len(questions) >= 0.8 * 8 * sheets
    assert verdicts.count(Verdict.MISREAD) == 0, show_accuracy(pages)
    assert verdicts.count(Verdict.FLAGGED) <= flagged_at_most * len(questions)


@pytest.mark.parametrize("form", ["danh-gia-3-muc", "sipas-19-cau"])
def test_other_forms_are_measured_too(form: str, tmp_path: Path) -> None:
    place = Place(print_paper(tmp_path, form, sheets=1), None, None)
    pages = [measure_page(place, Run("office", Part.TUNE, 3, form=form), n) for n in range(3)]

    questions = questions_of(pages)
    assert len(questions) == 3 * len(place.paper.page.questions)
    assert all(question.verdict is not Verdict.MISREAD for question in questions)
    assert all(page.off_mm is not None and page.off_mm < 0.4 for page in pages)


@pytest.mark.parametrize("form", ["jpg", "png", "tiff", "pdf"])
def test_pages_pass_through_files(place: Place, form: str) -> None:
    page = measure_page(place, Run("office", Part.TUNE, 1, dpi=150, through=form), 0)
    assert len(page.questions) == 8
    assert page.off_mm is not None
    assert page.off_mm < 0.5


def test_the_same_number_is_the_same_page(place: Place) -> None:
    people = gather_people(None, Part.JUDGE)
    factory = Factory(place.paper, people, batch_of("bent", Part.JUDGE), dpi=100, seed=3)
    first, again, other = (factory.page(number) for number in (1, 1, 2))
    assert np.array_equal(first.grey, again.grey)
    assert first.answers == again.answers
    assert not np.array_equal(first.grey, other.grey)


def test_evidence_shows_every_flag(place: Place, tmp_path: Path) -> None:
    people = gather_people(None, Part.TUNE)
    scanned = Factory(place.paper, people, batch_of("office", Part.TUNE), 100, seed=3).page(0)
    flags = tuple(
        QuestionReading(answer.question, Status.FLAGGED, reason=Reason.FAINT_MARK)
        for answer in scanned.answers
    )
    judged = judge_page(0, scanned, PageReading(Outcome.READ, questions=flags), 0.0)

    keep_evidence(scanned, judged, place.paper.page, tmp_path)
    write_lists([judged], tmp_path)
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["question"] for row in rows] == [answer.question for answer in scanned.answers]
    assert all((tmp_path / row["crop"]).exists() for row in rows)
