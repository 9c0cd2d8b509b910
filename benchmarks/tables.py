"""What a run showed, as tables of plain text that are Markdown too."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from benchmarks.answers import Answer
from benchmarks.factory import Scanned
from benchmarks.verdict import Judged, JudgedPage, Verdict
from survey.reading import BoxMeasure, PageReading, QuestionReading

Pages = Sequence[JudgedPage]

SUMMARY_HEADS = (
    "pages", "rejected", "lost", "questions", "misread", "flagged", "swallowed", "needless",
    "off mm (99 %)",
)  # fmt: skip
"""Heads of ``summary_row``. Of the flags, swallowed are those on what a black and white scan does
not show, needless those on plain marks and true blanks."""


def show_accuracy(pages: Pages) -> str:
    """All tables of one run."""
    questions = questions_of(pages)
    tables = (
        show_table(SUMMARY_HEADS, [summary_row(pages)]),
        confusion(questions),
        verdicts_by("kind of mark", ((str(q.kind), q) for q in questions)),
        verdicts_by("pen", ((q.pen, q) for q in questions)),
        verdicts_by("defect", ((d, q) for q in questions for d in q.defects or ("none",))),
        flags_by_reason(questions),
        pages_not_read(pages),
    )
    return "\n\n".join(tables) + "\n"


def show_page(scanned: Scanned, reading: PageReading) -> str:
    """One page: what is on it, what the reader says, and every measurement."""
    read = {question.question: question for question in reading.questions}
    rows = [
        (answer.question, answer.kind, answer.status, answer.choice or "", *_told(read, answer))
        for answer in scanned.answers
    ]
    head = f"{reading.outcome} {reading.reason or ''} · {scanned.hand.pen} · {scanned.defects}"
    boxes = list(reading.boxes)
    measures = BoxMeasure._fields
    return "\n\n".join(
        (
            head,
            show_table(("question", "kind", "truth", "", "read", "", "reason"), rows),
            show_table(measures, boxes),
        )
    )


def _told(read: Mapping[str, QuestionReading], answer: Answer) -> tuple[str, str, str]:
    reading = read.get(answer.question)
    if reading is None:
        return ("", "", "")
    return (reading.status, reading.choice or "", reading.reason or "")


def questions_of(pages: Pages) -> tuple[Judged, ...]:
    """All questions that were read."""
    return tuple(question for page in pages for question in page.questions)


def summary_row(pages: Pages) -> tuple[str, ...]:
    """One line that says it all, under ``SUMMARY_HEADS``."""
    questions = questions_of(pages)
    verdicts = Counter(question.verdict for question in questions)
    flags = [question for question in questions if question.verdict is Verdict.FLAGGED]
    off_mm = [page.off_mm for page in pages if page.off_mm is not None] or [0.0]
    return (
        str(len(pages)),
        str(sum(not page.questions and not page.is_lost for page in pages)),
        str(sum(page.is_lost for page in pages)),
        str(len(questions)),
        str(verdicts[Verdict.MISREAD]),
        _share(len(flags), len(questions)),
        _share(sum(flag.is_swallowed for flag in flags), len(questions)),
        _share(sum(question.is_needless for question in questions), len(questions)),
        f"{np.percentile(off_mm, 99):.2f}",
    )


def confusion(questions: Iterable[Judged]) -> str:
    """Truth down, reading across."""
    counts = Counter((question.truth, question.read) for question in questions)
    truths, readings = (sorted({pair[side] for pair in counts}) for side in (0, 1))
    rows = [(truth, *(counts[truth, read] or "" for read in readings)) for truth in truths]
    return show_table(("truth \\ read", *readings), rows)


def verdicts_by(name: str, questions: Iterable[tuple[str, Judged]]) -> str:
    """How questions of each key went, the worst first."""
    counts: dict[str, Counter[Verdict]] = {}
    for key, question in questions:
        counts.setdefault(key, Counter())[question.verdict] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1][Verdict.MISREAD], -item[1].total()))
    rows = [
        (
            key,
            n.total(),
            *(n[verdict] for verdict in Verdict),
            _share(n[Verdict.FLAGGED], n.total()),
        )
        for key, n in ordered
    ]
    return show_table((name, "questions", *Verdict, "flagged, share"), rows)


def flags_by_reason(questions: Iterable[Judged]) -> str:
    """Why questions were flagged, and what they were; misreads before."""
    counts = Counter(
        (str(question.verdict), str(question.reason or ""), str(question.kind))
        for question in questions
        if question.verdict is not Verdict.RIGHT
    )
    ordered = sorted(counts.items(), key=lambda item: (item[0][0] == Verdict.FLAGGED, -item[1]))
    rows = [(*key, count) for key, count in ordered]
    return show_table(("verdict", "reason", "kind of mark", "questions"), rows)


def pages_not_read(pages: Pages) -> str:
    """Pages without a reading, by what the reader said of them."""
    counts = Counter(
        (
            "lost" if page.is_lost else "rejected",
            str(page.outcome),
            str(page.reason),
            " ".join(page.defects),
        )
        for page in pages
        if not page.questions
    )
    rows = [(*key, count) for key, count in counts.most_common()]
    return show_table(("page", "outcome", "reason", "defects", "pages"), rows)


def _share(count: int, total: int) -> str:
    return f"{count} ({100 * count / max(total, 1):.2f} %)"


def show_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
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
