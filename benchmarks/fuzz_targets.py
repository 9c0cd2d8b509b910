"""What reads input from outside, one target each: any bytes must end in a value or in a sentence.

An error of ``survey.errors`` is a sentence and right; any other exception is a bug. Some targets
check besides that what was read is sound.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from openpyxl import Workbook
from PIL import Image

from channels.answers import Reader
from channels.dossier_table import read_figures
from channels.mapping import ColumnMapping, parse_mapping
from channels.table import read_table
from scans.pages import DEFAULT_LIMITS, PageImage, read_pages
from scans.writers import FORMATS, open_batch
from steps.demo import opening_text
from survey.edited_file import decode_text
from survey.errors import HomPhieuError
from survey.opening import parse_opening
from survey.plan import Plan, parse_plan
from survey.typed_answers import read_count, read_moment
from templates.form import Form, parse_form
from templates.geometry import lay_out
from templates.layout_file import kept_layout_json, read_layout
from templates.machine_code import SheetCode, encode_code, is_genuine, parse_code
from templates.shelf import list_forms, list_plans, read_form_text, read_plan_text

LIMITS = replace(DEFAULT_LIMITS, pixels=4_000_000, pages=50, picture_bytes=10_000_000)
"""Small, so that many inputs can be tried in a minute."""
KEY = bytes(range(32))
CHANNEL = "hues"
ROWS = "Ngày,Lĩnh vực,Câu 1,Câu 2\n03/01/2024,Hộ tịch,5,4\n04/02/2024,Đất đai,1,\n"
FIGURES = "Kỳ,Lĩnh vực,Số hồ sơ\n2024-01,Hộ tịch,1.200\n2024-02,,87\n"
MAPPING = """\
heading_row = 1
key = ["Ngày", "Lĩnh vực"]
date_format = "dd/mm/yyyy"
[columns]
date = "Ngày"
field = "Lĩnh vực"
[columns.questions]
q1 = "Câu 1"
q2 = "Câu 2"
[values]
"Hài lòng" = "4"
[only]
"Ngày" = ["03/01/2024"]
"""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads bytes from outside.

    Attributes:
        try_one: raises what nobody should see.
        seeds: inputs of the right kind to begin from.
    """

    try_one: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]


@cache
def _plan() -> Plan:
    return parse_plan(read_plan_text("huong-vinh-2024"), "survey.toml")


@cache
def _form() -> Form:
    return parse_form(read_form_text("phu-luc-1"), "phu-luc-1")


def _try_code(raw: bytes) -> None:
    text = raw.decode(errors="replace")
    code = parse_code(text)
    if code is not None and is_genuine(text, KEY) != (encode_code(code, KEY) == text):
        raise AssertionError(text)


def _code_seeds() -> Sequence[bytes]:
    sheet = SheetCode("0ABC", "0123ABCD", 1, "ABCDEFGHJKMN")
    return [
        encode_code(code, KEY).encode() for code in (sheet, replace(sheet, procedure="2.000815"))
    ]


def _try_form(raw: bytes) -> None:
    form = parse_form(decode_text(raw, "form"), "form")
    lay_out(form, "")


def _try_plan(raw: bytes) -> None:
    parse_plan(decode_text(raw, "survey.toml"), "survey.toml")


def _try_opening(raw: bytes) -> None:
    parse_opening(decode_text(raw, "opening"), "opening", _plan(), {"hom-1": "0123"})


def _try_mapping(raw: bytes) -> None:
    parse_mapping(decode_text(raw, "mapping"), "mapping", _form(), _plan())


def _try_layout(raw: bytes) -> None:
    layout = read_layout(raw.decode(errors="replace"), "layout")
    if read_layout(kept_layout_json(layout), "layout") != layout:
        raise AssertionError(layout.fingerprint)


def _layout_seeds() -> Sequence[bytes]:
    return [kept_layout_json(lay_out(_form(), "Kế hoạch số 1")).encode()]


def _try_typed(raw: bytes) -> None:
    text = raw.decode(errors="replace")
    with suppress(ValueError):
        read_count(text)
    with suppress(ValueError):
        read_moment(text, datetime(2021, 10, 29, 16, tzinfo=UTC))


def _rules() -> ColumnMapping:
    return parse_mapping(MAPPING, "mapping", _form(), _plan())


def _try_table(raw: bytes, suffix: str = ".csv") -> None:
    with _file_of(raw, suffix) as path:
        table = read_table(path)
    if any(len(row.cells) != len(table.headings) for row in table.rows):
        raise AssertionError(table)
    with suppress(HomPhieuError):
        Reader(_rules(), _form(), _plan(), CHANNEL, KEY).read(table)
    read_figures(table, _plan())


def _try_workbook(raw: bytes) -> None:
    _try_table(raw, ".xlsx")


def _workbook_seeds() -> Sequence[bytes]:
    book, file = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for line in ROWS.splitlines():
        page.append(line.split(","))
    book.save(file)
    return [file.getvalue()]


def _try_scan(raw: bytes) -> None:
    with _file_of(raw, ".scan") as path:
        pages = list(read_pages(path, LIMITS))
    numbers = [page.number for page in pages]
    if numbers != list(range(1, len(pages) + 1)) or not numbers:
        raise AssertionError(numbers)
    for page in pages:
        if isinstance(page, PageImage) and (page.grey.ndim != 2 or page.grey.size > LIMITS.pixels):
            raise AssertionError(page.grey.shape)


def _scan_seeds(form: str) -> Callable[[], Sequence[bytes]]:
    def seeds() -> Sequence[bytes]:
        page = Image.linear_gradient("L").resize((62, 88))
        pictures = {"jpg": "JPEG", "pdf": "JPEG", "png": "PNG", "tiff": "TIFF"}
        encoded = io.BytesIO()
        page.save(encoded, pictures[form], dpi=(50, 50))
        with tempfile.TemporaryDirectory() as folder:
            with open_batch(Path(folder), form) as add_page:
                for _page in range(1 if form in {"jpg", "png"} else 3):
                    add_page(encoded.getvalue())
            (made,) = Path(folder).iterdir()
            return [made.read_bytes(), *_other_scans(form, page)]

    return seeds


def _other_scans(form: str, page: Image.Image) -> Iterator[bytes]:
    """Rarer kinds of the same format."""
    variants: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
        "jpg": [("JPEG", "CMYK", {}), ("JPEG", "RGB", {"progressive": True})],
        "png": [("PNG", "P", {}), ("PNG", "RGBA", {}), ("PNG", "1", {})],
        "tiff": [("TIFF", "1", {"compression": "group4"}), ("TIFF", "RGB", {"compression": "lzw"})],
        "pdf": [("PDF", "1", {}), ("PDF", "RGB", {})],
    }
    for kind, mode, options in variants[form]:
        encoded = io.BytesIO()
        page.convert(mode).save(encoded, kind, **options)
        yield encoded.getvalue()
    if form == "pdf":
        drawn = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 9 9 l S BT (a) Tj ET")
            pdf.save(drawn, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        yield drawn.getvalue()


@contextmanager
def _file_of(raw: bytes, suffix: str) -> Iterator[Path]:
    """The bytes as a file, for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(raw)
        yield path


def _texts(*texts: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [text.encode() for text in texts]


TARGETS = {
    "code": Target(_try_code, _code_seeds),
    "form": Target(_try_form, lambda: [read_form_text(name).encode() for name in list_forms()]),
    "plan": Target(_try_plan, lambda: [read_plan_text(name).encode() for name in list_plans()]),
    "opening": Target(_try_opening, _texts(opening_text(120, 150))),
    "mapping": Target(_try_mapping, _texts(MAPPING)),
    "layout": Target(_try_layout, _layout_seeds),
    "typed": Target(_try_typed, _texts("16h05 29/10/2021", "1.200", "7:30")),
    "csv": Target(_try_table, _texts(ROWS, FIGURES)),
    "xlsx": Target(_try_workbook, _workbook_seeds),
    **{form: Target(_try_scan, _scan_seeds(form)) for form in FORMATS},
}


def try_input(name: str, raw: bytes) -> None:
    """Read these bytes with this target; what it says about them in words is right."""
    with suppress(HomPhieuError):
        TARGETS[name].try_one(raw)
