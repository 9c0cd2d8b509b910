"""The minutes of a re-check."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from reports.document import shipped_template
from reports.recheck_record import NAMED_DISCREPANCIES, RecheckFacts, write_recheck_record
from survey.plan import Plan
from tests.reports.conftest import HEAD, text_of

TEMPLATE = shipped_template("bien-ban-phuc-tra.docx")
FACTS = RecheckFacts(
    recheck="2021-10-1",
    period="2021-10",
    is_margin=True,
    allowed=Fraction(1, 50),
    risk_limit=Fraction(1, 20),
    risk=0.03,
    verdict="stop",
    seed="31415926535897932384",
    population=120,
    sheets=30,
    gone=0,
    total=30,
    differing=(),
    readers=("Trần Thị Bình", "Lê Văn Cường"),
    started_at=None,
    head=HEAD,
    ended_at=datetime(2021, 11, 2, 9, 0, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (1, "- phiếu 1, câu 3: máy ghi 5, trên giấy 4."),
        (2, "- phiếu 2, câu 3: máy ghi 5, trên giấy 4."),
        (NAMED_DISCREPANCIES + 3, "- và 3 chỗ khác."),
    ],
)
def test_the_list_of_what_differs_ends_with_a_full_stop(plan: Plan, count: int, last: str) -> None:
    each = tuple(f"phiếu {n}, câu 3: máy ghi 5, trên giấy 4" for n in range(1, count + 1))
    text = text_of(write_recheck_record(plan, replace(FACTS, differing=each), TEMPLATE))
    told = [line for line in text.splitlines() if line.startswith(("- phiếu", "- và"))]
    assert told[-1] == last
    assert all(line.endswith(";") for line in told[:-1])


def test_nothing_is_listed_where_nothing_differs(plan: Plan) -> None:
    text = text_of(write_recheck_record(plan, FACTS, TEMPLATE))
    assert "Số câu trả lời khác giữa giấy và bản ghi: 0." in text
    assert "- phiếu" not in text
