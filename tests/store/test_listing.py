"""What can be asked of the record, on a small survey."""

import sqlite3

import pytest

from store import listing
from store.record import Record
from survey.reading import Outcome, PageReading, Reason, Status
from tests.store.surveys import (
    OPENING,
    REFUSED,
    decide,
    fill,
    measured_box,
    read_page,
    sha256_of,
    take_in,
)


@pytest.fixture
def full(record: Record) -> Record:
    fill(record)
    return record


def test_printed(full: Record) -> None:
    (run,) = listing.list_printed_runs(full)
    assert (run.form, run.procedure, run.copies, run.file) == ("phu-luc-1", "", 5, "phieu.pdf")


def test_openings(full: Record) -> None:
    full.append("opening", REFUSED)
    opened, refused = listing.list_openings(full)
    assert (opened.first_count, opened.second_count, opened.issued) == (3, 3, 5)
    assert opened.body == {k: v for k, v in OPENING.items() if k not in ("id", "refused")}
    assert (refused.refused, refused.second_count) == (True, None)


def test_opening_waits_until_every_sheet_was_seen(record: Record) -> None:
    record.append("opening", REFUSED)
    take_in(record, "a1.jpg", read_page("aa11", Status.BLANK))
    take_in(record, "a2.jpg", read_page("aa11", sheet_page=2))
    take_in(record, "a3.jpg", PageReading(Outcome.DUPLICATE, Reason.SAME_SHEET, sheet="aa11"))
    take_in(record, "b.jpg", PageReading(Outcome.REJECTED, Reason.NO_CODE))
    take_in(record, "b2.jpg", PageReading(Outcome.BLANK_BACK, Reason.BLANK_PAGE))
    assert [opening.id for opening in listing.list_waiting_openings(record)] == [OPENING["id"]]
    take_in(record, "c.jpg", PageReading(Outcome.REJECTED, Reason.NO_CODE))
    assert listing.list_waiting_openings(record) == ()


def test_pages_come_in_the_order_of_coming(full: Record) -> None:
    pages = list(listing.list_pages(full))
    assert [page.source_file for page in pages] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
    assert (pages[3].outcome, pages[3].reason, pages[3].sheet) == ("rejected", "no-code", "")
    assert listing.count_outcomes(full) == {
        "read": 3, "blank-back": 0, "duplicate": 0, "rejected": 1, "waiting": 0,
    }  # fmt: skip


def test_pages_that_entered_are_found_again(full: Record) -> None:
    assert listing.list_pages_of(full, sha256_of("b.jpg"), "b.jpg") == {1}
    assert listing.list_pages_of(full, sha256_of("b.jpg"), "copy.jpg") == frozenset()
    assert listing.list_pages_of(full, sha256_of("z.jpg"), "z.jpg") == frozenset()


def test_page_does_not_enter_twice(full: Record) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        take_in(full, "a.jpg", read_page("dd44", Status.BLANK))


def test_same_content_under_two_names_is_one_original(full: Record) -> None:
    full.append("original", {"sha256": sha256_of("a.jpg"), "name": "copy.jpg", "size_bytes": 5})
    names = [name for (name,) in full.rows("SELECT name FROM original ORDER BY seq")]
    assert names == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_answers(full: Record) -> None:
    answers = list(listing.list_answers(full))
    assert [(a.sheet, a.question, a.status, a.choice, a.decided_by) for a in answers] == [
        ("aa11", "q1", "answered", "5", "machine"),
        ("aa11", "q2", "blank", None, "machine"),
        ("bb22", "q1", "answered", "4", "Trần Văn Bình"),
        ("bb22", "q2", "answered", "5", "machine"),
        ("cc33", "q1", "flagged", None, "machine"),
        ("cc33", "q2", "multiple", None, "machine"),
    ]
    assert (answers[2].source_file, answers[2].source_page) == ("b.jpg", 1)
    assert (answers[2].opening, answers[2].period) == (OPENING["id"], "2021-10")


def test_answers_without_an_opening_have_no_period(record: Record) -> None:
    take_in(record, "a.jpg", read_page("aa11", Status.BLANK), opening="")
    assert [(a.opening, a.period) for a in listing.list_answers(record)] == [("", "")]


def test_answers_keep_the_printed_order(record: Record) -> None:
    take_in(record, "z.jpg", read_page("zz", *[Status.BLANK] * 12))
    take_in(record, "a.jpg", read_page("aa", Status.BLANK))
    answers = [(a.sheet, a.question) for a in listing.list_answers(record)]
    assert answers == [*(("zz", f"q{n}") for n in range(1, 13)), ("aa", "q1")]


def test_flags(full: Record) -> None:
    (flag,) = listing.list_flags(full)
    assert (flag.sheet, flag.question, flag.reason) == ("cc33", "q1", "faint-mark")
    assert (flag.sha256, flag.source_file, flag.sheet_page) == (sha256_of("c.jpg"), "c.jpg", 1)


def test_sheets_are_found_by_the_beginning_of_their_id(full: Record) -> None:
    assert [sheet.id for sheet in listing.find_sheets(full, "b")] == ["bb22"]
    assert len(listing.find_sheets(full, "")) == 3
    assert listing.find_sheets(full, "b3") == listing.find_sheets(full, "B") == ()


def test_known_sheet_page_brings_what_the_machine_read(full: Record) -> None:
    known = listing.find_sheet_page(full, "bb22", 1)
    assert known
    assert known.page.source_file == "b.jpg"
    assert known.questions == read_page("bb22", Status.FLAGGED, Status.ANSWERED).questions
    assert listing.find_sheet_page(full, "bb22", 2) is None


def test_decisions(full: Record) -> None:
    (decision,) = listing.list_decisions(full, "bb22", "q1")
    assert (decision.value, decision.person) == ("4", "Trần Văn Bình")
    assert listing.list_decisions(full, "bb22", "q2") == ()


def test_measurements(full: Record) -> None:
    measured = list(listing.list_measured_pages(full))
    assert [page.page.sheet for page in measured] == ["aa11", "bb22", "cc33"]
    assert measured[0].boxes == (measured_box("q1"), measured_box("q2"))


@pytest.mark.parametrize(("needed", "status"), [(1, "answered"), (2, "flagged")])
def test_one_opinion_settles_only_where_one_is_enough(
    full: Record, needed: int, status: str
) -> None:
    decide(full, ("cc33", "q1"), "3", needed=needed)
    assert {a.status for a in listing.list_answers(full) if a.sheet == "cc33"} == {
        status, "multiple",
    }  # fmt: skip


def test_answer_goes_back_to_the_machine_when_people_disagree(full: Record) -> None:
    decide(full, ("cc33", "q1"), "3", needed=2, name="An")
    decide(full, ("cc33", "q1"), "3", needed=2, name="Bình")
    assert list(listing.list_flags(full)) == []
    decide(full, ("cc33", "q1"), "2", needed=2, name="Bình")
    assert [flag.sheet for flag in listing.list_flags(full)] == ["cc33"]


@pytest.mark.parametrize(
    ("value", "needed", "procedure"),
    [("1.001193", 1, "1.001193"), ("unknown", 1, "unknown"), ("1.001193", 2, "")],
)
def test_people_settle_the_procedure(full: Record, value: str, needed: int, procedure: str) -> None:
    decide(full, ("cc33", "procedure"), value, needed=needed)
    (sheet,) = listing.find_sheets(full, "cc33")
    assert sheet.procedure == procedure


def test_the_plan_as_it_was_noted_last(record: Record) -> None:
    assert listing.find_last_plan(record) == ""
    for sha256 in ("aa", "bb"):
        record.append("plan-read", {"sha256": sha256})
    assert listing.find_last_plan(record) == "bb"


def test_published_periods_in_the_order_of_their_first_report(record: Record) -> None:
    for kind, period in (
        ("minutes", "2021-09"),
        ("period", "2021-11"),
        ("annual", "2021"),
        ("period", "2021-11"),
    ):
        report = {"kind": kind, "period": period, "file": "a.docx", "sha256": "00"}
        record.append("report", report)
    assert listing.list_published_periods(record) == ("2021-11", "2021")
