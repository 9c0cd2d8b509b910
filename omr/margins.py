"""The bare paper left and right of a strip: nobody writes there, but folds and streaks show."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from omr.masks import PageMasks
from omr.picture import Grey, cut_crops, map_crops
from omr.strip_px import PX_PER_MM
from templates.layout import Rect

CLEAR_MM = 2.0
MARGIN_MM = 5.5
"""So far from all print a margin begins, and so wide a part of it is looked at."""
SLOPE_MM = 6.0
"""A fold may lie so much higher or lower in the margin than the strip reaches."""
_AROUND_PX = 31
"""Paper around a line: the median of so much of it is bare."""

Profile = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Margins:
    """The bare paper left and right of every strip.

    Attributes:
        grey: the page.
        matrices: from millimetres of paper to pixels of the page, one for each strip.
        contrast: grey levels between paper and print.
    """

    grey: Grey
    matrices: npt.NDArray[np.float64]
    contrast: float

    def profiles(self, masks: PageMasks, index: int) -> tuple[Profile, ...]:
        """How much darker than the paper around it each level line of both margins is.

        Left and right, in thirds of their width, shape (3, height): the strip's height and
        ``SLOPE_MM`` more at both ends. Nothing where the picture does not show all of both.
        """
        left, right = masks.print_mm
        strip = masks.strips[index].grown(SLOPE_MM)
        starts = (left - CLEAR_MM - MARGIN_MM, right + CLEAR_MM)
        rects = [Rect(x_mm, strip.y_mm, MARGIN_MM, strip.height_mm) for x_mm in starts]
        mappings = map_crops(self.grey, self.matrices[index], rects, PX_PER_MM)
        size = (round(MARGIN_MM * PX_PER_MM), round(strip.height_mm * PX_PER_MM))
        if not all(self._shows(mapping, size) for mapping in mappings):
            return np.zeros((3, 1), np.float32), np.zeros((3, 1), np.float32)
        crops = cut_crops(self.grey, mappings, (2, size[1], size[0]))
        return tuple(_darker_than_around(crop) * np.float32(255 / self.contrast) for crop in crops)

    def _shows(self, mapping: npt.NDArray[np.float64], size: tuple[int, int]) -> bool:
        corners = np.array([[(0, 0), (size[0], 0), size, (0, size[1])]], dtype=np.float64)
        places = cv2.perspectiveTransform(corners, mapping)[0]
        height, width = self.grey.shape
        return bool((places >= 0).all() and (places <= (width - 1, height - 1)).all())


def _darker_than_around(crop: Grey) -> Profile:
    """How much darker than the paper above and below it each level line of a margin is.

    In thirds of its width, shape (3, height).
    """
    thirds = np.stack([part.mean(axis=1) for part in np.array_split(crop, 3, axis=1)])
    half = _AROUND_PX // 2
    padded = np.pad(thirds, ((0, 0), (half, half)), mode="edge")
    around = sliding_window_view(padded, _AROUND_PX, axis=1)
    return np.asarray(np.median(around, axis=2) - thirds, dtype=np.float32)
