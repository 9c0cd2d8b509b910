"""How much is new since the journal last told of a batch."""

from store.counting import NewPages, count_new_pages
from store.record import Record
from survey.reading import Outcome, PageReading, Reason, Status
from tests.store.surveys import read_page, take_in

BATCH = {"files": 2, "pages": 2, "outcomes": {}, "flags": 1, "reader": "1", "bound": {}}


def test_every_page_is_new_once(record: Record) -> None:
    assert count_new_pages(record) == NewPages(0, 0, {}, 0)
    take_in(record, "1.jpg", read_page("a1", Status.ANSWERED, Status.FLAGGED))
    take_in(record, "2.jpg", PageReading(Outcome.REJECTED, Reason.NO_CODE))
    assert count_new_pages(record) == NewPages(2, 2, {Outcome.READ: 1, Outcome.REJECTED: 1}, 1)
    record.append("batch", BATCH)
    assert count_new_pages(record) == NewPages(0, 0, {}, 0)
    take_in(record, "3.jpg", read_page("a2", Status.FLAGGED, Status.FLAGGED))
    assert count_new_pages(record) == NewPages(1, 1, {Outcome.READ: 1}, 2)
