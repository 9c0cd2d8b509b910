"""What was added to the print: ink in every box and around it.

Everything printed is known exactly, so it is masked out and what is left is ink (or dirt).
"""

import cv2
import numpy as np
import numpy.typing as npt

from omr.masks import IGNORED, PX_PER_MM, PageMasks
from omr.strips import Strips
from survey.reading import BoxMeasure

_SPECK_MM2 = 0.10
"""Connected ink smaller than this is dust; the shortest pencil dash promised is 1 mm × 0.3 mm."""
_QUIETEST = 0.10
"""Darkness below which even a quiet scanner's pixel is paper."""


def noise_level(strips: Strips, masks: PageMasks) -> float:
    """Darkness that the paper and the scanner of this page make by themselves, 0 to 1.

    Most of the unprinted part of a page is bare paper even where people wrote much, so an upper
    percentile of it, tripled, bounds grain and noise without being moved by marks.
    """
    bare = strips.darkness[:, ::4, ::4][masks.regions[:, ::4, ::4] != IGNORED]
    return max(_QUIETEST, 3.0 * float(np.percentile(bare, 80)) / 255)


def measure_marks(strips: Strips, masks: PageMasks, noise: float) -> tuple[BoxMeasure, ...]:
    """Ink in and around each box, in printed order."""
    ink = strips.darkness > np.uint8(min(noise, 0.99) * 255)
    ink &= masks.regions != IGNORED
    strokes = np.flatnonzero(_drop_specks(ink))
    where = masks.regions.ravel()[strokes]
    counts = np.bincount(where, minlength=len(masks.areas))
    depths = np.bincount(where, strips.darkness.ravel()[strokes], minlength=len(masks.areas))
    depths = depths / np.maximum(counts, 1) / 255
    return tuple(
        BoxMeasure(
            question=box.question,
            choice=box.choice,
            ink=round(float(counts[2 * i + 1] / masks.areas[2 * i + 1]), 4),
            around=round(float(counts[2 * i + 2] / masks.areas[2 * i + 1]), 4),
            shift_mm=round(float(np.hypot(*strips.shifts_mm[i])), 3),
            depth=round(float(depths[2 * i + 1]), 3),
            outline=round(float(strips.outlines[i]), 3),
        )
        for i, box in enumerate(masks.layout.boxes)
    )


def _drop_specks(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink without dust, same shape (strips lie below each other; none reaches its lower edge)."""
    sheet = ink.reshape(-1, ink.shape[2]).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(sheet, connectivity=8)
    if count <= 1:
        return ink
    large = stats[:, cv2.CC_STAT_AREA] >= _SPECK_MM2 * PX_PER_MM**2
    large[0] = False
    return np.asarray(large[labels].reshape(ink.shape), dtype=np.bool_)
