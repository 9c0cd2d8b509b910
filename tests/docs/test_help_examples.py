"""The examples in the help of every command work as they stand there: all are run in one survey.

Whoever adds a command gives it ``examples=(…)``. When an example needs something that is not there,
``_prepare`` below puts it there: what people do between the commands, and the files they bring.
"""

import csv
import io
import shlex
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from PIL import Image

from ballots import printing
from cli import cli
from steps.demo import opening_text
from survey.errors import ExitStatus
from templates.machine_code import draw_token
from terminal.placeholders import WORD
from tests.conftest import READERS
from tests.handed_up import InventedUnit, units_table
from tests.office import BIRTHS, COPIES, Office, begin, run
from tests.steps.test_settle_page import cover_marks
from tools.reference import PAGE, leaf_commands, reference

SHEET = "5REHM1MD8H7G"
SAY_ONLY_DATA = {("layout",), ("log",)}
"""Commands that only list what is there, for people or for another program."""
SAME_IN_BOTH = {"ID", "JSON", "TIFF", "PDF", "UTC", "CSV", "XLSX", "KH-UBND", "UBND", "KH", "TOML"}
WENT_WELL = (ExitStatus.DONE, ExitStatus.PEOPLE_NEEDED, ExitStatus.RECORD_DIFFERS)
HOW_TO = "an example needs something that is not there: see PREPARE and _write_texts in this file"
BOX_AND_CHANNEL = """
[[boxes]]
id = "hom-2"
name = "Hòm phiếu số 2"
place = "Nhà văn hóa"

[[channels]]
id = "hues"
name = "HueS"
"""
BELOW = InventedUnit("xa-a", period="2021-10")
REFUSAL = """
[refusal]
reported_at = 2021-10-29T16:10:00+07:00
reported_to = "Thường trực UBND phường"
"""
MAPPING = """
date_format = "dd/mm/yyyy"

[columns]
date = "Ngày"

[columns.questions]
q1 = "Mức"
"""


COMMANDS = tuple(leaf_commands(cli))


def help_of(words: tuple[str, ...], language: str = "en") -> str:
    return run("--lang", language, *words, "--help").out


def examples_of(words: tuple[str, ...]) -> list[list[str]]:
    """The examples as the help shows them, each as the words after the program's name."""
    shown = help_of(words).partition("Examples:\n")[2]
    lines = [line.strip() for line in shown.splitlines() if line.strip()]
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A ward after its month, with the files that the examples name; worked in by all of them."""
    office = begin(tmp_path_factory.mktemp("vi-du") / "khao-sat")
    plan = office.path / "survey.toml"
    plan.write_text(plan.read_text("utf-8") + BOX_AND_CHANNEL, "utf-8")
    tokens = iter((SHEET,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "draw_token", lambda: next(tokens, None) or draw_token())
        patch.setattr(uvicorn.Server, "run", lambda *_words, **_settings: None)
        patch.setattr(webbrowser, "open", lambda _address: None)
        patch.chdir(office.path)
        sheets = office.print_sheets("--procedure", COPIES, "--procedure", BIRTHS)
        pages = office.simulate(sheets, "quet-tay", "--double", 0.3)
        _write_scan(sorted(pages.glob("*.jpg")), office.path / "quet-29-10.pdf")
        _write_texts(office)
        yield office


def _write_scan(pages: list[Path], file: Path) -> None:
    """Two sheets and a torn one."""
    torn = cover_marks(pages[0], file.with_name("rach.jpg"))
    first, *others = [Image.open(page).convert("L") for page in (*pages, torn)]
    first.save(file, save_all=True, append_images=others, resolution=200)


def _write_texts(office: Office) -> None:
    refused = opening_text(4, 40).partition("[opened]")[0].replace("hom-1", "hom-2")
    refused = refused.replace('seal = "intact"\n', 'seal = "broken"\n')
    for name, text in {
        "mo-hom.toml": opening_text(4, 40).replace('note = ""', 'note = "Việc dán ghi sổ muộn"'),
        "khong-mo.toml": refused.replace('note = ""', 'note = "Rách một góc"') + REFUSAL,
        "hues.csv": "Ngày,Mức\n05/10/2021,5\n",
        "hues.toml": MAPPING,
        "tong-so-ho-so.csv": "Mã đơn vị,Số hồ sơ\nxa-a,120\n",
        "don-vi.csv": units_table([BELOW]),
        "so-ho-so.csv": "Kỳ,Lĩnh vực,Số hồ sơ\n2021-10,Chứng thực,120\n",
    }.items():
        (office.path / name).write_text(text, "utf-8")
    (office.path / "goi-xa-a.zip").write_bytes(BELOW.bundle())
    office.done("open-box", "--from", "khong-mo.toml")


def settle_all(office: Office) -> None:
    """What two people do before they look at what still differs."""
    for row in office.flagged():
        for person in READERS:
            office.run("decide", row["sheet"], row["question"], "multiple", *signed(person))
    office.run("settle", "quet-29-10.pdf", 3, "foreign", *signed(READERS[1]))
    office.run("valid", SHEET, *signed(READERS[1]))


def explain_the_closed_box(office: Office) -> None:
    """What two people say about the box that was never opened."""
    two = ("--by", READERS[0], *signed(READERS[1]))
    office.run("explain", "box-not-opened:2021-10/hom-2", *two)


def fill_in(office: Office) -> None:
    """What a reader does with the empty table of a draw: every question has two marks."""
    (empty,) = office.path.glob("reports/*-nguoi-doc-1.csv")
    rows = list(csv.reader(io.StringIO(empty.read_text("utf-8-sig"))))
    for row in rows[1:]:
        row[:] = [seen if row[0] and seen else "N" for seen in row]
    with (office.path / "nguoi-doc-1.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def know_units(office: Office) -> None:
    """The table of units, which is given before any of them is drawn."""
    office.done("bundle", "units", "don-vi.csv", "--source", "Sở Nội vụ", "--date", "2021-10-01")


def close_again(office: Office) -> None:
    """The period was reopened for a correction; only what is closed is handed up."""
    office.done("close", "2021-10", "--by", READERS[0])


def signed(person: str) -> tuple[str, ...]:
    return ("--by", person, "--reason", "Đã xem tờ giấy")


PREPARE: dict[tuple[str, ...], Callable[[Office], None]] = {
    ("explain",): settle_all,
    ("close",): explain_the_closed_box,
    ("recheck", "record"): fill_in,
    ("sample", "units"): know_units,
    ("bundle", "export"): close_again,
}
"""What people do between the commands."""


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_an_example_of_its_own(words: tuple[str, ...]) -> None:
    assert any(example[: len(words)] == list(words) for example in examples_of(words)), (
        f"give {' '.join(words)} an example: @click.command(…, examples=('…',))"
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_examples_work_as_written_and_say_what_comes_next(
    words: tuple[str, ...], ward: Office
) -> None:
    if words in PREPARE:
        PREPARE[words](ward)
    for example in examples_of(words):
        told = run("--lang", "en", *example)
        assert told.status in WENT_WELL, f"{HOW_TO}\n{told.out}{told.err}"
        if words not in SAY_ONLY_DATA:
            assert "Next: hom-phieu " in told.out, f"end the command with say_next(…)\n{told.out}"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_placeholder_is_english_in_the_vietnamese_help(words: tuple[str, ...]) -> None:
    usage_and_options = help_of(words, "vi").partition("Ví dụ:")[0]
    left = set(WORD.findall(usage_and_options)) & set(WORD.findall(help_of(words)))
    assert left <= SAME_IN_BOTH, f"list {left} in terminal/placeholders.py and translate it"


def test_the_reference_of_commands_is_as_the_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # and is put back afterwards
    assert PAGE.read_text("utf-8") == reference(), "run: python -m tools.reference"
