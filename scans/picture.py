"""One picture of a page, whatever its format, as upright grey pixels no larger than reading needs.

A grey picture keeps its grey. Of a colour picture each pixel keeps its darkest channel. Measured
against luminance (JPEG quality 85, strokes of 0.3 mm at 200 dpi), red and green ink then stand out
by 155 to 160 grey levels in place of 117 to 129, pink highlighter by 62 for 43, and yellow, which
luminance all but hides, by 103 for 9; black and pencil lose 5. It costs a colour decode, about 1.4
times a grey one, and paper noise of 2.5 levels in place of 1.9.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from scans.decoding import damaged_sentence, decoding
from survey.errors import PageError
from survey.intake_limits import IntakeLimits
from survey.language import _
from survey.spoken_number import number

# Pillow's own limit knows no settings: ``check_pixels`` stands in its place, before any decoding.
Image.MAX_IMAGE_PIXELS = None

LONG_SIDE_PX = 2320  # A4 at 200 dpi, less 2 mm that a scanner may crop; never shrink below it
END_OF_IMAGE = b"\xff\xd9"

_JPEG_FLAGS = {
    ("grey", 1): cv2.IMREAD_GRAYSCALE,
    ("grey", 2): cv2.IMREAD_REDUCED_GRAYSCALE_2,
    ("grey", 4): cv2.IMREAD_REDUCED_GRAYSCALE_4,
    ("grey", 8): cv2.IMREAD_REDUCED_GRAYSCALE_8,
    ("colour", 1): cv2.IMREAD_COLOR,
    ("colour", 2): cv2.IMREAD_REDUCED_COLOR_2,
    ("colour", 4): cv2.IMREAD_REDUCED_COLOR_4,
    ("colour", 8): cv2.IMREAD_REDUCED_COLOR_8,
}

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded page.

    Attributes:
        grey: (height, width), 0 black to 255 white, upright as the file tells; perhaps read-only.
        is_bilevel: the file held only black and white.
        dpi: pixels of ``grey`` per inch as the file claims; may be wrong, None when missing.
    """

    grey: Grey
    is_bilevel: bool
    dpi: float | None


@dataclass(frozen=True, slots=True)
class OpenScan:
    """An opened scan file.

    Attributes:
        pages: how many pages it holds, those included that are announced but lost.
        read: the picture of one page, from 1; raises ``PageError`` and can then go on.
        cut: one page, from 1, undecoded, as the bytes of a file of its own that reads the same;
            raises ``PageError`` where there is no such file.
    """

    pages: int
    read: Callable[[int], Picture]
    cut: Callable[[int], bytes]


def check_pixels(width: int, height: int, limits: IntakeLimits) -> None:
    """Refuse a picture larger than the limit.

    Raises:
        PageError: the header announces too many pixels.
    """
    if width * height > limits.pixels:
        raise PageError(
            _(
                "The picture has {width} × {height} pixels, more than the limit of {limit} "
                "million; scan the sheet at 200 to 300 dpi.",
                width=width,
                height=height,
                limit=number(limits.pixels // 1_000_000),
            )
        )


def check_bytes(size: int, limits: IntakeLimits) -> None:
    """Refuse a picture whose stored bytes are more than the limit.

    Raises:
        PageError: too many bytes.
    """
    if size > limits.picture_bytes:
        raise PageError(
            _(
                "The picture is larger than the limit of {limit} MB; scan at 200 to 300 dpi.",
                limit=number(limits.picture_bytes // 1_000_000),
            )
        )


def check_page_count(pages: int, limits: IntakeLimits) -> None:
    """Refuse a file of more pages than the limit, or of none.

    Raises:
        PageError: too many pages, or none.
    """
    if pages < 1:
        raise PageError(_("The file has no pages."))
    if pages > limits.pages:
        raise PageError(
            _(
                "The file has more pages than the limit of {limit}; split it.",
                limit=number(limits.pages),
            )
        )


def shrink_factor(width: int, height: int) -> int:
    """How many times smaller to decode, 1, 2, 4 or 8, so that 200 dpi of an A4 page remain."""
    spare = max(width, height) // LONG_SIDE_PX
    return next(factor for factor in (8, 4, 2, 1) if factor <= max(spare, 1))


def decode_jpeg(raw: bytes, limits: IntakeLimits) -> Picture:
    """Decode a JPEG file, turned as its EXIF says, at the smallest scale that is enough.

    Raises:
        PageError: too large, cut off or damaged.
    """
    stream = io.BytesIO(raw)
    with decoding():
        header = JpegImageFile(stream)  # ``Image.open`` would load four other formats first
    check_pixels(*header.size, limits)
    # Pillow stops where the pixels begin. OpenCV 4 fills what is missing with grey, in silence.
    if raw.rfind(END_OF_IMAGE) < stream.tell():
        raise PageError(damaged_sentence())
    if header.mode == "CMYK":
        return picture_of(header, limits)
    shrink = shrink_factor(*header.size)
    kind = "grey" if header.mode == "L" else "colour"
    with decoding():
        pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), _JPEG_FLAGS[kind, shrink])
    if pixels is None:
        raise PageError(damaged_sentence())
    return Picture(_darkest(np.asarray(pixels, np.uint8)), False, _claimed_dpi(header, shrink))


def decode_png(raw: bytes, limits: IntakeLimits) -> Picture:
    """Decode a PNG file.

    Raises:
        PageError: too large, cut off or damaged.
    """
    with decoding():
        image = Image.open(io.BytesIO(raw), formats=("PNG",))
    return picture_of(image, limits)


def picture_of(image: Image.Image, limits: IntakeLimits) -> Picture:
    """The page in a picture that Pillow opened but has not decoded yet, of any mode.

    Raises:
        PageError: too large, cut off or damaged.
    """
    check_pixels(*image.size, limits)
    shrink = shrink_factor(*image.size)
    with decoding():
        image.load()
        is_bilevel = _has_two_tones(image)
        dpi = _claimed_dpi(image, shrink)
        flat = _flatten(image)
        if shrink > 1:
            flat = flat.reduce(shrink)
        return Picture(_darkest(np.asarray(flat, np.uint8)), is_bilevel, dpi)


def _darkest(pixels: Grey) -> Grey:
    """Grey as it is; of (height, width, 3) the darkest channel at each pixel."""
    if pixels.ndim == 2:
        return pixels
    first, second, third = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(first, second), third), np.uint8)


def _has_two_tones(image: Image.Image) -> bool:
    return image.mode == "1" or (image.mode in ("L", "P") and image.getcolors(2) is not None)


def _flatten(image: Image.Image) -> Image.Image:
    """The picture upright, as 8-bit grey or RGB; what is transparent shows white paper."""
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # 16 bits, which Pillow's own conversion would cut off at 255
        return Image.fromarray((np.clip(np.asarray(image), 0, 65535) >> 8).astype(np.uint8))
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _claimed_dpi(image: Image.Image, shrink: int) -> float | None:
    """Pixels per inch across, after shrinking; None when the file says nothing or nonsense."""
    dpi = float(image.info.get("dpi", (math.nan, math.nan))[0])
    return dpi / shrink if math.isfinite(dpi) and dpi > 1 else None
