import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pdf2image
import pikepdf
import pytest
from pdf2image import convert_from_bytes
from pdf2image.exceptions import PDFInfoNotInstalledError
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from scans import pdf_pages
from scans.pages import IntakeLimits, PageImage, UnreadablePage, count_pages, develop_pages
from survey.errors import PageError
from tests.scans.samples import (
    WHOLE_PAGE,
    add_page,
    bilevel,
    check_cuts,
    difference,
    encode,
    image_stream,
    jpeg_stream,
    page_picture,
    save_pdf,
    scanned_pdf,
)

PAGE = page_picture((826, 1169))  # A4 at 100 dpi
BLACK_AND_WHITE = bilevel(PAGE)

Build = Callable[[pikepdf.Pdf], pikepdf.Stream]


class Scans:
    """Writes PDFs, reads them, and counts how many pages had to be drawn."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "scan"
        self.drawn = 0

    def read(self, raw: bytes) -> list[PageImage | UnreadablePage]:
        self.path.write_bytes(raw)
        pages = list(develop_pages(self.path))
        drawn = self.drawn
        check_cuts(self.path, pages)
        self.drawn = drawn
        return pages

    def read_page(self, raw: bytes) -> PageImage:
        (page,) = self.read(raw)
        assert isinstance(page, PageImage), page.detail
        return page

    def read_fault(self, raw: bytes) -> str:
        (page,) = self.read(raw)
        assert isinstance(page, UnreadablePage)
        return page.detail


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scans:
    scans = Scans(tmp_path)
    draw = pdf_pages._run_poppler

    def count(alone: bytes, dpi: int, limits: IntakeLimits) -> Image.Image:
        scans.drawn += 1
        return draw(alone, dpi, limits)

    monkeypatch.setattr(pdf_pages, "_run_poppler", count)
    return scans


def one_page(build: Build, content: bytes = WHOLE_PAGE, **keys: Any) -> bytes:
    """A PDF of one page with one picture."""
    with pikepdf.new() as pdf:
        add_page(pdf, content, {"Im0": build(pdf)}, **keys)
        return save_pdf(pdf)


def jpeg(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return jpeg_stream(pdf, PAGE)


def as_poppler_shows(raw: bytes) -> Image.Image:
    """The first page as a reference program shows it, 100 dpi."""
    return convert_from_bytes(raw, dpi=100)[0].convert("L").resize(PAGE.size)


# Pages that are taken out as they are


def test_a_scanned_page_is_taken_out_bit_for_bit(scans: Scans) -> None:
    page = scans.read_page(one_page(jpeg))
    scans.path.write_bytes(encode(PAGE, "JPEG", quality=90))
    (file,) = develop_pages(scans.path)
    assert isinstance(file, PageImage)
    assert np.array_equal(page.grey, file.grey)
    assert page.dpi == pytest.approx(100, rel=0.01)
    assert scans.drawn == 0


def flate(image: Image.Image, **keys: Any) -> Build:
    """The picture's samples, deflated, in a colour space or as a stencil."""
    raw = zlib.compress(image.tobytes())
    bits = 1 if image.mode == "1" else 8
    space = {"RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}.get(image.mode, Name.DeviceGray)
    colours = {} if "ImageMask" in keys else {"ColorSpace": space}
    entries = {"Filter": Name.FlateDecode, "BitsPerComponent": bits, **colours, **keys}
    return lambda pdf: image_stream(pdf, raw, image.size, **entries)


def group4(**keys: Any) -> Build:
    """The bilevel page as fax scanners put it into a PDF."""
    strip = encode(BLACK_AND_WHITE, "TIFF", compression="group4", tiffinfo={278: PAGE.height})
    return lambda pdf: image_stream(
        pdf, strip_bytes(strip), PAGE.size, Filter=Name.CCITTFaxDecode, BitsPerComponent=1, **keys
    )


def strip_bytes(tiff: bytes) -> bytes:
    """The one strip of a TIFF file."""
    with Image.open(io.BytesIO(tiff)) as image:
        (offset,), (count,) = image.tag_v2[273], image.tag_v2[279]  # type: ignore[attr-defined]
    return tiff[offset : offset + count]


def fax(**keys: Any) -> Dictionary:
    return Dictionary(K=-1, Columns=PAGE.width, Rows=PAGE.height, **keys)


NEGATIVE = Array([1, 0])
PALETTE = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String("\xff\xff\xff\0\0\0")])


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(flate(PAGE), id="flate"),
        pytest.param(flate(PAGE, Decode=NEGATIVE), id="flate-negative"),
        pytest.param(flate(PAGE.convert("RGB")), id="flate-colour"),
        pytest.param(flate(BLACK_AND_WHITE), id="bits"),
        pytest.param(flate(BLACK_AND_WHITE, Decode=NEGATIVE), id="bits-negative"),
        pytest.param(flate(BLACK_AND_WHITE, ImageMask=True), id="stencil"),
        pytest.param(flate(BLACK_AND_WHITE, ImageMask=True, Decode=NEGATIVE), id="stencil-inverse"),
        pytest.param(flate(BLACK_AND_WHITE, ColorSpace=PALETTE), id="palette"),
        pytest.param(group4(ColorSpace=Name.DeviceGray, DecodeParms=fax()), id="g4"),
        pytest.param(
            group4(ColorSpace=Name.DeviceGray, DecodeParms=fax(BlackIs1=True)), id="g4-black-is-1"
        ),
        pytest.param(
            group4(ColorSpace=Name.DeviceGray, DecodeParms=fax(), Decode=NEGATIVE), id="g4-negative"
        ),
        pytest.param(group4(ImageMask=True, DecodeParms=fax()), id="g4-stencil"),
    ],
)
def test_other_pictures_are_taken_out_as_they_show(scans: Scans, build: Build) -> None:
    raw = one_page(build)
    page = scans.read_page(raw)
    assert difference(page.grey, as_poppler_shows(raw)) < 2
    assert scans.drawn == 0


def test_bilevel_pictures_are_called_bilevel(scans: Scans) -> None:
    assert scans.read_page(one_page(flate(BLACK_AND_WHITE))).is_bilevel
    assert scans.read_page(one_page(group4(ImageMask=True, DecodeParms=fax()))).is_bilevel
    assert not scans.read_page(one_page(flate(PAGE))).is_bilevel


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        pytest.param(WHOLE_PAGE, {"Rotate": 90}, id="page-turned"),
        pytest.param(b"q -595 0 0 -842 595 842 cm /Im0 Do Q", {}, id="upside-down"),
        pytest.param(
            b"0 595 -842 0 842 0 cm /Im0 Do", {"MediaBox": Array([0, 0, 842, 595])}, id="sideways"
        ),
        pytest.param(b"1 0 0 1 0 0 cm " + WHOLE_PAGE, {}, id="nested"),
        pytest.param(b"0 0 595 842 re W n " + WHOLE_PAGE, {}, id="clipped"),
        pytest.param(b"/GS0 gs " + WHOLE_PAGE, {}, id="state"),
        pytest.param(WHOLE_PAGE + b" BT 3 Tr /F1 9 Tf (recognised) Tj ET", {}, id="ocr"),
    ],
)
def test_what_does_not_show_does_not_matter(
    scans: Scans, content: bytes, keys: dict[str, object]
) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, content, {"Im0": jpeg(pdf)}, **keys)
        page.Resources.ExtGState = Dictionary(GS0=Dictionary(ca=1, SMask=Name("/None")))
        raw = save_pdf(pdf)
    assert difference(scans.read_page(raw).grey, PAGE) < 2
    assert scans.drawn == 0


# Pages that are drawn


def with_mask(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    return jpeg_stream(pdf, PAGE, SMask=pdf.make_indirect(jpeg_stream(pdf, PAGE)))


@pytest.mark.parametrize(
    ("build", "content"),
    [
        pytest.param(jpeg, b"q -595 0 0 842 595 0 cm /Im0 Do Q", id="mirrored"),
        pytest.param(jpeg, b"q 297 0 0 421 0 0 cm /Im0 Do Q", id="small"),
        pytest.param(jpeg, b"q 1190 0 0 1684 0 0 cm /Im0 Do Q", id="partly-outside"),
        pytest.param(jpeg, b"q 595 0 0 421 0 0 cm /Im0 Do Q", id="squeezed"),
        pytest.param(jpeg, WHOLE_PAGE + b" 10 10 200 100 re f", id="painted-over"),
        pytest.param(jpeg, WHOLE_PAGE + b" " + WHOLE_PAGE, id="drawn-twice"),
        pytest.param(jpeg, b"/GS1 gs " + WHOLE_PAGE, id="see-through"),
        pytest.param(with_mask, WHOLE_PAGE, id="masked"),
        pytest.param(
            lambda pdf: jpeg_stream(pdf, PAGE, Decode=NEGATIVE), WHOLE_PAGE, id="jpeg-negative"
        ),
        pytest.param(
            lambda pdf: image_stream(
                pdf,
                encode(PAGE.convert("CMYK"), "JPEG"),
                PAGE.size,
                ColorSpace=Name.DeviceCMYK,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            ),
            WHOLE_PAGE,
            id="jpeg-cmyk",
        ),
        pytest.param(
            flate(BLACK_AND_WHITE, ImageMask=True), b"1 0 0 rg " + WHOLE_PAGE, id="red-stencil"
        ),
    ],
)
def test_pages_that_are_more_than_one_picture_are_drawn(
    scans: Scans, build: Build, content: bytes
) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, content, {"Im0": build(pdf)})
        page.Resources.ExtGState = Dictionary(GS1=Dictionary(ca=0.5))
        raw = save_pdf(pdf)
    drawn = scans.read_page(raw)
    shown = convert_from_bytes(raw, dpi=200)[0]
    red, green, blue = (np.asarray(channel) for channel in shown.split())
    assert scans.drawn == 1
    assert np.array_equal(drawn.grey, np.minimum(np.minimum(red, green), blue))
    assert drawn.dpi == 200


def test_strips_of_a_page_are_put_together(scans: Scans) -> None:
    upper, lower = PAGE.crop((0, 0, 826, 585)), PAGE.crop((0, 585, 826, 1170))
    content = b"q 595 0 0 421 0 421 cm /Up Do Q q 595 0 0 421 0 0 cm /Down Do Q"
    with pikepdf.new() as pdf:
        add_page(pdf, content, {"Up": jpeg_stream(pdf, upper), "Down": jpeg_stream(pdf, lower)})
        raw = save_pdf(pdf)
    page = scans.read_page(raw)
    assert scans.drawn == 1
    assert difference(np.asarray(Image.fromarray(page.grey).resize(PAGE.size)), PAGE) < 3


def test_bilevel_strips_are_still_called_bilevel(scans: Scans) -> None:
    content = b"q 595 0 0 421 0 421 cm /Up Do Q q 595 0 0 421 0 0 cm /Down Do Q"
    with pikepdf.new() as pdf:
        strip = flate(BLACK_AND_WHITE)
        add_page(pdf, content, {"Up": strip(pdf), "Down": strip(pdf)})
        raw = save_pdf(pdf)
    assert scans.read_page(raw).is_bilevel


@pytest.mark.parametrize(("subtype", "is_drawn"), [("/Stamp", 1), ("/Link", 0)])
def test_notes_on_the_page_are_seen(scans: Scans, subtype: str, is_drawn: int) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 9, 9]))
    scans.read_page(one_page(jpeg, Annots=Array([note])))
    assert scans.drawn == is_drawn


def test_a_picture_inside_a_form_object_is_drawn(scans: Scans) -> None:
    with pikepdf.new() as pdf:
        form = pdf.make_stream(b"595 0 0 842 0 0 cm /Im0 Do")
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([0, 0, 595, 842])
        form.Resources = Dictionary(XObject=Dictionary(Im0=jpeg(pdf)))
        add_page(pdf, b"/Fm0 Do", {"Fm0": form})
        raw = save_pdf(pdf)
    page = scans.read_page(raw)
    assert scans.drawn == 1
    assert difference(np.asarray(Image.fromarray(page.grey).resize(PAGE.size)), PAGE) < 3


def test_an_empty_page_is_white_paper(scans: Scans) -> None:
    assert scans.read_page(one_page(jpeg, b"")).grey.min() == 255


def test_a_huge_page_is_drawn_no_larger_than_a4_at_300_dpi(scans: Scans) -> None:
    page = scans.read_page(one_page(jpeg, b"", MediaBox=Array([0, 0, 14_400, 14_400])))
    assert max(page.grey.shape) <= 3508


def test_missing_poppler_is_said_with_its_remedy(
    scans: Scans, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise PDFInfoNotInstalledError

    monkeypatch.setattr(pdf2image, "convert_from_bytes", missing)
    assert "poppler-utils" in scans.read_fault(one_page(jpeg, b""))


def test_a_page_that_takes_too_long_is_given_up(scans: Scans) -> None:
    scans.path.write_bytes(one_page(jpeg, b"0 0 m 500 800 l S " * 80_000))
    (page,) = develop_pages(scans.path, IntakeLimits(rasterise_seconds=0))
    assert isinstance(page, UnreadablePage)
    assert "0 seconds" in page.detail


# Many pages, locked and damaged files


def test_mixed_pages_come_in_order(scans: Scans) -> None:
    with pikepdf.new() as pdf:
        for content in (WHOLE_PAGE, b"", WHOLE_PAGE + b" 0 0 9 9 re f", WHOLE_PAGE):
            add_page(pdf, content, {"Im0": jpeg(pdf)})
        raw = save_pdf(pdf)
    pages = scans.read(raw)
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert all(isinstance(page, PageImage) for page in pages)
    assert scans.drawn == 2


def test_a_file_locked_for_changes_only_is_read(scans: Scans) -> None:
    lock = pikepdf.Encryption(owner="secret", user="")
    with pikepdf.open(write(scans, one_page(jpeg))) as pdf:
        raw = save_pdf(pdf, encryption=lock)
    assert difference(scans.read_page(raw).grey, PAGE) < 2


def test_a_file_with_a_password_is_refused_in_words(scans: Scans) -> None:
    lock = pikepdf.Encryption(owner="secret", user="secret")
    with pikepdf.open(write(scans, one_page(jpeg))) as pdf:
        raw = save_pdf(pdf, encryption=lock)
    assert "password" in scans.read_fault(raw)
    with pytest.raises(PageError, match="password"):
        count_pages(scans.path)


def write(scans: Scans, raw: bytes) -> Path:
    path = scans.path.with_suffix(".source")
    path.write_bytes(raw)
    return path


def test_wrong_cross_references_are_mended(scans: Scans) -> None:
    raw = scanned_pdf([PAGE, PAGE]).replace(b"startxref\n", b"startxref\n9")
    assert [isinstance(page, PageImage) for page in scans.read(raw)] == [True, True]


def test_a_cut_off_file_says_which_pages_it_lost(
    scans: Scans, capfd: pytest.CaptureFixture[str]
) -> None:
    raw = scanned_pdf([PAGE] * 6)
    outcomes = [isinstance(page, PageImage) for page in scans.read(raw[: len(raw) * 6 // 10])]
    assert len(outcomes) == 6
    assert 2 <= outcomes.count(True) <= 4
    assert outcomes == sorted(outcomes, reverse=True)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("hole", [b"/Kids [ 3 7 R", b"/Kids [ 3 0 X", b"/Kids [ null "])
def test_a_page_missing_from_the_page_list_is_not_forgotten(
    scans: Scans, capfd: pytest.CaptureFixture[str], hole: bytes
) -> None:
    raw = scanned_pdf([PAGE] * 3)
    assert b"/Kids [ 3 0 R" in raw
    pages = scans.read(raw.replace(b"/Kids [ 3 0 R", hole))
    assert [isinstance(page, PageImage) for page in pages] == [True, True, False]
    assert capfd.readouterr().err == ""


def test_a_damaged_jpeg_costs_its_own_page_only(scans: Scans) -> None:
    cut = encode(PAGE, "JPEG", quality=90)[:-2000]
    with pikepdf.new() as pdf:
        add_page(pdf, WHOLE_PAGE, {"Im0": jpeg(pdf)})
        add_page(pdf, WHOLE_PAGE, {"Im0": cut_jpeg(pdf, cut)})
        add_page(pdf, WHOLE_PAGE + b" 0 0 9 9 re f", {"Im0": cut_jpeg(pdf, cut)})
        add_page(pdf, b"/Other Do", {"Im0": jpeg(pdf)})
        add_page(pdf, WHOLE_PAGE, {"Im0": jpeg(pdf)})
        raw = save_pdf(pdf)
    outcomes = [isinstance(page, PageImage) for page in scans.read(raw)]
    assert outcomes == [True, False, False, False, True]


def cut_jpeg(pdf: pikepdf.Pdf, cut: bytes) -> pikepdf.Stream:
    return image_stream(
        pdf,
        cut,
        PAGE.size,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def test_pictures_of_other_pages_do_not_matter_even_when_they_share_a_list(scans: Scans) -> None:
    cut = encode(PAGE, "JPEG", quality=90)[:-2000]
    with pikepdf.new() as pdf:
        shared = {"Im0": jpeg(pdf), "Im1": cut_jpeg(pdf, cut)}
        add_page(pdf, WHOLE_PAGE + b" 0 0 9 9 re f", shared)
        raw = save_pdf(pdf)
    assert scans.read_page(raw)
    assert scans.drawn == 1


def test_an_endless_page_tree_is_refused_in_words(scans: Scans) -> None:
    raw = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    assert "damaged" in scans.read_fault(raw)


def test_a_picture_that_unpacks_without_end_is_refused(scans: Scans) -> None:
    packer = zlib.compressobj(9)
    first, other = (
        packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    bomb = first + 30 * other
    raw = one_page(
        lambda pdf: image_stream(
            pdf,
            bomb,
            PAGE.size,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.FlateDecode,
        )
    )
    assert "damaged" in scans.read_fault(raw)


def test_the_pixel_limit_holds_in_a_pdf(scans: Scans) -> None:
    scans.path.write_bytes(one_page(flate(ImageOps.invert(PAGE))))
    (page,) = develop_pages(scans.path, IntakeLimits(pixels=100_000))
    assert isinstance(page, UnreadablePage)
    assert "826" in page.detail


def test_pages_may_inherit_what_they_share(scans: Scans) -> None:
    with pikepdf.open(write(scans, scanned_pdf([PAGE, PAGE]))) as pdf:
        pdf.Root.Pages.MediaBox = pdf.pages[0].MediaBox
        pdf.Root.Pages.Resources = pdf.make_indirect(pdf.pages[0].Resources)
        for page in pdf.pages:
            del page.MediaBox, page.Resources
        raw = save_pdf(pdf)
    assert raw.count(b"/MediaBox") == 1
    assert [isinstance(page, PageImage) for page in scans.read(raw)] == [True, True]
    assert scans.drawn == 0


def test_a_million_pages_are_refused_before_they_are_listed(scans: Scans) -> None:
    raw = scanned_pdf([PAGE]).replace(b"/Count 1 ", b"/Count 1000000 ")
    assert "20,000" in scans.read_fault(raw)
