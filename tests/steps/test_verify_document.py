"""Does a document still say what the record gives? Asked through the real command."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.text.run import Run

from survey.errors import ExitStatus
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


def written(office: Office, *words: str) -> Path:
    """The document of a report, where people would keep their copy of it."""
    office.done("report", *words)
    newest = max(office.path.glob("reports/*.docx"), key=lambda file: file.stat().st_mtime_ns)
    kept = office.path / "ban-ky.docx"
    kept.write_bytes(newest.read_bytes())
    return kept


@pytest.mark.parametrize(
    "words",
    [
        ("annual",),
        ("sipas",),
        ("period", "--period", "2021-10"),
        ("period", "--period", "2021-H2"),
        ("minutes",),
    ],
)
def test_what_was_just_written_follows_from_the_record(
    scanned: Office, words: tuple[str, ...]
) -> None:
    told = scanned.run("verify", written(scanned, *words), "--json")
    assert told.status == ExitStatus.DONE, told
    assert told.json["follows"]
    assert not told.json["notes"]
    assert told.json["version"]
    assert told.json["pinned"]["seq"] > 0


def test_number_and_day_are_filled_in_and_a_changed_figure_is_named(scanned: Office) -> None:
    file = written(scanned, "annual")
    edit(file, "ngày … tháng … năm …", "ngày 05 tháng 11 năm 2021")
    assert scanned.run("verify", file).status == ExitStatus.DONE
    edit(file, "6 phiếu", "60 phiếu")
    told = scanned.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "60 phiếu" in told.out
    assert "the record gives" in told.out


def test_a_record_that_went_on_is_told(scanned: Office) -> None:
    file = written(scanned, "annual")
    row = scanned.flagged()[0]
    for person in ("Hòa", "Bình"):
        scanned.done("decide", row["sheet"], row["question"], "5", "--by", person, "--reason", "rõ")
    told = scanned.run("verify", file)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert "than when it was written" in told.out


def test_a_document_of_another_survey_is_noticed(scanned: Office) -> None:
    file = written(scanned, "annual")
    document = Document(str(file))
    mark, kind, subject, head, *others = str(document.core_properties.keywords).split()
    document.core_properties.keywords = " ".join((mark, kind, subject, head[::-1], *others))
    document.save(str(file))
    told = scanned.run("verify", file)
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
