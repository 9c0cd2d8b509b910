import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scans.listing import list_links_out, list_scans, natural_key, show_name
from survey.errors import PageError
from tests.ordinary_user import ordinary_user


def fill(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"scan")


def names(paths: Iterable[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_page_two_comes_before_page_ten(tmp_path: Path) -> None:
    fill(tmp_path, ["trang-10.jpg", "trang-2.jpg", "Trang-1.jpg", "trang-02.jpg"])
    fill(tmp_path, ["b/3.png", "a/11.png", "a/9.png"])
    assert names(list_scans([tmp_path]), tmp_path) == [
        "a/9.png",
        "a/11.png",
        "b/3.png",
        "Trang-1.jpg",
        "trang-02.jpg",
        "trang-2.jpg",
        "trang-10.jpg",
    ]


def test_paths_keep_the_order_in_which_they_were_named(tmp_path: Path) -> None:
    fill(tmp_path, ["z.pdf", "a.pdf", "m/1.tif"])
    listed = list_scans([tmp_path / "z.pdf", tmp_path / "m", tmp_path / "a.pdf"])
    assert names(listed, tmp_path) == ["z.pdf", "m/1.tif", "a.pdf"]


def test_a_file_named_twice_is_listed_once(tmp_path: Path) -> None:
    fill(tmp_path, ["a.pdf", "b.pdf"])
    listed = list_scans([tmp_path / "b.pdf", tmp_path, tmp_path / "." / "b.pdf"])
    assert names(listed, tmp_path) == ["b.pdf", "a.pdf"]


def test_hidden_files_are_left_out_and_unknown_types_are_not(tmp_path: Path) -> None:
    fill(tmp_path, [".DS_Store", "._1.jpg", ".git/2.jpg", "notes.txt", "no-extension", "1.jpg"])
    assert names(list_scans([tmp_path]), tmp_path) == ["1.jpg", "no-extension", "notes.txt"]


def test_a_hidden_file_named_by_a_person_is_listed(tmp_path: Path) -> None:
    fill(tmp_path, [".hidden.jpg"])
    assert names(list_scans([tmp_path / ".hidden.jpg"]), tmp_path) == [".hidden.jpg"]


def test_links_out_of_the_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    fill(tmp_path, ["inside/1.jpg", "outside/secret.jpg"])
    (inside / "file").symlink_to(outside / "secret.jpg")
    (inside / "folder").symlink_to(outside)
    (inside / "up").symlink_to(tmp_path)
    (inside / "same").symlink_to(inside / "1.jpg")
    assert names(list_scans([inside]), inside) == ["1.jpg"]
    assert names(list_links_out([inside]), inside) == ["file", "folder", "up"]


def test_a_link_named_by_a_person_is_followed(tmp_path: Path) -> None:
    fill(tmp_path, ["scans/1.jpg"])
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "scans")
    assert [path.name for path in list_scans([link])] == ["1.jpg"]
    assert list_links_out([link]) == ()


def test_a_ring_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    fill(tmp_path, ["1.jpg"])
    assert "1.jpg" in names(list_scans([tmp_path]), tmp_path)


def test_odd_names_are_listed_and_shown_on_one_line(tmp_path: Path) -> None:
    odd = ["two\nlines.jpg", "\u202egpj.exe", "Phiếu số 1.jpg", os.fsdecode(b"\xff\xfe.jpg")]
    fill(tmp_path, odd)
    listed = list(list_scans([tmp_path]))
    assert sorted(path.name for path in listed) == sorted(odd)
    shown = {show_name(path) for path in listed}
    assert "Phiếu số 1.jpg" in shown
    assert r"two\nlines.jpg" in shown
    assert r"\u202egpj.exe" in shown
    assert all(name.isprintable() and name.encode("utf-8") for name in shown)


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(PageError, match=r"scan-9\.pdf"):
        list(list_scans([tmp_path / "scan-9.pdf"]))


def test_a_locked_folder_is_named(open_folder: Path) -> None:
    (open_folder / "locked").mkdir(mode=0)
    with ordinary_user(), pytest.raises(PageError, match="locked"):
        list(list_scans([open_folder]))


@given(
    st.text("abơ-_ ", max_size=4),
    st.lists(st.integers(0, 10**20), unique=True, min_size=2, max_size=20),
    st.sampled_from([".jpg", "", " (2).png"]),
)
def test_numbers_in_names_sort_by_their_value(prefix: str, numbers: list[int], suffix: str) -> None:
    shuffled = [f"{prefix}{number}{suffix}" for number in numbers]
    in_order = [f"{prefix}{number}{suffix}" for number in sorted(numbers)]
    assert sorted(shuffled, key=natural_key) == in_order


@given(st.lists(st.text(max_size=8), max_size=20))
def test_any_names_can_be_sorted(any_names: list[str]) -> None:
    assert sorted(sorted(any_names, key=natural_key)) == sorted(any_names)


@given(st.text("aăâơưếộ12 ", max_size=12))
def test_both_encodings_of_vietnamese_sort_alike(name: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    assert natural_key(composed) == natural_key(decomposed)
