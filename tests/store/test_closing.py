"""Differences explained, periods closed and reopened, and the reports that are overtaken."""

import pytest

from store import closing
from store.record import Record
from store.replay import compare_replay
from tests.store.surveys import sha256_of

BODY = {"slug": "hand-count", "key": "m1", "expected": 120, "found": 119}
PLACE, FIGURES = ("hand-count", "m1"), (120, 119)


def explain(record: Record, reason: str) -> None:
    record.append("explained", BODY | {"reason": reason, "people": ["An", "Bình"]}, person="An")


def close(record: Record, period: str) -> None:
    record.append("closed", {"period": period}, person="An")


def reopen(record: Record, period: str) -> None:
    body = {"period": period, "reason": "đếm lại", "people": ["An", "Bình"]}
    record.append("reopened", body, person="An")


def issue(record: Record, kind: str, period: str) -> None:
    body = {"kind": kind, "period": period, "file": f"{kind}-{period}.docx"}
    record.append("report", body | {"sha256": sha256_of(kind)})


def test_the_newest_explanation_of_the_same_figures_counts(record: Record) -> None:
    assert closing.find_explanation(record, PLACE, FIGURES) is None
    explain(record, "một tờ rơi mất")
    explain(record, "một tờ trắng")
    found = closing.find_explanation(record, PLACE, FIGURES)
    assert found == closing.Explanation("một tờ trắng", "An; Bình")
    assert closing.find_explanation(record, PLACE, (120, 118)) is None
    assert closing.find_explanation(record, ("hand-count", "m2"), FIGURES) is None


@pytest.mark.parametrize(
    ("reopened", "closed"),
    [
        ("2021-10", ("2021-11",)),
        ("2021-12", ("2021-10", "2021-11")),
        ("2021-Q4", ("2021-10", "2021-11")),
    ],
)
def test_reopening_opens_longer_periods_too(
    record: Record, reopened: str, closed: tuple[str, ...]
) -> None:
    for period in ("2021-10", "2021-11", "2021-Q4"):
        close(record, period)
    reopen(record, reopened)
    assert closing.list_closed_periods(record) == closed
    close(record, reopened)
    assert compare_replay(record) == ()


def test_reports_on_any_of_the_days_are_superseded_and_minutes_are_not(record: Record) -> None:
    issue(record, "annual", "2021")
    issue(record, "period", "2021-10")
    issue(record, "period", "2021-11")
    issue(record, "minutes", "2021-10")
    close(record, "2021-10")
    reopen(record, "2021-10")
    issue(record, "annual", "2021")
    superseded = closing.list_superseded_reports(record)
    assert [(one.kind, one.period, one.reopened) for one in superseded] == [
        ("annual", "2021", "2021-10"),
        ("period", "2021-10", "2021-10"),
    ]
    assert superseded[0].reopened_at.startswith("2021-10-29T")
    assert compare_replay(record) == ()
