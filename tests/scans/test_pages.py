import os
import struct
import tempfile
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from scans.decoding import _open_notes, decoding
from scans.pages import (
    IntakeLimits,
    PageImage,
    UnreadablePage,
    count_pages,
    cut_page,
    develop_pages,
)
from scans.picture import check_page_count
from survey.errors import FolderError, PageError
from tests.ordinary_user import ordinary_user
from tests.scans.samples import (
    bilevel,
    check_cuts,
    difference,
    encode,
    encode_tiff,
    page_picture,
    save_pdf,
    scanned_pdf,
)

PAGE = page_picture()
BLACK_AND_WHITE = bilevel(PAGE)
COLOUR = Image.merge("RGB", (PAGE, PAGE, PAGE))

Place = Callable[[bytes], Path]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Put bytes into a file whose name says nothing about them."""

    def write(raw: bytes) -> Path:
        path = tmp_path / "scan.dat"
        path.write_bytes(raw)
        return path

    return write


def only_page(path: Path, limits: IntakeLimits | None = None) -> PageImage:
    (page,) = develop_pages(path, limits or IntakeLimits())
    assert isinstance(page, PageImage), page.detail
    check_cuts(path, [page], limits)
    assert page.grey.dtype == np.uint8
    return page


@pytest.mark.parametrize("size", [(1, 1), (2000, 12), (12, 2000), (24, 70)])
def test_a_picture_too_small_for_a_sheet_is_told(place: Place, size: tuple[int, int]) -> None:
    assert "too small" in only_fault(place(encode(Image.new("L", size, 255), "PNG")))


def only_fault(path: Path, limits: IntakeLimits | None = None) -> str:
    (page,) = develop_pages(path, limits or IntakeLimits())
    assert isinstance(page, UnreadablePage)
    assert page.number == 1
    check_cuts(path, [page], limits)
    return page.detail


@pytest.mark.parametrize(
    ("raw", "tolerance", "is_bilevel"),
    [
        pytest.param(encode(PAGE, "JPEG", quality=90), 1.5, False, id="jpeg"),
        pytest.param(encode(COLOUR, "JPEG", quality=90), 2.5, False, id="jpeg-colour"),
        pytest.param(encode(COLOUR, "JPEG", progressive=True), 2.5, False, id="jpeg-progressive"),
        pytest.param(encode(COLOUR.convert("CMYK"), "JPEG"), 2.5, False, id="jpeg-cmyk"),
        pytest.param(encode(PAGE, "PNG"), 0, False, id="png"),
        pytest.param(encode(COLOUR, "PNG"), 0, False, id="png-colour"),
        pytest.param(encode(COLOUR.quantize(32), "PNG"), 4, False, id="png-palette"),
        pytest.param(encode(PAGE.convert("LA"), "PNG"), 0, False, id="png-alpha"),
        pytest.param(encode_tiff([PAGE], "tiff_lzw"), 0, False, id="tiff-lzw"),
        pytest.param(encode_tiff([PAGE], "tiff_adobe_deflate"), 0, False, id="tiff-deflate"),
        pytest.param(encode_tiff([PAGE], "jpeg"), 2.5, False, id="tiff-jpeg"),
        pytest.param(encode_tiff([COLOUR.convert("CMYK")], "tiff_lzw"), 0, False, id="tiff-cmyk"),
        pytest.param(scanned_pdf([PAGE]), 1.5, False, id="pdf"),
    ],
)
def test_every_format_gives_the_same_page(
    place: Place, raw: bytes, tolerance: float, is_bilevel: bool
) -> None:
    page = only_page(place(raw))
    assert page.number == 1
    assert page.is_bilevel is is_bilevel
    assert difference(page.grey, PAGE) <= tolerance
    assert count_pages(place(raw)) == 1


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(encode_tiff([BLACK_AND_WHITE], compression), id=compression)
        for compression in ("group4", "group3", "packbits", "tiff_lzw", "raw")
    ]
    + [
        pytest.param(encode(BLACK_AND_WHITE, "PNG"), id="png"),
        pytest.param(encode(BLACK_AND_WHITE.convert("L"), "PNG"), id="png-grey-of-two-tones"),
        pytest.param(encode(BLACK_AND_WHITE.convert("P"), "PNG"), id="png-palette"),
    ],
)
def test_bilevel_pages_are_exact_and_called_bilevel(place: Place, raw: bytes) -> None:
    page = only_page(place(raw))
    assert page.is_bilevel
    assert difference(page.grey, BLACK_AND_WHITE) == 0


def test_white_is_zero_tiff_is_not_a_negative(place: Place) -> None:
    raw = bytearray(encode_tiff([BLACK_AND_WHITE], "group4"))
    entry = struct.pack("<HHI", 262, 3, 1)
    at = raw.index(entry) + len(entry)
    photometric = raw[at]
    raw[at] = 1 - photometric
    page = only_page(place(bytes(raw)))
    assert np.array_equal(page.grey, 255 - np.asarray(BLACK_AND_WHITE.convert("L")))


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(place: Place, form: str) -> None:
    deep = Image.fromarray(np.asarray(PAGE).astype(np.uint16) * 257)
    assert difference(only_page(place(encode(deep, form))).grey, PAGE) == 0


def test_what_is_transparent_shows_white_paper(place: Place) -> None:
    clear = Image.new("RGBA", PAGE.size, (0, 0, 0, 0))
    assert only_page(place(encode(clear, "PNG"))).grey.min() == 255


@pytest.mark.parametrize(
    "ink", [(40, 60, 170), (200, 40, 50), (40, 140, 80), (250, 240, 90)], ids=str
)
def test_coloured_ink_stands_out_at_least_as_in_luminance(
    place: Place, ink: tuple[int, int, int]
) -> None:
    inked = Image.new("RGB", (400, 400), (238, 236, 228))
    inked.paste(ink, (100, 100, 300, 300))
    page = only_page(place(encode(inked, "JPEG", quality=90)))
    luminance = np.asarray(inked.convert("L"))
    contrast = int(page.grey[20, 20]) - int(page.grey[200, 200])
    assert contrast > 60
    assert contrast >= int(luminance[20, 20]) - int(luminance[200, 200])


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("shrink", [1, 2])
def test_the_turn_in_exif_is_undone(place: Place, form: str, orientation: int, shrink: int) -> None:
    upright = page_picture((826 * 2, 1170 * 2)) if shrink == 1 else page_picture((3308, 4680))
    turn = TURNS[orientation]
    stored = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = only_page(place(encode(stored, form, exif=exif)))
    assert difference(page.grey, upright.reduce(shrink)) < 1.5


@pytest.mark.parametrize(
    ("stored", "read"),
    [(1170, 1170), (2339, 2339), (3508, 3508), (4000, 4000), (4677, 2339), (7016, 3508)],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_larger_pages_are_shrunk_but_never_below_200_dpi(
    place: Place, stored: int, read: int, form: str
) -> None:
    strip = Image.new("L", (64, stored), 200)
    page = only_page(place(encode(strip, form, dpi=(600, 600))))
    assert page.grey.shape[0] == read
    assert page.dpi == pytest.approx(600 * read / stored, rel=0.01)


def test_a_shrunk_bilevel_page_still_counts_as_bilevel(place: Place) -> None:
    page = only_page(place(encode_tiff([bilevel(page_picture((3508, 4960)))], "group4")))
    assert page.is_bilevel
    assert page.grey.shape == (2480, 1754)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_missing_resolution_is_none(place: Place, form: str) -> None:
    assert only_page(place(encode(PAGE, form))).dpi is None


def test_pages_of_a_tiff_come_in_order_all_or_some(place: Place) -> None:
    pages = [page_picture(lines=count) for count in range(1, 6)]
    path = place(encode_tiff(pages, "tiff_lzw"))
    assert count_pages(path) == 5
    read = list(develop_pages(path, only=[1, 3, 4, 9]))
    assert [page.number for page in read] == [1, 3, 4]
    for page in read:
        assert isinstance(page, PageImage)
        assert difference(page.grey, pages[page.number - 1]) == 0


@pytest.mark.parametrize(
    "encode_pages",
    [lambda pages: encode_tiff(pages, "tiff_lzw"), scanned_pdf],
    ids=["tiff", "pdf"],
)
def test_one_page_at_will_is_the_same_page(
    place: Place, encode_pages: Callable[[list[Image.Image]], bytes]
) -> None:
    path = place(encode_pages([page_picture(lines=count) for count in range(1, 4)]))
    for page in develop_pages(path):
        (again,) = develop_pages(path, only=[page.number])
        assert isinstance(page, PageImage)
        assert isinstance(again, PageImage)
        assert np.array_equal(page.grey, again.grey)
    assert not list(develop_pages(path, only=[4]))


@pytest.mark.parametrize(
    "raw", [encode_tiff([PAGE, COLOUR], "jpeg"), scanned_pdf([PAGE, COLOUR])], ids=["tiff", "pdf"]
)
def test_a_page_cut_out_is_a_file_of_one_page(place: Place, raw: bytes) -> None:
    path = place(raw)
    check_cuts(path, list(develop_pages(path)))
    assert count_pages(place(cut_page(path, 2))) == 1


def test_mixed_compressions_in_one_tiff(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "mixed.tif"
    with TiffImagePlugin.AppendingTiffWriter(path, new=True) as writer:
        for image, compression in ((PAGE, "jpeg"), (BLACK_AND_WHITE, "group4")):
            image.save(writer, format="TIFF", compression=compression)
            writer.newFrame()
    read = list(develop_pages(path))
    assert [isinstance(page, PageImage) and page.is_bilevel for page in read] == [False, True]


@pytest.mark.parametrize(
    ("head", "link", "count", "entry"),
    [(b"MM\0*", ">I", ">H", ">HHII"), (b"II+\0\x08\0\0\0", "<Q", "<Q", "<HHQQ")],
    ids=["big-endian", "beyond-4-GB"],
)
def test_every_dialect_of_tiff_is_read(
    place: Place, head: bytes, link: str, count: str, entry: str
) -> None:
    pixels = PAGE.tobytes()
    start = len(head) + struct.calcsize(link)
    tags = {256: PAGE.width, 257: PAGE.height, 258: 8, 259: 1, 262: 1, 273: start, 277: 1}
    tags |= {278: PAGE.height, 279: len(pixels)}
    raw = head + struct.pack(link, start + len(pixels)) + pixels + struct.pack(count, len(tags))
    raw += b"".join(struct.pack(entry, tag, 4, 1, value) for tag, value in tags.items())
    assert difference(only_page(place(raw + struct.pack(link, 0))).grey, PAGE) == 0


# Damaged files


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_cut_off_picture_is_not_read_by_half(place: Place, form: str, share: float) -> None:
    raw = encode(PAGE, form)
    assert "again" in only_fault(place(raw[: int(len(raw) * share)]))


def test_a_jpeg_cut_off_after_a_whole_thumbnail_is_not_read_by_half(place: Place) -> None:
    thumbnail = b"\xff\xe1" + struct.pack(">H", 2 + 6 + 4) + b"Exif\0\0" + b"\xff\xd8\xff\xd9"
    raw = encode(PAGE, "JPEG")
    whole = raw[:2] + thumbnail + raw[2:]
    assert difference(only_page(place(whole)).grey, PAGE) < 2.5
    only_fault(place(whole[:-500]))


def test_a_jpeg_followed_by_other_bytes_is_read(place: Place) -> None:
    assert difference(only_page(place(encode(PAGE, "JPEG") + bytes(300))).grey, PAGE) < 2.5


@pytest.mark.parametrize(
    "raw",
    [encode(PAGE, "JPEG"), encode_tiff([BLACK_AND_WHITE], "group4")],
    ids=["jpeg", "g4"],
)
def test_damage_that_decoders_only_mutter_about_is_refused(
    place: Place, capfd: pytest.CaptureFixture[str], raw: bytes
) -> None:
    middle = len(raw) // 2
    damaged = raw[:middle] + b"\x55" * 40 + raw[middle + 40 :]
    assert "damaged" in only_fault(place(damaged))
    assert capfd.readouterr().err == ""


def test_a_tiff_cut_off_keeps_its_whole_pages(place: Place) -> None:
    raw = encode_tiff([page_picture(lines=count) for count in range(1, 7)], "tiff_lzw")
    path = place(raw[: len(raw) * 6 // 10])
    *whole, cut = develop_pages(path)
    assert len(whole) >= 2
    assert all(isinstance(page, PageImage) for page in whole)
    assert isinstance(cut, UnreadablePage)
    assert cut.number == count_pages(path) == len(whole) + 1


def directory_offsets(raw: bytes) -> list[int]:
    offsets = [struct.unpack_from("<I", raw, 4)[0]]
    while offsets[-1]:
        entries = struct.unpack_from("<H", raw, offsets[-1])[0]
        offsets.append(struct.unpack_from("<I", raw, offsets[-1] + 2 + 12 * entries)[0])
    return offsets[:-1]


def test_one_damaged_tiff_page_does_not_cost_the_others(place: Place) -> None:
    raw = bytearray(encode_tiff([PAGE] * 5, "tiff_lzw"))
    at = directory_offsets(bytes(raw))[2]
    raw[at + 2 : at + 60] = bytes(58)
    outcome = [isinstance(page, PageImage) for page in develop_pages(place(bytes(raw)))]
    assert outcome == [True, True, False, True, True]


@pytest.mark.parametrize("target", [1, 10**8], ids=["loop", "beyond the end"])
def test_a_tiff_chain_that_leads_nowhere_ends_in_words(place: Place, target: int) -> None:
    raw = bytearray(encode_tiff([PAGE] * 4, "tiff_lzw"))
    offsets = directory_offsets(bytes(raw))
    link = offsets[2] + 2 + 12 * struct.unpack_from("<H", raw, offsets[2])[0]
    struct.pack_into("<I", raw, link, offsets[target] if target < 4 else target)
    outcome = [isinstance(page, PageImage) for page in develop_pages(place(bytes(raw)))]
    assert outcome == [True, True, True, False]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(encode(PAGE.reduce(4), "JPEG"), id="jpeg"),
        pytest.param(encode(PAGE.reduce(4), "PNG"), id="png"),
        pytest.param(encode_tiff([BLACK_AND_WHITE, BLACK_AND_WHITE], "group4"), id="tiff-g4"),
        pytest.param(encode_tiff([PAGE.reduce(4)] * 2, "jpeg"), id="tiff-jpeg"),
        pytest.param(scanned_pdf([PAGE.reduce(4)] * 2), id="pdf"),
    ],
)
def test_no_damage_whatever_escapes_as_an_exception(
    place: Place, raw: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(8, len(raw) - 1))
        damaged[at : at + 8] = data.draw(st.binary(min_size=1, max_size=8))
    pages = list(develop_pages(place(bytes(damaged)), IntakeLimits(pixels=4_000_000, pages=50)))
    assert pages
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


# Files that are no scans, and files that ask too much


@pytest.mark.parametrize(
    "raw",
    [b"", b"a text file, no scan", b"PK\x03\x04 a Word file", b"\0" * 5000, b"%PD", b"II*"],
    ids=["empty", "text", "zip", "zeros", "short-pdf", "short-tiff"],
)
def test_what_is_no_scan_is_refused_in_words(place: Place, raw: bytes) -> None:
    path = place(raw)
    assert len(only_fault(path)) > 20
    with pytest.raises(PageError, match=r"scan\.dat"):
        count_pages(path)


def test_a_phone_format_gets_its_own_advice(place: Place) -> None:
    assert "JPEG" in only_fault(place(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"))


@pytest.mark.parametrize("extension", ["pdf", "jpg", "txt", ""])
def test_the_extension_does_not_matter(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"scan.{extension}"
    path.write_bytes(encode(PAGE, "PNG"))
    assert difference(only_page(path).grey, PAGE) == 0


def test_a_locked_file_is_refused_in_words(open_folder: Path) -> None:
    path = open_folder / "scan.png"
    path.write_bytes(encode(PAGE, "PNG"))
    assert difference(only_page(path).grey, PAGE) == 0
    path.chmod(0)
    with ordinary_user():
        assert "permission is lacking" in only_fault(path)


def test_folders_missing_files_and_pipes_are_refused_in_words(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "missing", pipe):
        assert len(only_fault(path)) > 10


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(10_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_tiff_that_uses_the_same_bytes_over_and_over_is_refused(place: Place) -> None:
    raw = bytearray(encode(page_picture((1000, 20_000)), "TIFF", compression="tiff_lzw"))
    assert only_page(place(bytes(raw)))
    at = directory_offsets(bytes(raw))[0]
    fields = {struct.unpack_from("<H", raw, at + 2 + 12 * entry)[0]: entry for entry in range(12)}
    strips, places = struct.unpack_from("<II", raw, at + 2 + 12 * fields[273] + 4)
    sizes = struct.unpack_from("<I", raw, at + 2 + 12 * fields[279] + 8)[0]
    for strip in range(strips):
        struct.pack_into("<I", raw, places + 4 * strip, 8)
        struct.pack_into("<I", raw, sizes + 4 * strip, len(raw) - 8)
    assert "damaged" in only_fault(place(bytes(raw)), IntakeLimits(picture_bytes=10 * len(raw)))


def test_a_pixel_bomb_is_refused_by_its_header(place: Place) -> None:
    assert "40000" in only_fault(place(png_header(40_000, 40_000)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_the_pixel_limit_is_a_setting(place: Place, form: str) -> None:
    path = place(encode(PAGE, form))
    assert only_page(path, IntakeLimits(pixels=413 * 585))
    assert "413" in only_fault(path, IntakeLimits(pixels=413 * 585 - 1))


def test_page_and_byte_limits_are_settings(place: Place) -> None:
    path = place(encode_tiff([PAGE] * 3, "tiff_lzw"))
    assert len(list(develop_pages(path, IntakeLimits(pages=3)))) == 3
    assert "2" in only_fault(path, IntakeLimits(pages=2))
    only_fault(path, IntakeLimits(file_bytes=1000))
    only_fault(place(encode(PAGE, "PNG")), IntakeLimits(picture_bytes=100))


def test_a_long_tiff_costs_no_more_memory_than_a_short_one(place: Place) -> None:
    def peak(count: int) -> int:
        path = place(encode_tiff([BLACK_AND_WHITE] * count, "group4"))
        tracemalloc.start()
        for page in develop_pages(path):
            assert isinstance(page, PageImage)
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak_bytes

    assert peak(40) < peak(4) + 200_000


def test_a_pdf_without_pages_is_an_outcome(place: Place) -> None:
    with pikepdf.new() as pdf:
        assert "no pages" in only_fault(place(save_pdf(pdf)))


def test_a_full_disk_is_not_blamed_on_the_page(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_how: object) -> None:
        raise OSError(28, "No space left on device")

    path = place(encode(PAGE, "PNG"))
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    anew = _open_notes.__wrapped__  # as in a process that has decoded nothing yet
    monkeypatch.setattr("scans.decoding._open_notes", anew)
    with pytest.raises(FolderError, match="the disk is full"):
        list(develop_pages(path))


def test_what_others_say_on_stderr_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with decoding():
        os.write(2, b"TIFFFetch: libtiff talks\nprogress: 40 %\n")
    assert capfd.readouterr().err == "progress: 40 %\n"


def test_limits_are_told_grouped() -> None:
    with pytest.raises(PageError, match=r"limit of 20,000;"):
        check_page_count(20_001, IntakeLimits(pages=20_000))
