"""Does a document still say what the record gives? Asked through the real command."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.text.run import Run
from openpyxl import load_workbook
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from reports.issued import Shown, read_issued
from survey.errors import ExitStatus
from tests.conftest import copy_survey
from tests.office import Office


def edit(file: Path, old: str, new: str) -> None:
    """What somebody with Word can do."""
    document = Document(str(file))
    runs = [Run(run, document) for run in document.element.body.xpath(".//w:r")]
    changed = [run for run in runs if old in run.text]
    assert changed
    for run in changed:
        run.text = run.text.replace(old, new)
    document.save(str(file))


def written(office: Office, *words: str, kind: str = "docx") -> Path:
    """The document of a report, where people would keep their copy of it."""
    office.done(*(() if words[0] in ("tally", "recheck") else ("report",)), *words)
    newest = max(office.path.glob(f"reports/*.{kind}"), key=lambda file: file.stat().st_mtime_ns)
    kept = office.path / f"ban-ky.{kind}"
    kept.write_bytes(newest.read_bytes())
    return kept


OCTOBER = ("--period", "2021-10")


@pytest.fixture(scope="module")
def reported_survey(scanned_survey: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey whose annual report was written."""
    office = Office(copy_survey(scanned_survey, tmp_path_factory.mktemp("reported")))
    written(office, "annual")
    return office.path


@pytest.fixture
def reported(reported_survey: Path, tmp_path: Path) -> Office:
    """An office of one's own with that survey."""
    return Office(copy_survey(reported_survey, tmp_path))


def annual_of(reported: Office) -> Path:
    return reported.path / "ban-ky.docx"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("docx", ("annual",)),
        ("docx", ("sipas",)),
        ("docx", ("period", *OCTOBER)),
        ("docx", ("period", "--period", "2021-H2")),
        ("docx", ("minutes",)),
        ("txt", ("period", *OCTOBER)),
        ("html", ("evidence", *OCTOBER)),
        ("xlsx", ("tally", "--by", "field", "--published", "--format", "xlsx", *OCTOBER)),
        ("xlsx", ("tally", "--by", "question", "--by", "field", "--format", "xlsx")),
    ],
)
def test_what_was_just_written_follows_from_the_record(
    scanned: Office, kind: str, words: tuple[str, ...]
) -> None:
    told = scanned.run("verify", written(scanned, *words, kind=kind), "--json")
    assert told.status == ExitStatus.DONE, told
    assert told.json["follows"]
    assert not told.json["notes"]
    assert told.json["version"]
    assert told.json["pinned"]["seq"] > 0


def test_number_and_day_are_filled_in_and_a_changed_figure_is_named(reported: Office) -> None:
    file = annual_of(reported)
    edit(file, "ngày … tháng … năm …", "ngày 05 tháng 11 năm 2021")
    assert reported.run("verify", file).status == ExitStatus.DONE
    edit(file, "/BC-UBND", "12/BC-UBND")
    assert reported.run("verify", file).status == ExitStatus.DONE
    edit(file, "6 phiếu", "60 phiếu")
    told = reported.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "60 phiếu" in told.out
    assert "the record gives" in told.out


def swap_picture(file: Path, old: bytes, new: bytes) -> None:
    """What somebody with Word can do: another picture in the place of one."""
    with zipfile.ZipFile(file) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    assert old in kept.values()
    with zipfile.ZipFile(file, "w") as parts:
        for name, content in kept.items():
            parts.writestr(name, new if content == old else content)


def first_chart(file: Path) -> Shown:
    return next(one for one in read_issued(file.read_bytes(), ".docx").pictures if one.drawn_by)


def test_a_chart_that_was_drawn_otherwise_is_named(reported: Office) -> None:
    file = annual_of(reported)
    chart = first_chart(file)
    with Image.open(io.BytesIO(chart.content)) as picture:
        forged, told = io.BytesIO(), PngInfo()
        told.add_text("Software", chart.drawn_by)
        picture.paste("black", (700, 60, 720, 80))
        picture.save(forged, "png", pnginfo=told)
    swap_picture(file, chart.content, forged.getvalue())
    found = reported.run("verify", file)
    assert found.status == ExitStatus.RECORD_DIFFERS
    assert "a picture is not the one that the record gives" in found.out
    assert chart.alternative in found.out


def test_a_picture_added_or_hidden_behind_another_is_named(scanned: Office) -> None:
    file = written(scanned, "annual")
    document = Document(str(file))
    document.add_picture(io.BytesIO(first_chart(file).content))
    document.save(str(file))
    told = scanned.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "pictures, the record gives" in told.out
    file = written(scanned, "annual")
    code = next(one for one in read_issued(file.read_bytes(), ".docx").pictures if not one.drawn_by)
    swap_picture(file, first_chart(file).content, code.content)
    assert scanned.run("verify", file).status == ExitStatus.RECORD_DIFFERS


def test_a_picture_saved_anew_is_the_same_and_one_of_another_version_is_told(
    reported: Office,
) -> None:
    file = annual_of(reported)
    chart = first_chart(file)
    older = PngInfo()
    older.add_text("Software", "matplotlib 3.0")
    with Image.open(io.BytesIO(chart.content)) as picture:
        anew, other = io.BytesIO(), io.BytesIO()
        picture.save(anew, "png")
        picture.resize((picture.width - 1, picture.height)).save(other, "png", pnginfo=older)
    swap_picture(file, chart.content, anew.getvalue())
    assert not reported.done("verify", file, "--json").json["notes"]
    swap_picture(file, anew.getvalue(), other.getvalue())
    told = reported.done("verify", file)
    assert "cannot be compared" in told.out


def test_a_changed_figure_is_named_in_every_kind_of_file(scanned: Office) -> None:
    spoken = written(scanned, "period", *OCTOBER, kind="txt")
    spoken.write_text(spoken.read_text().replace("phiếu.", "0 phiếu."))
    page = written(scanned, "evidence", *OCTOBER, kind="html")
    page.write_text(page.read_text().replace("<td>6</td>", "<td>7</td>"))
    table = written(scanned, "tally", "--format", "xlsx", kind="xlsx")
    workbook = load_workbook(table)
    sheet = workbook.worksheets[0]
    (figure, *_others) = (c for row in sheet.iter_rows() for c in row if isinstance(c.value, int))
    figure.value = 77
    workbook.save(table)
    for file in (spoken, page, table):
        told = scanned.run("verify", file)
        assert told.status == ExitStatus.RECORD_DIFFERS, file
        assert "the record gives" in told.out


def test_what_cannot_be_counted_anew_is_told_in_the_language_of_the_command(
    scanned: Office,
) -> None:
    table = written(scanned, "tally", "--format", "xlsx", kind="xlsx")
    workbook = load_workbook(table)
    trace = str(workbook.properties.keywords)
    workbook.properties.keywords = trace.replace("question", "colour")
    workbook.save(table)
    told = scanned.run("verify", table)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "cannot count by colour" in told.err


def test_a_record_that_went_on_is_told(reported: Office) -> None:
    file = annual_of(reported)
    row = reported.flagged()[0]
    for person in ("Hòa", "Bình"):
        reported.done(
            "decide", row["sheet"], row["question"], "5", "--by", person, "--reason", "rõ"
        )
    told = reported.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "than when it was written" in told.out


def test_a_document_of_another_survey_is_noticed(reported: Office) -> None:
    file = annual_of(reported)
    document = Document(str(file))
    mark, kind, subject, head, *others = str(document.core_properties.keywords).split()
    document.core_properties.keywords = " ".join((mark, kind, subject, head[::-1], *others))
    document.save(str(file))
    told = reported.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "of another survey" in told.out


def no_trace(file: Path) -> None:
    Document().save(str(file))


def no_document(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 torn")


def nothing(file: Path) -> None:
    file.unlink(missing_ok=True)


@pytest.mark.parametrize("make", [no_trace, no_document, nothing])
def test_what_is_no_document_of_ours_is_named(
    scanned: Office, make: Callable[[Path], None]
) -> None:
    file = scanned.path / "la.docx"
    make(file)
    told = scanned.run("verify", file)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "la.docx" in told.err


@pytest.mark.parametrize("subject", ["annual 2021", "minutes 2021-10-hom-1-1"])
def test_a_trace_that_does_not_belong_in_such_a_file_is_told(scanned: Office, subject: str) -> None:
    file = scanned.path / "loa-phuong.txt"
    file.write_text(f"Kết quả\nhom-phieu {subject} {'0' * 64} 0.1.0 {'0' * 64}\n", encoding="utf-8")
    told = scanned.run("verify", file)
    assert told.status == ExitStatus.USER_CAN_MEND, told
    assert "its trace names nothing that this program writes" in told.err
