"""What people settle about a page lies over what the machine left, and can be taken off again."""

import pytest

from store import listing
from store.entries import PageEntry
from store.open_work import count_waiting
from store.record import Record
from store.replay import compare_replay
from survey.reading import Outcome, PageReading, Reason, Status
from tests.store.surveys import (
    OPENED,
    decide,
    fill,
    read_page,
    rule,
    settle_page,
    sha256_of,
    take_in,
)

NO_CODE = PageReading(Outcome.REJECTED, Reason.NO_CODE)
OWN = f"{sha256_of('d.jpg')[:12].upper()}-1"


@pytest.fixture
def full(record: Record) -> Record:
    """Three sheets read, and the page d.jpg that was rejected."""
    fill(record)
    return record


def page_of(record: Record, name: str) -> PageEntry:
    (page,) = listing.find_pages(record, name, 1)
    return page


def open_pages(record: Record) -> list[str]:
    return [page.source_file for page in listing.list_open_pages(record)]


def test_an_accepted_page_is_a_sheet_whose_questions_wait(full: Record) -> None:
    settle_page(full, "d.jpg", "accepted")
    page = page_of(full, "d.jpg")
    assert (page.outcome, page.machine_outcome, page.fate) == ("read", "rejected", "accepted")
    assert (page.sheet, page.settled_by) == (OWN, "Trần Văn Bình")
    assert [(f.sheet, f.question, f.reason) for f in listing.list_flags(full)][1:] == [
        (OWN, "q1", "not-read"),
        (OWN, "q2", "not-read"),
    ]
    assert listing.find_sheets(full, OWN)[0].opening == OPENED
    assert open_pages(full) == []


def test_two_people_must_agree_where_the_plan_asks_for_two(full: Record) -> None:
    settle_page(full, "d.jpg", "foreign", by="An", needed=2)
    assert (page_of(full, "d.jpg").fate, open_pages(full)) == ("", ["d.jpg"])
    settle_page(full, "d.jpg", "accepted", by="Bình", needed=2)
    assert page_of(full, "d.jpg").fate == ""
    settle_page(full, "d.jpg", "foreign", by="Chi", needed=2)
    page = page_of(full, "d.jpg")
    assert (page.fate, page.outcome, page.settled_by) == ("foreign", "rejected", "An; Chi")
    opinions = listing.list_page_decisions(full, page.seq)
    assert [(one.person, one.fate) for one in opinions] == [
        ("An", "foreign"),
        ("Bình", "accepted"),
        ("Chi", "foreign"),
    ]


def test_people_who_change_their_minds_take_the_sheet_away_and_bring_it_back(full: Record) -> None:
    settle_page(full, "d.jpg", "accepted")
    decide(full, (OWN, "q1"), "4")
    rule(full, OWN, "S1")
    settle_page(full, "d.jpg", "rescan")
    assert (page_of(full, "d.jpg").outcome, page_of(full, "d.jpg").sheet) == ("rejected", "")
    assert listing.find_sheets(full, OWN) == ()
    assert open_pages(full) == ["d.jpg"]
    settle_page(full, "d.jpg", "accepted")
    (sheet,) = listing.find_sheets(full, OWN)
    assert (sheet.verdict, sheet.ground) == ("invalid", "S1")
    answers = [(a.question, a.choice) for a in listing.list_answers(full) if a.sheet == OWN]
    assert answers == [("q1", "4"), ("q2", None)]
    assert compare_replay(full) == ()


def test_a_paper_scanned_again_is_one_paper(full: Record) -> None:
    assert [opening.id for opening in listing.list_waiting_openings(full)] == []
    settle_page(full, "d.jpg", "rescanned", "cc33")
    page = page_of(full, "d.jpg")
    assert (page.outcome, page.sheet, page.reason) == ("duplicate", "cc33", "no-code")
    assert open_pages(full) == []


def test_what_is_no_sheet_of_ours_stands_for_no_paper(full: Record) -> None:
    take_in(full, "e.jpg", NO_CODE, opening="other")
    seen = dict(full.rows(listing.SHEETS_SEEN))
    settle_page(full, "e.jpg", "foreign")
    assert (seen["other"], dict(full.rows(listing.SHEETS_SEEN)).get("other")) == (1, None)


def test_a_page_whose_code_is_ours_keeps_the_sheet_it_names(full: Record) -> None:
    poor = PageReading(Outcome.REJECTED, Reason.POOR_FIT, sheet="dd44", sheet_page=1)
    take_in(full, "e.jpg", poor)
    settle_page(full, "e.jpg", "accepted")
    assert page_of(full, "e.jpg").sheet == "dd44"
    known = listing.find_sheet_page(full, "dd44", 1)
    assert known
    assert {question.status for question in known.questions} == {"flagged"}


@pytest.mark.parametrize(
    ("reason", "sheet"), [(Reason.FORGED_CODE, "dd44"), (Reason.POOR_FIT, "aa11")]
)
def test_a_code_that_is_not_ours_or_taken_names_nothing(
    full: Record, reason: Reason, sheet: str
) -> None:
    take_in(full, "e.jpg", PageReading(Outcome.REJECTED, reason, sheet=sheet, sheet_page=1))
    settle_page(full, "e.jpg", "accepted")
    assert page_of(full, "e.jpg").sheet == f"{sha256_of('e.jpg')[:12].upper()}-1"
    assert compare_replay(full) == ()


def test_a_second_scan_that_differs_is_a_duplicate_or_another_paper(full: Record) -> None:
    again = PageReading(Outcome.WAITING, Reason.SAME_SHEET_DIFFERS, sheet="aa11", sheet_page=1)
    take_in(full, "e.jpg", again)
    settle_page(full, "e.jpg", "duplicate")
    assert (page_of(full, "e.jpg").outcome, page_of(full, "e.jpg").sheet) == ("duplicate", "aa11")
    settle_page(full, "e.jpg", "kept")
    assert page_of(full, "e.jpg").outcome == "read"
    assert page_of(full, "e.jpg").sheet not in {"aa11", ""}
    assert count_waiting(full) == 3


def test_a_page_joins_the_sheet_that_people_name(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.BLANK))
    body = {"sheet": "ee55", "sheet_page": 2, "fingerprint": "", "questions": ["q2"], "needed": 1}
    place = {"sha256": sha256_of("d.jpg"), "source_file": "d.jpg", "source_page": 1}
    full.append("page-decision", place | body | {"fate": "accepted", "reason": "mặt sau"})
    answers = [(a.source_file, a.question) for a in listing.list_answers(full) if a.sheet == "ee55"]
    assert sorted(answers) == [("d.jpg", "q2"), ("e.jpg", "q1")]
    settle_page(full, "d.jpg", "foreign")
    assert [a.question for a in listing.list_answers(full) if a.sheet == "ee55"] == ["q1"]


def test_the_machine_has_measured_only_what_it_read(full: Record) -> None:
    settle_page(full, "d.jpg", "accepted")
    measured = [page.page.source_file for page in listing.list_measured_pages(full)]
    assert measured == ["a.jpg", "b.jpg", "c.jpg"]


def test_two_people_rule_on_a_sheet_and_may_take_it_back(full: Record) -> None:
    rule(full, "aa11", "S5", "An", needed=2)
    assert listing.find_sheets(full, "aa11")[0].verdict == ""
    rule(full, "aa11", "S5", "Bình", needed=2)
    (sheet,) = listing.find_sheets(full, "aa11")
    assert (sheet.verdict, sheet.ground, sheet.ruled_by) == ("invalid", "S5", "An; Bình")
    rule(full, "aa11", "", "An", needed=2)
    rule(full, "aa11", "", "Bình", needed=2)
    assert listing.find_sheets(full, "aa11")[0].verdict == "valid"
    assert [o.ground for o in listing.list_sheet_decisions(full, "aa11")] == ["S5", "S5", "", ""]
