"""Recorded strokes are read, checked and placed at the size of the box."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans import strokes
from scans.strokes import load_strokes
from survey.errors import HomPhieuError
from templates.layout import Rect

TICK = {"family": "tick", "writer": "an", "strokes": [[[0, 600], [300, 1000], [1000, 0]]], "w": 7}
FALLING, RISING = [[0, 0], [1000, 1000]], [[1000, 0], [0, 1000]]
CROSS = {"family": "cross", "writer": "binh", "strokes": [FALLING, RISING]}
DASH = {"family": "dash", "writer": "an", "strokes": [[[0, 500], [1000, 510]]]}
STAR = {"family": "five-point-star", "writer": "chi", "strokes": [FALLING]}


def write(folder: Path, marks: Any, *, packed: bool = False) -> Path:
    text = json.dumps({"coordinates": "0..1000", "marks": marks}).encode()
    path = folder / "marks.json"
    path.write_bytes(gzip.compress(text) if packed else text)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_marks_are_kept_by_writer(tmp_path: Path, packed: bool) -> None:
    book = load_strokes(write(tmp_path, [TICK, CROSS, DASH], packed=packed))
    assert book.writers == ("an", "binh")
    assert [mark.family for mark in book.marks_of("an")] == ["tick", "dash"]
    assert book.marks_of("binh")[0].strokes[1].tolist() == [[0.5, -0.5], [-0.5, 0.5]]


def test_shapes_that_are_no_answer_are_left_out(tmp_path: Path) -> None:
    assert load_strokes(write(tmp_path, [TICK, STAR])).writers == ("an",)
    with pytest.raises(HomPhieuError, match="circled_slash"):
        load_strokes(write(tmp_path, [STAR]))


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30)
def test_a_writer_repeats_recorded_marks_at_the_size_of_the_box(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    book = load_strokes(write(tmp_path_factory.mktemp("strokes"), [TICK, CROSS, DASH]))
    rng = np.random.default_rng(seed)
    writer = book.choose_writer(rng, 0)
    assert writer.family in {mark.family for mark in book.marks_of(writer.name)}
    mark = writer.mark(Rect(50, 50, 4, 4), rng)
    longest_mm = np.ptp(np.concatenate(mark.strokes), axis=0).max()
    assert 0.6 * 4 * 0.7 < longest_mm < 1.5 * 4 * 1.5


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({**TICK, "strokes": [[[0, 0], [1001, 5]]]}, r"marks\[1\]\.strokes\[0\]\[1\]\[0\]"),
        ({**TICK, "strokes": [[[0, 0, 0]]]}, r"marks\[1\]\.strokes\[0\]\[0\]"),
        ({**TICK, "strokes": [[["a", 0]]]}, r"marks\[1\]\.strokes\[0\]\[0\]\[0\]"),
        ({**TICK, "strokes": [[[float("nan"), 0]]]}, r"marks\[1\]\.strokes\[0\]\[0\]\[0\]"),
        ({**TICK, "strokes": [[]]}, r"marks\[1\]\.strokes\[0\]"),
        ({**TICK, "strokes": []}, r"marks\[1\]\.strokes"),
        ({**TICK, "strokes": [[[0, 0]] * 5001]}, r"marks\[1\]\.strokes\[0\]"),
        ({**TICK, "writer": "=1+1"}, r"marks\[1\]\.writer"),
        ({"family": "tick", "strokes": TICK["strokes"]}, r"marks\[1\]\.writer"),
        ("tick", r"marks\[1\]"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path: Path, entry: object, named: str) -> None:
    with pytest.raises(HomPhieuError, match=rf"marks\.json: .*{named}"):
        load_strokes(write(tmp_path, [TICK, entry]))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b'{"marks": 5}', b"[]", b'{"marks": []}', b"\xff\xfe\x00", b"null"],
)
def test_what_is_no_stroke_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "marks.json"
    path.write_bytes(content)
    with pytest.raises(HomPhieuError, match=r"marks\.json"):
        load_strokes(path)


def test_a_missing_or_damaged_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HomPhieuError, match="nowhere"):
        load_strokes(tmp_path / "nowhere.json")
    path = write(tmp_path, [TICK] * 50, packed=True)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(HomPhieuError, match=r"marks\.json"):
        load_strokes(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strokes, "LARGEST_FILE_BYTES", 1000)
    path = write(tmp_path, [TICK] * 100, packed=True)
    assert path.stat().st_size < 1000
    with pytest.raises(HomPhieuError, match="split the file"):
        load_strokes(path)
