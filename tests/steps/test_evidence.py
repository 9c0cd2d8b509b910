"""The public page of a period: what stands on it, what must not, and when a re-check lapses."""

import re
from pathlib import Path

import pytest

from tests.conftest import READERS, SHEETS
from tests.office import Office
from tests.steps.test_recheck import SEED, draw, fill_in, record


def page_of(office: Office) -> str:
    office.done("report", "evidence", "--period", "2021-10")
    return (office.path / "reports" / "minh-chung-2021-10.html").read_text("utf-8")


def words(page: str) -> str:
    return " ".join(re.sub(r"<style>.*</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_the_page_tells_the_way_from_paper_to_head(settled: Office) -> None:
    page = page_of(settled)
    told = words(page)
    head = settled.done("log", "--json").json[-2]["hash"][:4]
    for said in (
        "Minh chứng kết quả khảo sát tháng 10 năm 2021",
        f"Đã in {SHEETS}",
        f"0123 → 0125 {SHEETS} {SHEETS}; {SHEETS} {SHEETS} 0 0",
        f"Đã đọc {SHEETS}",
        "Câu còn chờ người quyết định 0 (0,00 %)",
        "Số người đã quyết định: 2.",
        "Kỳ này chưa được phúc tra.",
        f'hom-phieu verify --head "{head}',
    ):
        assert said in told
    assert told.count("chưa khóa sổ") == 1
    assert settled.run("verify").status == 0


def test_nobody_is_named_and_nothing_is_fetched(settled: Office) -> None:
    page = page_of(settled)
    assert not any(name in page for name in (*READERS, "Nguyễn Văn An"))
    assert not any(row["sheet"] in page for row in settled.answers())
    assert not re.search(r"<script|https?://|@import|url\(", page)
    assert re.findall(r'src="([^:]+):', page) == ["data"]


def test_small_cells_are_hidden(settled: Office) -> None:
    page = page_of(settled)
    tables = page[page.index("6. Kết quả") : page.index("7. Mã kiểm chứng")]
    figures = re.findall(r"<td>(\d+)</td>", tables)
    assert figures
    assert not any(0 < int(figure) < 5 for figure in figures)
    assert "<td>*</td>" in tables


def test_a_plan_with_markup_in_it_stays_text(settled: Office) -> None:
    plan = settled.path / "survey.toml"
    text = plan.read_text("utf-8")
    plan.write_text(text.replace('"UBND phường Vạn Phúc"', '"<img src=x>"'), encoding="utf-8")
    page = page_of(settled)
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_recheck_lapses_when_its_period_is_reopened_and_changed(settled: Office) -> None:
    """What was confirmed was the record of that day; after a correction dice are thrown anew."""
    by_two = ("--by", READERS[0], "--by", READERS[1], "--reason", "tìm thấy sai sót")
    for sheet in {row["sheet"] for row in settled.answers() if not row["procedure"]}:
        for person in READERS:
            settled.done("decide", sheet, "procedure", "unknown", "--by", person, "--reason", "mờ")
    draw(settled)
    settled.done("close", "2021-10", "--by", READERS[0])
    for person in READERS:
        record(settled, fill_in(settled, person), person)
    assert settled.run("recheck", "result").status == 0
    assert "Dừng: kết quả của kỳ được xác nhận." in words(page_of(settled))
    settled.done("reopen", "2021-10", *by_two)
    assert settled.run("recheck", "result").status == 0
    row = next(row for row in settled.answers() if row["decided_by"] == "machine")
    for person in READERS:
        settled.done("decide", row["sheet"], row["question"], "unclear",
                     "--by", person, "--reason", "xem lại")  # fmt: skip
    assert "begin a new re-check" in settled.run("recheck", "result").err
    told = words(page_of(settled))
    assert "nên kết quả phúc tra không còn giá trị" in told
    draw(settled, "--seed", SEED[::-1])
    assert "Phúc tra lần 2" in words(page_of(settled))


@pytest.mark.parametrize("period", ["", "2021-09"])
def test_a_period_with_results_is_needed(settled: Office, period: str) -> None:
    words = ("--period", period) if period else ()
    told = settled.run("report", "evidence", *words)
    assert told.status == 1
    assert not list(Path(settled.path / "reports").glob("minh-chung*"))
