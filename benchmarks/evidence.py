"""Pictures of misreads, flags and pages that were not read, for people to look at; and a list."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.factory import Scanned
from benchmarks.verdict import Judged, JudgedPage, Verdict
from scans.pen import Image
from survey.reading import Reason
from templates.layout import PageLayout

_MARGIN_MM = np.array([9.0, 8.5])
_PX_PER_MM = 8
_PAGES_SHOWN = 200
"""Flags and pages not read are kept for so many pages of a run, misreads for all."""
_SHOWN = 36  # pictures on a contact sheet
_THUMB = (620, 140)
_PAGE_COLUMNS = ("page", "outcome", "reason", "lost", "off_mm", "defects")
_COLUMNS = (
    "verdict", "page", "question", "kind", "truth", "read", "reason", "pen", "family", "writer",
    "defects", "crop",
)  # fmt: skip


def keep_evidence(scanned: Scanned, judged: JudgedPage, layout: PageLayout, folder: Path) -> None:
    """Write the pictures of one page into a folder."""
    is_early = judged.page < _PAGES_SHOWN
    if is_early and not judged.questions:
        name = f"page-{judged.page:05d}-{judged.outcome}-{judged.reason}.png"
        cv2.imwrite(str(folder / name), cv2.resize(scanned.grey, None, fx=0.5, fy=0.5))
    for question in judged.questions:
        if question.verdict is Verdict.MISREAD or (
            is_early and question.verdict is Verdict.FLAGGED
        ):
            crop = cut_question(scanned, layout, question.question)
            cv2.imwrite(str(folder / _crop_name(question)), crop)


def cut_question(scanned: Scanned, layout: PageLayout, question: str) -> Image:
    """An upright picture of a question's boxes, cut where they truly lie."""
    rects = [box.rect for box in layout.boxes if box.question == question]
    low = np.min([(r.x_mm, r.y_mm) for r in rects], axis=0) - _MARGIN_MM
    far = np.max([(r.x_mm + r.width_mm, r.y_mm + r.height_mm) for r in rects], axis=0) + _MARGIN_MM
    columns, rows = (np.arange(a, b, 1 / _PX_PER_MM) for a, b in zip(low, far, strict=True))
    places = scanned.lie.to_px(np.stack(np.meshgrid(columns, rows), axis=-1)) - 0.5
    x, y = (np.ascontiguousarray(places[..., axis], np.float32) for axis in (0, 1))
    return np.asarray(cv2.remap(scanned.grey, x, y, cv2.INTER_LINEAR, borderValue=128), np.uint8)


def write_lists(pages: Sequence[JudgedPage], folder: Path) -> None:
    """``list.csv`` of misreads and flags, ``pages.csv`` of all pages, a contact sheet a reason."""
    doubtful = [q for page in pages for q in page.questions if q.verdict is not Verdict.RIGHT]
    _write_csv(folder / "list.csv", _COLUMNS, map(_row, doubtful))
    _write_csv(folder / "pages.csv", _PAGE_COLUMNS, map(_page_row, pages))
    worth_a_look = [q for q in doubtful if q.verdict is Verdict.MISREAD or q.is_needless]
    for reason in {q.reason for q in worth_a_look}:
        _write_contact_sheet(folder, reason, [q for q in worth_a_look if q.reason == reason])


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        table.writerows(rows)


def _page_row(page: JudgedPage) -> tuple[object, ...]:
    off_mm = "" if page.off_mm is None else f"{page.off_mm:.3f}"
    fate = (page.outcome, page.reason or "", "lost" if page.is_lost else "")
    return (page.page, *fate, off_mm, " ".join(page.defects))


def _write_contact_sheet(folder: Path, reason: Reason | None, questions: Sequence[Judged]) -> None:
    """The first pictures of one reason, three to a row; of misreads the reason is None."""
    kept = [q for q in questions if (folder / _crop_name(q)).exists()]
    crops = [_captioned(folder, question) for question in kept[:_SHOWN]]
    while len(crops) % 3:
        crops.append(np.full_like(crops[0], 200))
    rows = [np.hstack(crops[start : start + 3]) for start in range(0, len(crops), 3)]
    if rows:
        cv2.imwrite(str(folder / f"sheet-{reason or 'misread'}.png"), np.vstack(rows))


def _captioned(folder: Path, judged: Judged) -> Image:
    crop = cv2.imread(str(folder / _crop_name(judged)), cv2.IMREAD_GRAYSCALE)
    small = cv2.resize(np.asarray(crop), _THUMB)
    cv2.rectangle(small, (0, 0), (_THUMB[0], 14), 255, -1)
    words = (judged.page, judged.question, judged.kind, judged.truth, "as", judged.read, judged.pen)
    text = " ".join(map(str, (*words, *judged.defects)))
    cv2.putText(small, text, (2, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.37, 0, 1)
    return np.asarray(small, np.uint8)


def _row(judged: Judged) -> tuple[object, ...]:
    what = (judged.verdict, judged.page, judged.question, judged.kind, judged.truth, judged.read)
    who = (judged.reason or "", judged.pen, judged.family, judged.writer)
    return (*what, *who, " ".join(judged.defects), _crop_name(judged))


def _crop_name(judged: Judged) -> str:
    truth, read = judged.truth.replace(" ", ""), judged.read.replace(" ", "")
    return f"{judged.verdict}-{judged.page:05d}-{judged.question}-{truth}-as-{read}.png"
