"""A chapter measured anew takes the place of the old one, and nothing else changes."""

from pathlib import Path

import pytest

from benchmarks.chapters import put_chapter

DOCUMENT = "# Benchmark\n\nHead.\n\n## Speed\n\nslow\n\n## Memory\n\nmuch\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## Speed\n\nfast", DOCUMENT.replace("slow", "fast")),
        ("## Memory\n\nlittle\n", DOCUMENT.replace("much", "little")),
        ("## Mem\n\nnew", DOCUMENT + "\n## Mem\n\nnew\n"),
    ],
)
def test_it_stands_where_the_old_one_stood(tmp_path: Path, written: str, expected: str) -> None:
    document = tmp_path / "benchmark.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    put_chapter(written, document)
    assert document.read_text(encoding="utf-8") == expected
