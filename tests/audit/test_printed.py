"""The printed files and the layouts beside them must be those of which the journal speaks."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.printed import check_printed
from audit.remark import Remark
from tests.office import Office

PRINTED = ("phieu-001.pdf", "phieu-002.pdf")


def remarks(office: Office) -> tuple[Remark, ...]:
    return check_printed(office.path / "survey.db", office.path / "printed")


def layout_of(office: Office) -> Path:
    (layout,) = (office.path / "printed").glob("layout-*.json")
    return layout


def swap_choices(text: str) -> str:
    """The layout with 5 and 1 of question 1 in each other's place."""
    told = json.loads(text)
    boxes = told["pages"][0]["boxes"]
    boxes[0]["choice"], boxes[4]["choice"] = boxes[4]["choice"], boxes[0]["choice"]
    return json.dumps(told)


def test_what_was_printed_has_no_remarks(printed: Office) -> None:
    assert remarks(printed) == ()


def test_a_changed_print_is_found(printed: Office) -> None:
    with (printed.path / "printed" / PRINTED[1]).open("ab") as file:
        file.write(b" ")
    (remark,) = remarks(printed)
    assert remark.differs
    assert remark.sentence.startswith(f"printed/{PRINTED[1]} was changed")


def test_a_removed_print_is_noted(printed: Office) -> None:
    (printed.path / "printed" / PRINTED[0]).unlink()
    (remark,) = remarks(printed)
    assert not remark.differs
    assert PRINTED[0] in remark.sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (swap_choices, "was changed after it was printed"),
        (lambda text: text + " ", "was changed after it was printed"),
        (lambda _text: "{}", "is not a layout file"),
    ],
)
def test_a_changed_layout_is_found(
    printed: Office, change: Callable[[str], str], sentence: str
) -> None:
    layout = layout_of(printed)
    layout.write_text(change(layout.read_text(encoding="utf-8")), encoding="utf-8")
    (remark,) = remarks(printed)
    assert remark.differs
    assert layout.name in remark.sentence
    assert sentence in remark.sentence


def test_a_layout_that_is_no_text_is_found_and_named(printed: Office) -> None:
    layout = layout_of(printed)
    layout.write_bytes(b"\xff\xd8 a picture")
    (remark,) = remarks(printed)
    assert remark.differs
    assert remark.sentence.startswith(f"printed/{layout.name} cannot be read")


def test_a_layout_under_the_name_of_another_is_found(printed: Office) -> None:
    layout = layout_of(printed)
    layout.rename(layout.with_name("layout-00000000.json"))
    missing, strange = remarks(printed)
    assert missing.differs
    assert "is missing" in missing.sentence
    assert strange.differs


def test_a_print_that_was_interrupted_is_noted(printed: Office) -> None:
    (printed.path / "printed" / "phieu-003.pdf").write_bytes(b"%PDF-")
    (remark,) = remarks(printed)
    assert not remark.differs
    assert "Do not hand out its sheets" in remark.sentence
