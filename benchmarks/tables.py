"""What a run showed, as tables of plain text that are Markdown too."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.verdict import Judged, JudgedPage, Verdict

Row = Sequence[object]


def show_accuracy(pages: Sequence[JudgedPage]) -> str:
    """All tables of one run."""
    questions = [question for page in pages for question in page.questions]
    parts = [
        _summary(pages, questions),
        _by("kind", ((str(q.kind), q) for q in questions)),
        _by("pen", ((q.pen, q) for q in questions)),
        _by("defect", ((d, q) for q in questions for d in q.defects or ("none",))),
        _reasons(pages, questions),
    ]
    return "\n\n".join(parts) + "\n"


def _summary(pages: Sequence[JudgedPage], questions: Sequence[Judged]) -> str:
    verdicts = Counter(question.verdict for question in questions)
    needless = sum(question.is_needless for question in questions)
    rejected = sum(not page.questions and not page.is_lost for page in pages)
    off = [page.off_mm for page in pages if page.off_mm is not None] or [0.0]
    rows = [
        ("pages", len(pages), ""),
        ("pages rejected with a reason", rejected, _share(rejected, len(pages))),
        ("pages lost", sum(page.is_lost for page in pages), ""),
        ("questions read", len(questions), ""),
        ("right", verdicts[Verdict.RIGHT], _share(verdicts[Verdict.RIGHT], len(questions))),
        (
            "silent misreads",
            verdicts[Verdict.MISREAD],
            _share(verdicts[Verdict.MISREAD], len(questions)),
        ),
        ("flagged", verdicts[Verdict.FLAGGED], _share(verdicts[Verdict.FLAGGED], len(questions))),
        ("of these needless (plain mark or blank)", needless, _share(needless, len(questions))),
        ("box position error, median of pages", f"{np.median(off):.3f} mm", ""),
        ("box position error, 99 % of pages", f"{np.percentile(off, 99):.3f} mm", ""),
        ("box position error, largest", f"{max(off):.3f} mm", ""),
    ]
    return show_table(("", "count", "share"), rows)


def _by(name: str, questions: Iterable[tuple[str, Judged]]) -> str:
    counts: dict[str, Counter[Verdict]] = {}
    for key, question in questions:
        counts.setdefault(key, Counter())[question.verdict] += 1
    rows = [
        (
            key,
            n.total(),
            n[Verdict.RIGHT],
            n[Verdict.FLAGGED],
            _share(n[Verdict.FLAGGED], n.total()),
            n[Verdict.MISREAD],
        )
        for key, n in sorted(
            counts.items(), key=lambda item: (-item[1][Verdict.MISREAD], -item[1].total())
        )
    ]
    return show_table((name, "questions", "right", "flagged", "share", "misread"), rows)


def _reasons(pages: Sequence[JudgedPage], questions: Sequence[Judged]) -> str:
    flags = Counter(
        (f"flag: {q.reason}", str(q.kind)) for q in questions if q.verdict is Verdict.FLAGGED
    )
    rejected = Counter(
        (f"page: {p.outcome} {p.reason}", " ".join(p.defects)) for p in pages if not p.questions
    )
    rows = [(*key, count) for key, count in (*flags.most_common(), *rejected.most_common())]
    return show_table(("reason", "kind of mark or defects", "count"), rows)


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.2f} %" if total else ""


def show_table(heads: Sequence[str], rows: Iterable[Row]) -> str:
    """A table with its columns in line."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    lines = [heads, ["-" * width for width in widths], *cells]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )
