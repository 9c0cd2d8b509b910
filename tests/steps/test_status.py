"""The state of a survey, and whether paper and record agree."""

from datetime import UTC, datetime, timedelta

from store.folder import SurveyFolder
from store.record import Record
from survey.errors import ExitStatus
from survey.reading import Outcome
from tests.conftest import SCANS, SHEETS
from tests.office import Office

KEYS = {
    "printed", "issued", "hand_count", "pages", "sheets", "flags_waiting", "reconciled",
    "issued_unknown", "lines_waiting", "refusals_waiting", "differences", "closed", "superseded",
    "running", "quotas", "due", "spot_check",
}  # fmt: skip


def test_the_format_is_that_of_the_specification(scanned: Office) -> None:
    told = scanned.status()
    assert set(told) == KEYS
    assert told["printed"] == told["issued"] == told["hand_count"] == SHEETS
    assert set(told["pages"]) == set(Outcome)
    assert told["pages"]["read"] == SHEETS
    assert told["sheets"] == {"valid": SHEETS, "invalid": 0}
    assert told["flags_waiting"] == len(scanned.flagged())
    assert told["reconciled"] is True
    assert told["differences"] == []


def test_a_clock_behind_the_journal_is_told_before_and_after_it_was_noted(printed: Office) -> None:
    said = "but the journal holds the hour"
    assert said not in printed.done("status").out
    ahead = datetime.now(UTC) + timedelta(days=2)
    with Record.open(SurveyFolder(printed.path), lambda: ahead) as record:
        record.append("bundle-exported", {})
    assert said in printed.done("status").out
    printed.done("print")
    assert said in printed.done("status").out


def test_before_any_opening_nothing_is_said_to_be_issued(printed: Office) -> None:
    told = printed.status()
    assert told["issued"] is None
    assert told["hand_count"] == 0
    assert "–" in printed.done("status").out


def test_a_missing_sheet_is_a_difference_in_words(printed: Office) -> None:
    printed.open_box(SHEETS + 1, SHEETS + 1)
    printed.scan(printed.path / SCANS)
    told = printed.status()
    assert told["reconciled"] is False
    slugs = {difference["slug"] for difference in told["differences"]}
    assert slugs == {"hand-count", "more-issued-than-printed"}
    assert f"! opening 2021-10-hom-1-1: {SHEETS + 1} sheets" in printed.done("status").out


def test_a_rejected_page_stands_for_its_sheet(printed: Office) -> None:
    printed.open_box(SHEETS, SHEETS)
    (min((printed.path / SCANS / "1").glob("*.jpg"))).write_bytes(b"\xff\xd8\xff")
    printed.scan(printed.path / SCANS)
    told = printed.status()
    assert (told["pages"]["read"], told["pages"]["rejected"]) == (SHEETS - 1, 1)
    assert told["reconciled"]


def test_check_says_3_while_people_are_needed_and_0_when_all_is_settled(scanned: Office) -> None:
    assert scanned.run("status").status == ExitStatus.DONE
    assert scanned.run("status", "--check").status == ExitStatus.PEOPLE_NEEDED
    for flag in scanned.flagged():
        for person in ("An", "Bình"):
            by = ("--by", person, "--reason", "hai dấu")
            scanned.done("decide", flag["sheet"], flag["question"], "multiple", *by)
    unkeyed = sorted({row["sheet"] for row in scanned.answers() if not row["procedure"]})
    assert scanned.status()["lines_waiting"] == len(unkeyed)
    told = scanned.run("status", "--check")  # as ``close`` does, which refuses because of them
    assert told.status == ExitStatus.PEOPLE_NEEDED
    assert told.out.endswith(" review\n")
    for sheet in unkeyed:
        for person in ("An", "Bình"):
            by = ("--by", person, "--reason", "đọc dòng viết tay")
            scanned.done("decide", sheet, "procedure", "unknown", *by)
    assert scanned.run("status", "--check").status == ExitStatus.DONE
    assert "Paper and record agree." in scanned.done("status").out


def test_check_says_4_on_a_difference(scanned: Office) -> None:
    scanned.open_box(3, 4)
    assert scanned.run("status", "--check").status == ExitStatus.RECORD_DIFFERS
