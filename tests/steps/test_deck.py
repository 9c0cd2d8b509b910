"""The test deck, printed and passed through good and bad printers and scanners."""

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pdf2image import convert_from_path
from PIL import Image as PillowImage

from scans.deck import Part, plan_deck
from steps.session import open_session
from survey.reading import Status
from templates.machine_code import deck_tag, survey_tag
from tests.office import Office, begin, run

Grey = NDArray[np.uint8]
Machine = Callable[[Grey], Grey]
DPI = 200
LIGHT = 21
"""The place of the sheet that is marked with a light pencil."""


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Path]:
    """A survey and its test deck."""
    office = begin(tmp_path_factory.mktemp("deck") / "khao-sat")
    folder = office.path.parent / "bo-thu"
    office.done("test-deck", "-o", folder)
    return office, folder


@pytest.fixture(scope="module")
def prints(deck: tuple[Office, Path]) -> tuple[Grey, ...]:
    """Every page as a perfect printer and scanner see it, without the scanner's own noise."""
    pages = convert_from_path(str(deck[1] / "bo-phieu-thu.pdf"), DPI, grayscale=True)
    return tuple(np.asarray(page, np.uint8) for page in pages)


def lens(page: Grey) -> Grey:
    """What every scanner adds: a little blur and noise."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.float32)
    return np.asarray(np.clip(soft + noise(page.shape), 0, 255), np.uint8)


@functools.cache
def noise(shape: tuple[int, ...]) -> NDArray[np.float32]:
    return 1.5 * np.random.default_rng(7).standard_normal(shape, np.float32)


def warp(page: Grey, turn_deg: float = 0.0, scale: float = 1.0) -> Grey:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, scale)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=255), np.uint8)


def small(page: Grey) -> Grey:
    return np.asarray(cv2.resize(page, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA))


def askew(page: Grey) -> Grey:
    return warp(page, turn_deg=5)


def cut(page: Grey) -> Grey:
    return page[:, 68:]  # 8.6 mm


def fitted(page: Grey) -> Grey:
    return warp(page, scale=0.86)


def black_and_white(page: Grey) -> Grey:
    return np.where(page > 110, 255, 0).astype(np.uint8)


def no_toner(page: Grey) -> Grey:
    return np.asarray(255 - (255 - page.astype(float)) * 0.3, np.uint8)


def washed_out(page: Grey) -> Grey:
    return np.clip(page.astype(float) * 1.75, 0, 255).astype(np.uint8)


def scan(prints: tuple[Grey, ...], folder: Path, machine: Machine, dpi: int = DPI) -> Path:
    folder.mkdir()
    for number, page in enumerate(prints, start=1):
        seen = machine(page) if machine is black_and_white else lens(machine(page))
        picture = PillowImage.fromarray(seen)
        if machine is black_and_white:
            picture = picture.convert("1")
        picture.save(folder / f"{number:02}.tif", dpi=(dpi, dpi))  # costs nothing to write
    return folder


def test_a_good_printer_and_scanner_are_trusted(
    deck: tuple[Office, Path], prints: tuple[Grey, ...], tmp_path: Path
) -> None:
    office, _folder = deck
    scans = scan(prints, tmp_path / "tot", lambda page: page)
    told = office.run("scan", "--test-deck", scans)
    assert told.status == 0, told
    assert "can be trusted at 200 dpi" in told.out
    assert office.pages() == []  # nothing entered the record


@pytest.mark.parametrize(
    ("machine", "dpi", "advice"),
    [
        (small, 80, "too-small"),
        (askew, DPI, "turned"),
        (cut, DPI, "cut"),
        (fitted, DPI, "scaled"),
        (black_and_white, DPI, "bilevel"),
        (no_toner, DPI, "pale-print"),
        (washed_out, DPI, "too-light"),
    ],
)
def test_a_bad_machine_gets_its_diagnosis(
    deck: tuple[Office, Path],
    prints: tuple[Grey, ...],
    tmp_path: Path,
    machine: Machine,
    dpi: int,
    advice: str,
) -> None:
    office, _folder = deck
    some = (*prints[::9], prints[LIGHT])
    told = office.run("scan", "--test-deck", scan(some, tmp_path / "x", machine, dpi), "--json")
    assert told.json["advice"][0] == advice, told.json


def test_a_feeder_that_took_two_at_once(
    deck: tuple[Office, Path], prints: tuple[Grey, ...], tmp_path: Path
) -> None:
    office, _folder = deck
    few = prints[:2] + prints[3:5]
    told = office.run("scan", "--test-deck", scan(few, tmp_path / "x", lambda page: page), "--json")
    assert told.status == 3
    assert told.json["advice"] == ["sheets-lost"]


def test_a_machine_that_turns_marks_upside_down_is_found_out(
    deck: tuple[Office, Path], prints: tuple[Grey, ...], tmp_path: Path
) -> None:
    """Somebody answers for the paper: the third sheet's marks under the second sheet's code."""
    office, _folder = deck
    forged = prints[1].copy()
    forged[640:] = prints[2][640:]
    words = ("scan", "--test-deck", scan((forged,), tmp_path / "x", lambda page: page))
    told = office.run(*words, "--json")
    assert told.status == 3
    assert len(told.json["misread"]) == 8
    told = run("--lang", "vi", "-C", office.path, *words)
    assert "Câu 1: " in told.out
    assert not {"blank", "multiple", "q1"} & set(re.findall(r"\w+", told.out))


def test_its_sheets_never_count(
    deck: tuple[Office, Path], prints: tuple[Grey, ...], tmp_path: Path
) -> None:
    office = begin(tmp_path / "khao-sat")
    office.done("test-deck", "-o", tmp_path / "bo-thu")
    page = np.asarray(convert_from_path(str(tmp_path / "bo-thu" / "bo-phieu-thu.pdf"), DPI,
                                        last_page=1, grayscale=True)[0], np.uint8)  # fmt: skip
    told = office.scan(scan((page,), tmp_path / "x", lambda page: page))
    assert told.status == 3
    (row,) = office.pages()
    assert (row["outcome"], "test deck" in row["reason"]) == ("rejected", True)
    assert office.answers() == []
    accepted = office.run(
        "settle", "01.tif", 1, "accepted", "--by", "Nguyễn Thị Hòa", "--reason", "là phiếu"
    )
    assert accepted.status in {1, 2}


def test_another_surveys_deck_is_foreign(prints: tuple[Grey, ...], tmp_path: Path) -> None:
    other = begin(tmp_path / "khac")
    told = other.run("scan", "--test-deck", scan(prints[:1], tmp_path / "x", lambda page: page))
    assert told.status == 3
    assert "0 of" in told.out


def test_the_deck_holds_every_choice_and_the_tally_says_so(deck: tuple[Office, Path]) -> None:
    office, folder = deck
    tally = json.loads((folder / "ket-qua-dung.json").read_text("utf-8"))
    assert len(tally["rows"]) == 8
    for row in tally["rows"]:
        assert all(count > 0 for count in row["counts"].values())
        assert row["answered"] == sum(row["counts"].values())
        assert row["blank"] > 0
    with open_session(office.path) as session:
        sheets = plan_deck(session.layout)
        key = session.record.secret_key()
    assert {sheet.part for sheet in sheets} == set(Part)
    asked = [one for sheet in sheets for one in sheet.meant if one.status is Status.FLAGGED]
    assert len(asked) == sum(row["flagged"] for row in tally["rows"]) > 8
    assert deck_tag(key) != survey_tag(key)


def test_the_same_form_gives_the_same_deck(deck: tuple[Office, Path], tmp_path: Path) -> None:
    office, folder = deck
    office.done("test-deck", "-o", tmp_path / "lai")
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / "lai" / file.name).read_bytes()
