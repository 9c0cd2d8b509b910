"""Figures of dossiers from a table."""

import pytest

from channels.dossier_table import HEADINGS, GivenFigure, read_figures
from channels.named_columns import dropped_headings
from channels.table import Table, TableRow
from survey.errors import MistakesError, RequestError
from survey.plan import parse_plan
from tests.survey.texts import PLAN

A_PLAN = parse_plan(PLAN, "survey.toml")


def table(headings: str, *rows: str) -> Table:
    numbered = [TableRow(n, tuple(row.split(";"))) for n, row in enumerate(rows, 2)]
    return Table("hồ sơ.csv", tuple(headings.split(";")), tuple(numbered))


def test_unit_field_and_procedure_are_told_apart() -> None:
    read = read_figures(
        table(
            "Kỳ;Lĩnh vực;Mã thủ tục;Số hồ sơ;Ghi chú",
            "2021-10;;;1.250;cả phường",
            "2021-10;hộ TỊCH;;900;",
            "2021-10;Hộ tịch;1.001193.H26;40;",
        ),
        A_PLAN,
    )
    assert read == (
        GivenFigure("2021-10", "unit", "", 1250),
        GivenFigure("2021-10", "field", "ho-tich", 900),
        GivenFigure("2021-10", "procedure", "1.001193", 40),
    )


def test_a_heading_that_means_nothing_is_told() -> None:
    told = dropped_headings(table("Kỳ;Lĩnh vục;Số hồ sơ;;Tổng số hồ sơ", "2021;;1;;1"), HEADINGS)
    assert told == ("Lĩnh vục", "Tổng số hồ sơ")


def test_one_period_may_hold_for_all_rows() -> None:
    (read,) = read_figures(table("field;dossiers", "ho-tich;7"), A_PLAN, "2021")
    assert read == GivenFigure("2021", "field", "ho-tich", 7)


@pytest.mark.parametrize(
    ("headings", "period", "said"),
    [
        ("Kỳ;Số hồ sơ", "2024-13", "2024-13 is not a period"),
        ("Lĩnh vực;Số hồ sơ", "2024-13", "2024-13 is not a period"),
        ("Lĩnh vực;Số hồ sơ", "2012", "2012 is not within the survey"),
        ("Kỳ;Số hồ sơ", "2021-10", "has a column «Kỳ»"),
    ],
)
def test_a_period_for_all_rows_is_one_of_the_survey_and_no_second_one(
    headings: str, period: str, said: str
) -> None:
    with pytest.raises(RequestError, match=said):
        read_figures(table(headings, "2021-10;7"), A_PLAN, period)


def test_every_bad_row_is_named_with_its_column() -> None:
    with pytest.raises(MistakesError) as caught:
        read_figures(
            table(
                "Kỳ;Lĩnh vực;Thủ tục;Số hồ sơ",
                "10/2021;;;5",
                "2021-10;Đất đai;;5",
                "2021-10;;1.999999;5",
                "2021-10;;;nhiều",
                "2021-10;;;-1",
                "2021-10;;;3",
                "2021-10;;;4",
                "2021;;;99.999.999.999.999.999.999",
                "2012-10;;;5",
            ),
            A_PLAN,
        )
    assert [(m.line, m.key) for m in caught.value.mistakes] == [
        (2, "Kỳ"), (3, "Lĩnh vực"), (4, "Thủ tục"), (5, "Số hồ sơ"), (6, "Số hồ sơ"),
        (8, "Số hồ sơ"), (9, "Số hồ sơ"),
        (10, "Kỳ"),
    ]  # fmt: skip


def test_every_bad_cell_of_a_row_is_named() -> None:
    with pytest.raises(MistakesError) as caught:
        read_figures(table("Kỳ;Lĩnh vực;Số hồ sơ", "10/2021;Đất đai;nhiều", "2021;;3"), A_PLAN)
    assert [(m.line, m.key) for m in caught.value.mistakes] == [
        (2, "Kỳ"), (2, "Lĩnh vực"), (2, "Số hồ sơ"),
    ]  # fmt: skip


@pytest.mark.parametrize("headings", ["Kỳ;Lĩnh vực", "Lĩnh vực;Số hồ sơ"])
def test_columns_that_are_missing_are_asked_for(headings: str) -> None:
    with pytest.raises(RequestError, match="needs a column"):
        read_figures(table(headings, "a;b"), A_PLAN)
