"""Every page is in one batch, with the rules that read it and how far these are proven."""

import json
from dataclasses import asdict
from itertools import islice
from typing import Any

import pytest

from omr.bound import read_bounds
from omr.rules import RULES
from steps import note_batch, scan
from steps.session import open_session
from store.replay import compare_replay
from survey.reading import Outcome
from tests.conftest import SCANS, SHEETS
from tests.office import Office


def batches(office: Office) -> list[dict[str, Any]]:
    with open_session(office.path) as session:
        rows = session.record.rows("SELECT body FROM journal WHERE kind = 'batch' ORDER BY seq")
        return [json.loads(body) for (body,) in rows]


def test_a_scan_ends_with_one_batch(scanned: Office) -> None:
    (batch,) = batches(scanned)
    assert (batch["files"], batch["pages"]) == (SHEETS, SHEETS)
    assert batch["outcomes"] == {Outcome.READ: SHEETS}
    assert batch["flags"] == len(scanned.flagged())
    assert batch["reader"] == RULES
    assert batch["bound"] == {kind: asdict(one) for kind, one in read_bounds().items()}


def test_a_scan_that_brings_nothing_new_makes_no_batch(scanned: Office) -> None:
    before = batches(scanned)
    told = scanned.scan(scanned.path / SCANS)
    assert batches(scanned) == before
    assert "misread" not in told.out


def test_pages_of_a_run_that_was_cut_off_belong_to_the_next_batch(
    printed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = SHEETS - 3
    monkeypatch.setattr(scan, "_PAGES_PER_TRANSACTION", some)
    monkeypatch.setattr(scan, "_read_files", lambda *given: islice(READ_FILES(*given), some))
    monkeypatch.setattr(scan, "note_batch", lambda _session: {})
    printed.scan(printed.path / SCANS)
    monkeypatch.undo()
    assert len(printed.pages()) == some
    assert batches(printed) == []
    printed.scan(printed.path / SCANS)
    (batch,) = batches(printed)
    assert (batch["files"], batch["pages"]) == (SHEETS, SHEETS)


def test_a_batch_survives_replay(scanned: Office) -> None:
    with open_session(scanned.path) as session:
        assert compare_replay(session.record) == ()
        assert list(session.record.rows("SELECT files, pages, reader FROM batch")) == [
            (SHEETS, SHEETS, RULES)
        ]


def test_rules_that_nobody_measured_have_no_bound(
    printed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_batch, "read_bounds", dict)
    assert "misread" not in printed.scan(printed.path / SCANS).out
    (batch,) = batches(printed)
    assert batch["bound"] == {}


def test_the_bound_is_told_at_the_end(printed: Office) -> None:
    if read_bounds():
        assert "100,000 answers on ordinary scans" in printed.scan(printed.path / SCANS).out


READ_FILES = scan._read_files
