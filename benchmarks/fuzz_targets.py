"""What reads input from outside, one target each: any bytes must end in a value or in a sentence.

An error of ``survey.errors`` is a sentence and right; any other exception is a bug. Some targets
check besides that what was read is sound.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from random import Random

from docx import Document
from openpyxl import Workbook

from benchmarks.invented_bundle import invent_members
from benchmarks.tiny_scans import tiny_scans
from bundles.archive import HEAD, RECONCILIATION, TALLY, archive_bytes, open_archive
from bundles.contents import read_bundle
from channels.answers import Reader
from channels.dossier_table import read_figures
from channels.frame_table import read_frame
from channels.mapping import ColumnMapping, parse_mapping
from channels.table import read_table
from channels.unit_table import read_units, refuse_overlaps
from reports.issued import read_issued
from scans.pages import DEFAULT_LIMITS, PageImage, develop_pages
from scans.writers import FORMATS
from steps.demo import opening_text
from steps.recheck_record import read_filled_table
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
ZIP_HEAD = b"PK"
SHEET, BODY = "xl/worksheets/sheet1.xml", "word/document.xml"
MEMBERS = (HEAD, TALLY, RECONCILIATION)
ROWS = "Ngày,Lĩnh vực,Câu 1,Câu 2\n03/01/2024,Hộ tịch,5,4\n04/02/2024,Đất đai,1,\n"
UNITS = "Mã;Tên;Từ ngày;Đến ngày;Khóa\n00001;Xã A;01/07/2025;;\n00002;Xã B;;2025-06-30;0a\n"
FILLED = "phieu;q1;q2;q3;q4;q5;q6;q7;q8\n00AA11;5;4;0;N;K;3;2;1\n00BB22;H;;;;;;;\n"
FIGURES = "Kỳ,Lĩnh vực,Số hồ sơ\n2024-01,Hộ tịch,1.200\n2024-02,,87\n"
TRACE = f"hom-phieu period 2021-10 {'0' * 64} 0.1.0 {'0' * 64}"
PAGE = f"""\
<!DOCTYPE html><html><head><meta name="keywords" content="{TRACE}"><style>p {{}}</style></head>
<body><!-- x --><![CDATA[y]]><p>Kết quả</p></body></html>
"""
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
    for read in (
        Reader(_rules(), _form(), _plan(), CHANNEL, KEY).read,
        lambda table: read_figures(table, _plan()),
        lambda table: read_frame(table, _plan(), ()),
        lambda table: refuse_overlaps("units", read_units(table)),
    ):
        with suppress(HomPhieuError):
            read(table)


@cache
def _workbook() -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for line in ROWS.splitlines():
        page.append(line.split(","))
    book.save(file)
    return file.getvalue()


def _try_workbook(raw: bytes) -> None:
    _try_table(_packed(raw, _workbook(), SHEET), ".xlsx")


@cache
def _document() -> bytes:
    document, file = Document(), io.BytesIO()
    document.core_properties.keywords = TRACE
    document.add_paragraph("Kết quả khảo sát")
    document.add_table(2, 2).cell(0, 0).text = "Số phiếu"
    document.save(file)
    return file.getvalue()


def _try_document(raw: bytes) -> None:
    with suppress(ValueError):
        read_issued(_packed(raw, _document(), BODY), ".docx")


def _try_page(raw: bytes) -> None:
    for suffix in (".html", ".txt"):
        with suppress(ValueError):
            read_issued(raw, suffix)


def _packed(raw: bytes, whole: bytes, member: str) -> bytes:
    """Archives as they are; anything else takes the place of this member of a sound one."""
    if raw.startswith(ZIP_HEAD):
        return raw
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as sound, zipfile.ZipFile(packed, "w") as changed:
        for name in sound.namelist():
            changed.writestr(name, raw if name == member else sound.read(name))
    return packed.getvalue()


def _packed_seeds(whole: Callable[[], bytes], member: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [whole(), zipfile.ZipFile(io.BytesIO(whole())).read(member)]


def _try_bundle(raw: bytes) -> None:
    """Archives as they are; anything else as members, line by line, of one that is signed."""
    if not raw.startswith(ZIP_HEAD):
        raw = archive_bytes(dict(zip(MEMBERS, raw.split(b"\n"), strict=False)), KEY)
    read_bundle(open_archive(raw, "bundle"), "bundle")


def _bundle_seeds() -> Sequence[bytes]:
    members = invent_members("00001", Random(1))
    return [archive_bytes(members, KEY), b"\n".join(members[name] for name in MEMBERS)]


def _try_recheck(raw: bytes) -> None:
    with _file_of(raw, ".csv") as path:
        read_filled_table(path, _form(), frozenset({"00AA11", "00BB22"}))


def _try_scan(raw: bytes) -> None:
    with _file_of(raw, ".scan") as path:
        pages = list(develop_pages(path, LIMITS))
    numbers = [page.number for page in pages]
    if numbers != list(range(1, len(pages) + 1)) or not numbers:
        raise AssertionError(numbers)
    for page in pages:
        if isinstance(page, PageImage) and (page.grey.ndim != 2 or page.grey.size > LIMITS.pixels):
            raise AssertionError(page.grey.shape)


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
    "csv": Target(_try_table, _texts(ROWS, FIGURES, UNITS)),
    "xlsx": Target(_try_workbook, _packed_seeds(_workbook, SHEET)),
    "docx": Target(_try_document, _packed_seeds(_document, BODY)),
    "html": Target(_try_page, _texts(PAGE, TRACE)),
    "bundle": Target(_try_bundle, _bundle_seeds),
    "recheck": Target(_try_recheck, _texts(FILLED)),
    **{form: Target(_try_scan, partial(tiny_scans, form)) for form in FORMATS},
}


def try_input(name: str, raw: bytes) -> None:
    """Read these bytes with this target; what it says about them in words is right."""
    with suppress(HomPhieuError):
        TARGETS[name].try_one(raw)
