"""The derived tables are what the journal says, and any other state of them is noticed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.folder import create_folder
from store.record import Record
from store.replay import compare_replay
from survey.reading import Outcome, PageReading, Reason, Status
from tests.store.surveys import (
    OPENED,
    OPENING,
    assign,
    decide,
    fill,
    fill_custody,
    read_page,
    rule,
    settle_page,
    take_in,
)

STATUSES = st.sampled_from([Status.ANSWERED, Status.BLANK, Status.MULTIPLE, Status.FLAGGED])


@dataclass(frozen=True)
class PageCame:
    statuses: list[Status]
    opening: str

    def write(self, record: Record, number: int) -> None:
        reading = read_page(f"{number:04x}", *self.statuses) if self.statuses else REJECTED
        take_in(record, f"{number}.jpg", reading, self.opening)


@dataclass(frozen=True)
class Assigned:
    page: int

    def write(self, record: Record, number: int) -> None:
        assign(record, f"{self.page % (number + 1)}.jpg")


@dataclass(frozen=True)
class Decided:
    sheet: int
    question: str
    value: str
    name: str
    needed: int

    def write(self, record: Record, number: int) -> None:
        sheets = [sheet for (sheet,) in record.rows("SELECT id FROM sheet ORDER BY id")]
        if sheets:
            place = sheets[self.sheet % len(sheets)], self.question
            decide(record, place, self.value, self.name, self.needed)


@dataclass(frozen=True)
class PageSettled:
    page: int
    fate: str
    name: str
    needed: int

    def write(self, record: Record, number: int) -> None:
        names = [
            name
            for (name,) in record.rows(
                "SELECT source_file FROM page WHERE machine_outcome = 'rejected' ORDER BY seq"
            )
        ]
        if names:
            name = names[self.page % len(names)]
            settle_page(record, name, self.fate, by=self.name, needed=self.needed)


@dataclass(frozen=True)
class SheetRuled:
    sheet: int
    ground: str
    name: str
    needed: int

    def write(self, record: Record, number: int) -> None:
        sheets = [sheet for (sheet,) in record.rows("SELECT id FROM sheet ORDER BY id")]
        if sheets:
            sheet = sheets[self.sheet % len(sheets)]
            rule(record, sheet, self.ground, self.name, self.needed)


REJECTED = PageReading(Outcome.REJECTED, Reason.NO_CODE)
Act = PageCame | Assigned | Decided | PageSettled | SheetRuled
PEOPLE = st.sampled_from(["An", "Hoà", "Hòa", "Chi"])
NEEDED = st.sampled_from([1, 2])
FATES = st.sampled_from(["accepted", "foreign", "rescan", "duplicate"])
DECISIONS = st.builds(
    Decided,
    st.integers(0, 20),
    st.sampled_from(["q1", "q2", "procedure"]),
    st.sampled_from(["5", "1", "blank", "unclear", "unknown"]),
    PEOPLE,
    NEEDED,
)
SETTLED = st.builds(PageSettled, st.integers(0, 20), FATES, PEOPLE, NEEDED)
RULED = st.builds(SheetRuled, st.integers(0, 20), st.sampled_from(["", "S1"]), PEOPLE, NEEDED)
PAGES = st.builds(PageCame, st.lists(STATUSES, max_size=3), st.sampled_from([OPENED, ""]))
ASSIGNED = st.builds(Assigned, st.integers(0, 20))
ACTS = st.lists(PAGES | DECISIONS | ASSIGNED | SETTLED | RULED, max_size=20)


@contextmanager
def new_record() -> Iterator[Record]:
    with tempfile.TemporaryDirectory() as place:
        folder = create_folder(Path(place) / "survey", "")
        with Record.create(folder, "van-phuc-2021", "vp-2021") as record:
            record.append("opening", OPENING)
            yield record


@settings(max_examples=30)
@given(ACTS)
def test_replay_agrees_after_any_acts(acts: list[Act]) -> None:
    with new_record() as record:
        with record.transaction():
            for number, act in enumerate(acts):
                act.write(record, number)
        assert compare_replay(record) == ()


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE answer SET status = 'answered', choice = '1' WHERE sheet = 'cc33'",
            "answer, sheet cc33, question q1: status is «answered», by the journal «flagged»",
        ),
        (
            "DELETE FROM answer WHERE sheet = 'aa11' AND question = 'q2'",
            "answer, sheet aa11, question q2: an event of the journal says so, "
            "but the record lacks it",
        ),
        (
            "INSERT INTO answer SELECT sheet, 'q9', page, 9, status, NULL, NULL, status, choice,"
            " 'machine' FROM answer WHERE sheet = 'aa11' AND question = 'q1'",
            "answer, sheet aa11, question q9: stands in the record, "
            "but no event of the journal says so",
        ),
        ("UPDATE sheet SET procedure = '1.001193' WHERE id = 'aa11'", "sheet, id aa11: procedure"),
        ("UPDATE page SET outcome = 'read' WHERE outcome = 'rejected'", "source_file d.jpg"),
        ("UPDATE opening SET second_count = 4", "opening, id hom-1-2021-10-29: second_count"),
        ("DELETE FROM printed_run", "printed_run, seq 3"),
        ("UPDATE original SET size_bytes = 0 WHERE name = 'a.jpg'", "original, sha256"),
        ("UPDATE decision SET value = '1'", "value is «1», by the journal «4»"),
        ("DELETE FROM report", "report, seq"),
        ("UPDATE paper SET count = 50", "count is «50», by the journal «5»"),
        ("UPDATE sealing SET seal_number = '0999'", "seal_number is «0999», by the journal «0200»"),
        ("UPDATE opening_version SET version = 2", "opening_version, id hom-1-2021-10-29: version"),
        ("DELETE FROM instruction", "instruction, seq"),
    ],
)
def test_tampered_table_is_noticed(record: Record, sql: str, sentence: str) -> None:
    fill(record)
    fill_custody(record)
    record.connection.execute("PRAGMA foreign_keys = OFF")
    assert record.connection.execute(sql).rowcount >= 1
    findings = compare_replay(record)
    assert findings
    assert sentence in findings[0]


def test_every_difference_is_counted(record: Record) -> None:
    with record.transaction():
        for number in range(30):
            take_in(record, f"{number}.jpg", read_page(f"{number:04x}", Status.BLANK))
    record.connection.execute("DELETE FROM answer")
    findings = [one for one in compare_replay(record) if one.startswith("answer")]
    assert len(findings) == 22
    assert findings[-2] == "answer: 10 more rows differ"
    assert findings[-1].startswith("answer_count, ")  # all are alike


def test_event_that_cannot_be_replayed_is_named(record: Record) -> None:
    fill(record)
    record.connection.execute("DROP TRIGGER journal_is_never_changed")
    for seq, body in ((5, "[]"), (7, "{}"), (9, "no json")):
        record.connection.execute("UPDATE journal SET body = ? WHERE seq = ?", (body, seq))
    findings = compare_replay(record)
    for seq in (5, 7, 9):
        assert any(finding.startswith(f"event {seq} (") for finding in findings)
