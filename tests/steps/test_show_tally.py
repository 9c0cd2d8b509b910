"""The tally as JSON, CSV, table and workbook: the same figures, the same reasons to be careful."""

from fractions import Fraction
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from steps import count as counting
from survey.errors import ExitStatus
from tally.share import DECIMAL_PLACES
from tests.office import Office, sealed_on

TOGETHER = ("--by", "field", "--by", "question")


def rows_of(office: Office, *words: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = office.done("tally", *words, "--json").json["rows"]
    return rows


def test_two_can_be_crossed_and_their_sums_are_the_single_tables(scanned: Office) -> None:
    told = scanned.done("tally", *TOGETHER, "--json").json
    assert told["by"] == "field,question"
    single = {row["key"]: row for row in rows_of(scanned, "--by", "field")}
    summed: dict[str, int] = dict.fromkeys(single, 0)
    for row in told["rows"]:
        assert row["key"] == ",".join(row["keys"])
        summed[row["keys"][0]] += row["answered"]
    assert summed == {key: row["answered"] for key, row in single.items()}


def test_three_are_too_many(scanned: Office) -> None:
    told = scanned.run("tally", *TOGETHER, "--by", "box")
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "one or two different ones" in told.err


@pytest.mark.parametrize("words", [("--format", "csv"), ("--format", "json"), ("--json",)])
def test_a_tally_for_machines_goes_into_the_file_that_is_named(
    scanned: Office, words: tuple[str, ...]
) -> None:
    shown = scanned.done("tally", *words).out
    file = scanned.path / "ket-qua.txt"
    assert str(file) in scanned.done("tally", *words, "-o", file).out
    assert file.read_text(encoding="utf-8") == shown
    told = scanned.run("tally", "-o", file)
    assert (told.status, "csv, json or xlsx" in told.err) == (ExitStatus.USER_CAN_MEND, True)


def test_csv_has_interval_and_mean(scanned: Office) -> None:
    for row in scanned.done("tally", "--format", "csv").rows:
        assert Fraction(row["low"]) <= Fraction(row["satisfied"]) <= Fraction(row["high"])
        assert max(len(row["low"]), len(row["high"])) <= len("0.") + DECIMAL_PLACES
        total = sum(int(choice) * int(row[choice]) for choice in "54321")
        assert abs(Fraction(row["mean"]) - Fraction(total, int(row["answered"]))) < Fraction(
            1, 10**9
        )


def test_intervals_are_narrower_where_the_dossiers_of_all_counted_months_are_known(
    scanned: Office,
) -> None:
    def widths(*words: object) -> list[Fraction]:
        rows = scanned.done("tally", "--format", "csv", *words).rows
        return [Fraction(row["high"]) - Fraction(row["low"]) for row in rows]

    def know(period: str, dossiers: int, field: str = "") -> None:
        file = scanned.path / "ho-so.csv"
        row = f"{period};{field};{dossiers}"
        file.write_text(f"Kỳ;Lĩnh vực;Số hồ sơ\n{row}\n", encoding="utf-8")
        scanned.done("dossiers", file, "--source", "Một cửa", "--date", "2021-10-31")

    wide = widths()
    know("2021-09", 3)
    know("2021-10", 130, "Chứng thực")  # one field of several is no population
    know("2021-10", 1)  # fewer than there are sheets: a figure of something else
    assert widths() == wide
    know("2021-10", 130)
    for words in ((), ("--period", "2021-10"), ("--period", "2021-Q4"), ("--period", "2021")):
        assert all(a < b for a, b in zip(widths(*words), wide, strict=True)), words


def test_the_table_tells_both_indices_and_the_extremes(scanned: Office) -> None:
    out = scanned.done("tally").out
    for told in ("all answers together", "mean of the questions", "Highest,", "Lowest,"):
        assert told in out
    by_field = scanned.done("tally", "--by", "field").out
    assert "Highest," in by_field
    assert "not identified" not in by_field.partition("Highest,")[2]


def test_figures_that_do_not_agree_with_the_paper_say_so_everywhere(scanned: Office) -> None:
    """One sheet fewer was scanned than the committee counted."""
    scanned.open_box(99, 120)
    for form in ("table", "csv", "json"):
        told = scanned.done("tally", "--format", form)
        assert "do not agree with the paper" in told.out + told.err
        assert "99 sheets were counted by hand" in told.out + told.err
    page = sheet_of(scanned)
    assert "SỐ LIỆU CHƯA KHỚP VỚI PHIẾU GIẤY" in str(page["A2"].value)


def book_of(office: Office, *words: object) -> Workbook:
    out = office.done("tally", *words, "--format", "xlsx").out
    return load_workbook(next(word for word in out.split() if word.endswith(".xlsx")))


def sheet_of(office: Office, *words: object) -> Any:
    return book_of(office, *words)["Kết quả"]


def test_the_workbook_has_the_same_figures(scanned: Office) -> None:
    page = sheet_of(scanned)
    (top,) = [row for row in page.iter_rows(values_only=True) if row[0] == "Câu hỏi"]
    told = {row[0]: row for row in page.iter_rows(values_only=True)}
    for row in rows_of(scanned):
        cells = dict(zip(top, told[row["label"]], strict=True))
        assert cells["5 Rất hài lòng"] == row["counts"]["5"]
        assert cells["Có trả lời"] == row["answered"]
        assert cells["Hài lòng (%)"] == pytest.approx(float(row["satisfied"]))


def test_every_column_of_the_workbook_is_explained(scanned: Office) -> None:
    book = book_of(scanned, *TOGETHER)
    explained = {row[0] for row in book["Giải thích"].iter_rows(values_only=True)}
    (top,) = [r for r in book["Kết quả"].iter_rows(values_only=True) if r[0] == "Lĩnh vực"]
    assert set(top) <= explained


def test_what_is_published_hides_small_cells(scanned: Office) -> None:
    shown = rows_of(scanned, "--by", "field")
    published = rows_of(scanned, "--by", "field", "--published")
    assert [row["key"] for row in published] == [row["key"] for row in shown]
    for full, row in zip(shown, published, strict=True):
        for choice, count in full["counts"].items():
            assert row["counts"][choice] in ({None} if 0 < count < 5 else {None, count})
    assert any(None in row["counts"].values() for row in published)
    table = scanned.done("tally", "--by", "field", "--published").out
    assert "* Hidden: under 5" in table
    assert "*" in {cell.value for row in sheet_of(scanned, "--published") for cell in row}
    assert "*" in scanned.done("tally", "--published", "--format", "csv").out


@pytest.mark.parametrize("by", [("procedure",), ("box",), ("field", "question")])
def test_some_tables_are_never_published(scanned: Office, by: tuple[str, ...]) -> None:
    words = [word for name in by for word in ("--by", name)]
    for form in ("table", "xlsx"):
        told = scanned.run("tally", *words, "--published", "--format", form)
        assert told.status == ExitStatus.USER_CAN_MEND
        assert "is never published" in told.err


def test_where_a_workbook_cannot_be_written_is_told_in_the_language_of_the_command(
    scanned: Office,
) -> None:
    told = scanned.run("tally", "--format", "xlsx", "-o", scanned.path)
    assert told.status == ExitStatus.USER_CAN_MEND
    assert "cannot be written" in told.err


def test_an_earlier_form_is_counted_apart(scanned: Office) -> None:
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("129/KH-UBND", "130/KH-UBND"), encoding="utf-8")
    sheets = scanned.print_sheets("--copies", 1)
    scanned.scan(scanned.simulate(sheets, "them", "--seed", 3), "--opening", "2021-10-hom-1-1")
    rows = rows_of(scanned)
    assert len({row["form"] for row in rows}) == 2
    assert len(rows) == 16
    told = scanned.done("tally").out
    assert "counted apart" in told
    assert told.count("Results: paper, form") == 2


def test_a_fall_of_half_a_hundredth_is_rounded_alike_in_workbook_and_table(
    scanned: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        counting,
        "changes_since",
        lambda rows, _before: {row.keys: Fraction(-1, 800) for row in rows},
    )
    page = sheet_of(scanned)
    (heading, *rows) = [[cell.value for cell in row] for row in page][-9:]
    assert {row[heading.index("So với kỳ trước (điểm %)")] for row in rows} == {-0.13}
    assert scanned.done("tally").out.count("−0.13") == 8


def test_a_period_is_compared_with_the_one_before(scanned: Office) -> None:
    """November, with the same sheets answered anew, beside October."""
    plan = scanned.path / "survey.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("\nends = 2021-10-31", "\nends = 2021-11-30"), encoding="utf-8")
    sheets = scanned.print_sheets("--copies", 3)
    file = scanned.path / "thang-11.toml"
    opening = (scanned.path / "mo-hom-6-6.toml").read_text(encoding="utf-8")
    later = opening.replace("2021-10", "2021-11").replace("= 6\n", "= 3\n")
    file.write_text(sealed_on(later, 2), encoding="utf-8")
    opened = scanned.done("open-box", "--from", file).out.split()[2]
    scanned.scan(scanned.simulate(sheets, "thang-11", "--seed", 4), "--opening", opened)
    told = scanned.done("tally", "--period", "2021-11").out
    assert "Change in percentage points since 2021-10" in told
    assert "Change" not in scanned.done("tally", "--period", "2021-10").out
