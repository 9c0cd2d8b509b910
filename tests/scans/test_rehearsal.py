"""A rehearsal writes what was drawn, and draws what the truth says."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pictures

from scans.invented_answers import AnswerMix, Kind, choose_answers, draw_answer
from scans.pen import Image, choose_writer
from scans.rehearsal import TRUTH_COLUMNS, Identity, Options, rehearse
from scans.scanner import Profile, Scanner
from scans.strokes import RecordedMark, StrokeBook
from survey.errors import FolderError, PageError, RequestError
from survey.reading import Status
from templates.layout import Box, PageLayout, Rect

DPI = 60
PERFECT = Profile(
    "perfect",
    0.0,
    (Scanner(paper=(), sensor=(), turn_deg=0, shift_mm=0, scale=(1, 1), aspect=0),),
)
OPTIONS = Options(profile=PERFECT, form="png", dpi=DPI)


def layout(page: int = 1) -> PageLayout:
    boxes = tuple(
        Box(f"q{row + 1}", str(5 - column), Rect(40 + 30 * column, 40 + 28 * row, 5, 5))
        for row in range(8)
        for column in range(5)
    )
    return PageLayout(page, boxes, (), Rect(0, 0, 1, 1), (), (), ())


def blank_pdf(folder: Path, pages: int) -> Path:
    path = folder / "sheets.pdf"
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595.28, 841.89))
        pdf.save(path)
    return path


def run(
    folder: Path, identities: list[Identity | None], options: Options = OPTIONS
) -> tuple[Path, list[dict[str, str]]]:
    """Rehearse blank pages that are said to be these; gives the folder and the truth."""
    coming = iter(identities)
    out = folder / "out"
    rehearsed = rehearse(
        blank_pdf(folder, len(identities)), out, lambda _: next(coming), options, lambda *_: None
    )
    return out, read_truth(rehearsed.truth)


def read_truth(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ink(image: Image, rect: Rect) -> float:
    edges = (rect.x_mm, rect.y_mm, rect.x_mm + rect.width_mm, rect.y_mm + rect.height_mm)
    left, top, right, bottom = (round(edge * DPI / 25.4) for edge in edges)
    return float((1 - image[top:bottom, left:right] / 255).mean())


@pytest.mark.parametrize("shares", [(-0.1, 0, 0), (0.5, 0.5, 0.1), (float("nan"), 0, 0), (0, 2, 0)])
def test_impossible_shares_are_refused(shares: tuple[float, float, float]) -> None:
    with pytest.raises(RequestError):
        AnswerMix(*shares)


@given(seed=st.integers(0, 10_000), blank=st.floats(0, 0.5), double=st.floats(0, 0.3))
def test_every_question_gets_one_consistent_answer(seed: int, blank: float, double: float) -> None:
    mix = AnswerMix(blank, double, 0.2)
    answers = choose_answers(layout(), mix, np.random.default_rng(seed))
    assert [answer.question for answer in answers] == list(layout().questions)
    expected = {
        Kind.ANSWERED: (Status.ANSWERED, 1, False),
        Kind.BLANK: (Status.BLANK, 0, False),
        Kind.DOUBLE: (Status.MULTIPLE, 2, False),
        Kind.CORRECTED: (Status.ANSWERED, 1, True),
    }
    for answer in answers:
        is_corrected = answer.cancelled is not None
        assert expected[answer.kind] == (answer.status, len(answer.marked), is_corrected)
        touched = [*answer.marked, *([answer.cancelled] if answer.cancelled else [])]
        assert len(set(touched)) == len(touched)
        assert {box.question for box in touched} <= {answer.question}
        assert bool(answer.choice) == (answer.status is Status.ANSWERED)


def test_shares_are_kept() -> None:
    rng = np.random.default_rng(0)
    mix = AnswerMix(blank=0.2, double=0.1, corrected=0.1)
    answers = [answer for _ in range(500) for answer in choose_answers(layout(), mix, rng)]
    kinds = [answer.kind for answer in answers]
    assert kinds.count(Kind.BLANK) == pytest.approx(800, rel=0.1)
    assert kinds.count(Kind.DOUBLE) == pytest.approx(400, rel=0.15)
    choices = [answer.choice for answer in answers if answer.choice]
    counts = [choices.count(choice) for choice in "54321"]
    assert counts == sorted(counts, reverse=True)


def test_a_question_with_one_box_is_ticked_or_left() -> None:
    single = replace(layout(), boxes=(Box("agree", "yes", Rect(40, 40, 5, 5)),))
    mix = AnswerMix(blank=0.3, double=0.3, corrected=0.3)
    rng = np.random.default_rng(0)
    kinds = {choose_answers(single, mix, rng)[0].kind for _ in range(60)}
    assert kinds == {Kind.ANSWERED, Kind.BLANK}


def test_a_corrected_answer_is_blacked_out_and_given_anew() -> None:
    mix = AnswerMix(blank=0, double=0, corrected=1)
    rng = np.random.default_rng(5)
    answer = choose_answers(layout(), mix, rng)[0]
    image = np.full((702, 496), 255, np.uint8)
    draw_answer(image, answer, replace(choose_writer(rng, 0), family="tick"), DPI, rng)
    assert answer.cancelled is not None
    assert ink(image, answer.cancelled.rect) > 0.35
    assert ink(image, answer.marked[0].rect) > 0.01
    assert answer.choice == answer.marked[0].choice


def test_the_truth_is_what_was_drawn(tmp_path: Path) -> None:
    mix = AnswerMix(blank=0.1, double=0.1, corrected=0.0)
    out, truth = run(tmp_path, [(f"S{n}", layout()) for n in range(12)], replace(OPTIONS, mix=mix))
    assert tuple(truth[0]) == TRUTH_COLUMNS
    assert len(truth) == 12 * 8
    for row in truth:
        with Pictures.open(out / row["source_file"]) as picture:
            image = np.asarray(picture.convert("L"))
        boxes = [box for box in layout().boxes if box.question == row["question"]]
        # a circle stands around its box, so the nearest surroundings count as well
        near = {box.choice: Rect(box.rect.x_mm - 2, box.rect.y_mm - 2, 9, 9) for box in boxes}
        marked = [choice for choice, rect in near.items() if ink(image, rect) > 0.004]
        assert len(marked) == {"blank": 0, "answered": 1, "multiple": 2}[row["status"]]
        if row["status"] == "answered":
            assert marked == [row["choice"]]
        else:
            assert row["choice"] == ""


def test_one_person_fills_in_all_pages_of_a_sheet(tmp_path: Path) -> None:
    identities: list[Identity | None] = [
        ("", layout(page)) for _ in range(6) for page in (1, 2)
    ]  # no tokens: all ids are empty
    _, truth = run(tmp_path, identities)
    people = [
        {(row["family"], row["writer"]) for row in truth[start : start + 16]}
        for start in range(0, len(truth), 16)
    ]
    assert all(len(person) == 1 for person in people)
    assert len({tuple(person) for person in people}) > 1


def test_a_page_of_no_sheet_is_scanned_as_it_is(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    coming = iter([("A", layout()), None, ("B", layout())])
    rehearsed = rehearse(
        blank_pdf(tmp_path, 3),
        tmp_path / "out",
        lambda _: next(coming),
        OPTIONS,
        lambda done, total: calls.append((done, total)),
    )
    assert (rehearsed.pages, rehearsed.sheets, rehearsed.unknown_pages) == (3, 2, 1)
    assert calls == [(1, 3), (2, 3), (3, 3)]
    with Pictures.open(tmp_path / "out" / "trang-0002.png") as picture:
        assert picture.convert("L").getextrema() == (255, 255)
    assert {row["source_file"] for row in read_truth(rehearsed.truth)} == {
        "trang-0001.png",
        "trang-0003.png",
    }


def test_the_same_seed_gives_the_same_batch_in_every_form(tmp_path: Path) -> None:
    said: list[list[list[str]]] = []
    for number, (form, seed) in enumerate(
        [("jpg", 1), ("jpg", 1), ("pdf", 1), ("tiff", 1), ("jpg", 2)]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        options = Options(form=form, seed=seed, dpi=DPI)
        _, truth = run(folder, [("A", layout()), ("B", layout())], options)
        said.append([list(row.values())[2:] for row in truth])
    assert said[0] == said[1] == said[2] == said[3] != said[4]
    first, again = ((tmp_path / n / "out" / "trang-0001.jpg").read_bytes() for n in "01")
    assert first == again
    with pikepdf.open(tmp_path / "2" / "out" / "scan.pdf") as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        assert picture.read_raw_bytes() == first


def test_recorded_strokes_are_named_in_the_truth(tmp_path: Path) -> None:
    tick = RecordedMark("tick_v", (np.array([[-0.5, -0.3], [-0.1, 0.5], [0.5, -0.5]]),))
    book = StrokeBook({"an": (tick,), "binh": (tick,)})
    identities: list[Identity | None] = [(f"S{n}", layout()) for n in range(12)]
    _, truth = run(tmp_path, identities, replace(OPTIONS, book=book))
    assert {row["writer"] for row in truth} == {"an", "binh"}
    assert {row["family"] for row in truth} == {"tick_v"}


def test_a_second_rehearsal_does_not_mix_with_the_first(tmp_path: Path) -> None:
    run(tmp_path, [None])
    with pytest.raises(FolderError, match="out"):
        run(tmp_path, [None])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(FolderError, match="out"):
        run(tmp_path, [None])


@pytest.mark.parametrize("content", [None, b"not a PDF"])
def test_what_is_no_pdf_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "sheets.pdf"
    if content:
        path.write_bytes(content)
    with pytest.raises(PageError, match=r"sheets\.pdf"):
        rehearse(path, tmp_path / "out", lambda _: None, OPTIONS, lambda *_: None)


def test_a_rehearsal_that_was_broken_off_is_written_over(tmp_path: Path) -> None:
    sheets, folder = blank_pdf(tmp_path, 2), tmp_path / "scans"

    def break_off(done: int, _of: int) -> None:
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        rehearse(sheets, folder, lambda _image: None, OPTIONS, break_off)
    assert not (folder / "truth.csv").exists()
    made = rehearse(sheets, folder, lambda _image: None, OPTIONS, lambda _done, _of: None)
    assert made.truth.exists()
    with pytest.raises(FolderError, match="holds a rehearsal already"):
        rehearse(sheets, folder, lambda _image: None, OPTIONS, break_off)
