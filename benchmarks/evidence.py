"""Pictures of misreads, flags and pages that were not read, for people to look at; and a list."""

import csv
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.factory import Scanned
from benchmarks.verdict import Judged, JudgedPage, Verdict
from scans.pen import Image
from templates.layout import PageLayout

_MARGIN_MM = np.array([9.0, 8.5])
_PX_PER_MM = 8
_PAGES_SHOWN = 200
"""Flags and pages not read are kept for so many pages of a run, misreads for all."""
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


def write_list(pages: Iterable[JudgedPage], folder: Path) -> None:
    """All misreads and flags with their circumstances, as ``list.csv`` beside the pictures."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_COLUMNS)
        for page in pages:
            table.writerows(_row(q) for q in page.questions if q.verdict is not Verdict.RIGHT)


def _row(judged: Judged) -> tuple[object, ...]:
    what = (judged.verdict, judged.page, judged.question, judged.kind, judged.truth, judged.read)
    who = (judged.reason or "", judged.pen, judged.family, judged.writer)
    return (*what, *who, " ".join(judged.defects), _crop_name(judged))


def _crop_name(judged: Judged) -> str:
    truth, read = judged.truth.replace(" ", ""), judged.read.replace(" ", "")
    return f"{judged.verdict}-{judged.page:05d}-{judged.question}-{truth}-as-{read}.png"
