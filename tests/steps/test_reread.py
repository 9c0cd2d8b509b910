"""``verify --pixels``: what is recorded against what the kept originals show."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from benchmarks.forger import rewrite_event
from store.folder import SurveyFolder
from survey.errors import ExitStatus
from tests.office import Office, Told


def first_page(office: Office) -> tuple[int, dict[str, Any]]:
    """The first page that was read: its event's number and body."""
    with closing(sqlite3.connect(office.path / "survey.db")) as connection:
        seq, body = connection.execute(
            "SELECT seq, body FROM journal JOIN page USING (seq) WHERE outcome = 'read'"
        ).fetchone()
    return int(seq), json.loads(body)


def forge(office: Office, **changes: object) -> None:
    seq, _body = first_page(office)
    rewrite_event(SurveyFolder(office.path), seq, changes)


def verify_pixels(office: Office) -> Told:
    assert office.run("verify").status == ExitStatus.DONE  # the forger left no trace elsewhere
    return office.run("verify", "--pixels", "--workers", 1)


def test_pixels_agree_with_what_was_recorded(scanned: Office) -> None:
    told = verify_pixels(scanned)
    assert told.status == ExitStatus.DONE
    assert told.out.startswith("The record is whole")


def test_a_forged_answer_is_named_with_sheet_and_event(scanned: Office) -> None:
    seq, body = first_page(scanned)
    answered = next(q for q in body["questions"] if q[1] == "answered")
    forged = [answered[0], "answered", "1" if answered[2] != "1" else "5", None]
    forge(scanned, questions=[forged if q == answered else q for q in body["questions"]])
    told = verify_pixels(scanned)
    assert told.status == ExitStatus.RECORD_DIFFERS
    (finding,) = told.out.splitlines()
    assert finding == (
        f"! event {seq}, {body['source_file']} page 1, sheet {body['sheet']}: question "
        f"{answered[0]} is recorded as «answered {forged[2]}», by the original it is "
        f"«answered {answered[2]}»"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sheet": "ABCDEFGH2345"}, "the sheet is recorded as «ABCDEFGH2345»"),
        ({"procedure": "1.000001"}, "the procedure is recorded as «1.000001»"),
        ({"outcome": "rejected", "reason": "no-code"}, "the outcome is recorded as «rejected»"),
        ({"boxes": ""}, "what was measured at its boxes is recorded otherwise"),
    ],
)
def test_other_forgeries_are_said(
    scanned: Office, changes: dict[str, object], sentence: str
) -> None:
    forge(scanned, **changes)
    told = verify_pixels(scanned)
    assert told.status == ExitStatus.RECORD_DIFFERS
    assert sentence in told.out


def test_forged_measurements_are_said(scanned: Office) -> None:
    _seq, body = first_page(scanned)
    question, choice, ink, *others = body["boxes"].split(";")[2].split(" ")
    box = " ".join((question, choice, str(int(ink) + 3000), *others))
    forge(scanned, boxes=";".join([box, *body["boxes"].split(";")[1:]]))
    assert "boxes" in verify_pixels(scanned).out


def test_readings_of_another_version_are_told(
    scanned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("steps.reread.VERSION", "9.9")
    told = verify_pixels(scanned)
    assert told.status == ExitStatus.DONE
    assert "and again by version 9.9" in told.out


def test_a_missing_original_is_passed_over_and_named(scanned: Office) -> None:
    next((scanned.path / "scans").iterdir()).unlink()
    told = scanned.run("verify", "--pixels", "--workers", 1)
    assert told.status == ExitStatus.RECORD_DIFFERS
    (finding,) = told.out.splitlines()
    assert "is missing" in finding
