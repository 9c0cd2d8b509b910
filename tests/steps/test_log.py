"""The journal told in words."""

import pytest

from survey.errors import ExitStatus
from tests.office import COPIES, Office, run


def test_every_event_is_told_in_order_the_newest_last(scanned: Office) -> None:
    lines = scanned.done("log").out.splitlines()
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert "begun from the plan van-phuc-2021" in lines[0]
    assert not [line for line in lines if "verify" in line]
    assert any("hom-1 opened (2021-10-hom-1-1): sheets counted 6 and 6" in line for line in lines)


def test_one_kind_can_be_asked_for(scanned: Office) -> None:
    lines = scanned.done("log", "--kind", "page").out.splitlines()
    assert len(lines) == len(scanned.pages())
    assert all(", page 1: " in line for line in lines)


def test_an_unknown_kind_names_the_known_ones(scanned: Office) -> None:
    told = scanned.run("log", "--kind", "pages")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "page" in told.err


@pytest.mark.parametrize(("since", "told"), [("2021-01-01", True), ("2999-01-01", False)])
def test_a_day_can_be_asked_for(scanned: Office, since: str, told: bool) -> None:
    assert bool(scanned.done("log", "--since", since).out) == told


def test_a_day_that_is_none_is_a_usage_error(scanned: Office) -> None:
    told = scanned.run("log", "--since", "29/10/2021")
    assert told.status == ExitStatus.USAGE
    assert "must be a day such as 2021-10-29" in told.err


def test_machines_get_each_event_with_its_hash(scanned: Office) -> None:
    events = scanned.done("log", "--json").json
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert {len(event["hash"]) for event in events} == {64}
    assert {"at", "kind", "said", "person", "role"} <= set(events[0])


def test_questions_and_procedures_are_told_by_their_names(scanned: Office) -> None:
    by = ("--by", "Lê Chi", "--reason", "rõ")
    flag = scanned.flagged()[0]
    scanned.run("decide", flag["sheet"], flag["question"], "multiple", *by)
    line = next(row["sheet"] for row in scanned.answers() if not row["procedure"])
    scanned.run("decide", line, "procedure", COPIES, *by)
    told = run("--lang", "vi", "-C", scanned.path, "log", "--kind", "decision")
    marked, read = told.out.splitlines()
    name = flag["question"].replace("q", "Câu ")
    assert f"Phiếu {flag['sheet']}, {name}: quyết định nhiều dấu." in marked
    assert f"Phiếu {line}, Thủ tục: quyết định " in read
    assert COPIES not in read
    assert flag["question"] not in marked
