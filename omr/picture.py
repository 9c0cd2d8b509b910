"""Pictures of pages: made smaller, and upright parts of the paper cut from them.

A 3×3 homography maps millimetres of paper to pixels of a picture.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from templates.layout import Rect

Grey = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]

_AFFINE_ERROR_PX = 0.3
"""A small crop is cut by an affine map, twice as fast, where perspective moves nothing further."""
_TO_CENTRES = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])


def shrink(picture: Grey, factor: int) -> Grey:
    """Means of ``factor`` × ``factor`` pixels; what is left over at the far edges is cut off."""
    if factor == 1:
        return picture
    height, width = (length // factor for length in picture.shape)
    whole = picture[: height * factor, : width * factor]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def corners_of(rect: Rect) -> Points:
    """The four corners, clockwise from top left, shape (4, 2)."""
    left, top = rect.x_mm, rect.y_mm
    right, bottom = left + rect.width_mm, top + rect.height_mm
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def slices_around(points_px: Points) -> tuple[slice, slice]:
    """Rows and columns of a picture that hold these points, as far as they lie in it."""
    (left, top), (right, bottom) = points_px.min(axis=0), points_px.max(axis=0)
    rows = slice(max(0, int(top)), max(0, int(bottom)))
    return rows, slice(max(0, int(left)), max(0, int(right)))


def warp_rect(grey: Grey, matrix: npt.NDArray[np.float64], rect: Rect, px_per_mm: float) -> Grey:
    """An upright picture of a rectangle on the paper, ``px_per_mm`` fine."""
    width, height = _size_px(rect, px_per_mm)
    mappings = map_crops(grey, matrix, (rect,), px_per_mm)
    return cut_crops(grey, mappings, (1, height, width)).reshape(height, width)


def cut_crops(
    grey: Grey, mappings: npt.NDArray[np.float64], shape: tuple[int, ...]
) -> npt.NDArray[np.uint8]:
    """Upright pictures of this shape, (n, height, width); ``mappings`` are of ``map_crops``."""
    crops = np.empty(shape, dtype=np.uint8)
    flags, border = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, cv2.BORDER_REPLICATE
    for crop, mapping in zip(crops, mappings, strict=True):
        if mapping[2, 0] or mapping[2, 1]:
            cv2.warpPerspective(grey, mapping, crop.shape[::-1], crop, flags, border)
        else:
            cv2.warpAffine(grey, mapping[:2], crop.shape[::-1], crop, flags, border)
    return crops


def map_crops(
    grey: Grey, matrix: npt.NDArray[np.float64], rects: Sequence[Rect], px_per_mm: float
) -> npt.NDArray[np.float64]:
    """From pixels of upright pictures of rectangles to those of the page; affine where they can be.

    By one matrix or one for each; shape (n, 3, 3). Pixel centres: coordinates on paper count from
    the corner, OpenCV's from the first centre.
    """
    from_crop = np.tile(np.diag((1 / px_per_mm, 1 / px_per_mm, 1.0)), (len(rects), 1, 1))
    from_crop[:, :2, 2] = [(rect.x_mm, rect.y_mm) for rect in rects]
    from_crop[:, :2, 2] += 0.5 / px_per_mm
    mappings = _TO_CENTRES @ matrix @ from_crop
    mappings /= mappings[:, 2:, 2:]
    sizes = np.array([_size_px(rect, px_per_mm) for rect in rects])
    bend = np.abs((mappings[:, 2, :2] * sizes).sum(axis=1)) * max(grey.shape)
    mappings[bend < _AFFINE_ERROR_PX, 2, :2] = 0
    return np.asarray(mappings)


def _size_px(rect: Rect, px_per_mm: float) -> tuple[int, int]:
    return round(rect.width_mm * px_per_mm), round(rect.height_mm * px_per_mm)


def cut_patches(
    grey: Grey, mapping: npt.NDArray[np.float64], corners: Points, span: int
) -> npt.NDArray[np.uint8]:
    """Square pieces of an upright picture that is never made as a whole; shape (n, span, span).

    Args:
        grey: the page.
        mapping: of ``map_crops``, for the upright picture.
        corners: of the pieces, pixels of the upright picture; shape (n, 2).
        span: pixels of a piece's side.
    """
    from_patch = np.tile(np.eye(3), (len(corners), 1, 1))
    from_patch[:, :2, 2] = corners
    return cut_crops(grey, mapping @ from_patch, (len(corners), span, span))
