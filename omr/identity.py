"""QR codes on a page: its machine code, and on a signed document the journal's head."""

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from omr.picture import Grey, corners_of, shrink, slices_around, warp_rect
from omr.registration import Registration
from templates.layout import Rect

_PX_PER_MM = 8.0
_MARGIN_MM = 3.0
_WIDE_MARGIN_MM = 12.0
"""Of a page that lies worse than its marks say; further away is another sheet's code."""


def read_code(grey: Grey, registration: Registration, place: Rect) -> str:
    """The code's text, empty when none can be read.

    First from the picture as it is, where the code is printed, which is quick; then from an upright
    crop, as it is and softened and sharpened, since noise and blur defeat the decoder in opposite
    ways; then from a little further around, but not from where another sheet may have its own.
    """
    text = _decode_as_scanned(grey, registration, place)
    if text:
        return text
    crop = warp_rect(grey, registration.matrix, place.grown(_MARGIN_MM), _PX_PER_MM)
    for enhance in (_leave, _soften, _sharpen, _enlarge):
        text = _decode(enhance(crop), is_upright=True)
        if text:
            return text
    around = grey[slices_around(registration.to_px(corners_of(place.grown(_WIDE_MARGIN_MM))))]
    return find_code(around) if around.size else ""


def find_code(grey: Grey) -> str:
    """The code's text from a picture in which it may be anywhere, empty when there is none."""
    long_side_px = max(grey.shape)
    for limit in (1700, 2600):
        scale = min(1.0, limit / long_side_px)
        text = _decode(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        if text:
            return text
    return ""


def read_qr_codes(grey: Grey) -> tuple[str, ...]:
    """The texts of all QR codes on a page, whichever way it lies."""
    codes = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return tuple(code.text for code in codes)


def _decode_as_scanned(grey: Grey, registration: Registration, place: Rect) -> str:
    """The code from the part of the picture that holds it, about as fine as the upright crop."""
    part = grey[slices_around(registration.to_px(corners_of(place.grown(_MARGIN_MM))))]
    factor = max(1, round(registration.px_per_mm / _PX_PER_MM))
    if min(part.shape) < factor:  # not in the picture
        return ""
    return _decode(shrink(part, factor), is_upright=True)


def _leave(crop: Grey) -> Grey:
    return crop


def _soften(crop: Grey) -> Grey:
    return cv2.medianBlur(crop, 3).astype(np.uint8, copy=False)


def _sharpen(crop: Grey) -> Grey:
    soft = cv2.GaussianBlur(crop, (0, 0), 2.0)
    return cv2.addWeighted(crop, 2.2, soft, -1.2, 0).astype(np.uint8, copy=False)


def _enlarge(crop: Grey) -> Grey:
    twice = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return twice.astype(np.uint8, copy=False)


def _decode(picture: npt.ArrayLike, *, is_upright: bool = False) -> str:
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(picture),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=not is_upright,
        try_downscale=not is_upright,
        try_invert=False,
    )
    return found[0].text if found else ""
