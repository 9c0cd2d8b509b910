"""The figures of status and reconciliation, on a small survey."""

from collections import Counter

import pytest

from store import counting
from store.entries import CountRules
from store.listing import count_outcomes, list_flags
from store.open_work import count_doubts, count_waiting
from store.record import Record
from survey.reading import Outcome, PageReading, Reason, Status
from tests.store.surveys import OPENED, assign, decide, fill, read_page, rule, settle_page, take_in


@pytest.fixture
def full(record: Record) -> Record:
    """Three sheets of two questions and a rejected page, all of one opening; one flag waits."""
    fill(record)
    return record


RULES = CountRules(blank_is_invalid=False)
BLANK_IS_INVALID = CountRules(blank_is_invalid=True)


def sheets_by_opening(record: Record) -> Counter[str]:
    counted: Counter[str] = Counter()
    for one in counting.count_sheets_alike(record, RULES):
        counted[one.opening] += one.sheets
    return counted


def sheets_by_ground(record: Record, rules: CountRules) -> Counter[str]:
    """Ground on which sheets do not count, empty for those that do → sheets."""
    counted: Counter[str] = Counter()
    for one in counting.count_sheets_alike(record, rules):
        counted[one.ground] += one.sheets
    return counted


def test_nothing_is_counted_in_an_empty_record(record: Record) -> None:
    assert count_waiting(record) == 0
    assert list(counting.count_answers_alike(record, RULES)) == []
    assert counting.count_unread_papers(record) == {}
    assert counting.count_pages_without_opening(record) == 0
    assert counting.count_sheets_alike(record, RULES) == ()


def test_a_settled_flag_waits_no_longer(full: Record) -> None:
    assert count_waiting(full) == 1
    decide(full, ("cc33", "q1"), "3")
    assert count_waiting(full) == 0


def test_a_doubted_reading_waits_too(full: Record) -> None:
    decide(full, ("aa11", "q1"), "3", needed=2)
    assert (count_waiting(full), count_doubts(full)) == (2, 1)


def test_every_answer_of_a_question_counts_whatever_its_state(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.BLANK))
    take_in(full, "f.jpg", read_page("ff66", Status.BLANK), opening="")
    counted: Counter[tuple[str, str]] = Counter()
    for one in counting.count_answers_alike(full, RULES):
        counted[one.period, one.question] += one.answers
    assert counted == {("2021-10", "q1"): 4, ("2021-10", "q2"): 3, ("", "q1"): 1}


@pytest.mark.parametrize(
    ("pages", "papers"),
    [
        ([("", 0), ("", 0)], 2),
        ([("ee55", 1), ("ee55", 1)], 1),  # the same sheet, twice in vain
        ([("ee55", 1), ("ee55", 2)], 1),  # two pages of one sheet
        ([("aa11", 2)], 0),  # the other page of a sheet that was read
        ([("aa11", 1)], 1),  # a page that was read: people must say what this is
    ],
)
def test_rejected_pages_stand_for_papers(
    full: Record, pages: list[tuple[str, int]], papers: int
) -> None:
    for number, (sheet, sheet_page) in enumerate(pages):
        poor = PageReading(Outcome.REJECTED, Reason.POOR_FIT, sheet=sheet, sheet_page=sheet_page)
        take_in(full, f"r{number}.jpg", poor)
    before = 1  # d.jpg
    assert counting.count_unread_papers(full) == {OPENED: {"rejected": before + papers}}


def test_what_is_no_sheet_of_ours_is_no_paper(full: Record) -> None:
    settle_page(full, "d.jpg", "foreign")
    assert counting.count_unread_papers(full) == {}


def test_pages_by_opening_and_outcome(full: Record) -> None:
    take_in(full, "e.jpg", PageReading(Outcome.BLANK_BACK, Reason.BLANK_PAGE), opening="")
    take_in(full, "f.jpg", PageReading(Outcome.DUPLICATE, Reason.SAME_SHEET, sheet="aa11"))
    assert counting.count_pages_without_opening(full) == 1
    told = {"read": 3, "blank-back": 1, "duplicate": 1, "rejected": 1, "waiting": 0}
    assert count_outcomes(full) == told


def test_sheet_of_two_pages_is_one_sheet(full: Record) -> None:
    take_in(full, "e1.jpg", read_page("ee55", Status.BLANK))
    take_in(full, "e2.jpg", read_page("ee55", sheet_page=2))
    take_in(full, "f.jpg", read_page("ff66", Status.BLANK), opening="")
    assert sheets_by_opening(full) == {OPENED: 4, "": 1}


def test_pages_that_get_their_opening_later_count_there(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.BLANK), opening="")
    assign(full, "e.jpg")
    assert sheets_by_opening(full) == {OPENED: 4}
    assert counting.count_pages_without_opening(full) == 0


def test_only_a_sheet_that_is_blank_throughout_is_invalid(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.BLANK, Status.BLANK))
    take_in(full, "f.jpg", read_page("ff66", Status.BLANK, Status.FLAGGED))
    assert sheets_by_ground(full, BLANK_IS_INVALID) == {"": 4, "S3": 1}
    decide(full, ("ff66", "q2"), "blank")
    assert sheets_by_ground(full, BLANK_IS_INVALID) == {"": 3, "S3": 2}
    assert sheets_by_ground(full, RULES) == {"": 5}


def test_the_word_of_people_goes_before_the_rule_about_blanks(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.BLANK))
    rule(full, "ee55", "")
    rule(full, "aa11", "S5")
    assert sheets_by_ground(full, BLANK_IS_INVALID) == {"": 3, "S5": 1}


def test_the_flags_of_an_invalid_sheet_wait_for_nobody(full: Record) -> None:
    rule(full, "cc33", "S4")
    assert (count_waiting(full), list(list_flags(full))) == (0, [])


def test_answers_alike_are_counted_together(full: Record) -> None:
    take_in(full, "e.jpg", read_page("ee55", Status.ANSWERED, Status.BLANK))
    alike = {
        (one.question, one.status, one.choice): one.answers
        for one in counting.count_answers_alike(full, RULES)
    }
    assert alike[("q1", "answered", "5")] == 2
    assert alike[("q2", "blank", "")] == 2
    assert sum(alike.values()) == 8
    assert {one.opening for one in counting.count_answers_alike(full, RULES)} == {OPENED}


def test_invalid_sheets_are_left_out_of_the_count(full: Record) -> None:
    for sheet in ("aa11", "cc33"):
        rule(full, sheet, "S1")
    assert sum(one.answers for one in counting.count_answers_alike(full, RULES)) == 2
