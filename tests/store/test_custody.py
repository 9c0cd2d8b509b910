"""What the record knows of boxes, seals and paper."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import custody
from store.listing import list_openings
from store.record import Record
from store.replay import compare_replay
from tests.store.surveys import ANSWERED, OPENED, OPENING, REFUSED
from tests.store.test_replay import new_record


def closed_with(seal: str, day: int = 29) -> dict[str, Any]:
    """What an ordinary opening says of its end."""
    return {
        "handover": {"box_seal_number": seal},
        "closed": {"at": f"2021-10-{day}T16:40:00+07:00", "copies": 3},
    }


def correct(record: Record, version: int, **changes: Any) -> None:
    about = {"id": f"{OPENED}-v{version}", "corrects": OPENED, "reason": "Đếm nhầm",
             "corrected_by": ["Lê Văn An", "Trần Thị Bình"]}  # fmt: skip
    record.append("opening", OPENING | changes | about)


def seal(record: Record, box: str, number: str) -> None:
    record.append("sealed", {"box": box, "seal_number": number, "note": ""}, person="Phạm Thị Dung")


def paper(record: Record, act: str, count: int, box: str = "hom-1") -> None:
    record.append("paper", {"act": act, "count": count, "box": box, "note": ""})


def last_seal_number(record: Record, box: str, before: str = "") -> str:
    seal = custody.find_last_seal(record, box, before)
    return seal.seal_number if seal else ""


def test_a_box_that_was_never_sealed_has_no_seal(record: Record) -> None:
    assert custody.find_last_seal(record, "hom-1") is None


def test_the_last_seal_is_that_of_the_box_itself(record: Record) -> None:
    seal(record, "hom-1", "0001")
    seal(record, "hom-2", "0002")
    found = custody.find_last_seal(record, "hom-1")
    assert found is not None
    assert (found.seal_number, found.person, found.opening) == ("0001", "Phạm Thị Dung", "")


def test_an_opening_ends_with_a_new_seal(record: Record) -> None:
    seal(record, "hom-1", "0001")
    record.append("opening", OPENING | closed_with("0002") | {"id": "second"}, person="Nguyễn An")
    found = custody.find_last_seal(record, "hom-1")
    assert found is not None
    assert (found.seal_number, found.at, found.person, found.opening) == (
        "0002", "2021-10-29T16:40:00+07:00", "Nguyễn An", "second"
    )  # fmt: skip
    assert last_seal_number(record, "hom-1", before="second") == "0001"


def test_a_correction_counts_in_the_place_of_the_first_version(record: Record) -> None:
    record.append("opening", OPENING | closed_with("0002") | {"id": "second"})
    seal(record, "hom-1", "0003")
    changed = {"period": "2021-Q4", "count": {"first": 7, "second": 8, "issued": None}}
    correct(record, 2, **changed)
    first, second = list_openings(record)
    assert (first.id, first.version, first.period) == (OPENED, 2, "2021-Q4")
    assert (first.first_count, first.second_count, first.issued) == (7, 8, None)
    assert first.body["count"] == changed["count"]
    assert "corrects" not in first.body
    assert (second.id, second.version) == ("second", 1)
    assert last_seal_number(record, "hom-1") == "0003"


def test_a_corrected_seal_is_the_one_to_expect(record: Record) -> None:
    record.append("opening", OPENING | closed_with("0002") | {"id": "second"})
    about = {"id": "second-v2", "corrects": "second", "reason": "Ghi nhầm", "corrected_by": []}
    record.append("opening", OPENING | closed_with("0020") | about)
    assert last_seal_number(record, "hom-1") == "0020"
    assert compare_replay(record) == ()


def test_every_version_stays(record: Record) -> None:
    correct(record, 2, count={"first": 4, "second": 4})
    correct(record, 3, count={"first": 5, "second": 5})
    versions = custody.list_opening_versions(record)
    assert [v.id for v in versions] == [OPENED, f"{OPENED}-v2", f"{OPENED}-v3"]
    assert [v.version for v in versions] == [1, 2, 3]
    assert {v.opening for v in versions} == {OPENED}
    assert [v.body["count"]["second"] for v in versions] == [3, 4, 5]
    assert (versions[0].reason, versions[0].corrected_by) == ("", ())
    assert versions[1].corrected_by == ("Lê Văn An", "Trần Thị Bình")
    assert compare_replay(record) == ()


def test_every_instruction_is_kept_in_order(record: Record) -> None:
    record.append("opening", REFUSED)
    assert custody.list_instructions(record, "hom-2") == ()
    for instruction in ("Chờ", "Cho mở hòm"):
        body = {"opening": "hom-2", "instruction": instruction, "at": ANSWERED}
        record.append("instruction", body, person="Trần Thị Bích")
    first, found = custody.list_instructions(record, "hom-2")
    assert (first.instruction, first.seq + 1) == ("Chờ", found.seq)
    assert (found.instruction, found.at, found.person) == ("Cho mở hòm", ANSWERED, "Trần Thị Bích")


def test_sheets_issued_are_counted_since_the_last_opening_of_the_box(record: Record) -> None:
    paper(record, "issued", 40)
    assert custody.count_issued_since(record, "hom-1") == 40
    record.append("opening", OPENING | {"id": "second"})
    assert custody.count_issued_since(record, "hom-1") is None
    paper(record, "issued", 30)
    paper(record, "returned", 4)
    paper(record, "spoilt", 9)
    paper(record, "issued", 100, box="hom-2")
    assert custody.count_issued_since(record, "hom-1") == 26
    record.append("opening", OPENING | {"id": "third", "refused": True})
    assert custody.count_issued_since(record, "hom-1") == 26


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["seal", "open", "correct"]), max_size=8))
def test_whatever_happens_the_replay_agrees_and_the_seal_is_the_last_put_on(
    acts: list[str],
) -> None:
    with new_record() as record:
        expected, opened = "", ""
        for number, act in enumerate(acts):
            seal_number = f"{number:04}"
            if act == "seal":
                seal(record, "hom-1", seal_number)
                expected, opened = seal_number, ""
            elif act == "open":
                opened = f"opening-{number}"
                record.append("opening", OPENING | closed_with(seal_number) | {"id": opened})
                expected = seal_number
            elif opened:
                about = {"id": f"{opened}-{number}", "corrects": opened}
                record.append("opening", OPENING | closed_with(seal_number) | about)
                expected = seal_number
        assert last_seal_number(record, "hom-1") == expected
        assert compare_replay(record) == ()


@pytest.mark.parametrize("kind", ["opening", "paper"])
def test_events_of_one_kind_can_be_read(record: Record, kind: str) -> None:
    paper(record, "issued", 40)
    assert {event.kind for event in custody.list_events(record, kind)} == {kind}
    assert len(list(custody.list_events(record))) == 3
