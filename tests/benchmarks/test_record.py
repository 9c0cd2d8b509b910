"""The chapter of the large record says what was measured, and a grown record is a whole one."""

from pathlib import Path

from benchmarks.chapters import find_chapter, put_chapter
from benchmarks.grown import Size, grow
from benchmarks.record import TARGETS, TITLE, Grown, draw_record, show_record
from benchmarks.speed import Timing
from steps.session import open_session
from steps.verify import verify_folder
from store.counting import count_sheets_alike

TIMINGS = dict.fromkeys(TARGETS, Timing(2.0, 1.0, 64.0))
GROWN = (Grown(1_000, 6, TIMINGS, 50), Grown(10_000, 52, TIMINGS, 60))


def test_every_size_and_target_has_its_line(tmp_path: Path) -> None:
    draw_record(GROWN, tmp_path / "record.png")
    assert (tmp_path / "record.png").stat().st_size > 1000
    lines = [line for line in show_record(GROWN).splitlines() if line.startswith("| ")]
    assert [line.split()[1] for line in lines[2:]] == ["1,000", "10,000", "target"]
    assert "1.0 (64)" in lines[2]


def test_a_chapter_is_found_again(tmp_path: Path) -> None:
    document = tmp_path / "benchmark.md"
    document.write_text("# Benchmark\n", encoding="utf-8")
    assert find_chapter(TITLE, document) == ""
    for chapter in (f"## {TITLE}\n\nOne.", "## Other\n\nTwo."):
        put_chapter(chapter, document)
    assert find_chapter(TITLE, document) == f"## {TITLE}\n\nOne."


def test_a_grown_record_is_whole(tmp_path: Path) -> None:
    survey = grow(tmp_path, Size(60, 6, (("Nguyễn An", 4),)))
    with open_session(survey) as session:
        alike = count_sheets_alike(session.record, session.count_rules)
        assert sum(one.sheets for one in alike) > 60
    assert verify_folder(survey).findings == ()
