"""The documents that were issued must be as they were written."""

import hashlib
from pathlib import Path

import pytest

from audit.issued import check_issued
from audit.remark import Remark
from store.folder import SurveyFolder
from store.record import Record


def issue(record: Record, name: str, content: bytes, kind: str = "report") -> Path:
    document = record.folder.reports / name
    document.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    body = {"kind": "annual", "period": "2021", "file": document.name, "sha256": sha256}
    record.append(kind, body)
    return document


def remarks(folder: SurveyFolder) -> tuple[Remark, ...]:
    return check_issued(folder.database_path, folder.reports)


def test_the_newest_of_one_name_counts(record: Record, folder: SurveyFolder) -> None:
    issue(record, "phu-luc-2.docx", b"first")
    issue(record, "phu-luc-2.docx", b"second")
    assert remarks(folder) == ()


def test_a_changed_document_is_found(record: Record, folder: SurveyFolder) -> None:
    issue(record, "bien-ban.docx", b"as written")
    issue(record, "phu-luc-2.docx", b"as written").write_bytes(b"not as written")
    (remark,) = remarks(folder)
    assert remark.differs
    assert remark.sentence.startswith("reports/phu-luc-2.docx was changed")
    assert "event 4" in remark.sentence


def test_a_changed_list_of_persons_is_found(record: Record, folder: SurveyFolder) -> None:
    issue(record, "chon-mau-2021-Q4-1.csv", b"as drawn", "sample-drawn").write_bytes(b"not so")
    (remark,) = remarks(folder)
    assert remark.differs
    assert remark.sentence.startswith("reports/chon-mau-2021-Q4-1.csv was changed")


def test_a_moved_document_is_noted(record: Record, folder: SurveyFolder) -> None:
    issue(record, "phu-luc-2.docx", b"as written").unlink()
    (remark,) = remarks(folder)
    assert not remark.differs
    assert "reports/phu-luc-2.docx (event 3)" in remark.sentence


@pytest.mark.parametrize("name", ["../survey.toml", "/dev/zero", ".."])
def test_a_document_outside_is_never_read(record: Record, folder: SurveyFolder, name: str) -> None:
    body = {"kind": "annual", "period": "2021", "file": name, "sha256": "0" * 64}
    record.append("report", body)
    (remark,) = remarks(folder)
    assert remark.differs
    assert "which is none" in remark.sentence


def test_an_unreadable_database_is_one_remark(folder: SurveyFolder) -> None:
    (remark,) = remarks(folder)
    assert "cannot be listed" in remark.sentence
