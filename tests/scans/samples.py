"""Small pages and the scan files that hold them, made here so that tests know what is inside."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from scans.pages import IntakeLimits, PageImage, UnreadablePage, cut_page, develop_pages
from survey.errors import PageError

A4_50_DPI = (413, 585)

Grey = npt.NDArray[np.uint8]


def page_picture(size: tuple[int, int] = A4_50_DPI, lines: int = 12) -> Image.Image:
    """A grey page that no turn or mirror leaves unchanged."""
    width, height = size
    grey = np.full((height, width), 235, np.uint8)
    cv2.rectangle(grey, (width // 12, height // 15), (width // 4, height // 7), 30, -1)
    for line in range(lines):
        y = height // 4 + line * height // 18
        cv2.line(
            grey, (width // 10, y), (width // 2 + line * width // 40, y), 60, max(1, width // 200)
        )
    cv2.circle(grey, (width * 3 // 4, height * 9 // 10), width // 20, 120, -1)
    return Image.fromarray(grey)


def bilevel(image: Image.Image) -> Image.Image:
    """The same page in black and white only."""
    return image.point(lambda grey: 255 * (grey > 128)).convert("1")


def encode(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def encode_tiff(pages: Sequence[Image.Image], compression: str) -> bytes:
    """A TIFF file with these pages; of copies, as Pillow leaves its JPEG settings on a picture."""
    first, *others = (page.copy() for page in pages)
    return encode(first, "TIFF", compression=compression, save_all=True, append_images=others)


def jpeg_stream(pdf: pikepdf.Pdf, image: Image.Image, **keys: Any) -> pikepdf.Stream:
    """A JPEG as a scanner program puts it into a PDF."""
    colours = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    return image_stream(
        pdf,
        encode(image, "JPEG", quality=90),
        image.size,
        ColorSpace=colours,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
        **keys,
    )


def image_stream(
    pdf: pikepdf.Pdf, raw: bytes, size: tuple[int, int], **keys: Any
) -> pikepdf.Stream:
    """Any image XObject."""
    return pikepdf.Stream(
        pdf, raw, Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], **keys
    )


def add_page(
    pdf: pikepdf.Pdf, content: bytes, pictures: Mapping[str, pikepdf.Object], **keys: Any
) -> pikepdf.Page:
    """Append an A4 page that draws ``content``; pictures are named without the slash."""
    xobjects = Dictionary({f"/{name}": picture for name, picture in pictures.items()})
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                {
                    "/Type": Name.Page,
                    "/MediaBox": Array([0, 0, 595, 842]),
                    "/Resources": Dictionary(XObject=xobjects),
                    "/Contents": pdf.make_stream(content),
                }
                | {f"/{key}": value for key, value in keys.items()}
            )
        )
    )
    return pdf.pages[-1]


WHOLE_PAGE = b"q 595 0 0 842 0 0 cm /Im0 Do Q"


def scanned_pdf(images: Sequence[Image.Image]) -> bytes:
    """A PDF as a scanner writes it: each page one JPEG."""
    with pikepdf.new() as pdf:
        for image in images:
            add_page(pdf, WHOLE_PAGE, {"Im0": jpeg_stream(pdf, image)})
        return save_pdf(pdf)


def save_pdf(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The bytes of the PDF."""
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def difference(grey: Grey, image: Image.Image) -> float:
    """Mean difference of grey levels, 0 to 255; infinite when the sizes differ."""
    expected = np.asarray(image.convert("L"))
    if grey.shape != expected.shape:
        return float("inf")
    return float(np.abs(grey.astype(int) - expected).mean())


def check_cuts(
    path: Path, pages: Sequence[PageImage | UnreadablePage], limits: IntakeLimits | None = None
) -> None:
    """Every page that can be cut out reads by itself as it does in its file, good or bad."""
    for page in pages:
        try:
            raw = cut_page(path, page.number, limits or IntakeLimits())
        except PageError:
            continue
        alone = path.with_name("alone")
        alone.write_bytes(raw)
        (again,) = develop_pages(alone, limits or IntakeLimits())
        if isinstance(page, UnreadablePage) or isinstance(again, UnreadablePage):
            assert isinstance(page, UnreadablePage), (page, again)
            assert isinstance(again, UnreadablePage), (page, again)
            assert page.detail == again.detail
        else:
            assert np.array_equal(page.grey, again.grey)
            assert (page.is_bilevel, page.dpi) == (again.is_bilevel, again.dpi)
