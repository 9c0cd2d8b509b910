"""A batch opens with other programs' readers, page by page, as it was scanned."""

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf2image import pdfinfo_from_path
from PIL import Image as Pictures

from scans.pen import Image
from scans.scanner import ScannedPage
from scans.writers import encode_page, open_batch


def grey_page(seed: int) -> ScannedPage:
    coarse = np.random.default_rng(seed).integers(0, 256, (14, 10), np.uint8)
    return ScannedPage(np.kron(coarse, np.ones((10, 10), np.uint8)), dpi=50, jpeg_quality=90)


def drawn_page(seed: int) -> ScannedPage:
    grey = grey_page(seed)
    return ScannedPage(np.where(grey.image > 128, 255, 0).astype(np.uint8), 50, 90)


def write(folder: Path, form: str, pages: list[ScannedPage]) -> list[tuple[str, int]]:
    with open_batch(folder, form) as add_page:
        return [add_page(encode_page(page, form)) for page in pages]


def pixels(picture: Pictures.Image) -> Image:
    return np.asarray(picture.convert("L"))


@pytest.mark.parametrize("form", ["jpg", "png"])
def test_single_files_are_numbered_and_know_their_dpi(tmp_path: Path, form: str) -> None:
    pages = [grey_page(seed) for seed in range(3)]
    places = write(tmp_path, form, pages)
    assert places == [(f"trang-000{number}.{form}", 1) for number in (1, 2, 3)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [name for name, _ in places]
    for (name, _), page in zip(places, pages, strict=True):
        with Pictures.open(tmp_path / name) as picture:
            assert picture.info["dpi"] == pytest.approx((50, 50), abs=0.1)
            assert np.abs(pixels(picture).astype(int) - page.image).max() <= (
                20 if form == "jpg" else 0
            )


def test_a_tiff_holds_grey_pages_as_jpeg_and_drawn_ones_as_g4(tmp_path: Path) -> None:
    pages = [grey_page(0), drawn_page(1), grey_page(2)]
    assert write(tmp_path, "tiff", pages) == [("scan.tif", 1), ("scan.tif", 2), ("scan.tif", 3)]
    with Pictures.open(tmp_path / "scan.tif") as tiff:
        assert getattr(tiff, "n_frames", 1) == 3
        for number, compression in enumerate(("jpeg", "group4", "jpeg")):
            tiff.seek(number)
            assert tiff.info["compression"] == compression
            assert tiff.info["dpi"] == pytest.approx((50, 50), abs=0.1)
            assert np.abs(pixels(tiff).astype(int) - pages[number].image).max() <= 20


def test_a_drawn_page_is_one_bit_deep_in_png(tmp_path: Path) -> None:
    page = drawn_page(0)
    write(tmp_path, "png", [page])
    with Pictures.open(tmp_path / "trang-0001.png") as picture:
        assert picture.mode == "1"
        assert (pixels(picture) == page.image).all()


@pytest.mark.parametrize("count", [1, 7])
def test_a_pdf_holds_each_jpeg_as_it_is(tmp_path: Path, count: int) -> None:
    encoded = [encode_page(grey_page(seed), "pdf") for seed in range(count)]
    with open_batch(tmp_path, "pdf") as add_page:
        assert [add_page(page) for page in encoded] == [("scan.pdf", n + 1) for n in range(count)]
    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == count
        for page, jpeg in zip(pdf.pages, encoded, strict=True):
            (picture,) = page.get_images().values()
            assert picture.read_raw_bytes() == jpeg
            assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 144, 201.6])


def test_poppler_reads_the_pdf(tmp_path: Path) -> None:
    write(tmp_path, "pdf", [grey_page(0), drawn_page(1)])
    assert pdfinfo_from_path(str(tmp_path / "scan.pdf"))["Pages"] == 2


def test_a_jpeg_keeps_its_quality() -> None:
    coarse, fine = (
        encode_page(ScannedPage(grey_page(0).image, 50, quality), "jpg") for quality in (30, 95)
    )
    assert len(coarse) < len(fine)
    with Pictures.open(io.BytesIO(fine)) as picture:
        assert picture.mode == "L"
