"""Put the measured figures of ``docs/benchmark.md`` into the READMEs, between their two marks.

``make docs`` and ``make bench`` run it; a test compares, so no figure is older than its measure.
"""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BENCHMARK = REPOSITORY / "docs" / "benchmark.md"
MARKED = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
SECTION = re.compile(r"^## (Office|Hard), 200 dpi\n\n\|.+\n\|.+\n\| (.+) \|$", re.MULTILINE)
WORDS = {
    "README.md": (
        "sheets | questions | silently misread | shown to people | of these swallowed by the scan",
        {"Office": "ordinary office scans", "Hard": "bad ones: phones, pencil, stains"},
    ),
    "README.vi.md": (
        "phiếu | câu hỏi | đọc sai mà không báo | đưa người xem | trong đó bản quét đã làm mất",
        {
            "Office": "bản quét thường của văn phòng",
            "Hard": "bản xấu: điện thoại, bút chì, ố",
        },
    ),
}


def main() -> None:
    """Write them into both."""
    for name in WORDS:
        page = REPOSITORY / name
        page.write_text(with_figures(name), encoding="utf-8")


def with_figures(name: str) -> str:
    """A README with the newest figures."""
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    return MARKED.sub(lambda _old: figures_table(name), text)


def figures_table(name: str) -> str:
    """The figures as a table in the words of this README."""
    head, kinds = WORDS[name]
    lines = [f"| | {head} |", "|---|---|---|---|---|---|"]
    for kind, row in SECTION.findall(BENCHMARK.read_text(encoding="utf-8")):
        pages, _rejected, _lost, *told_of_questions = row.split(" | ")[:7]
        told = map(str.strip, (kinds[kind], pages, *told_of_questions))
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
