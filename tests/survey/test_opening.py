import contextlib
import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.edited_file import Draft
from survey.errors import MistakesError
from survey.opening import (
    Opening,
    answer_faults,
    opening_body,
    opening_from_body,
    parse_opening,
)
from survey.opening_rules import PastSeals, opening_findings
from survey.period import Period
from survey.plan import Role, parse_plan
from tests.survey.texts import OPENING, PLAN, REFUSAL, spoil

VAN_PHUC = parse_plan(PLAN, "survey.toml")
EXPLAINED = ('difference_explained = ""', 'difference_explained = "Hai tờ dính nhau"')


def mistakes_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(MistakesError) as caught:
        parse_opening(text, "opening.toml", VAN_PHUC, {})
    return [(mistake.line, mistake.key) for mistake in caught.value.mistakes]


def test_an_opening_is_read_whole() -> None:
    opening = parse_opening(OPENING, "opening.toml", VAN_PHUC, {})
    assert not opening.is_refused
    assert opening.count_final == 120
    assert opening.handover is not None
    assert opening.handover.key_to == "Bộ phận quản lý hòm phiếu"
    (head,) = opening.people_in(Role.ONE_STOP_HEAD)
    assert head.name == "Trần Thị Bình"


def test_a_title_left_out_comes_from_the_plan() -> None:
    opening = parse_opening(OPENING, "opening.toml", VAN_PHUC, {})
    assert opening.people[0].title == "Chủ tịch UBND phường"


def test_a_suspected_box_is_left_closed() -> None:
    opening = parse_opening(REFUSAL, "opening.toml", VAN_PHUC, {})
    assert opening.is_refused
    assert opening.count_final == 0
    assert opening.count is None


@pytest.mark.parametrize("text", [OPENING, REFUSAL])
def test_the_journal_gives_the_opening_back(text: str) -> None:
    opening = parse_opening(text, "opening.toml", VAN_PHUC, {})
    body = json.loads(json.dumps(opening_body(opening)))
    assert opening_from_body(body) == opening
    assert body["before"]["checked_at"] == "2021-10-29T16:00:00+07:00"


@pytest.mark.parametrize(
    ("change", "mistakes"),
    [
        (('"hom-1"', '"hom-9"'), [(2, "box")]),
        (('"2021-10"', '"2021-13"'), [(1, "period")]),
        (('"2021-10"', '"2012-10"'), [(1, "period")]),
        (('"Trần Thị Bình"', '"nguyễn văn  an"'), [(5, "people[2].name")]),
        (('"Trần Thị Bình"', '"Trần Thị Bình; Lê Văn Cường"'), [(5, "people[2].name")]),
        (('"one_stop_head"', '"witness"'), [(3, "people")]),
        (('"secretary"', '"observer"'), [(3, "people")]),
        (('title = "Công chức", ', ""), [(6, "people[3].title")]),
        (("16:05:00", "15:59:00"), [(18, "opened.at")]),
        (("16:40:00", "16:04:00"), [(34, "closed.at")]),
        (("16:00:00+07:00", "16:00:00"), [(11, "before.checked_at")]),
        (('seal_number = "0123"', 'seal_number = ""'), [(14, "before.seal_number")]),
        (("first = 120", "first = -1"), [(21, "count.first"), (25, "count.difference_explained")]),
        (("first = 120", "first = 118"), [(25, "count.difference_explained")]),
        (("issued = 150", "issued = 119"), [(25, "count.difference_explained")]),
        (('"Bộ phận quản lý hòm phiếu"', '"văn phòng  UBND phường"'), [(30, "handover.key_to")]),
        (('"0125"', '"0123"'), [(31, "handover.box_seal_number")]),
        (('"0125"', '"0124"'), [(31, "handover.box_seal_number")]),
        (("copies = 3", "copies = 0"), [(35, "closed.copies")]),
        (('lock = "intact"', 'lock = "fine"'), [(12, "before.lock")]),
        (("[opened]\nat = 2021-10-29T16:05:00+07:00\n", ""), [(0, "opened")]),
        (
            ("[opened]", "[refusal]\nreported_at = 2021-10-29T16:30:00+07:00\n[opened]"),
            [(17, "refusal")],
        ),
    ],
)
def test_seed_003_is_kept(change: tuple[str, str], mistakes: list[tuple[int, str]]) -> None:
    assert mistakes_of(spoil(OPENING, change)) == mistakes


@pytest.mark.parametrize(
    "changes",
    [
        (("first = 120", "first = 118"), EXPLAINED),
        (("issued = 150", "issued = 100"), EXPLAINED),
        (("issued = 150\n", ""),),
        (("first = 120", "first = 0"), ("second = 120", "second = 0")),
        (("16:05:00", "16:00:00"), ("16:40:00", "16:00:00")),
    ],
)
def test_what_seed_003_allows_is_recorded(changes: tuple[tuple[str, str], ...]) -> None:
    assert parse_opening(spoil(OPENING, *changes), "opening.toml", VAN_PHUC, {})


def test_another_seal_than_the_last_one_must_be_explained() -> None:
    with pytest.raises(MistakesError) as caught:
        parse_opening(OPENING, "opening.toml", VAN_PHUC, {"hom-1": "0999"})
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.key) == (15, "before.note")
    assert "0123" in mistake.message
    assert "0999" in mistake.message
    explained = spoil(OPENING, ('note = ""', 'note = "Niêm phong 0999 bị ướt, đã thay"'))
    assert parse_opening(explained, "opening.toml", VAN_PHUC, {"hom-1": "0999"})


@pytest.mark.parametrize("seals", [{"hom-1": " 0123"}, {"hom-1": ""}, {"hom-2": "0999"}, {}])
def test_the_same_seal_or_an_unknown_one_needs_no_word(seals: dict[str, str]) -> None:
    assert parse_opening(OPENING, "opening.toml", VAN_PHUC, seals)


def test_what_has_not_come_yet_is_named_with_everything_else() -> None:
    assert mistakes_of(OPENING.replace("2021-10-29", "2099-10-29").replace('"0125"', '"0123"')) == [
        (11, "before.checked_at"),
        (18, "opened.at"),
        (31, "handover.box_seal_number"),
        (34, "closed.at"),
    ]
    (reported, instructed) = mistakes_of(
        spoil(
            REFUSAL,
            ("2021-10-29T16:10", "2099-10-29T16:10"),
            ("2021-10-29T16:30", "2099-10-29T16:30"),
        )
    )
    assert (reported[1], instructed[1]) == ("refusal.reported_at", "refusal.instructed_at")


@pytest.mark.parametrize(("minutes", "is_fault"), [(-1, False), (5, False), (30, True)])
def test_clocks_may_differ_by_some_minutes(minutes: int, is_fault: bool) -> None:
    table = tomllib.loads(OPENING)
    table["closed"]["at"] = datetime.now(UTC) + timedelta(minutes=minutes)
    assert bool(answer_faults(table, ("closed", "at"), VAN_PHUC, {})) is is_fault


PAST = {
    "hom-1": PastSeals(
        numbers=frozenset({"0119", "0121", "0123"}),
        put_on={"0123": datetime.fromisoformat("2021-10-15T16:40:00+07:00")},
    )
}


def test_a_seal_is_not_found_before_it_was_put_on() -> None:
    assert parse_opening(OPENING, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, PAST)
    early = OPENING.replace("2021-10-29", "2021-10-15")
    with pytest.raises(MistakesError) as caught:
        parse_opening(early, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, PAST)
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.key) == (11, "before.checked_at")
    assert "15/10/2021 16:40, when the seal 0123 was put on" in mistake.message


def test_a_seal_that_was_written_down_later_than_it_was_found_is_explained() -> None:
    noted = datetime.fromisoformat("2021-10-29T16:30:00+07:00")
    past = {"hom-1": PastSeals(written_down={"0123": noted})}
    with pytest.raises(MistakesError) as caught:
        parse_opening(OPENING, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, past)
    (mistake,) = caught.value.mistakes
    assert mistake.key == "before.note"
    assert "the seal 0123 was found before 29/10/2021 16:30" in mistake.message
    explained = OPENING.replace('note = ""', 'note = "Dán từ sáng, chiều mới ghi"')
    assert parse_opening(explained, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, past)
    past = {"hom-1": PastSeals(written_down={"0123": noted - timedelta(minutes=25)})}
    assert parse_opening(OPENING, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, past)


def test_no_box_was_opened_in_a_year_before_the_survey() -> None:
    (mistake,) = mistakes_of(OPENING.replace("2021-10-29", "2012-10-29"))
    assert mistake == (11, "before.checked_at")
    assert parse_opening(OPENING.replace("10-29", "10-01"), "opening.toml", VAN_PHUC, {})


def test_before_the_survey_begins_an_opening_is_a_rehearsal() -> None:
    starts = date.today() + timedelta(days=2)
    days = (
        ("starts = 2021-10-01", f"starts = {starts}"),
        ("ends = 2021-10-31", f"ends = {starts}"),
    )
    plan = parse_plan(spoil(PLAN, ("year = 2021", f"year = {starts.year}"), *days), "survey.toml")
    rehearsed = spoil(OPENING, ("2021-10", str(Period.of(starts, 1))))
    assert parse_opening(rehearsed, "opening.toml", plan, {})


def test_who_keeps_the_box_or_takes_the_sheets_may_also_write() -> None:
    both = '  {name = "Lê Văn Cường", title = "Công chức", role = "box_keeper"},\n]'
    assert parse_opening(spoil(OPENING, ("]", both)), "opening.toml", VAN_PHUC, {})


def test_an_opening_that_was_forgotten_may_be_written_down_after_later_ones() -> None:
    forgotten = spoil(
        OPENING.replace("2021-10-29", "2021-10-08"),
        ('seal_number = "0123"', 'seal_number = "0117"'),
        ('note = ""', 'note = "Ghi bổ sung lần mở ngày 08/10"'),
        ('"0124"', '"0118"'),
        ('"0125"', '"0118b"'),
    )
    assert parse_opening(forgotten, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, PAST)


@pytest.mark.parametrize("number", ["0119", " 0121"])
def test_a_number_that_the_box_has_had_is_no_new_seal(number: str) -> None:
    for key, seal in (("sheets_seal_number", '"0124"'), ("box_seal_number", '"0125"')):
        spoilt = spoil(OPENING, (seal, f'"{number}"'))
        with pytest.raises(MistakesError) as caught:
            parse_opening(spoilt, "opening.toml", VAN_PHUC, {"hom-1": "0123"}, PAST)
        (mistake,) = caught.value.mistakes
        assert mistake.key == f"handover.{key}"
        assert "was on this box or on its sheets before" in mistake.message


def test_an_empty_box_leaves_no_sheets_to_hand_over() -> None:
    none_to_hand = (
        ('sheets_to = "Văn phòng UBND phường"\n', ""),
        ('sheets_seal_number = "0124"\n', ""),
    )
    empty = (("first = 120", "first = 0"), ("second = 120", "second = 0"))
    assert parse_opening(spoil(OPENING, *none_to_hand, *empty), "opening.toml", VAN_PHUC, {})
    assert mistakes_of(spoil(OPENING, *none_to_hand)) == [
        (27, "handover.sheets_to"),
        (27, "handover.sheets_seal_number"),
    ]


def test_one_answer_is_judged_by_the_rules_of_the_file() -> None:
    table = tomllib.loads(OPENING)
    table["handover"]["key_to"] = table["handover"]["sheets_to"]
    del table["closed"]
    (fault,) = answer_faults(table, ("handover", "key_to"), VAN_PHUC, {})
    assert fault == "must be someone else than who takes the sheets"
    assert answer_faults(table, ("count", "first"), VAN_PHUC, {}) == ()
    assert answer_faults(table, ("closed",), VAN_PHUC, {}) == ("is missing; add it",)


def test_nothing_below_may_be_filled_for_a_suspected_box() -> None:
    assert mistakes_of(spoil(OPENING, ('lock = "intact"', 'lock = "suspicious"'))) == [
        (15, "before.note"),
        (17, "opened"),
        (20, "count"),
        (27, "handover"),
        (33, "closed"),
        (0, "refusal"),
    ]


@pytest.mark.parametrize(
    ("change", "mistakes"),
    [
        (("16:10:00", "15:10:00"), [(16, "refusal.reported_at")]),
        (("16:30:00", "16:05:00"), [(18, "refusal.instructed_at")]),
        (("reported_at = 2021-10-29T16:10:00+07:00\n", ""), [(15, "refusal.reported_at")]),
        (('note = "Giấy niêm phong rách một góc"\n', ""), [(9, "before.note")]),
        (('instruction = "Giữ nguyên hiện trạng"\n', ""), [(15, "refusal.instruction")]),
    ],
)
def test_a_refusal_has_rules_of_its_own(
    change: tuple[str, str], mistakes: list[tuple[int, str]]
) -> None:
    assert mistakes_of(spoil(REFUSAL, change)) == mistakes


def test_mistakes_of_every_kind_come_at_once() -> None:
    text = spoil(
        OPENING,
        ('"hom-1"', '"hom-9"'),
        ('"chair"', '"boss"'),
        ("16:00:00+07:00", "16:00:00"),
        ("second = 120", "second = 160"),
        ('"0124"', '""'),
        ("copies = 3", "copies = 3\ncolour = 1"),
    )
    assert mistakes_of(text) == [
        (2, "box"),
        (3, "people"),
        (4, "people[1].role"),
        (4, "people[1].title"),
        (11, "before.checked_at"),
        (25, "count.difference_explained"),
        (25, "count.difference_explained"),
        (29, "handover.sheets_seal_number"),
        (36, "closed.colour"),
    ]


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.datetimes()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=6,
)


@given(st.sampled_from(sorted(tomllib.loads(OPENING))), JUNK)
def test_rules_and_shape_bear_anything_in_any_section(section: str, junk: Any) -> None:
    draft = Draft(tomllib.loads(OPENING) | {section: junk}, "opening.toml")
    with contextlib.suppress(MistakesError):
        draft.check(Opening, opening_findings(draft, VAN_PHUC, {}))
