"""Answers of another channel from a table: what is taken, what is named, what is dropped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.answers import AnswersRead, Reader
from channels.mapping import ColumnMapping, parse_mapping
from channels.merged_cells import MergedCells
from channels.table import Table, TableRow
from survey.errors import MistakesError, TableError
from survey.language import speaking
from survey.plan import parse_plan
from templates.form import parse_form
from templates.shelf import read_form_text, read_plan_text

PLAN = parse_plan(read_plan_text("tay-xuan-2024"), "tay-xuan-2024")
FORM = parse_form(read_form_text("danh-gia-3-muc"), "danh-gia-3-muc")
MAPPING = """\
key = ["Mã"]
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
q1 = "Mức"
[values]
"Tốt" = "B"
[fields]
"Tư pháp" = "ho-tich"
[only]
"Loại" = ["Đánh giá"]
"""
HEADINGS = ("Mã", "Ngày", "Lĩnh vực", "Mức", "Loại", "Họ tên", "CCCD")


def mapping(text: str = MAPPING) -> ColumnMapping:
    return parse_mapping(text, "hues.toml", FORM, PLAN)


def table(*rows: tuple[str, ...]) -> Table:
    return Table("a.csv", HEADINGS, tuple(TableRow(n, row) for n, row in enumerate(rows, 2)))


def row(key: str = "K1", **more: str) -> tuple[str, ...]:
    cells = {"Mã": key, "Ngày": "05/03/2024", "Lĩnh vực": "Hộ tịch", "Mức": "A",
             "Loại": "Đánh giá", "Họ tên": "Nguyễn Văn A", "CCCD": "001099"}  # fmt: skip
    return tuple((cells | more).values())


def read(
    *rows: tuple[str, ...], text: str = MAPPING, channel: str = "kiosk", secret: bytes = b"k"
) -> AnswersRead:
    return Reader(mapping(text), FORM, PLAN, channel, secret).read(table(*rows))


def test_a_row_becomes_period_field_and_choice_and_nothing_else() -> None:
    told = read(row(), row("K2", **{"Mức": "tốt", "Lĩnh vực": "Tư pháp", "Ngày": "2024-12-31"}))
    assert sorted((a.period, a.field, a.procedure, a.answers) for a in told.answers) == [
        ("2024-03", "ho-tich", "", (("q1", "answered", "A"),)),
        ("2024-12", "ho-tich", "", (("q1", "answered", "B"),)),
    ]
    assert told.dropped == ("Họ tên", "CCCD")
    kept = repr(told.answers)
    assert not any(personal in kept for personal in ("Nguyễn", "001099", "K1", "05/03"))


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Mã": ""}, "Mã"),
        ({"Ngày": "31/02/2024"}, "Ngày"),
        ({"Ngày": "03/2024"}, "Ngày"),
        ({"Ngày": "05/03/2023"}, "Ngày"),
        ({"Lĩnh vực": "Thuế"}, "Lĩnh vực"),
        ({"Mức": "5"}, "Mức"),
        ({"Mức": ""}, "Mức"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_taken(change: dict[str, str], column: str) -> None:
    told = read(row(), row("K2", **change))
    assert [(m.line, m.key) for m in told.bad] == [(3, column)]
    assert len(told.answers) == 1


def test_a_day_left_empty_is_told_so() -> None:
    (mistake,) = read(row(**{"Ngày": ""})).bad
    assert mistake.message == "must not be empty"


def test_a_day_outside_the_survey_is_told_as_the_language_writes_days() -> None:
    stray = row(**{"Ngày": "05/03/2023"})
    with speaking("vi"):
        (mistake,) = read(stray).bad
    assert "05/03/2023" in mistake.message
    assert not re.search(r"\d{4}-\d\d-\d\d", mistake.message)
    (mistake,) = read(stray).bad
    assert mistake.message.startswith("2023-03-05 is not within the survey, 2024-")


def test_a_column_named_in_other_capitals_is_not_told_as_dropped() -> None:
    told = read(row(), text=MAPPING.replace('"Mức"', '"MỨC"'))
    assert told.dropped == ("Họ tên", "CCCD")


def test_rows_that_rate_nothing_settled_are_set_aside() -> None:
    told = read(row(), row("K2", **{"Loại": "Góp ý", "Mức": "?"}))
    assert (len(told.answers), told.set_aside, told.bad) == (1, 1, ())


def test_a_row_that_stands_twice_counts_once_and_may_not_contradict_itself() -> None:
    assert len(read(row(), row()).answers) == 1
    (mistake,) = read(row(), row(**{"Mức": "C"})).bad
    assert mistake.line == 3


def test_without_a_key_equal_rows_are_told_apart_by_how_often_they_come() -> None:
    text = MAPPING.replace('key = ["Mã"]\n', "")
    once, twice = read(row(), text=text), read(row(), row(), text=text)
    assert len(twice.answers) == 2
    assert {a.key for a in once.answers} < {a.key for a in twice.answers}


def test_keys_depend_on_the_channel_and_the_secret() -> None:
    keys = {
        read(row(), channel=channel, secret=secret).answers[0].key
        for channel in ("kiosk", "hues")
        for secret in (b"k", b"l")
    }
    assert len(keys) == 4


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_leaves_no_trace(order: list[int]) -> None:
    rows = [row(f"K{n}", **{"Mức": "ABC"[n % 3]}) for n in range(6)]
    assert read(*(rows[n] for n in order)).answers == read(*rows).answers


def test_a_column_that_is_missing_or_there_twice_is_refused() -> None:
    reader = Reader(mapping(), FORM, PLAN, "kiosk", b"k")
    for headings in (("Mã", "Ngày", "Lĩnh vực", "Loại"), ("Mã", "Mã", *HEADINGS[1:])):
        with pytest.raises(TableError, match=r"must have one column .* heading_row"):
            reader.read(Table("a.csv", headings, ()))


def test_a_field_merged_over_several_rows_is_no_empty_one() -> None:
    reader = Reader(mapping(), FORM, PLAN, "kiosk", b"k")
    merged = MergedCells("C2:C3", 2, 3, 3, 3)
    with pytest.raises(TableError, match="C2:C3"):
        reader.read(Table("a.xlsx", HEADINGS, (), merged=(merged,)))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('q1 = "Mức"', 'q9 = "Mức"'), "columns.questions.q9"),
        (('"Tốt" = "B"', '"Tốt" = "5"'), "values.Tốt"),
        (('"Tư pháp" = "ho-tich"', '"Tư pháp" = "thue"'), "fields.Tư pháp"),
        (('date = "Ngày"\n', ""), "columns.date"),
        (('key = ["Mã"]', 'key = "Mã"'), "key"),
        (('key = ["Mã"]', 'date_format = "m/d/y"'), "date_format"),
        (('key = ["Mã"]', 'date_format = "dd/dd/yyyy"'), "date_format"),
        (('key = ["Mã"]', 'period = "2024-13"'), "period"),
        (('key = ["Mã"]', 'period = "2023-12"'), "period"),
    ],
)
def test_every_mistake_of_a_mapping_is_named(change: tuple[str, str], key: str) -> None:
    with pytest.raises(MistakesError) as caught:
        mapping(MAPPING.replace(*change))
    assert [mistake.key for mistake in caught.value.mistakes] == [key]
